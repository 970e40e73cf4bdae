"""What the office decides about signatures, and the address by which it finds one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from petitions.models import Invalidation
from petitions.services.reviewing import check_words
from web.forms import AddressField, CleanCharField, SpeakingForm

LARGEST_KEY = 2**63 - 1


class ChosenField(forms.TypedMultipleChoiceField):
    """Those whose boxes were ticked. What is gone or decided meanwhile, the services pass over."""

    def __init__(self, coerce: Callable[[str], Any]) -> None:
        super().__init__(coerce=coerce, widget=forms.MultipleHiddenInput, required=False)

    def valid_value(self, value: Any) -> bool:
        return True


def whole_number(text: str) -> int:
    """A key as the database has them. Raises ValueError for anything else."""
    if not 0 < (key := int(text)) <= LARGEST_KEY:
        raise ValueError(text)
    return key


class SetAsideForm(SpeakingForm):
    """Why signatures count no more. Its other buttons need no reason."""

    # The browser must not ask for a reason whichever button was pressed.
    use_required_attribute = False
    needing_reason: tuple[str, ...] = ("invalidate",)

    reason = forms.ChoiceField(
        label=_("Why do they not count?"),
        choices=[("", _("Choose a reason")), *Invalidation.Reason.choices],
        error_messages={"required": _("Choose a reason.")},
    )
    note = CleanCharField(
        label=_("Note for the office"),
        max_length=200,
        required=False,
        help_text=_("At most 200 characters. Name nobody: others read it, and it is kept."),
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if self.data.get("deed") not in self.needing_reason:
            self.errors.pop("reason", None)
        elif "reason" in given and "note" in given:
            try:
                check_words(given["reason"], given["note"])
            except ValidationError as refusal:
                self.add_error("note", refusal)
        return given

    @property
    def words(self) -> dict[str, str]:
        """As services.invalidate takes them."""
        return {name: self.cleaned_data.get(name, "") for name in ("reason", "note")}


class GroupForm(SetAsideForm):
    """What is decided about suspicions of one group: those chosen, or all of them."""

    needing_reason = ("invalidate", "invalidate_group")

    chosen = ChosenField(whole_number)

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if self.data.get("deed") in ("invalidate", "clear") and not given.get("chosen"):
            self.add_error(None, _("Choose at least one signature."))
        return given


class RestoreForm(SpeakingForm):
    """Invalidated signatures that are to count again."""

    chosen = ChosenField(UUID)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if self.data.get("deed") == "restore" and not given.get("chosen"):
            raise ValidationError(_("Choose at least one signature."))
        return given


class FindForm(SpeakingForm):
    """One whole address. Its field's name is in accounts.held_forms.NOT_KEPT."""

    searched_address = AddressField(
        label=_("The whole e-mail address of the person"),
        help_text=_("As they gave it when they signed. It is not kept; that you searched, is."),
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class FoundForm(SetAsideForm):
    """What is done with the one that was found."""

    signature = forms.UUIDField(widget=forms.HiddenInput)
