"""Giving, withdrawing and asking for consents; each is bound to the words that were shown."""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.db import IntegrityError, connection, transaction
from django.db.models import Max
from django.db.models.functions import Coalesce
from django.utils import timezone

from privacy.models import Consent, ConsentQuerySet, ConsentWording

# (purpose, language, digest) -> id of the wording row. Rows never change and are never
# deleted, so what was committed once stays true as long as the process lives.
_known_wordings: dict[tuple[str, str, str], int] = {}


class Given(NamedTuple):
    """One ticked box: `text` is the sentence beside it, exactly as it was shown."""

    person_key: str
    purpose: str
    text: str
    language: str
    subject_kind: str = ""
    subject_id: str = ""
    at: datetime | None = None  # when; now, if nothing is said


def give(
    person_key: str,
    purpose: str,
    text: str,
    language: str,
    subject_kind: str = "",
    subject_id: object = "",
) -> None:
    """Record one consent; giving the same one again changes nothing."""
    given = Given(person_key, purpose, text, language, subject_kind, str(subject_id))
    store(new_consents([given]))


def new_consents(given: Iterable[Given]) -> list[Consent]:
    """The consents as rows to be stored: by `store`, or together with what they are for."""
    now = timezone.now()
    given = list(given)
    # Many people may have seen the same words: each is asked for once.
    shown = {(one.purpose, one.language, one.text) for one in given}
    wordings = {words: _wording_id(*words) for words in sorted(shown)}
    return [
        Consent(
            person_key=one.person_key,
            purpose=one.purpose,
            wording_id=wordings[one.purpose, one.language, one.text],
            subject_kind=one.subject_kind,
            subject_id=str(one.subject_id),
            given_at=one.at or now,
        )
        for one in given
    ]


def store(new: Iterable[Consent]) -> None:
    """Store several by one INSERT, inside the transaction of the deed; what stands stays."""
    Consent.objects.bulk_create(new, ignore_conflicts=True)


def standing(
    person_key: str,
    purpose: str | None = None,
    subject_kind: str | None = None,
    subject_id: object | None = None,
) -> ConsentQuerySet:
    """Return the person's consents that were given and not withdrawn."""
    wanted = {"purpose": purpose, "subject_kind": subject_kind}
    wanted["subject_id"] = None if subject_id is None else str(subject_id)
    asked = {name: value for name, value in wanted.items() if value is not None}
    return Consent.objects.standing().filter(person_key=person_key, **asked)


def withdraw(
    person_key: str,
    purpose: str,
    subject_kind: str | None = None,
    subject_id: object | None = None,
) -> int:
    """End the person's standing consents to a purpose; return how many there were.

    The row stays as proof for three years and is then deleted by the retention job.
    """
    return standing(person_key, purpose, subject_kind, subject_id).update(
        withdrawn_at=timezone.now()
    )


def end_for_subjects(subject_kind: str, subject_ids: Iterable[object]) -> int:
    """End every consent given for things whose personal data is now gone.

    For the anonymising of signatures: what is left is the minimal proof, which no longer
    says for which thing the consent was given. That goes for consents withdrawn before,
    too: they keep their date, and a later `forget_for_subjects` must not find them.
    """
    return _for_subjects(subject_kind, subject_ids).update(
        withdrawn_at=Coalesce("withdrawn_at", timezone.now()), subject_id=""
    )


def forget_for_subjects(subject_kind: str, subject_ids: Iterable[object]) -> int:
    """Delete the consents to things that never came about (an unconfirmed signature)."""
    return _for_subjects(subject_kind, subject_ids).delete()[0]


def _for_subjects(subject_kind: str, subject_ids: Iterable[object]) -> ConsentQuerySet:
    return Consent.objects.filter(
        subject_kind=subject_kind, subject_id__in=[str(one) for one in subject_ids]
    )


def erase(person_key: str) -> None:
    """Reduce a person's consents to the minimal proof: key, purpose, wording and dates."""
    mine = Consent.objects.of(person_key)
    mine.standing().update(withdrawn_at=timezone.now())
    mine.update(subject_id="")


def _wording_id(purpose: str, language: str, text: str) -> int:
    digest = hashlib.sha256(text.encode()).hexdigest()
    known = (purpose, language, digest)
    if known in _known_wordings:
        return _known_wordings[known]
    wording_id = _stored_wording(purpose, language, digest, text)
    transaction.on_commit(lambda: _remember(known, wording_id))
    return wording_id


def _remember(known: tuple[str, str, str], wording_id: int) -> None:
    # Still inside a transaction: a test runs the hooks early and will roll the row back.
    if not connection.in_atomic_block:
        _known_wordings[known] = wording_id


def _stored_wording(purpose: str, language: str, digest: str, text: str) -> int:
    """Find or insert the row. Two writers may want the same version: the loser looks again."""
    same_words = ConsentWording.objects.filter(purpose=purpose, language=language, digest=digest)
    for attempt in range(5):
        if (wording_id := same_words.values_list("pk", flat=True).first()) is not None:
            return wording_id
        newest = ConsentWording.objects.filter(purpose=purpose).aggregate(n=Max("version"))["n"]
        try:
            with transaction.atomic():
                return ConsentWording.objects.create(
                    purpose=purpose,
                    language=language,
                    version=(newest or 0) + 1,
                    text=text,
                    digest=digest,
                ).pk
        except IntegrityError:
            if attempt == 4:
                raise
    raise AssertionError("unreachable")


def forget_known_wordings(**kwargs: object) -> None:
    """Empty the memory; connected to post_migrate, which also follows a flush."""
    _known_wordings.clear()
