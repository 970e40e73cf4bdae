"""Asking for exports, seeing how far they are, and fetching them."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from accounts.models import User
from jobs.models import Job
from jobs.services import run_due
from partners.models import Membership
from petitions import services
from petitions.models import Petition, SignatureExport, SignatureExportPart
from tests.factories import SignatureFactory
from tests.organising import logged_in, queries_of, roles_get, somebody
from tests.petitions.organise.conftest import url

pytestmark = pytest.mark.django_db
EXPORTS = url("exports/")
FIGURES = {"purpose": "figures", "format": "csv"}
HANDOVER = {"purpose": "handover", "format": "xlsx"}
PART = {"HX-Request": "true", "HX-Request-Type": "partial"}
WHO = roles_get(
    stranger=404,
    viewer=403,
    editor=403,
    moderator=403,
    organiser=200,
    owner=200,
    administrator=200,
)


@pytest.fixture
def closed(opened, settings) -> Petition:
    settings.HANDOVER_LISTS = True
    SignatureFactory.create_batch(3, petition=opened)
    services.close(opened)
    return opened


@pytest.fixture
def user(opened) -> User:
    return somebody("owner", opened.initiator)


@pytest.fixture
def owner(client, user):
    client.force_login(user)
    return client


def made(client, wanted=FIGURES) -> SignatureExport:
    assert client.post(EXPORTS, wanted).status_code == 302
    run_due()
    return SignatureExport.objects.first()


def fetch_url(export: SignatureExport) -> str:
    return url(f"exports/{export.pk}/fetch/")


@WHO
def test_who_may_ask(opened, role, status):
    client = logged_in(role, opened.initiator)
    assert client.get(EXPORTS).status_code == status
    answer = client.post(EXPORTS, FIGURES)
    assert answer.status_code == (302 if status == 200 else status)
    assert SignatureExport.objects.exists() is (status == 200)


@pytest.mark.parametrize(
    ("role", "may"), [("organiser", False), ("administrator", False), ("owner", True)]
)
def test_names_only_for_owners(closed, role, may):
    client = logged_in(role, closed.initiator)
    assert ('value="handover"' in client.get(EXPORTS).text) is may
    assert client.post(EXPORTS, HANDOVER).status_code == (302 if may else 422)
    assert SignatureExport.objects.exists() is may


def test_why_there_is_no_list_is_said_to_whoever_could_have_one(opened, owner, settings):
    assert "gibt keine Listen mit Namen heraus" in owner.get(EXPORTS).text
    assert "Listen mit Namen" not in logged_in("organiser", opened.initiator).get(EXPORTS).text
    settings.HANDOVER_LISTS = True
    assert "Schließen Sie zuerst die Petition" in owner.get(EXPORTS).text
    assert owner.post(EXPORTS, HANDOVER).status_code == 422


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({}, "purpose"),
        ({"purpose": "figures"}, "format"),
        ({"purpose": "gossip", "format": "csv"}, "purpose"),
        ({"purpose": "figures", "format": "pdf"}, "format"),
    ],
)
def test_what_is_no_export(owner, sent, field):
    answer = owner.post(EXPORTS, sent)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not SignatureExport.objects.exists()


def test_while_it_is_made_the_page_asks_how_far_it_is(owner):
    page = owner.post(EXPORTS, FIGURES, follow=True).text
    assert 'hx-trigger="every 3s"' in page
    assert "wird erstellt" in page
    Job.objects.filter(kind="petitions.make_export").update(done=1, total=4)
    part = owner.get(EXPORTS, headers=PART).text
    assert 'value="1" max="4"' in part
    assert "<html" not in part
    run_due()
    part = owner.get(EXPORTS, headers=PART).text
    assert "hx-trigger" not in part
    assert "/fetch/" in part


def test_asked_for_twice_it_is_made_once(owner):
    owner.post(EXPORTS, FIGURES)
    owner.post(EXPORTS, FIGURES)
    assert SignatureExport.objects.count() == 1


def test_what_could_not_be_made_is_said_and_asked_for_again(owner):
    owner.post(EXPORTS, FIGURES)
    Job.objects.update(state="failed", finished_at=timezone.now())
    page = owner.get(EXPORTS).text
    assert "konnte nicht erstellt werden" in page
    assert "hx-trigger" not in page
    owner.post(EXPORTS, FIGURES)
    assert 'hx-trigger="every 3s"' in owner.get(EXPORTS).text


@pytest.mark.parametrize("wanted", [FIGURES, HANDOVER])
def test_the_button_leads_to_the_file(closed, owner, wanted):
    export = made(owner, wanted)
    page = owner.get(EXPORTS).text
    assert fetch_url(export) in page
    assert "Ayşe" not in page
    answer = owner.post(fetch_url(export))
    assert answer["Location"].startswith("/de/organise/exports/")
    answer = owner.get(answer["Location"])
    assert answer.streaming
    assert b"".join(answer.streaming_content)
    assert "no-store" in answer["Cache-Control"]
    assert "zuerst abgeholt" in owner.get(EXPORTS).text


def test_a_link_is_made_by_a_button_only(owner):
    assert owner.get(fetch_url(made(owner))).status_code == 405


@WHO
def test_only_whoever_asked_for_it_gets_a_link(opened, owner, role, status):
    export = made(owner)
    answer = logged_in(role, opened.initiator).post(fetch_url(export))
    expected = {"nobody": 302, "stranger": 404}.get(role, 403 if status == 403 else 404)
    assert answer.status_code == expected
    if role == "nobody":
        assert "/login/" in answer["Location"]


def test_each_sees_their_own(opened, owner):
    made(owner)
    other = logged_in("owner", opened.initiator)
    assert other.get(EXPORTS).context["lines"] == []


def test_a_link_opens_for_its_asker_only_and_for_an_hour(opened, owner, user):
    link = owner.post(fetch_url(made(owner)))["Location"]
    answer = logged_in("owner", opened.initiator).get(link)
    assert answer.status_code == 404
    assert "anderen Konto" in answer.text
    assert logged_in("nobody").get(link).status_code == 302
    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        owner.force_login(user)
        answer = owner.get(link)
    assert answer.status_code == 410
    assert "eine Stunde" in answer.text


def test_what_is_no_link_gets_the_same_words(owner):
    answer = owner.get("/de/organise/exports/nothing/")
    assert answer.status_code == 404
    assert "anderen Konto" in answer.text


def test_a_list_that_is_out_of_date_is_fetched_no_more(closed, owner):
    export = made(owner, HANDOVER)
    link = owner.post(fetch_url(export))["Location"]
    services.withdraw(closed.signatures.first())
    assert "Veraltet" in owner.get(EXPORTS).text
    assert not SignatureExportPart.objects.exists()
    assert owner.get(link).status_code == 410
    page = owner.post(fetch_url(export), follow=True)
    assert page.redirect_chain == [(EXPORTS, 302)]
    assert "nicht mehr da" in page.text


def test_after_a_week_it_is_over(owner, user):
    export = made(owner)
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        owner.force_login(user)
        page = owner.get(EXPORTS).text
        assert "gelöscht" in page
        assert fetch_url(export) not in page
        assert "nicht mehr da" in owner.post(fetch_url(export), follow=True).text


def test_no_names_any_more_once_the_site_gives_out_none(closed, owner, settings):
    export = made(owner, HANDOVER)
    link = owner.post(fetch_url(export))["Location"]
    settings.HANDOVER_LISTS = False
    answer = owner.get(link)
    assert answer.status_code == 410
    assert "gibt keine Listen mit Namen heraus" in answer.text
    page = owner.post(fetch_url(export), follow=True)
    assert "gibt keine Listen mit Namen heraus" in page.text


def test_no_file_any_more_for_whoever_has_lost_the_role(closed, owner, user):
    export = made(owner, HANDOVER)
    link = owner.post(fetch_url(export))["Location"]
    Membership.objects.filter(user=user).update(role="organiser")
    assert owner.post(fetch_url(export)).status_code == 403
    assert owner.get(link).status_code == 403


def test_the_same_queries_with_more(closed, owner):
    made(owner)
    owner.post(EXPORTS, FIGURES)
    queries_of(owner, EXPORTS)
    with_few = queries_of(owner, EXPORTS)
    for purpose in ("handover", "figures"):
        for format in ("csv", "xlsx"):
            owner.post(EXPORTS, {"purpose": purpose, "format": format})
    assert len(owner.get(EXPORTS).context["lines"]) == 5
    assert queries_of(owner, EXPORTS) == with_few
