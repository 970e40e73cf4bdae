"""The fields by which every organisers' page asks for a picture."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from languages.services import direction, endonym
from pictures import services
from pictures.models import LONGEST_ALT, Picture
from pictures.prepared import ACCEPT, Prepared
from web.bodies import takes_files_of
from web.forms import CleanCharField, SpeakingForm, WebAddressField


def takes_picture[V: Callable[..., Any]](view: V) -> V:
    """Mark a view whose form holds a PictureForm: it takes a body as large as a picture."""
    return takes_files_of(settings.MAX_PICTURE_BYTES)(view)


class PictureField(forms.FileField):
    """A picture, looked at and drawn anew; gives `Prepared`, or None where none was sent.

    Without `capture`, which would leave a phone nothing but its camera: so it offers both the
    camera and the pictures it has.
    """

    widget = forms.FileInput
    default_error_messages = {"required": gettext_lazy("Choose a picture.")}

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "accept": ACCEPT}

    def to_python(self, data: Any) -> Any:
        # Django's own sentences speak of "the submitted file"; ours say what to do.
        return None if data is None else services.prepare(data)


class PictureForm(SpeakingForm):
    """A new picture, or what is said about one and perhaps another file in its place.

    Beside other forms on a page give it a `prefix`. The page needs
    enctype="multipart/form-data", and its view `takes_picture`.
    """

    file = PictureField(
        label=gettext_lazy("Picture"),
        help_text=format_lazy(
            gettext_lazy("JPEG, PNG or WebP, at most {megabytes} MB. No text in the picture."),
            megabytes=settings.MAX_PICTURE_BYTES // 1_000_000,
        ),
    )
    credit = CleanCharField(
        label=gettext_lazy("Who made the picture"),
        max_length=160,
        help_text=gettext_lazy("The name that stands under it, for example “Gül Demir”."),
        widget=forms.TextInput({"dir": "auto"}),
    )
    licence = forms.ChoiceField(label=gettext_lazy("Licence"), choices=Picture.Licence.choices)
    licence_text = CleanCharField(
        label=gettext_lazy("Name of another licence"), max_length=120, required=False
    )
    licence_link = WebAddressField(label=gettext_lazy("Link to that licence"), required=False)
    focus = forms.ChoiceField(
        label=gettext_lazy("What must stay in sight"),
        choices=Picture.Focus.choices,
        help_text=gettext_lazy("Some pages show a part of the picture only."),
    )

    def __init__(self, *args: Any, picture: Picture | None = None, **kwargs: Any) -> None:
        self.picture = picture
        if picture is not None:
            kwargs["initial"] = _said_about(picture) | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        for code, name in settings.LANGUAGES:
            self.fields[f"alt_{code}"] = _alt_field(code, name)
        names = [f"alt_{code}" for code, _name in settings.LANGUAGES]
        self.order_fields(["file", *names])
        if picture is not None:
            self.fields["file"].required = False
            self.fields["file"].label = _("Another picture in its place")

    @property
    def alts(self) -> list[forms.BoundField]:
        """What it shows, by language; German first."""
        return [self[f"alt_{code}"] for code, _name in settings.LANGUAGES]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("licence") == Picture.Licence.OTHER and not cleaned.get("licence_text"):
            self.add_error(
                "licence_text", _("Name the licence under which the picture may be shown.")
            )
        if self.errors and cleaned.get("file"):
            # Browsers send a file once only, and forget which one it was.
            self.add_error("file", _("The picture is fine. Please choose it once more."))
        return cleaned

    def save(self, *, is_demo: bool = False) -> Picture:
        """The picture to refer to from now on: a new one where another file was sent.

        The one before is left to the nights. The same file again is the same picture.
        """
        sent: Prepared | None = self.cleaned_data["file"]
        known = self.picture
        if known and (sent is None or sent.source_digest == known.source_digest):
            services.describe(known, self._about())
            return known
        assert sent is not None  # noqa: S101
        return services.take(sent, self._about(), is_demo=is_demo)

    def _about(self) -> services.About:
        said = self.cleaned_data
        names = ("credit", "licence", "licence_text", "licence_link", "focus")
        return services.About(
            alts={code: said[f"alt_{code}"] for code, _name in settings.LANGUAGES},
            **{name: said[name] for name in names},
        )


def _alt_field(code: str, name: str) -> forms.Field:
    is_source = code == settings.LANGUAGE_CODE
    label = gettext_lazy("What the picture shows, in {language}")
    field = CleanCharField(
        label=format_lazy(label, language=endonym(code)),
        max_length=LONGEST_ALT,
        required=is_source,
        widget=forms.TextInput({"lang": code, "dir": direction(code)}),
        error_messages={
            "required": gettext_lazy(
                "Say in German what the picture shows, for people who can't see it."
            )
        },
    )
    if is_source:
        field.help_text = gettext_lazy(
            "In one sentence, for people who can't see it, for example “Two women hold up a "
            "banner in front of the town hall”."
        )
    return field


def _said_about(picture: Picture) -> dict[str, Any]:
    names = ("credit", "licence", "licence_text", "licence_link", "focus")
    alts = {f"alt_{text.language}": text.alt for text in picture.texts.all()}
    return {name: getattr(picture, name) for name in names} | alts
