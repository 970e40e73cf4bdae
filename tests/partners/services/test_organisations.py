"""Making an organisation, and changing what it says of itself."""

import pytest

from accounts.models import User
from partners import services
from partners.models import Organisation
from privacy.models import AuditEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss() -> User:
    return User.objects.create_user("boss@example.net", site_role="administrator")


def make(boss, **changes) -> Organisation:
    fields = {"name": "Runder Tisch Nordstadt", "kind": "other", "summary": "Wir reden mit."}
    return services.create_organisation(actor=boss, **(fields | changes))


def test_it_has_an_address_and_a_german_sentence(boss):
    made = make(boss)
    assert made.slug == "runder-tisch-nordstadt"
    assert made.texts.get().language == "de"
    assert make(boss).slug == "runder-tisch-nordstadt-2"
    assert AuditEntry.objects.filter(verb="partners.created").count() == 2


def test_what_changed_is_stored_and_named(boss):
    made = make(boss)
    changes = {"name": "Runder Tisch", "kind": "other", "website": "https://example.org"}
    services.edit_organisation(made, changes, actor=boss)
    made.refresh_from_db()
    assert (made.name, made.slug) == ("Runder Tisch", "runder-tisch-nordstadt")
    assert AuditEntry.objects.latest("pk").detail == {"fields": ["name", "website"]}


def test_what_did_not_change_leaves_no_trace(boss):
    made = make(boss)
    services.edit_organisation(made, {"name": made.name}, actor=boss)
    assert not AuditEntry.objects.filter(verb="partners.edited").exists()
