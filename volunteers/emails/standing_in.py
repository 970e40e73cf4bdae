"""Asking somebody who agreed to be asked to stand in. Called by jobs only."""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext as _

from mail.services import send
from privacy.services import self_service_link
from volunteers.emails.coordinating import own_page
from volunteers.emails.shifts import TEMPLATE
from volunteers.models import Requirement, Shift, Volunteer
from web.text import capitalised


def send_stand_in_wanted(volunteer: Volunteer, requirement: Requirement) -> None:
    """Somebody is looked for, and nobody is told in whose place. Once for each shift."""
    with translation.override(volunteer.language):
        # With its texts in the language that is active.
        shift = Shift.objects.with_needs().get(pk=requirement.shift_id)
        sentences = [
            _("somebody on this shift looks for a stand-in. We may ask you: can you come?"),
            _("Whoever is the first to say so on their own page takes the place over."),
            _("You decide. If you do nothing, we do not ask you for this shift again."),
        ]
        context: dict[str, object] = {
            "name": volunteer.name,
            "heading": _("Can you stand in?"),
            "sentences": sentences,
            "shift": shift,
            "role": capitalised(requirement.get_role_display()),
            "button_label": _("To my own page"),
            "button_url": own_page(volunteer.pk),
            "self_service_url": self_service_link(volunteer.pk, volunteer.language),
        }
        send(TEMPLATE, to=volunteer.email, language=volunteer.language, context=context, once=True)
