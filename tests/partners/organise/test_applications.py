"""The queue of those who run the site, and what they do with organisations that are here."""

import pytest
from django.core import mail

from accounts.models import User
from jobs.services import run_due
from partners import services
from partners.models import Organisation, OrganisationApplication
from privacy.models import AuditEntry
from tests.factories import OrganisationFactory
from tests.organising import queries_of
from tests.partners.conftest import browser_of, person
from tests.partners.services.test_applications import GIVEN, applied, boss, verify

pytestmark = pytest.mark.django_db
QUEUE = "/de/organise/site/organisations/"
State = OrganisationApplication.State
REFUSED = dict.fromkeys(["stranger", "viewer", "editor", "organiser", "owner", "moderator"], 403)
WHO = {"visitor": 302, "administrator": 200, "superuser": 200} | REFUSED


@pytest.fixture
def theirs():
    return browser_of(boss())


def one(application: OrganisationApplication) -> str:
    return f"{QUEUE}{application.pk}/"


def decision(application: OrganisationApplication, verb: str, reason: str = "") -> dict[str, str]:
    seen = application.handed_in_at.isoformat()
    return {"decision": verb, "reason": reason, "seen": seen}


@pytest.mark.parametrize(("who", "status"), WHO.items())
def test_each_gets_what_they_should(organisation, who, status):
    application = applied()
    browser = browser_of(person(who, organisation))
    assert browser.get(QUEUE).status_code == status
    assert browser.get(one(application)).status_code == status
    if status != 200:
        given = decision(application, "verify")
        assert browser.post(one(application), given).status_code == status
        assert browser.post(f"{QUEUE}verein/mark/", {"is_verified": "yes"}).status_code == status
        assert browser.post(f"{QUEUE}verein/reopen/").status_code == status
        organisation.refresh_from_db()
        assert organisation.verified_at is None
        application.refresh_from_db()
        assert application.is_waiting


def test_what_waits_is_told_on_the_first_page(theirs):
    application = applied()
    page = theirs.get("/de/organise/").text
    assert "Über einen Antrag entscheiden: Brücke" in page
    assert one(application) in page


class TestDeciding:
    @pytest.mark.parametrize(
        ("verb", "reason", "state", "subject"),
        [
            ("verify", "", State.VERIFIED, "Hoş geldiniz: Brücke katılıyor"),
            ("return", "Bitte mehr", State.RETURNED, "Lütfen değiştirin: Brücke"),
            ("decline", "Leider nein", State.DECLINED, "Reddedildi: Brücke"),
        ],
    )
    def test_each_decision_has_its_mail_in_the_applicants_language(
        self, theirs, verb, reason, state, subject
    ):
        application = applied()
        answer = theirs.post(one(application), decision(application, verb, reason))
        assert answer.url == QUEUE
        application.refresh_from_db()
        assert (application.state, application.decided_by) == (state, boss())
        run_due()
        letter = mail.outbox[-1]
        assert (letter.subject, letter.to) == (subject, ["ada@example.net"])
        assert reason in letter.body
        assert Organisation.objects.exists() is (verb == "verify")
        assert theirs.get(one(application)).status_code == 200

    @pytest.mark.parametrize(
        "wrong", [{"decision": ""}, {"decision": "return"}, {"decision": "decline"}, {"seen": "x"}]
    )
    def test_what_is_missing_is_said_and_decides_nothing(self, theirs, wrong):
        application = applied()
        page = theirs.post(one(application), decision(application, "verify") | wrong)
        assert page.status_code == 422
        application.refresh_from_db()
        assert application.is_waiting

    def test_whoever_comes_second_learns_it_and_keeps_their_words(self, theirs):
        application = applied()
        given = decision(application, "decline", "Aus einem anderen Grund")
        verify(application)
        page = theirs.post(one(application), given)
        assert page.status_code == 422
        assert "Jemand anderes hat entschieden" in page.text
        assert "Aus einem anderen Grund" in page.text

    def test_similar_names_are_pointed_out(self, theirs):
        verify(applied())
        twin, application = applied(), applied()
        page = theirs.get(one(application)).text
        assert "Es gibt ähnliche Namen" in page
        assert "/de/organise/organisations/bruecke/" in page
        assert one(twin) in page


class TestThoseWhoAreHere:
    def test_the_mark_is_given_and_taken(self, theirs, organisation):
        for word, is_there in (("yes", True), ("yes", True), ("no", False)):
            theirs.post(f"{QUEUE}verein/mark/", {"is_verified": word})
            organisation.refresh_from_db()
            assert (organisation.verified_at is not None) is is_there
        verbs = ["partners.verified", "partners.mark_taken_away"]
        assert AuditEntry.objects.filter(verb__in=verbs).count() == 2

    def test_who_has_left_comes_back(self, theirs, organisation, client):
        services.close_page(organisation, actor=boss())
        assert "Verein" in theirs.get(QUEUE).text
        for _twice in range(2):
            theirs.post(f"{QUEUE}verein/reopen/")
        organisation.refresh_from_db()
        assert organisation.left_at is None
        assert AuditEntry.objects.filter(verb="partners.came_back").count() == 1
        assert "Verein" in client.get("/de/organisations/").text

    @pytest.mark.parametrize("path", ["unbekannt/mark/", "unbekannt/reopen/", "999/"])
    def test_what_never_was_is_not_found(self, theirs, path):
        answer = theirs.get(QUEUE + path) if path == "999/" else theirs.post(QUEUE + path)
        assert answer.status_code == 404


def test_a_fixed_number_of_queries(theirs):
    def grow(number: int) -> OrganisationApplication:
        user = User.objects.create_user(f"a{number}@example.net")
        made = [services.apply(user, "de", GIVEN | {"name": f"N{number}{x}"}) for x in "abc"]
        seen = {"actor": boss()}
        services.decline(made[0], "Nein", seen=made[0].handed_in_at, **seen)
        verify(made[1])
        services.close_page(OrganisationFactory(), actor=boss())
        return made[2]

    first = grow(1)
    paths = [QUEUE, one(first), "/de/organise/"]
    asked_with_one = [queries_of(theirs, path) for path in paths]
    for number in (2, 3):
        grow(number)
    assert [queries_of(theirs, path) for path in paths] == asked_with_one
