"""What becomes of an application, and of many who decide at once."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from accounts.models import User
from partners import services
from partners.models import Membership, Organisation, OrganisationApplication
from partners.services.applications import delete_old_applications
from privacy.models import AuditEntry
from tests.petitions.at_once import at_once

State = OrganisationApplication.State
GIVEN = {
    "name": "Brücke",
    "short_name": "BR",
    "kind": "migrant",
    "summaries": {"de": "Wir lesen vor.", "tr": "Okuyoruz."},
    "website": "https://bruecke.example",
    "district": "Hörde",
    "languages": ["tr", "uk"],
    "contact_name": "Ada",
    "phone": "0231",
    "why": "Darum",
}


def applied(name: str = "Brücke") -> OrganisationApplication:
    user, _created = User.objects.get_or_create(email="ada@example.net")
    return services.apply(user, "tr", GIVEN | {"name": name})


def boss() -> User:
    user, _created = User.objects.get_or_create(
        email="boss@example.net", site_role=User.SiteRole.ADMINISTRATOR
    )
    return user


def verify(application: OrganisationApplication) -> Organisation:
    return services.verify(application, seen=application.handed_in_at, actor=boss())


@pytest.mark.django_db
class TestVerifying:
    def test_makes_the_organisation_as_it_was_handed_in(self):
        application = applied()
        made = verify(application)
        assert made.slug == "bruecke"
        assert made.verified_at is not None
        assert (made.kind, made.district, made.website) == (
            "migrant",
            "Hörde",
            "https://bruecke.example",
        )
        assert [one.language for one in made.languages.all()] == ["tr", "uk"]
        assert dict(made.texts.values_list("language", "summary")) == GIVEN["summaries"]
        hashes = set(made.texts.values_list("source_hash", flat=True))
        assert len(hashes) == 1
        assert hashes != {""}
        assert (made.contact.name, made.contact.phone) == ("Ada", "0231")
        assert made.contact.public == {}
        application.refresh_from_db()
        assert (application.state, application.organisation) == (State.VERIFIED, made)

    def test_whoever_applied_owns_it(self):
        made = verify(applied())
        membership = made.memberships.get()
        assert membership.role == Membership.Role.OWNER
        assert membership.user.email == "ada@example.net"

    def test_is_on_record(self):
        made = verify(applied())
        verbs = set(AuditEntry.objects.values_list("verb", flat=True))
        assert {"partners.applied", "partners.application_verified"} <= verbs
        entry = AuditEntry.objects.get(verb="partners.verified")
        assert (entry.subject_id, entry.actor) == (str(made.pk), f"user:{boss().pk}")

    def test_of_the_same_name_twice_each_has_an_address(self):
        assert [verify(applied()).slug for _twice in range(2)] == ["bruecke", "bruecke-2"]

    @pytest.mark.parametrize("name", ["Apply", "New", "Invitation"])
    def test_hides_no_page_of_ours(self, name):
        assert verify(applied(name)).slug == f"organisation-{name.lower()}"


@pytest.mark.django_db
class TestDeciding:
    def test_is_about_what_was_read(self):
        application = applied()
        read = application.handed_in_at
        services.send_back(application, "Bitte mehr", seen=read, actor=boss())
        services.hand_in_again(application, GIVEN | {"why": "Darum eben"})
        with pytest.raises(ValidationError):
            services.verify(application, seen=read, actor=boss())
        assert not Organisation.objects.exists()

    @pytest.mark.parametrize("verb", [services.send_back, services.decline])
    def test_needs_a_reason(self, verb):
        application = applied()
        with pytest.raises(ValidationError):
            verb(application, " \n", seen=application.handed_in_at, actor=boss())
        application.refresh_from_db()
        assert application.is_waiting

    def test_happens_once(self):
        application = applied()
        services.decline(application, "Nein", seen=application.handed_in_at, actor=boss())
        with pytest.raises(ValidationError):
            verify(application)
        with pytest.raises(ValidationError):
            services.hand_in_again(application, GIVEN)
        with pytest.raises(ValidationError):
            services.take_back(application)

    def test_what_was_taken_back_is_decided_by_nobody(self):
        application = applied()
        services.take_back(OrganisationApplication.objects.get())
        with pytest.raises(ValidationError):
            verify(application)

    def test_names_and_reasons_are_unreadable_in_the_database(self):
        application = applied()
        services.decline(application, "Nein", seen=application.handed_in_at, actor=boss())
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT contact_name, phone, why, reason FROM partners_organisationapplication"
            )
            row = cursor.fetchone()
        assert not {"Ada", "0231", "Darum", "Nein"} & set(row)
        assert "Nein" not in str(list(AuditEntry.objects.values_list("detail", flat=True)))


@pytest.mark.django_db
def test_after_half_a_year_only_what_waits_is_left():
    waits, declined, young = applied("A"), applied("B"), applied("C")
    for one in (declined, young):
        services.decline(one, "Nein", seen=one.handed_in_at, actor=boss())
    long_ago = timezone.now() - timedelta(days=181)
    OrganisationApplication.objects.filter(pk=declined.pk).update(decided_at=long_ago)
    OrganisationApplication.objects.filter(pk=waits.pk).update(
        handed_in_at=long_ago, decided_at=long_ago
    )
    assert delete_old_applications() == 1
    assert set(OrganisationApplication.objects.all()) == {waits, young}


only_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite lets one write at a time"
)


@only_postgresql
@pytest.mark.django_db(transaction=True)
def test_many_of_one_name_at_once_have_each_their_own_address():
    actor, waiting = boss(), [applied() for _each in range(5)]
    left = iter(waiting)

    def decide() -> str:
        one = next(left)
        return services.verify(one, seen=one.handed_in_at, actor=actor).slug

    slugs = at_once(5, decide)
    assert sorted(slugs) == ["bruecke", *(f"bruecke-{number}" for number in range(2, 6))]


@only_postgresql
@pytest.mark.django_db(transaction=True)
def test_of_many_who_verify_one_at_once_one_does():
    actor, application = boss(), applied()
    outcomes = at_once(
        6, lambda: services.verify(application, seen=application.handed_in_at, actor=actor)
    )
    assert outcomes.count(ValidationError) == 5
    assert Organisation.objects.count() == 1
    assert Membership.objects.count() == 1
    assert AuditEntry.objects.filter(verb="partners.application_verified").count() == 1


@only_postgresql
@pytest.mark.django_db(transaction=True)
def test_taken_back_while_somebody_verifies_either_is_whole():
    actor, application = boss(), applied()
    deeds = iter(
        [
            lambda: services.verify(application, seen=application.handed_in_at, actor=actor),
            lambda: services.take_back(application),
        ]
    )
    outcomes = at_once(2, lambda: next(deeds)())
    assert outcomes.count(ValidationError) == 1
    is_made = Organisation.objects.exists()
    assert OrganisationApplication.objects.exists() is is_made
    assert Membership.objects.exists() is is_made


@only_postgresql
@pytest.mark.django_db(transaction=True)
def test_of_many_who_close_a_page_at_once_one_does():
    actor = boss()
    organisation = verify(applied())
    outcomes = at_once(6, lambda: services.close_page(organisation, actor=actor))
    assert outcomes.count(ValidationError) == 5
    assert AuditEntry.objects.filter(verb="partners.left").count() == 1
