"""What somebody types who wants to work in a team: who they are, and what the team asks."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from privacy.forms import PersonAddressField
from volunteers.models import Team
from volunteers.services import Application, questions_of
from web.forms import CleanCharField, NameField

LONGEST_ANSWER = 1000


class ApplyForm(forms.Form):
    name = NameField(
        label=_("Name"),
        max_length=120,
        error_messages={"required": _("Enter your name, so that the team can greet you.")},
        widget=forms.TextInput(attrs={"autocomplete": "name", "enterkeyhint": "next"}),
    )
    email = PersonAddressField(
        label=_("E-mail address"),
        help_text=_("We send you one e-mail to confirm, and one with the answer."),
        error_messages={
            "required": _("Enter your e-mail address, so that you can confirm your application.")
        },
        widget=forms.EmailInput(attrs={"enterkeyhint": "next"}),
    )
    # Which questions the answers below are to.
    asked = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, team: Team, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "id_%s")
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        text = team.text
        self.questions = questions_of(text)
        self._state = sha256("\n".join(self.questions).encode()).hexdigest()[:16]
        self.initial["asked"] = self._state
        for number, question in enumerate(self.questions):
            self.fields[f"answer_{number}"] = CleanCharField(
                label=question,
                max_length=LONGEST_ANSWER,
                multiline=True,
                error_messages={"required": _("Please answer: %(question)s")},
                widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
            )

    def add_error(self, field: str | None, error: Any) -> None:
        if field and field.startswith("answer_") and getattr(error, "code", "") == "required":
            error = forms.ValidationError(
                error.message, code="required", params={"question": self.fields[field].label}
            )
        super().add_error(field, error)

    @property
    def answers(self) -> list[forms.BoundField]:
        """A field for each question, in the order they are asked."""
        return [self[f"answer_{number}"] for number in range(len(self.questions))]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if self.questions and data.get("asked") != self._state:
            # The hidden field carries the new state along, so that the next press goes through.
            sent: Any = self.data.copy()  # type: ignore[attr-defined]
            sent["asked"] = self._state
            self.data = sent
            self.add_error(
                None,
                _("The team has changed its questions meanwhile. Please look at your answers."),
            )
        return data

    def application(self) -> Application:
        """What was typed, each answer with its question as it was put."""
        data = self.cleaned_data
        return Application(
            name=data["name"],
            email=data["email"],
            language=get_language() or "de",
            answers=[
                (question, data[f"answer_{number}"])
                for number, question in enumerate(self.questions)
            ],
        )
