"""The organisers' and moderators' other forms: words, milestones, answers, decisions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from languages.models import Translation
from languages.services import LANGUAGES, direction
from partners.workspace.texts import TextForm
from petitions.forms.guided import DayField
from petitions.models import Petition, PetitionText
from petitions.services import state_of_part
from web.forms import CleanCharField, SpeakingForm

LABELS = {
    "title": _("Title"),
    "demand": _("Demand"),
    "summary": _("In one sentence"),
    "reasons": _("Reasons"),
}
HINTS = {
    "title": _("What is asked for, as short as on a poster."),
    "demand": _(
        "So that the addressee knows what to do. **Two stars** make words bold, a hyphen at the "
        "beginning of a line makes a list."
    ),
    "summary": _("It stands below the title, on cards and in shared links."),
    "reasons": _(
        "What is wrong today, and what gets better. **Two stars** make words bold, a hyphen at "
        "the beginning of a line makes a list."
    ),
}
WORDS = tuple(LABELS)


class WordsForm(TextForm):
    """Some of the words of a petition's text. Somebody else may write the others meanwhile."""

    def __init__(
        self,
        present: PetitionText | None,
        language: str,
        data: Any = None,
        *,
        names: tuple[str, ...] = WORDS,
    ) -> None:
        super().__init__(PetitionText, present, language, data, labels=LABELS, hints=HINTS)
        for name in set(WORDS) - set(names):
            del self.fields[name]
        self.names = names
        self.initial["seen"] = state_of_part(present, names)
        self.written: Translation | None = present

    def save(self, write: Callable[..., Any]) -> bool:
        if super().save(write):
            return True
        # What counts as seen is what this form shows.
        theirs = self.theirs or {}
        shown = PetitionText(**{name: theirs.get(name, "") for name in self.names})
        self.data = {**self.data, "seen": state_of_part(shown, self.names)}
        return False


class StepForm(SpeakingForm):
    happened_on = DayField(label=_("Day"))
    title = CleanCharField(
        label=_("Title, in German"),
        max_length=160,
        widget=forms.TextInput(attrs={"lang": "de", "dir": "ltr"}),
    )
    body = CleanCharField(
        label=_("Text, in German"),
        max_length=6000,
        multiline=True,
        required=False,
        help_text=_(
            "**Two stars** make words bold, a hyphen at the beginning of a line makes a list."
        ),
        widget=forms.Textarea(attrs={"rows": 8, "lang": "de", "dir": "ltr"}),
    )

    @property
    def words(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("title", "body")}


class StepDayForm(SpeakingForm):
    happened_on = DayField(label=_("Day"))


class AnswerForm(StepForm):
    """What the addressee has answered."""

    outcome = forms.ChoiceField(
        label=_("How did they decide?"),
        choices=[
            ("answered", _("They have answered.")),
            ("rejected", _("They have said no.")),
        ],
        initial="answered",
        widget=forms.RadioSelect,
    )
    field_order = ["outcome", "happened_on", "title", "body"]

    def clean_happened_on(self) -> Any:
        day = self.cleaned_data["happened_on"]
        if day > timezone.localdate():
            raise ValidationError(_("This day is still to come."))
        return day


class ChangeForm(SpeakingForm):
    """What is different in the new text, and whether people who signed are told."""

    is_substantial = forms.TypedChoiceField(
        label=_("What kind of change is it?"),
        choices=[
            ("no", _("Only the wording: a typing error, a clearer sentence. Nobody is mailed.")),
            ("yes", _("In substance: everybody who has signed gets a mail and may withdraw.")),
        ],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("Say what kind of change it is.")},
    )
    published = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, petition: Petition, codes: list[str], data: Any = None) -> None:
        super().__init__(data, initial={"published": petition.published_version})
        for language in LANGUAGES:
            if language.code in codes:
                self.fields[f"note_{language.code}"] = CleanCharField(
                    label=_("What has changed? (%(language)s)") % {"language": language.endonym},
                    max_length=1000,
                    multiline=True,
                    required=False,
                    widget=forms.Textarea(
                        attrs={
                            "rows": 3,
                            "lang": language.code,
                            "dir": direction(language.code),
                        }
                    ),
                )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("is_substantial") and not data.get("note_de"):
            self.add_error(
                "note_de", _("Say in German what has changed: those who signed read it.")
            )
        return data

    @property
    def given(self) -> dict[str, Any]:
        """As services.publish_change and services.submit take it."""
        notes = {
            name.removeprefix("note_"): words
            for name, words in self.cleaned_data.items()
            if name.startswith("note_")
        }
        return {
            "is_substantial": self.cleaned_data["is_substantial"],
            "note": notes,
            "published": self.cleaned_data["published"],
        }


class DecisionForm(SpeakingForm):
    """What a moderator decides about one submission."""

    decision = forms.ChoiceField(
        label=_("Your decision"),
        choices=[],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a decision.")},
    )
    reason = CleanCharField(
        label=_("Reason"),
        max_length=2000,
        multiline=True,
        required=False,
        help_text=_("Needed unless you approve. For a rejection everybody can read it."),
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )
    seen = forms.DateTimeField(widget=forms.HiddenInput)

    def __init__(self, petition: Petition, data: Any = None) -> None:
        at = petition.submitted_at
        super().__init__(data, initial={"seen": at.isoformat() if at else ""})
        choices = [
            ("approve", _("Approve: it opens at its date, or at once.")),
            ("return", _("Return: the organisation changes it and submits it again.")),
        ]
        if petition.state == Petition.State.DRAFT:
            choices.append(("reject", _("Reject: its page says so in public, with the reason.")))
        self.fields["decision"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("decision") in ("return", "reject") and not data.get("reason"):
            self.add_error("reason", _("Give a reason: whoever wrote it has to know."))
        return data
