"""The audit trail in words: only one's own things, who did it, and what it is called."""

import pytest
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.services import close
from partners.workspace import trail
from privacy import audit
from tests.factories import OrganisationFactory, PetitionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def registered(monkeypatch):
    organisations = {"partners.organisation": trail._things["partners.organisation"]}
    monkeypatch.setattr(trail, "_things", organisations)
    monkeypatch.setattr(trail, "_deeds", dict(trail._deeds))
    trail.register(
        "petitions.petition",
        lambda organisation: [(one.pk, str(one)) for one in organisation.petitions.all()],
        {"petitions.tested": _("invited somebody")},
    )


def told(organisation):
    entries, names = trail.entries_of(organisation)
    return trail.told(entries.order_by("-pk"), names)


def test_what_is_our_own_and_nothing_else(organisation):
    ours, theirs = PetitionFactory(initiator=organisation), PetitionFactory()
    for one in (ours, theirs, OrganisationFactory()):
        audit.record("petitions.tested", audit.SYSTEM, one)
    # The same number, another kind.
    audit.record("petitions.tested", audit.SYSTEM, ("petitions.text", ours.pk))
    [deed] = told(organisation)
    assert (deed.thing, deed.what, deed.who) == (
        str(ours), "hat jemanden eingeladen", "die Plattform selbst",
    )  # fmt: skip


def test_who_it_was(organisation):
    ada = User.objects.create_user("ada@example.net", display_name="Ada")
    gone = User.objects.create_user("bob@example.net")
    for actor in (ada, gone, audit.PERSON):
        audit.record("partners.edited", actor, organisation)
    close(gone)
    names = [deed.who for deed in told(organisation)]
    assert names == ["die Person selbst", "ein gelöschtes Konto", "Ada"]


def test_to_whom_and_which_role(organisation):
    ada = User.objects.create_user("ada@example.net", display_name="Ada")
    audit.record("partners.appointed", audit.SYSTEM, organisation, user=ada.pk, role="editor")
    audit.record("partners.dismissed", audit.SYSTEM, organisation, user=ada.pk + 1)
    audit.record("partners.edited", ada, organisation, fields=["name"])
    found = [(deed.whom, deed.role) for deed in told(organisation)]
    assert found == [("", ""), ("ein gelöschtes Konto", ""), ("Ada", "Darf schreiben")]


def test_a_deed_without_a_name_is_shown_as_it_is(organisation):
    audit.record("partners.unnamed", audit.SYSTEM, organisation)
    assert [deed.what for deed in told(organisation)] == ["partners.unnamed"]


def test_people_are_asked_for_once(organisation, django_assert_num_queries):
    for number in range(3):
        user = User.objects.create_user(f"{number}@example.net")
        audit.record("partners.edited", user, organisation)
    with django_assert_num_queries(3):
        assert len(told(organisation)) == 3
