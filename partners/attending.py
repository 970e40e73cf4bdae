"""What waits for somebody about applications: for those who run the site, and for applicants."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from partners.models import OrganisationApplication
from partners.workspace import attention
from partners.workspace.attention import Urgency, Waiting


def register() -> None:
    attention.register("partners.applications", waiting)
    attention.register("partners.own_applications", returned)


def waiting(user: User) -> Iterator[Waiting]:
    """For administrators: who wants to take part."""
    if not user.runs_site:
        return
    for application in OrganisationApplication.objects.waiting():
        yield Waiting(
            _("Decide about an application: %(name)s") % {"name": application},
            reverse("site_organise:application", args=[application.pk]),
            Urgency.NOW,
            application.get_kind_display(),
            application.handed_in_at,
            "users",
        )


def returned(user: User) -> Iterator[Waiting]:
    """For applicants: what came back to be changed."""
    state = OrganisationApplication.State.RETURNED
    for application in user.organisation_applications.filter(state=state):
        yield Waiting(
            _("Your application came back with a reason: %(name)s") % {"name": application},
            reverse("partners:application", args=[application.pk]),
            Urgency.NOW,
            "",
            application.decided_at,
            "rotate-ccw",
        )
