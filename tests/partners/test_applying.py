"""Asking to be listed, as the applicant sees it."""

import pytest
from django.core import mail
from django.test import Client

from accounts.models import User
from jobs.models import Job
from jobs.services import run_due
from partners import services
from partners.models import Organisation, OrganisationApplication
from tests.factories import OrganisationFactory
from tests.organising import queries_of
from tests.partners.conftest import browser_of, person

pytestmark = pytest.mark.django_db
State = OrganisationApplication.State
PATH = "/de/organisations/apply/"
GIVEN = {
    "name": "Brücke am Hafen",
    "short_name": "",
    "kind": "migrant",
    "summary_de": "Wir lesen Kindern vor.",
    "summary_tr": "Çocuklara kitap okuyoruz.",
    "website": "bruecke.example",
    "district": "Innenstadt-Nord",
    "languages": ["tr", "uk"],
    "contact_name": "Ada Muster",
    "phone": "0231 1",
    "why": "Weil wir dabei sein wollen.",
}


@pytest.fixture
def applicant() -> User:
    return User.objects.create_user("ada@example.net")


@pytest.fixture
def hers(applicant) -> Client:
    return browser_of(applicant)


@pytest.fixture
def boss() -> User:
    return User.objects.create_user("boss@example.net", site_role="administrator")


@pytest.fixture
def application(hers) -> OrganisationApplication:
    hers.post(PATH, GIVEN)
    return OrganisationApplication.objects.get()


def own(application: OrganisationApplication, page: str = "") -> str:
    return f"{PATH}{application.pk}/{page}"


class TestBefore:
    def test_a_visitor_reads_what_is_needed_and_where_to_go(self, client):
        page = client.get(PATH)
        assert page.status_code == 200
        assert "Dafür brauchen Sie ein Konto" in page.text
        assert "/de/accounts/signup/?next=%2Fde%2Forganisations%2Fapply%2F" in page.text
        assert not page.cookies

    def test_what_a_visitor_sends_waits_behind_the_login(self, client):
        answer = client.post(PATH, GIVEN)
        assert answer.status_code == 302
        assert "/login/" in answer.url
        assert not OrganisationApplication.objects.exists()


class TestHandingIn:
    def test_everything_is_there(self, application, applicant):
        assert application.applicant == applicant
        assert application.state == State.APPLIED
        assert application.website == "https://bruecke.example"
        assert application.languages == ["tr", "uk"]
        assert application.summaries == {
            "de": "Wir lesen Kindern vor.",
            "tr": "Çocuklara kitap okuyoruz.",
        }
        assert not Organisation.objects.exists()

    @pytest.mark.parametrize(
        "wrong",
        [
            {"name": ""},
            {"name": "x" * 161},
            {"summary_de": ""},
            {"kind": "circus"},
            {"website": "javascript:alert(1)"},
            {"district": "Atlantis"},
            {"languages": ["xx"]},
            {"contact_name": " "},
            {"why": ""},
            {"why": "a\x07b"},
        ],
    )
    def test_what_is_wrong_is_shown_again_with_all_that_was_typed(self, hers, wrong):
        page = hers.post(PATH, GIVEN | wrong)
        assert page.status_code == 422
        assert "error-summary" in page.text
        assert "Çocuklara kitap okuyoruz." in page.text
        assert 'value="tr"' in page.text
        assert not OrganisationApplication.objects.exists()
        assert not Job.objects.exists()

    def test_not_too_often(self, hers, settings):
        settings.LIMITS = settings.LIMITS | {"apply:user": "1/day"}
        assert hers.post(PATH, GIVEN).status_code == 302
        assert hers.post(PATH, GIVEN).status_code == 429
        assert OrganisationApplication.objects.count() == 1

    @pytest.mark.parametrize(("language", "words"), [("tr", "Başvurunuz"), ("ar", "وصلنا طلبكم")])
    def test_the_mail_comes_in_the_language_of_the_page(self, hers, language, words):
        hers.post(f"/{language}/organisations/apply/", GIVEN)
        run_due()
        [letter] = mail.outbox
        assert letter.to == ["ada@example.net"]
        assert words in letter.subject
        assert f"/{language}/organisations/apply/" in letter.body


