"""What is to be taken out of a petition's signatures, and in which format."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from petitions.models import SignatureExport
from web.forms import SpeakingForm

Purpose = SignatureExport.Purpose
Format = SignatureExport.Format
ABOUT: dict[str, Any] = {
    Purpose.FIGURES: _(
        "How many signed on each day, through which link, in which language, from which "
        "district. Numbers under five are put together, so that nobody can be recognised."
    ),
    Purpose.HANDOVER: _(
        "Given name, family name, postcode and day of everybody who counts, for whoever the "
        "petition is handed to, and for nothing else. No e-mail addresses."
    ),
}


class ExportForm(SpeakingForm):
    """Nobody chooses columns: the purpose decides what stands in the file."""

    purpose = forms.ChoiceField(
        label=_("What is it for?"),
        choices=[],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what the export is for.")},
    )
    format = forms.ChoiceField(
        label=_("Format"),
        choices=Format.choices,
        initial=Format.XLSX,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a format.")},
    )

    def __init__(self, purposes: list[Purpose], data: Any = None) -> None:
        super().__init__(data, initial={"purpose": purposes[0]} if len(purposes) == 1 else None)
        self.fields["purpose"].choices = [  # type: ignore[attr-defined]
            (
                purpose.value,
                format_html(
                    '<strong>{}</strong><span class="choice__about">{}</span>',
                    purpose.label,
                    ABOUT[purpose],
                ),
            )
            for purpose in purposes
        ]
