"""Addresses of invitations: shown and erased for whoever asks, by their person key."""

import json

import pytest

from accounts.models import User
from partners import personal_data, services
from partners.models import Invitation, OrganisationApplication, OrganisationContact
from privacy import retention
from privacy.person import person_key
from tests.partners.services.test_applications import GIVEN

pytestmark = pytest.mark.django_db
KEY = person_key("gast@example.net")


@pytest.fixture
def invited(organisation, owner):
    for email in ("Gast@example.net", "andere@example.net"):
        services.invite(organisation, email, "editor", "de", actor=owner)


def test_handed_out(invited):
    [found] = personal_data.export(KEY)["invitations"]
    assert (found["organisation"], found["role"]) == ("Verein", "editor")
    assert found["email"] == "gast@example.net"
    assert "andere" not in json.dumps(found)


def test_erased_and_again(invited):
    for _twice in range(2):
        personal_data.erase(KEY)
    assert [each.email for each in Invitation.objects.all()] == ["andere@example.net"]
    assert personal_data.export(KEY)["invitations"] == []


class TestApplicantsAndContacts:
    @pytest.fixture
    def known(self, organisation, owner):
        guest = User.objects.create_user("gast@example.net")
        for user, name in ((guest, "Meiner"), (owner, "Fremder")):
            services.apply(user, "de", GIVEN | {"name": name})
        contact = {"name": "Gül Gast", "email": "Gast@example.net", "address": "Weg 1"}
        services.edit_contact(organisation, contact, actor=owner)

    def test_handed_out(self, known):
        found = personal_data.export(KEY)
        [application], [contact] = found["applications"], found["contacts"]
        assert (application["organisation"], application["why"]) == ("Meiner", "Darum")
        assert (contact["organisation"], contact["name"]) == ("Verein", "Gül Gast")
        assert "Fremder" not in json.dumps(found)

    def test_erased_and_again(self, known, organisation):
        for _twice in range(2):
            personal_data.erase(KEY)
        assert [one.name for one in OrganisationApplication.objects.all()] == ["Fremder"]
        contact = OrganisationContact.objects.get(organisation=organisation)
        assert (contact.name, contact.email, contact.address) == ("", "", "Weg 1")
        assert personal_data.export(KEY)["applications"] == []

    def test_every_field_has_its_rule(self):
        assert [field for field in retention.missing() if field.startswith("partners.")] == []
        names = {rule.name for rule in retention.published_table("de")}
        assert {"Anträge von Organisationen", "Kontaktdaten von Organisationen"} <= names
