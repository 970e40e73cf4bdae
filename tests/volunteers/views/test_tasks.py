"""Tasks for everybody, and on one's own page: what is shown, taken, handed in, given up."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from privacy import secrets
from tests.factories import CampaignFactory
from tests.organising import queries_of
from tests.volunteers.factories import (
    SupporterFactory,
    TaskClaimFactory,
    TaskFactory,
    VolunteerFactory,
)
from volunteers import services
from volunteers.models import Task, TaskClaim, TaskText

State = TaskClaim.State
# The form on a task's page for the link to one's own.
ASKS = 'id="id_email"'
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_pages(settings):
    settings.PAGE_CACHE = False


@pytest.fixture
def person():
    return VolunteerFactory(speaks={"tr": "3"}, districts=["Hörde"])


def own(person, task=None) -> str:
    secret = secrets.issue(secrets.SELF_SERVICE, person_key=person.pk, lifetime=timedelta(days=1))
    if task is None:
        return reverse("volunteering:mine_tasks", args=[secret])
    return reverse("volunteering:mine_task", args=[secret, task.pk])


def titled(title: str, **more) -> Task:
    task = TaskFactory(**more)
    TaskText.objects.filter(task=task).update(title=title)
    return task


# --- For everybody -----------------------------------------------------------


def test_the_list_shows_what_can_be_taken_and_nothing_else():
    titled("Flyer")
    titled("Entwurf", state="draft")
    titled("Vorbei", state="closed")
    titled("Versäumt", due_on=timezone.localdate() - timedelta(days=1))
    titled("Geheim", campaign=CampaignFactory(state="draft"))
    TaskClaimFactory(task=titled("Vergeben"))
    page = Client().get("/de/volunteering/tasks/").text
    assert "Flyer" in page
    for title in ("Entwurf", "Vorbei", "Versäumt", "Geheim", "Vergeben"):
        assert title not in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("language=tr", {"Türkisch"}),
        ("district=Eving", {"In Eving"}),
        ("campaign=wahl", {"Zur Wahl"}),
        ("language=xx", {"Türkisch", "In Eving", "Zur Wahl"}),
    ],
)
def test_the_list_is_chosen_by_language_district_and_campaign(query, found):
    titled("Türkisch", language="tr")
    titled("In Eving", district="Eving")
    titled("Zur Wahl", campaign=CampaignFactory(slug="wahl"))
    page = Client().get(f"/de/volunteering/tasks/?{query}").text
    assert {one for one in ("Türkisch", "In Eving", "Zur Wahl") if f">{one}</a>" in page} == found


def test_a_choice_without_a_task_leads_back():
    titled("Flyer", language="tr", district="Hörde")
    titled("Liste", language="ar", district="Eving")
    page = Client().get("/de/volunteering/tasks/?language=tr&district=Eving").text
    assert 'class="empty"' in page


def test_a_tasks_page_says_how_to_take_it():
    task = TaskFactory()
    page = Client().get(task.get_absolute_url())
    assert page.status_code == 200
    assert ASKS in page.text


@pytest.mark.parametrize(
    ("words", "status"),
    [({"state": "draft"}, 404), ({"state": "closed"}, 200), ({"state": "done"}, 200)],
)
def test_what_is_over_stays_readable_and_a_draft_is_not(words, status):
    answer = Client().get(TaskFactory(**words).get_absolute_url())
    assert answer.status_code == status
    assert ASKS not in answer.text


def test_a_taken_task_says_so():
    task = TaskClaimFactory(task__maximum=1).task
    assert ASKS not in Client().get(task.get_absolute_url()).text


def test_the_campaigns_page_shows_a_few():
    campaign = CampaignFactory()
    for number in range(5):
        titled(f"Aufgabe Nr. {number}", campaign=campaign)
    page = Client().get(campaign.get_absolute_url()).text
    assert page.count("Aufgabe Nr.") == 3
    assert "?campaign=" + campaign.slug in page


def test_the_campaigns_page_costs_the_same_however_many():
    campaign = CampaignFactory()
    TaskFactory(campaign=campaign)
    one = queries_of(Client(), campaign.get_absolute_url())
    TaskFactory(campaign=campaign), TaskFactory(campaign=campaign)
    assert queries_of(Client(), campaign.get_absolute_url()) == one


def test_the_list_costs_the_same_however_many():
    TaskFactory(language="tr")
    one = queries_of(Client(), "/de/volunteering/tasks/")
    TaskFactory(language="ar"), TaskFactory(district="Eving")
    assert queries_of(Client(), "/de/volunteering/tasks/") == one


# --- On one's own page -------------------------------------------------------


def test_what_fits_comes_first_with_its_reasons(person):
    arabic = titled("Auf Arabisch", language="ar")
    plain = titled("Für alle")
    near = titled("Nebenan", district="Hörde")
    turkish = titled("Auf Türkisch", language="tr")
    SupporterFactory(volunteer=person, campaign=plain.campaign)
    SupporterFactory(volunteer=person, campaign=near.campaign)
    found = services.takeable_by(person.pk)
    assert [one.task for one in found] == [near, turkish, plain, arabic]
    reasons = {one.task: (one.speaks, one.is_near, one.has_joined) for one in found}
    assert reasons == {
        turkish: (True, False, False),
        near: (None, True, True),
        plain: (None, False, True),
        arabic: (False, False, False),
    }
    assert "Sie sprechen Türkçe" in Client().get(own(person)).text


def test_a_little_of_a_language_is_not_enough():
    person = VolunteerFactory(speaks={"tr": "1"})
    TaskFactory(language="tr")
    assert services.takeable_by(person.pk)[0].speaks is False


def test_a_task_is_taken_handed_in_and_gone_from_what_can_be_taken(person):
    task = titled("Flyer")
    client = Client()
    page = own(person, task)
    assert client.post(page, {"deed": "claim"}).status_code == 302
    assert services.takeable_by(person.pk) == []
    assert 'name="result"' in client.get(page).text
    answer = client.post(page, {"deed": "hand_in", "result": "Fertig"})
    assert answer.status_code == 302
    claim = TaskClaim.objects.get()
    assert (claim.state, claim.result, claim.person_key) == (State.HANDED_IN, "Fertig", person.pk)
    assert "Flyer" in client.get(own(person)).text


def test_handing_in_nothing_is_refused_beside_the_field(person):
    claim = TaskClaimFactory(volunteer=person)
    answer = Client().post(own(person, claim.task), {"deed": "hand_in", "result": " "})
    assert answer.status_code == 422
    assert "id_result_error" in answer.text


def test_words_for_a_task_that_is_not_theirs_any_more_are_kept(person):
    claim = TaskClaimFactory(volunteer=person, state=State.DROPPED)
    answer = Client().post(own(person, claim.task), {"deed": "hand_in", "result": "Langer Text"})
    assert TaskClaim.objects.get().state == State.DROPPED
    assert "Langer Text" in answer.text


def test_a_task_is_given_up(person):
    claim = TaskClaimFactory(volunteer=person)
    Client().post(own(person, claim.task), {"deed": "drop"})
    claim.refresh_from_db()
    assert claim.state == State.DROPPED


def test_what_was_approved_stands_there_with_its_time(person):
    claim = TaskClaimFactory(
        volunteer=person, state=State.APPROVED, minutes=90, decided_at=timezone.now()
    )
    page = Client().get(own(person, claim.task)).text
    assert "1 Std. 30 Min." in page
    assert 'name="deed"' not in page


def test_the_remark_stands_where_it_is_handed_in_again(person):
    claim = TaskClaimFactory(volunteer=person, state=State.RETURNED, remark="Der Schluss fehlt")
    assert "Der Schluss fehlt" in Client().get(own(person, claim.task)).text
    assert "Der Schluss fehlt" in Client().get(own(person)).text


def test_whoever_confirmed_nothing_is_told_to_join_and_takes_nothing():
    task = TaskFactory()
    nobody = VolunteerFactory.build(email="", person_key="v1$nobody")
    page = own(nobody, task)
    assert 'value="claim"' not in Client().get(page).text
    Client().post(page, {"deed": "claim"})
    assert not TaskClaim.objects.exists()


def test_nobody_sees_or_does_anything_by_somebody_elses_task(person):
    other = TaskClaimFactory(result="Geheimes", state=State.HANDED_IN, task__maximum=5)
    page = own(person, other.task)
    assert "Geheimes" not in Client().get(page).text
    Client().post(page, {"deed": "drop"})
    Client().post(page, {"deed": "hand_in", "result": "Fremd"})
    other.refresh_from_db()
    assert (other.state, other.result) == (State.HANDED_IN, "Geheimes")


def test_a_wrong_secret_opens_nothing():
    for name, args in (("mine_tasks", ["x"]), ("mine_task", ["x", TaskFactory().pk])):
        assert Client().get(reverse(f"volunteering:{name}", args=args)).status_code == 404


def test_another_site_presses_nothing(person):
    task = TaskFactory()
    client = Client(headers={"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"})
    assert client.post(own(person, task), {"deed": "claim"}).status_code == 403


def test_ones_own_page_costs_the_same_however_many(person):
    TaskFactory(language="tr"), TaskClaimFactory(volunteer=person)
    page = own(person)
    one = queries_of(Client(), page)
    for _ in range(2):
        TaskFactory(district="Hörde"), TaskClaimFactory(volunteer=person)
    assert queries_of(Client(), page) == one
