"""Loading the demo: every step in the order in which one needs the other."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.demo import create_logins
from pages.context import forget_instance
from pages.demo import (
    campaigns,
    contacts,
    content,
    events,
    instance,
    news,
    partners,
    petitions,
    plans,
    shifts,
    sources,
    transparency,
    volunteers,
    webhooks,
)
from pages.demo.guard import refuse_what_is_no_demo
from pages.findable import rebuild_search
from petitions.models import SignatureFigure
from petitions.services import scan
from privacy import audit
from privacy.models import AuditEntry

LOADED = "pages.demo_loaded"


def load(*, again: bool = False) -> bool:
    """Load the demo, or renew it where its files have changed; return whether it was needed.

    What people did in the demo stays: unchanged files are not loaded a second time, so no
    edited text is set back and nobody is logged out by a restart. `again` loads regardless.
    Raises NotADemo without having written anything.
    """
    refuse_what_is_no_demo()
    fingerprint = content.fingerprint()
    newest = AuditEntry.objects.filter(verb=LOADED).order_by("-pk").first()
    if newest and newest.detail.get("fingerprint") == fingerprint and not again:
        return False
    with transaction.atomic():
        _load_all()
        if not newest or newest.detail.get("fingerprint") != fingerprint:
            audit.record(LOADED, fingerprint=fingerprint)
    forget_instance()
    return True


def _load_all() -> None:
    # Dates count back from the day of the first load, so that a later one moves none.
    today = petitions.first_loaded_on() or timezone.localdate()
    instance.load_instance()
    instance.load_legal_pages()
    partners.load_organisations(today)
    logins = create_logins()
    partners.load_memberships(logins)
    partners.load_applications(logins, today)
    campaigns.load_fields()
    campaigns.load_campaigns(today)
    petitions.load_law()
    plans.load_teams(logins)
    petitions.load_petitions(today)
    contacts.load_contacts(logins["partner"], logins["organiser"])
    webhooks.load_webhooks(logins["partner"])
    events.load_programmes(today)
    _load_volunteering(today)
    sources.load_links()
    news.load_news(logins["organiser"])
    rebuild_search()
    if not SignatureFigure.objects.exists():
        # So that the charts are there before the first minute is over.
        scan()
    transparency.load_figures(today)


def _load_volunteering(today: date) -> None:
    """Needs the campaigns, and the events and places of the week."""
    everybody = volunteers.load_volunteers(today)
    teams = volunteers.load_teams(everybody, today)
    volunteers.load_tasks(everybody, teams, today)
    shifts.load_shifts(everybody, teams, today)
