"""What is kept of people here: the key of whom a message is about, for thirty days."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from privacy import registry, retention
from webhooks.models import Delivery, Endpoint, Message
from webhooks.services.waiting import DATA_KEPT, LOG_KEPT, OLD_KEY_COUNTS

AT_ONCE = 1000


def export(person_key: str) -> dict[str, Any]:
    told = Message.objects.filter(person_key=person_key).select_related("organisation")
    return {
        "told": [
            {
                "organisation": message.organisation.name,
                "type": message.type,
                "occurred_at": message.occurred_at.isoformat(),
            }
            for message in told.order_by("occurred_at", "pk")
        ]
    }


def erase(person_key: str) -> None:
    """What is still on its way says nothing of the person any more."""
    Message.objects.filter(person_key=person_key).update(person_key="")


def empty_old_messages() -> int:
    """Forget what they said, and give up those that wait for so long."""
    now = timezone.now()
    old = Message.objects.filter(occurred_at__lt=now - DATA_KEPT, emptied_at=None)
    emptied = 0
    while ids := list(old.values_list("pk", flat=True)[:AT_ONCE]):
        Delivery.objects.unfinished().filter(message__in=ids).update(
            state=Delivery.State.GIVEN_UP,
            error=Delivery.Error.EXPIRED,
            lease_until=None,
            finished_at=now,
        )
        emptied += Message.objects.filter(pk__in=ids).update(
            data={}, person_key="", emptied_at=now
        )
    return emptied


def delete_old_log() -> int:
    """The log itself, and of what was removed by then the rest."""
    old = Message.objects.filter(occurred_at__lt=timezone.now() - LOG_KEPT)
    deleted = 0
    while ids := list(old.values_list("pk", flat=True)[:AT_ONCE]):
        deleted += Message.objects.filter(pk__in=ids).delete()[0]
    removed = Endpoint.objects.filter(state=Endpoint.State.OFF, deliveries=None)
    return deleted + removed.delete()[0]


def forget_old_keys() -> int:
    over = Endpoint.objects.filter(previous_until__lt=timezone.now())
    return over.update(previous_secret="", previous_until=None)


def register() -> None:
    registry.register(registry.PersonalData(name="webhooks", export=export, erase=erase))
    retention.rule(
        model="webhooks.Message",
        name=_("What programs of organisations are told"),
        fields=("person_key",),
        basis=_("Our legitimate interest in working together (Art. 6 (1) f GDPR)."),
        keeps=_(
            "30 days. Your name and address are none of it, unless you agreed that this "
            "organisation may write to you; then they are read for each message anew."
        ),
        after=DATA_KEPT,
        run=empty_old_messages,
    )
    retention.rule(
        model="webhooks.Message",
        name=_("That programs of organisations were told"),
        fields=("subject",),
        basis=_("Our legitimate interest in working together (Art. 6 (1) f GDPR)."),
        keeps=_("1 year, with the number of a signature and without the person."),
        after=LOG_KEPT,
        run=delete_old_log,
    )
    retention.rule(
        model="webhooks.Endpoint",
        name=_("Keys that sign what programs of organisations are told"),
        fields=("secret", "previous_secret"),
        basis=_("Our legitimate interest in working together (Art. 6 (1) f GDPR)."),
        keeps=_("Until the organisation removes them; a replaced one for 24 hours."),
        after=OLD_KEY_COUNTS,
        run=forget_old_keys,
    )
