"""Tasks in the workspace: who may what, what is decided, what it costs."""

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from jobs.services import run_due
from partners.workspace import attention, trail, translatable
from partners.workspace.translatable import rows
from privacy.models import AuditEntry
from tests.factories import CampaignFactory, OrganisationFactory
from tests.organising import logged_in, queries_of, roles_get, somebody
from tests.volunteers.factories import TaskClaimFactory, TaskFactory, VolunteerFactory
from volunteers.models import Task, TaskClaim

State = TaskClaim.State
pytestmark = pytest.mark.django_db


@pytest.fixture
def lead():
    return OrganisationFactory()


@pytest.fixture
def task(lead):
    task = TaskFactory(campaign=CampaignFactory(lead=lead), maximum=3)
    task.texts.update(description="Zwei Seiten")
    return task


def path(name: str, *args) -> str:
    return reverse(f"volunteers_organise:{name}", args=args)


def handed_in(task, **words) -> TaskClaim:
    words = {"handed_in_at": timezone.now(), "result": "Mein Ergebnis"} | words
    return TaskClaimFactory(task=task, state=State.HANDED_IN, **words)


def deed_on(claim: TaskClaim) -> str:
    return path("task_claim", claim.task_id, claim.pk)


# --- Who may what ------------------------------------------------------------


@roles_get(stranger=404, viewer=200, editor=200, organiser=200, owner=200, administrator=200)
def test_who_looks(task, lead, role, status):
    assert logged_in(role, lead).get(path("task", task.pk)).status_code == status


@pytest.mark.parametrize("name", ["task_write", "task_edit"])
@roles_get(stranger=404, viewer=403, editor=200, organiser=200, owner=200)
def test_who_writes(task, lead, name, role, status):
    assert logged_in(role, lead).get(path(name, task.pk)).status_code == status


@roles_get(stranger=403, viewer=403, editor=200, organiser=200)
def test_who_begins_one(lead, role, status):
    assert logged_in(role, lead).get(path("task_add")).status_code == status


@pytest.mark.parametrize("deed", ["publish", "close", "reopen"])
@roles_get(stranger=404, viewer=403, editor=403, organiser=302, owner=302)
def test_who_publishes(task, lead, deed, role, status):
    assert logged_in(role, lead).post(path("task_lead", task.pk, deed)).status_code == status


@roles_get(stranger=404, viewer=403, editor=403, organiser=200, owner=200, administrator=200)
def test_who_decides(task, lead, role, status):
    assert logged_in(role, lead).get(deed_on(handed_in(task))).status_code == status


@pytest.mark.parametrize(
    ("role", "sees"),
    [("viewer", False), ("editor", False), ("organiser", True), ("owner", True)],
)
def test_who_sees_names(task, lead, role, sees):
    handed_in(task, volunteer=VolunteerFactory(name="Ada Muster"))
    page = logged_in(role, lead).get(path("task", task.pk)).text
    assert ("Ada Muster" in page) is sees


def test_members_of_other_organisations_see_none_of_it(task):
    client = logged_in("owner", OrganisationFactory())
    claim = handed_in(task)
    assert client.get(deed_on(claim)).status_code == 404
    assert client.post(deed_on(claim), {"deed": "approve", "minutes": 5}).status_code == 404
    assert f"/tasks/{task.pk}/" not in client.get(path("tasks")).text


def test_a_claim_of_another_task_is_not_decided_through_ones_own(task, lead):
    foreign = handed_in(TaskFactory(maximum=2))
    client = logged_in("organiser", lead)
    assert client.get(path("task_claim", task.pk, foreign.pk)).status_code == 404


# --- What is done ------------------------------------------------------------


def test_a_task_is_begun_written_and_published(lead):
    campaign = CampaignFactory(lead=lead)
    client = logged_in("organiser", lead)
    client.post(path("task_add"), {"campaign": campaign.pk, "title": "Flyer übersetzen"})
    task = Task.objects.get()
    client.post(path("task_lead", task.pk, "publish"))
    task.refresh_from_db()
    assert task.state == "draft"
    seen = client.get(path("task_write", task.pk)).context["form"]["seen"].value()
    words = {"title": "Flyer übersetzen", "description": "Zwei Seiten", "seen": seen}
    assert client.post(path("task_write", task.pk), words).status_code == 302
    settings = {"maximum": 2, "minutes": 45, "language": "tr", "district": "Hörde"}
    assert client.post(path("task_edit", task.pk), settings).status_code == 302
    client.post(path("task_lead", task.pk, "publish"))
    found = Task.objects.listed().get()
    assert (found.maximum, found.minutes, found.language) == (2, 45, "tr")


def test_a_campaign_of_others_is_not_to_be_chosen(lead):
    other = CampaignFactory()
    CampaignFactory(lead=lead)
    client = logged_in("editor", lead)
    answer = client.post(path("task_add"), {"campaign": other.pk, "title": "Flyer"})
    assert answer.status_code == 422
    assert not Task.objects.exists()


def test_fewer_than_have_taken_it_is_refused_beside_the_field(task, lead):
    TaskClaimFactory(task=task), TaskClaimFactory(task=task)
    client = logged_in("editor", lead)
    answer = client.post(path("task_edit", task.pk), {"maximum": 1, "minutes": 60})
    assert answer.status_code == 422
    assert "id_maximum_error" in answer.text


