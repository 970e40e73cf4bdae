"""One text in one language as a form, and what happens when two people write it at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from languages import editing
from languages.models import Translation, words_of
from languages.services import direction
from web.forms import CleanCharField, SpeakingForm
from web.text import capitalised

LONGEST = 60_000


class TextForm(SpeakingForm):
    """The words of one text. `theirs` is set when somebody else was quicker: nothing was saved.

    Saving the form once more then keeps one's own words, knowingly.
    """

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    theirs: Mapping[str, str] | None = None

    def __init__(
        self,
        text_model: type[Translation],
        present: Translation | None,
        language: str,
        data: Any = None,
        *,
        labels: Mapping[str, Any] | None = None,
        hints: Mapping[str, Any] | None = None,
        optional: tuple[str, ...] = (),
    ) -> None:
        words = {} if present is None else words_of(present)
        super().__init__(data, initial={**words, "seen": editing.state_of(present)})
        for field in _word_fields(text_model):
            self.fields[field.name] = _form_field(field, language)
            self.fields[field.name].label = (labels or {}).get(
                field.name, capitalised(str(field.verbose_name))
            )
            self.fields[field.name].help_text = (hints or {}).get(field.name, field.help_text)
            if field.name in optional:
                self.fields[field.name].required = False

    @property
    def words(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in self.word_names}

    @property
    def word_names(self) -> list[str]:
        """The fields that hold the text, among others that are about it."""
        return [name for name in self.fields if name not in self.base_fields]

    def save(self, write: Callable[..., Any]) -> bool:
        """Call `write(words, seen=…)`; False when somebody else was quicker.

        Then the form shows both versions and carries the new state, so that the next press
        on the button decides.
        """
        try:
            write(self.words, seen=self.cleaned_data["seen"])
        except editing.EditedMeanwhile as other:
            self.theirs = {} if other.theirs is None else words_of(other.theirs)
            self.data = {**self.data.dict(), "seen": editing.state_of(other.theirs)}  # type: ignore[attr-defined]
            self.add_error(
                None,
                _(
                    "Somebody else has changed this text while you were writing. Below each of "
                    "your fields you see theirs. Nothing is saved yet: take over what you want "
                    "to keep, then save."
                ),
            )
            return False
        return True

    def pairs(self) -> list[tuple[forms.BoundField, str | None]]:
        """Each field with the other writer's words, where these differ."""
        mine = [self[name] for name in self.word_names]
        if self.theirs is None:
            return [(field, None) for field in mine]
        theirs = self.theirs
        return [
            (
                field,
                theirs.get(field.name, "")
                if theirs.get(field.name, "") != field.value()
                else None,
            )
            for field in mine
        ]


def _word_fields(text_model: type[Translation]) -> list[models.Field]:
    about = {field.name for field in Translation._meta.get_fields()}
    return [
        field
        for field in text_model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField) and field.name not in about
    ]


def _form_field(field: models.Field, language: str) -> forms.Field:
    is_long = isinstance(field, models.TextField) or (field.max_length or 0) > 200
    attributes = {"lang": language, "dir": direction(language)}
    if is_long:
        rows = 12 if isinstance(field, models.TextField) else 3
        widget: forms.Widget = forms.Textarea(attrs={**attributes, "rows": rows})
    else:
        widget = forms.TextInput(attrs=attributes)
    return CleanCharField(
        multiline=is_long,
        required=not field.blank,
        max_length=field.max_length or LONGEST,
        widget=widget,
    )
