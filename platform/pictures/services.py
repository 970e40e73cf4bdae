"""Taking pictures in, saying what they show, and letting them go again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jobs.services import enqueue
from languages.models import Translation, follow_source
from pictures import shelf
from pictures.models import Picture, PictureFile, PictureText
from pictures.prepared import Prepared, Upload

if TYPE_CHECKING:
    from pictures.drawing import Drawn

# A night finds what nothing refers to, and a night at least this much later takes it away:
# by then no copy of a page shows it, and no form that somebody is still writing needs it.
UNUSED_FOR = timedelta(hours=20)

__all__ = [
    "About",
    "Prepared",
    "describe",
    "drop",
    "drop_unused",
    "make_variants",
    "prepare",
    "take",
]


@dataclass(frozen=True)
class About:
    """What is said about a picture. `alts` says by language what it shows; German is needed."""

    alts: Mapping[str, str]
    credit: str
    licence: str = Picture.Licence.OWN
    licence_text: str = ""
    licence_link: str = ""
    focus: str = Picture.Focus.CENTER
    # Which translations somebody has looked through although they stay as they are.
    checked: frozenset[str] = field(default_factory=frozenset)


def take(upload: Upload | Prepared, about: About, *, is_demo: bool = False) -> Picture:
    """Store a file that somebody sent as a new picture; a job makes what pages show it by.

    Raises ValidationError with a sentence when it can't be taken (see `intake.prepare`) or
    something about it is missing. Until something refers to it, it stays for a day.
    """
    prepared = upload if isinstance(upload, Prepared) else prepare(upload)
    picture = Picture(
        width=prepared.width,
        height=prepared.height,
        source_digest=prepared.source_digest,
        is_demo=is_demo,
    )
    with transaction.atomic():
        _say(picture, about)
        PictureFile.objects.create(
            picture=picture,
            format=prepared.format,
            width=prepared.width,
            is_original=True,
            content=prepared.content,
            digest=shelf.digest(prepared.content),
        )
        key = f"pictures.variants:{picture.pk}"
        enqueue("pictures.make_variants", {"picture": picture.pk}, key=key)
    return picture


def prepare(upload: Upload) -> Prepared:
    """See `intake.prepare`; loaded here, because Pillow weighs 6 MB and few processes need it."""
    from pictures import intake

    return intake.prepare(upload)


def describe(picture: Picture, about: About) -> None:
    """Say something else about a picture. Translations of a changed German text become stale."""
    with transaction.atomic():
        Picture.objects.select_for_update().get(pk=picture.pk)
        _say(picture, about)


def make_variants(picture_id: int) -> None:
    """Draw the files that pages show the picture by, each that is not there yet.

    Two workers may do so at once: a file that the other has stored stays.
    """
    from pictures import drawing

    original = PictureFile.objects.defer(None).filter(picture=picture_id, is_original=True).first()
    if original is None:
        return
    made = PictureFile.objects.filter(picture=picture_id, is_original=False)
    there = set(made.values_list("format", "width"))
    for kind, width in drawing.widths(original.width):
        if (kind, width) not in there:
            _store(picture_id, drawing.draw(bytes(original.content), kind, width))


def drop(picture: Picture) -> bool:
    """Delete the picture now, unless something refers to it. True when it is gone.

    For what is deleted with its picture. After a mere change of pictures leave the old one to
    the nights: copies of the page show it for a while.
    """
    with transaction.atomic():
        # Whoever refers to it at this moment waits for this lock, or is seen below.
        if not Picture.objects.select_for_update().filter(pk=picture.pk).exists():
            return True
        if not Picture.objects.filter(pk=picture.pk).unused().exists():
            return False
        Picture.objects.filter(pk=picture.pk).delete()
    return True


def drop_unused() -> int:
    """Delete what nothing has referred to for a day, and note what is found so for the first time.

    Returns how many are gone.
    """
    now = timezone.now()
    unused = Picture.objects.unused()
    Picture.objects.filter(unused_since__isnull=False).exclude(pk__in=unused.values("pk")).update(
        unused_since=None
    )
    old = unused.filter(unused_since__lt=now - UNUSED_FOR)
    dropped = sum(drop(picture) for picture in list(old.only("pk")))
    unused.filter(unused_since__isnull=True).update(unused_since=now)
    return dropped


def _say(picture: Picture, about: About) -> None:
    alts = {language: alt.strip() for language, alt in about.alts.items() if alt.strip()}
    _check(about, alts)
    for name in ("credit", "licence", "focus"):
        setattr(picture, name, getattr(about, name))
    is_other = about.licence == Picture.Licence.OTHER
    picture.licence_text = about.licence_text if is_other else ""
    picture.licence_link = about.licence_link if is_other else ""
    picture.save()
    known = {text.language: text for text in picture.texts.all()}
    touched = {code for code, alt in alts.items() if code not in known or known[code].alt != alt}
    picture.texts.exclude(language__in=alts).delete()
    for language in touched:
        text = known.get(language) or PictureText(picture=picture, language=language)
        text.alt, text.status = alts[language], Translation.Status.REVIEWED
        text.save()
    for followed in follow_source(picture.texts.all(), touched | about.checked):
        followed.save(update_fields=["status", "source_hash"])
    # What was read of the words before is no longer so.
    picture.__dict__.pop("shown_texts", None)


def _check(about: About, alts: Mapping[str, str]) -> None:
    problems = {}
    if settings.LANGUAGE_CODE not in alts:
        problems["alts"] = _("Say in German what the picture shows, for people who can't see it.")
    if not about.credit.strip():
        problems["credit"] = _("Say who made the picture.")
    if about.licence == Picture.Licence.OTHER and not about.licence_text.strip():
        problems["licence_text"] = _("Name the licence under which the picture may be shown.")
    if problems:
        raise ValidationError(problems)


def _store(picture_id: int, drawn: Drawn) -> None:
    with transaction.atomic():
        # Dropped meanwhile: then there is nothing to do, and no file without its picture.
        if not Picture.objects.select_for_update().filter(pk=picture_id).exists():
            return
        PictureFile.objects.bulk_create(
            [
                PictureFile(
                    picture_id=picture_id,
                    format=drawn.format,
                    width=drawn.width,
                    content=drawn.content,
                    digest=shelf.digest(drawn.content),
                )
            ],
            ignore_conflicts=True,
        )