def test_a_draft_is_deleted_and_a_public_task_is_not(task, lead):
    client = logged_in("organiser", lead)
    assert client.post(path("task_lead", task.pk, "delete")).status_code == 403
    Task.objects.update(state="draft")
    client.post(path("task_lead", task.pk, "delete"))
    assert not Task.objects.exists()


def test_what_was_read_is_approved_with_its_minutes(task, lead):
    claim = handed_in(task)
    client = logged_in("organiser", lead)
    page = client.get(deed_on(claim)).text
    assert "Mein Ergebnis" in page
    form = {"deed": "approve", "minutes": 75, "seen": claim.handed_in_at.isoformat()}
    assert client.post(deed_on(claim), form).status_code == 302
    claim.refresh_from_db()
    assert (claim.state, claim.minutes) == (State.APPROVED, 75)
    run_due()
    assert [letter.subject for letter in mail.outbox] == [
        f"Ihre Aufgabe ist erledigt: Aufgabe {task.pk}"
    ]
    assert AuditEntry.objects.filter(verb="volunteers.claim_approved").count() == 1


def test_the_moment_on_the_page_is_the_moment_stored(task, lead):
    claim = handed_in(task)
    page = logged_in("organiser", lead).get(deed_on(claim)).text
    assert f'name="seen" value="{claim.handed_in_at.isoformat()}"' in page


@pytest.mark.parametrize("seen", ["", "gestern", "2020-01-01T00:00:00+00:00", "2020-13-01T00:00"])
def test_what_nobody_read_is_not_approved(task, lead, seen):
    claim = handed_in(task)
    form = {"deed": "approve", "minutes": 75, "seen": seen}
    assert logged_in("organiser", lead).post(deed_on(claim), form).status_code == 422
    claim.refresh_from_db()
    assert claim.state == State.HANDED_IN


@pytest.mark.parametrize(
    ("form", "field"),
    [({"deed": "approve"}, "id_minutes_error"), ({"deed": "return"}, "id_remark_error")],
)
def test_what_is_missing_is_said_beside_the_field(task, lead, form, field):
    claim = handed_in(task)
    form["seen"] = claim.handed_in_at.isoformat()
    answer = logged_in("organiser", lead).post(deed_on(claim), form)
    assert answer.status_code == 422
    assert field in answer.text


def test_it_is_given_back_with_a_remark(task, lead):
    claim = handed_in(task)
    form = {"deed": "return", "remark": "Der Schluss fehlt", "minutes": "60"}
    form["seen"] = claim.handed_in_at.isoformat()
    logged_in("organiser", lead).post(deed_on(claim), form)
    claim.refresh_from_db()
    assert (claim.state, claim.remark, claim.minutes) == (
        State.RETURNED,
        "Der Schluss fehlt",
        None,
    )


def test_a_place_nobody_uses_is_freed(task, lead):
    claim = TaskClaimFactory(task=task)
    logged_in("organiser", lead).post(deed_on(claim), {"deed": "release"})
    claim.refresh_from_db(), task.refresh_from_db()
    assert (claim.state, task.taken) == (State.DROPPED, 0)


# --- What waits, what is on record, what it costs ----------------------------


def test_what_was_handed_in_waits_for_those_who_decide(task, lead):
    handed_in(task), handed_in(task)
    TaskClaimFactory(task=task)
    source = attention._sources["handed_in_tasks"]
    (waiting,) = source(somebody("organiser", lead))
    assert waiting.sentence.startswith("2 ")
    assert waiting.url == path("task", task.pk)
    assert not list(source(somebody("editor", lead)))
    assert not list(source(somebody("organiser", OrganisationFactory())))


def test_each_deed_has_words_in_the_trail(task, lead):
    client = logged_in("organiser", lead)
    client.post(path("task_lead", task.pk, "close"))
    entries, names = trail.entries_of(lead)
    (deed,) = trail.told(entries, names)
    assert (deed.what, deed.thing) == ("hat die Aufgabe geschlossen", str(task))


def test_tasks_are_among_what_is_translated(task, lead):
    kinds = {row.kind.name for row in rows(type(lead).objects.filter(pk=lead.pk))}
    assert "task" in kinds
    assert translatable.find("task", task.pk)[1] == task


def test_the_pages_cost_the_same_however_many(task, lead):
    client = logged_in("organiser", lead)
    handed_in(task)
    pages = [
        path("tasks"),
        path("task", task.pk),
        path("task_claim", task.pk, task.claims.get().pk),
    ]
    before = [queries_of(client, page) for page in pages]
    handed_in(task), TaskClaimFactory(task=task)
    for _ in range(2):
        TaskFactory(campaign=CampaignFactory(lead=lead), maximum=2)
    assert [queries_of(client, page) for page in pages] == before


def test_what_waits_costs_the_same_however_much(task, lead, django_assert_num_queries):
    handed_in(task)
    source = attention._sources["handed_in_tasks"]
    for number in (1, 3):
        user = somebody("organiser", lead)
        with django_assert_num_queries(4):
            assert len(list(source(user))) == number
        for _ in range(2):
            handed_in(TaskFactory(campaign=task.campaign, maximum=2))
