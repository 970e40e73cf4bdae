"""Who gets a mailing: read page by page, one delivery for each person."""

from __future__ import annotations

import time

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from campaigns import audience
from campaigns.models import Delivery, Mailing, Suppression

PEOPLE_AT_ONCE = 500


def gather(mailing_id: int, *, seconds: float) -> bool:
    """Read on for so long. True when there is nothing more to read.

    Each page is stored together with how far it goes: whoever comes after a kill, or at the
    same time, reads on from there.
    """
    end = time.monotonic() + seconds
    while not _gather_page(mailing_id):
        if time.monotonic() > end:
            return False
    return True


@transaction.atomic
def _gather_page(mailing_id: int) -> bool:
    mailings = Mailing.objects.select_related("update").select_for_update(of=("self",))
    mailing = mailings.filter(pk=mailing_id, state=Mailing.State.GATHERING).first()
    if mailing is None:
        return True
    for one in audience.registered():
        after = mailing.gathered_to.get(one.name, "")
        if after is not None:
            page = one.read(mailing.update.campaign_id, after, PEOPLE_AT_ONCE)
            _add(mailing, page.supporters)
            mailing.gathered_to[one.name] = page.after
            mailing.save(update_fields=["gathered_to"])
            return False
    mailing.total = mailing.deliveries.count()
    mailing.gathered_at = mailing.changed_at = timezone.now()
    mailing.state = Mailing.State.RUNNING
    mailing.save(update_fields=["total", "gathered_at", "changed_at", "state"])
    return True


def _add(mailing: Mailing, supporters: list[audience.Supporter]) -> None:
    keys = {supporter.person_key for supporter in supporters}
    left_out = set(
        Suppression.objects.filter(person_key__in=keys).values_list("person_key", flat=True)
    )
    shipped = {code for code, _name in settings.LANGUAGES}
    Delivery.objects.bulk_create(
        (
            Delivery(
                mailing=mailing,
                person_key=supporter.person_key,
                address=supporter.address,
                given_name=supporter.given_name,
                language=supporter.language
                if supporter.language in shipped
                else settings.LANGUAGE_CODE,
            )
            for supporter in supporters
            if supporter.person_key not in left_out
        ),
        # Who is there already has one, by another petition or by a page read twice.
        ignore_conflicts=True,
    )
