"""What organisations' programs are told of petitions and signatures (webhooks).

Confirming a signature tells nobody: its line in the ledger names the signature, and whoever
folds the line has it told by a job. So the hottest path asks nothing, and as a line is folded
once, each is told once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import batched
from typing import Any
from uuid import UUID

from django.utils import timezone

from campaigns.services.hearing import campaign_told, hearing
from jobs.services import enqueue
from partners.models import Organisation
from petitions.models import Contact, ContactOffer, Petition, Signature, TallyEntry
from webhooks import people
from webhooks import services as webhooks

CONFIRMED, WITHDRAWN = "signature.confirmed", "signature.withdrawn"
KIND = "petitions.tell_of_signatures"
AT_ONCE = 500

STATES = {
    Petition.State.OPEN: "petition.opened",
    Petition.State.CLOSED: "petition.closed",
    Petition.State.HANDED_OVER: "petition.handed_over",
    Petition.State.ANSWERED: "petition.answered",
}

# Of what happened: a name of its own, the petition, the signature, and whether it counts now.
type Line = tuple[str, int, str, bool]


def tell_of_state(petition: Petition) -> None:
    """It has just got this state, in the transaction of that."""
    type = STATES.get(Petition.State(petition.state))
    if petition.state == Petition.State.REJECTED and petition.handed_over_at:
        # An answer as well, by whom it was handed over to.
        type = "petition.answered"
    if type:
        webhooks.tell(
            type,
            hearing(petition.campaign_id),
            lambda: {
                "petition": petition_told(petition) | {"state": petition.state},
                "campaign": campaign_told(petition.campaign),
            },
        )


def note_folded(entries: Iterable[TallyEntry]) -> None:
    """Have signatures told, in the transaction that takes their lines out of the ledger."""
    lines: list[Line] = [
        (f"{one.pk}:{one.delta}", one.petition_id, str(one.signature_id), one.delta > 0)
        for one in entries
        if one.signature_id
    ]
    if lines and webhooks.listeners([CONFIRMED, WITHDRAWN]):
        for some in batched(lines, AT_ONCE, strict=False):
            enqueue(KIND, {"lines": some})


def note_withdrawn(signature: Signature) -> None:
    """The same for one that makes no line, because the count was handed over."""
    if webhooks.listeners([WITHDRAWN]):
        name = f"{signature.pk}:{timezone.now().timestamp()}"
        line: Line = (name, signature.petition_id, str(signature.pk), False)
        enqueue(KIND, {"lines": [line]})


def tell_of_signatures(lines: Sequence[Line]) -> None:
    """Tell each to whom it may be told; safe to run twice, also at once.

    Who leads the campaign hears of all. Who stands behind it hears of those who agreed that it
    may write to them, and later that one of these has left.
    """
    listening = webhooks.listeners([CONFIRMED, WITHDRAWN])
    organisations = {one.organisation_id for one in listening}
    if not organisations:
        return
    petitions = Petition.objects.filter(pk__in={line[1] for line in lines})
    by_key = {one.pk: one for one in petitions.select_related("campaign")}
    ids = [UUID(line[2]) for line in lines]
    signatures = Signature.objects.filter(pk__in=ids).only(
        "person_key", "confirmed_at", "withdrawn_at"
    )
    rows = {str(one.pk): one for one in signatures}
    agreed = _agreed(ids, organisations)
    came = [line for line in lines if line[3]]
    webhooks.tell_all(
        [
            _news(line, by_key[line[1]], rows.get(line[2]), agreed.get(line[2], set()))
            for line in came
        ],
        listening,
    )
    left = [line for line in lines if not line[3]]
    # Asked after the former are written: somebody may have come and left in one batch.
    knowing: dict[str, set[int]] = {}
    for subject, organisation_id in webhooks.was_told(CONFIRMED, [line[2] for line in left]):
        knowing.setdefault(subject, set()).add(organisation_id)
    webhooks.tell_all(
        [
            _news(line, by_key[line[1]], rows.get(line[2]), knowing.get(line[2], set()))
            for line in left
        ],
        listening,
    )


def _news(
    line: Line, petition: Petition, signature: Signature | None, others: set[int]
) -> webhooks.News:
    name, _petition, subject, counts = line
    return webhooks.News(
        CONFIRMED if counts else WITHDRAWN,
        {petition.campaign.lead_id} | others,
        {
            "signature": subject,
            "petition": petition_told(petition),
            "campaign": campaign_told(petition.campaign),
        },
        person_key=signature.person_key if signature and counts else "",
        subject=subject,
        key=f"signature:{subject}:{name}",
        occurred_at=_happened_at(signature, counts),
    )


def _happened_at(signature: Signature | None, counts: bool) -> datetime:
    """When it was confirmed or taken back, as far as its row still tells, else now.

    Whoever has signed anew since, in the same row, took it back before: of a signature a
    receiver heeds the newest message.
    """
    confirmed_at = signature.confirmed_at if signature else None
    withdrawn_at = signature.withdrawn_at if signature else None
    if counts or withdrawn_at:
        return (confirmed_at if counts else withdrawn_at) or timezone.now()
    return confirmed_at - timedelta(microseconds=1) if confirmed_at else timezone.now()


def _agreed(ids: Iterable[UUID], organisations: set[int]) -> dict[str, set[int]]:
    """Which of these organisations each of these signatures opened itself to."""
    standing = Contact.objects.standing().filter(
        signature__in=list(ids),
        signature__state=Signature.State.CONFIRMED,
        offer__in=ContactOffer.objects.standing().filter(organisation__in=organisations),
    )
    agreed: dict[str, set[int]] = {}
    for signature_id, organisation_id in standing.values_list("signature", "offer__organisation"):
        agreed.setdefault(str(signature_id), set()).add(organisation_id)
    return agreed


def petition_told(petition: Petition) -> dict[str, Any]:
    return {"slug": petition.slug, "url": webhooks.url_of(petition)}


def person_told(person_key: str, organisation: Organisation) -> people.Person | None:
    """Name and address, if this person lets this organisation write to them now."""
    reachable = Contact.objects.reachable_by(organisation, timezone.now()).of(person_key)
    contact = reachable.select_related("signature").order_by("-pk").first()
    if contact is None or not contact.signature.email:
        return None
    signature = contact.signature
    return {
        "given_name": signature.given_name,
        "family_name": signature.family_name,
        "email": signature.email,
    }
