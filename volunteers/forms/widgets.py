"""Boxes that are easier to read than one long list: ways, languages with levels, times."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from languages.services import COMMON, SPOKEN
from volunteers.models import Level, Slot, Way

DAYS = (("week", _("Weekdays")), ("weekend", _("Weekend")))
PARTS = (("morning", _("morning")), ("afternoon", _("afternoon")), ("evening", _("evening")))


class WayBoxes(forms.CheckboxSelectMultiple):
    """A box for each way: its short name, and the sentence that a tick agrees to."""

    template_name = "volunteers/widgets/ways.html"

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        return option | {"short": Way(str(value)).label}


class SlotGrid(forms.CheckboxSelectMultiple):
    """When somebody usually has time: parts of the day against kinds of days."""

    template_name = "volunteers/widgets/slots.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        found = {
            option["value"]: option
            for _group, group, _at in context["widget"]["optgroups"]
            for option in group
        }
        rows = [
            (label, [found[Slot(f"{day}_{part}").value] for day, _label in DAYS])
            for part, label in PARTS
        ]
        context["widget"] |= {"rows": rows, "days": [label for _day, label in DAYS]}
        return context


class LanguageLevels(forms.Widget):
    """A box for each language, and beside it how well: the value maps a code to a level.

    What many people speak, and what is ticked, stands first; the rest is folded away. Works
    without a script: a level counts where its language is ticked.
    """

    template_name = "volunteers/widgets/languages.html"
    use_fieldset = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> dict[str, str]:
        ticked = data.getlist(name) if hasattr(data, "getlist") else data.get(name, [])
        return {code: data.get(f"{name}_{code}", Level.GOOD) for code in ticked}

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        # Nothing ticked is an answer as well.
        return False

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return ""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        spoken: dict[str, str] = value or {}
        first = [code for code in COMMON if code in SPOKEN]
        first += [code for code in SPOKEN if code in spoken and code not in COMMON]
        codes = first + [code for code in SPOKEN if code not in first]
        rows = [
            {
                "name": name,
                "code": code,
                "label": SPOKEN[code],
                # As Django counts the boxes of a group: an error's link leads to the first.
                "id": f"{context['widget']['attrs'].get('id', name)}_{index}",
                "is_ticked": code in spoken,
                "level": spoken.get(code, Level.GOOD),
                "levels": Level.choices,
            }
            for index, code in enumerate(codes)
        ]
        near = len(first)
        context["widget"] |= {"near": rows[:near], "far": rows[near:]}
        return context
