"""Pictures, what they show in words, and their bytes (docs/adr/0012)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from languages.models import Translated, TranslatedQuerySet, Translation

LONGEST_ALT = 300
CREATIVE_COMMONS = "https://creativecommons.org"


class PictureQuerySet(TranslatedQuerySet["Picture"]):
    def to_show(self) -> Self:
        """With the words and the files that a page needs, and no bytes: three queries for all."""
        files = models.Prefetch("files", to_attr="known_files")
        return self.with_texts().prefetch_related(files)

    def unused(self) -> Self:
        """Those that no row of any app refers to."""
        found = self
        for model, name in references():
            rows = model._base_manager.filter(**{name: OuterRef("pk")})
            found = found.filter(~Exists(rows))
        return found


class Picture(Translated):
    """A still picture. What it shows never changes: another file is another picture."""

    class Licence(models.TextChoices):
        OWN = "own", _("our own, or given to us for this website")
        CC_BY_4 = "cc-by-4.0", "CC BY 4.0"
        CC_BY_SA_4 = "cc-by-sa-4.0", "CC BY-SA 4.0"
        CC_BY_3 = "cc-by-3.0", "CC BY 3.0"
        CC_BY_SA_3 = "cc-by-sa-3.0", "CC BY-SA 3.0"
        CC_BY_2 = "cc-by-2.0", "CC BY 2.0"
        CC_BY_SA_2 = "cc-by-sa-2.0", "CC BY-SA 2.0"
        CC0 = "cc0-1.0", "CC0 1.0"
        PUBLIC_DOMAIN = "public-domain", _("public domain")
        OTHER = "other", _("another licence")

    class Focus(models.TextChoices):
        """What stays in sight where a page cuts a picture; sides as they are in the picture."""

        CENTER = "center", _("the middle")
        TOP = "top", _("the upper part")
        BOTTOM = "bottom", _("the lower part")
        LEFT = "left", _("the left part")
        RIGHT = "right", _("the right part")

    # As it is shown: turned the right way round, and no larger than `intake.LARGEST`.
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    credit = models.CharField(_("who made it"), max_length=160)
    licence = models.CharField(_("licence"), max_length=20, choices=Licence, default=Licence.OWN)
    licence_text = models.CharField(_("name of the licence"), max_length=120, blank=True)
    licence_link = models.URLField(_("link to the licence"), blank=True)
    focus = models.CharField(
        _("what must stay in sight"), max_length=6, choices=Focus, default=Focus.CENTER
    )
    # SHA-256 of the file as it was sent, which is not kept: tells the same one again.
    source_digest = models.CharField(max_length=64, editable=False)
    is_demo = models.BooleanField(_("demo content"), default=False, editable=False)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    # Since when a night has found nothing that refers to it.
    unused_since = models.DateTimeField(null=True, blank=True, editable=False)

    known_files: list[PictureFile]

    objects = PictureQuerySet.as_manager()

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        constraints = [
            models.CheckConstraint(
                condition=~Q(licence="other") | ~Q(licence_text=""),
                name="pictures_other_licence_is_named",
            )
        ]

    def __str__(self) -> str:
        return f"{self.text.alt if self.text else self.pk} ({self.credit})"

    @property
    def alt(self) -> str:
        """What it shows, in the page's language or in German."""
        return self.text.alt if self.text else ""

    @property
    def licence_name(self) -> str:
        """What stands under it beside the credit; "" where nobody but us may use it."""
        match self.licence:
            case Picture.Licence.OWN:
                return ""
            case Picture.Licence.OTHER:
                return self.licence_text
        return self.get_licence_display()

    @property
    def licence_url(self) -> str:
        """Where the licence can be read, in the page's language where there is one."""
        if self.licence == Picture.Licence.OTHER:
            return self.licence_link
        name, _minus, version = self.licence.removeprefix("cc-").rpartition("-")
        if self.licence == Picture.Licence.CC0:
            return f"{CREATIVE_COMMONS}/publicdomain/zero/{version}/deed.{get_language()}"
        if self.licence.startswith("cc-"):
            return f"{CREATIVE_COMMONS}/licenses/{name}/{version}/deed.{get_language()}"
        return ""

    @property
    def original(self) -> PictureFile:
        return next(file for file in self._files() if file.is_original)

    @property
    def sources(self) -> list[PictureFile]:
        """The WebP files to choose from, the narrowest first; none before the job has run."""
        webp = [file for file in self._made() if file.format == PictureFile.Format.WEBP]
        return sorted(webp, key=lambda file: file.width)

    @property
    def fallback(self) -> PictureFile:
        """For whoever knows no WebP: mail programs, networks that show a shared link."""
        jpeg = (file for file in self._made() if file.format == PictureFile.Format.JPEG)
        return next(jpeg, None) or self.original

    def _made(self) -> list[PictureFile]:
        return [file for file in self._files() if not file.is_original]

    def _files(self) -> list[PictureFile]:
        if "known_files" not in self.__dict__:
            self.known_files = list(self.files.all())
        return self.known_files


def references() -> Iterator[tuple[type[models.Model], str]]:
    """Each model, and its field, by which an app refers to a picture; those without a way
    back (related_name="+") are among them."""
    for relation in Picture._meta.get_fields(include_hidden=True):
        if isinstance(relation, models.ManyToOneRel):
            model = relation.related_model
            if model not in (PictureText, PictureFile):
                yield model, relation.field.name


def pictures_of(path: str = "picture") -> models.Prefetch:
    """Prefetch the picture that lies behind `path` with all that a page needs to show it."""
    return models.Prefetch(path, queryset=Picture.objects.to_show())


class PictureText(Translation):
    picture = models.ForeignKey(Picture, models.CASCADE, related_name="texts")
    alt = models.CharField(_("what it shows"), max_length=LONGEST_ALT)

    class Meta:
        verbose_name = _("text")
        constraints = [
            models.UniqueConstraint(
                fields=["picture", "language"], name="one_picture_text_per_language"
            )
        ]

    def __str__(self) -> str:
        return self.alt


class PictureFileManager(models.Manager["PictureFile"]):
    """Nobody wants the bytes but the one page that serves them, and the job: they ask for them."""

    def get_queryset(self) -> models.QuerySet[PictureFile]:
        return super().get_queryset().defer("content")


class PictureFile(models.Model):
    """A picture in one width and one format, as it goes over the wire."""

    class Format(models.TextChoices):
        WEBP = "webp", "WebP"
        JPEG = "jpeg", "JPEG"

    picture = models.ForeignKey(Picture, models.CASCADE, related_name="files")
    format = models.CharField(max_length=4, choices=Format)
    width = models.PositiveIntegerField()
    # What the others are made from; shown itself only until they are there.
    is_original = models.BooleanField(default=False)
    content = models.BinaryField()
    # The first half of its SHA-256 is its address. Two pictures may hold the same file.
    digest = models.CharField(max_length=32)

    objects = PictureFileManager()

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        constraints = [
            models.UniqueConstraint(
                fields=["picture", "width", "format", "is_original"],
                name="one_picture_file_per_width_and_format",
            )
        ]
        indexes = [models.Index(fields=["digest"], name="pictures_file_by_digest")]

    def __str__(self) -> str:
        return f"{self.digest}.{self.format}"

    @property
    def url(self) -> str:
        return reverse("pictures:file", args=[self.digest, self.format])
