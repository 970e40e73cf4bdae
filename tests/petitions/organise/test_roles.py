"""Who gets which page: nobody without an account, no stranger, and each role its own."""

import pytest

from petitions import services
from petitions.models import Petition
from tests.factories import PetitionStepFactory
from tests.petitions.organise.conftest import url

pytestmark = pytest.mark.django_db
READ, WRITE, PUBLISH, MODERATE = "viewer", "editor", "organiser", "moderator"
RANKS = ["viewer", "editor", "organiser", "owner"]

DRAFT_PAGES = {
    "": READ,
    "preview/de/": READ,
    "preview/tr/": READ,
    "check/": WRITE,
    **{f"write/{step}/": WRITE for step in (
        "title", "addressee", "demand", "summary", "reasons", "goal", "dates", "instrument",
        "campaign",
    )},
    "text/de/": WRITE,
    "text/ar/": WRITE,
    "publish/": PUBLISH,
    "submit/": PUBLISH,
    "discard/": PUBLISH,
    "milestones/new/": PUBLISH,
}  # fmt: skip
OPEN_PAGES = {
    "": READ,
    "preview/de/": READ,
    "write/goal/": PUBLISH,
    "write/dates/": PUBLISH,
    "text/de/": WRITE,
    "change/publish/": PUBLISH,
    "change/discard/": WRITE,
    "take-back/": PUBLISH,
    "close/": PUBLISH,
    "hand-over/": PUBLISH,
    "answer/": PUBLISH,
}


def status_for(role: str, needed: str) -> int:
    if role not in RANKS:
        return 404
    return 200 if RANKS.index(role) >= RANKS.index(needed) else 403


@pytest.mark.parametrize("role", ["", *RANKS])
def test_pages_of_a_draft(client, enter, draft, role):
    enter(role)
    for page, needed in DRAFT_PAGES.items():
        assert client.get(url(page)).status_code == status_for(role, needed), page


@pytest.mark.parametrize("role", ["", *RANKS])
def test_pages_of_an_open_petition(client, enter, opened, role):
    user = enter(role)
    step = PetitionStepFactory(petition=opened)
    services.begin_change(opened, actor=user)
    milestones = {f"milestones/{step.pk}/": PUBLISH, f"milestones/{step.pk}/tr/": PUBLISH}
    for page, needed in (OPEN_PAGES | milestones).items():
        assert client.get(url(page)).status_code == status_for(role, needed), page


@pytest.mark.parametrize("role", ["", *RANKS])
def test_what_is_posted_is_refused_like_what_is_read(client, enter, draft, role):
    enter(role)
    words = {"summary": "Neu", "seen": services.state_of_part(draft.texts.get(), ("summary",))}
    expected = status_for(role, WRITE)
    answer = client.post(url("write/summary/"), words)
    assert answer.status_code == (302 if expected == 200 else expected)
    assert (draft.texts.get().summary == "Neu") is (expected == 200)
    expected = status_for(role, PUBLISH)
    answer = client.post(url("publish/"))
    assert answer.status_code == (302 if expected == 200 else expected)
    assert (Petition.objects.get().state == "open") is (expected == 200)


@pytest.mark.parametrize("page", ["", "write/title/", "check/", "preview/de/", "review/"])
def test_without_an_account_the_way_leads_to_the_login(client, draft, page):
    answer = client.get(url(page))
    assert answer.status_code == 302
    assert "/accounts/login/" in answer["Location"]


@pytest.mark.parametrize("role", ["viewer", "moderator", "administrator", "editor"])
def test_who_may_begin_one(client, enter, draft, role):
    enter(role)
    may = role in ("editor", "administrator")
    assert client.get("/de/organise/petitions/new/").status_code == (200 if may else 403)


def test_moderators_see_what_was_submitted_and_nothing_before(client, enter, person, draft):
    enter("moderator")
    assert client.get(url()).status_code == 404
    assert client.get(url("review/")).status_code == 404
    services.submit(draft, actor=person("organiser"))
    assert client.get(url()).status_code == 200
    assert client.get(url("review/")).status_code == 200
    for page in ("write/title/", "text/de/", "publish/", "take-back/"):
        assert client.get(url(page)).status_code == 403, page


@pytest.mark.parametrize("role", RANKS)
def test_members_do_not_moderate_themselves(client, enter, person, draft, role):
    user = enter(role)
    services.submit(draft, actor=user)
    assert client.get(url("review/")).status_code == 403
    assert client.get("/de/organise/petitions/moderation/").status_code == 403
    assert client.post("/de/organise/petitions/moderation/ask/").status_code == 403


def test_only_who_runs_the_site_says_whether_it_looks_through(client, enter, draft):
    enter("moderator")
    assert client.get("/de/organise/petitions/moderation/").status_code == 200
    asked = client.post("/de/organise/petitions/moderation/ask/", {"is_asked": "yes"})
    assert asked.status_code == 403


def test_pages_are_kept_by_nobody(client, enter, draft):
    enter("viewer")
    for page in ("", "preview/de/"):
        assert "no-store" in client.get(url(page))["Cache-Control"]