class TestASimilarName:
    def test_is_a_hint_and_no_refusal(self, hers):
        OrganisationFactory(name="Brücke am Hafen e. V.", slug="bruecke")
        answer = hers.post(PATH, GIVEN)
        assert OrganisationApplication.objects.get().state == State.APPLIED
        page = hers.get(answer.url).text
        assert "Gibt es Ihre Organisation hier schon?" in page
        assert "/de/organisations/bruecke/" in page

    @pytest.mark.parametrize(
        ("typed", "is_alike"),
        [
            ("brucke am hafen", True),
            ("Die Brücke am Hafen", True),
            ("Bruecke am Hafen", True),
            ("BAH", True),
            ("Brunnen am Markt", False),
            ("Hafen", False),
            ("", False),
        ],
    )
    def test_while_it_is_typed(self, hers, typed, is_alike):
        OrganisationFactory(name="Brücke am Hafen e. V.", short_name="BAH")
        part = hers.get(f"{PATH}similar/", {"name": typed})
        assert part.status_code == 200
        assert ("Brücke am Hafen" in part.text) is is_alike

    def test_tells_nothing_of_what_is_not_public(self, hers, application):
        OrganisationFactory(name="Brücke am Hafen", is_public=False)
        assert "Gibt es Ihre Organisation hier schon" not in hers.get(own(application)).text


class TestOnesOwn:
    @pytest.mark.parametrize("page", ["", "change/"])
    @pytest.mark.parametrize(
        ("who", "status"), [("visitor", 302), ("stranger", 404), ("administrator", 404)]
    )
    def test_nobody_else_learns_of_it(self, application, organisation, page, who, status):
        browser = browser_of(person(who, organisation))
        assert browser.get(own(application, page)).status_code == status
        assert browser.post(own(application, "take-back/")).status_code == status
        assert OrganisationApplication.objects.exists()

    def test_what_came_back_is_changed_and_handed_in_again(self, hers, application, boss):
        services.send_back(application, "Wer sind Sie?", seen=application.handed_in_at, actor=boss)
        page = hers.get(own(application)).text
        assert "Wer sind Sie?" in page
        assert "Wir lesen Kindern vor." in hers.get(own(application, "change/")).text
        refused = hers.post(own(application, "change/"), GIVEN | {"why": ""})
        assert refused.status_code == 422
        answer = hers.post(own(application, "change/"), GIVEN | {"name": "Neue Brücke"})
        assert answer.url == own(application)
        before = application.handed_in_at
        application.refresh_from_db()
        assert (application.state, application.name) == (State.APPLIED, "Neue Brücke")
        assert application.handed_in_at > before

    def test_what_waits_can_not_be_changed_under_the_readers_eyes(self, hers, application):
        answer = hers.post(own(application, "change/"), GIVEN | {"name": "Neue Brücke"})
        assert answer.url == own(application)
        application.refresh_from_db()
        assert application.name == "Brücke am Hafen"

    def test_taking_it_back_deletes_it(self, hers, application):
        assert hers.post(own(application, "take-back/")).url == PATH
        assert not OrganisationApplication.objects.exists()
        run_due()
        assert mail.outbox == []

    def test_what_is_decided_stays(self, hers, application, boss):
        services.decline(application, "Nein.", seen=application.handed_in_at, actor=boss)
        assert hers.post(own(application, "take-back/")).url == own(application)
        assert "Nein." in hers.get(own(application)).text

    def test_each_state_has_its_page_and_its_mail(self, hers, application, boss):
        services.verify(application, seen=application.handed_in_at, actor=boss)
        assert "Ihre Organisation macht mit" in hers.get(own(application)).text
        run_due()
        welcome = mail.outbox[-1]
        assert welcome.subject == "Willkommen: Brücke am Hafen macht mit"
        assert "/de/organise/organisations/bruecke-am-hafen/" in welcome.body

    def test_what_came_back_waits_on_the_first_page(self, hers, application, boss):
        services.send_back(application, "Bitte mehr", seen=application.handed_in_at, actor=boss)
        assert own(application) in hers.get("/de/organise/").text


def test_a_fixed_number_of_queries(hers):
    hers.post(PATH, GIVEN)
    asked_with_one = queries_of(hers, PATH)
    for number in (2, 3):
        hers.post(PATH, GIVEN | {"name": f"Brücke {number}"})
    assert queries_of(hers, PATH) == asked_with_one
