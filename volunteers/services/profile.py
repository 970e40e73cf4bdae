"""A person's own page: what they tell of themselves, and in which ways they help."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils.translation import get_language

from accounts.models import User
from privacy import consents
from privacy.person import person_keys
from volunteers.consents import WORDINGS, purpose_of
from volunteers.models import Supporter, SupporterWay, Volunteer
from volunteers.services.holding import hold_person
from volunteers.services.joining import SUBJECT, choose_ways, tell_of_oneself


def known_volunteer(person_key: str) -> Volunteer | None:
    """Who has confirmed something here; None for anybody else, also where a row is held."""
    held = Volunteer.objects.filter(pk=person_key).first()
    return held if held and held.email else None


def volunteer_of_account(user: User) -> Volunteer | None:
    """The volunteer with one of the account's confirmed addresses, the main one first."""
    mine = EmailAddress.objects.filter(user=user, verified=True).order_by("-primary", "pk")
    for address in mine.values_list("email", flat=True):
        found = map(known_volunteer, _keys_of(address))
        if volunteer := next(filter(None, found), None):
            return volunteer
    return None


def _keys_of(address: str) -> Iterable[str]:
    try:
        return person_keys(address)
    except ValueError:
        # An account of a technician's may have an address that no mail reaches.
        return ()


def change_profile(
    person_key: str,
    *,
    name: str,
    language: str,
    languages: Mapping[str, str],
    districts: list[str],
    slots: list[str],
) -> bool:
    """Write down anew what a person says of themselves; False for whom nobody knows."""
    with transaction.atomic():
        if known_volunteer(person_key) is None:
            return False
        person = hold_person(person_key)
        tell_of_oneself(
            person,
            name=name,
            email=person.email,
            language=language,
            languages=languages,
            districts=districts,
            slots=slots,
        )
    return True


def change_ways(supporter: Supporter, ways: Collection[str]) -> bool:
    """Choose anew in which ways one helps; False for who has not joined, or has left.

    Each consent is bound to the sentence as it stands in the language that is active.
    """
    language = get_language() or "de"
    with transaction.atomic():
        hold_person(supporter.person_key)
        row = Supporter.objects.get(pk=supporter.pk)
        if not row.has_joined:
            return False
        chosen = {str(way): str(words) for way, words in WORDINGS.items() if way in ways}
        choose_ways(row, chosen, language=language)
    return True


def end_way(person_key: str, way: str, supporter_ids: Collection[UUID | str]) -> None:
    """End a way of helping, and the consent to it, wherever it may have been withdrawn."""
    mine = Supporter.objects.of(person_key).filter(pk__in=supporter_ids)
    for supporter_id in mine.values_list("pk", flat=True):
        consents.withdraw(person_key, purpose_of(way), SUBJECT, supporter_id)
        SupporterWay.objects.filter(supporter=supporter_id, way=way).delete()
