"""Who may write where: a draft in place, an open petition in a version nobody else sees yet."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from languages import editing
from languages.models import Translation, fingerprint, words_of
from petitions.models import Petition, PetitionText

State = Petition.State


def hold(petition: Petition) -> Petition:
    """The petition as it is now, held until the end of the transaction."""
    # Without its key, so that signing goes on meanwhile.
    return Petition.objects.select_for_update(no_key=True).get(pk=petition.pk)


def hold_to_write(petition: Petition) -> tuple[Petition, int]:
    """The petition, held, and the version to write in.

    Raises ValidationError with a sentence when nothing may be written just now.
    """
    row = hold(petition)
    if refusal := why_not_written(row):
        raise ValidationError(refusal)
    version = row.written_version
    assert version is not None  # noqa: S101
    return row, version


def why_not_written(petition: Petition) -> str:
    """The sentence that says why no text of this petition can be written now, or ""."""
    if petition.is_submitted:
        return _("It is being looked through. Take it back to change it.")
    if petition.is_scheduled:
        return _("It opens by itself at its date. Take it back to change it.")
    if petition.state == State.OPEN and petition.draft_version is None:
        return _("People sign this text. Begin a change first: nobody sees it before you publish.")
    if petition.state not in (State.DRAFT, State.OPEN):
        return _("Signing is over. What people signed stays as it is.")
    return ""


def newest_version(petition: Petition) -> int:
    return petition.texts.aggregate(newest=Max("version"))["newest"] or 0


def state_of_part(text: Translation | None, names: tuple[str, ...]) -> str:
    """Like `languages.editing.state_of`, for some of a text's words only."""
    if text is None:
        return editing.NOTHING
    words = words_of(text)
    return fingerprint({name: words[name] for name in names})


@transaction.atomic
def write_words(
    petition: Petition, language: str, words: Mapping[str, str], *, seen: str
) -> Translation:
    """Store some words of the text that is being written; return the text.

    `seen` is the `state_of_part` of these words when the writer opened them: somebody else
    may have written the other words meanwhile. Raises EditedMeanwhile when these have changed,
    ValidationError when there is nothing to write in.
    """
    row, version = hold_to_write(petition)
    present: PetitionText | None = row.texts.filter(version=version, language=language).first()
    before = state_of_part(present, tuple(words))
    after = fingerprint(dict(words))
    if seen != before and before != after:
        raise editing.EditedMeanwhile(present)
    return editing.write(row, language, words, seen=editing.state_of(present), version=version)
