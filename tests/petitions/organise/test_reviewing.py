"""Looking suspicious signatures through: the groups, one group, and what counts no more."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from jobs.models import Job
from jobs.services import run_due
from petitions import services
from petitions.models import Invalidation, Petition, Signature, Suspicion
from petitions.services import reviewing, tally
from tests.factories import PetitionFactory, SignatureFactory
from tests.organising import logged_in, queries_of, roles_get
from tests.petitions.organise.conftest import url

pytestmark = pytest.mark.django_db
QUEUE = url("review-signatures/")
NETWORK = url("review-signatures/network/")
GROUP = f"{NETWORK}?group=2026-11-20%3Aabcdef"
INVALIDATED = url("review-signatures/invalidated/")
CODE = "2026-11-20:abcdef"
WHO = roles_get(
    stranger=404,
    viewer=403,
    editor=403,
    organiser=403,
    owner=200,
    moderator=200,
    administrator=200,
)


def suspicious(petition: Petition, number: int = 1, signal="network", group=CODE, **fields):
    """Confirmed signatures in the count, each with a suspicion."""
    made = SignatureFactory.create_batch(number, petition=petition, **fields)
    tally.enter_days(petition.pk, {timezone.localdate(): number})
    services.fold()
    return Suspicion.objects.bulk_create(
        Suspicion(petition=petition, signature=one, signal=signal, group=group) for one in made
    )


def count() -> int:
    services.fold()
    assert services.recount() == []
    return Petition.objects.get(slug="entwurf").confirmed_count


@pytest.fixture
def owner(opened):
    return logged_in("owner", opened.initiator)


@WHO
@pytest.mark.parametrize("page", [QUEUE, GROUP, INVALIDATED])
def test_who_may_look(opened, page, role, status):
    suspicious(opened)
    assert logged_in(role, opened.initiator).get(page).status_code == status


@WHO
def test_who_may_decide(opened, role, status):
    [one] = suspicious(opened)
    client = logged_in(role, opened.initiator)
    sent = {"deed": "invalidate", "chosen": one.pk, "reason": "machine"}
    answer = client.post(GROUP, sent)
    assert answer.status_code == (302 if status == 200 else status)
    assert count() == (0 if status == 200 else 1)
    Invalidation.objects.get_or_create(signature=one.signature, defaults={"reason": "machine"})
    Signature.objects.update(state="invalidated")
    client.post(INVALIDATED, {"deed": "restore", "chosen": one.signature_id})
    assert Invalidation.objects.exists() is (status != 200)


def test_a_moderator_sees_nothing_of_a_draft(draft):
    assert logged_in("moderator").get(QUEUE).status_code == 404


def test_the_number_of_a_draft_does_not_stand(draft):
    client = logged_in("owner", draft.initiator)
    assert "notice--info" not in client.get(QUEUE).text


def test_nothing_waits(owner):
    assert owner.get(QUEUE).context["groups"] == []
    page = owner.get(GROUP)
    assert page.context["page"].paginator.count == 0
    assert "deed" not in page.text


def test_the_largest_group_comes_first_and_says_what_is_odd(opened, owner):
    suspicious(opened, 1, "disposable", "mailinator.com")
    suspicious(opened, 2)
    groups = owner.get(QUEUE).context["groups"]
    assert [(one.count, one.in_common) for one in groups] == [(2, ""), (1, "mailinator.com")]
    page = owner.get(QUEUE).text
    assert "20. November 2026" in page
    assert "abcdef</" not in page
    for group in groups:
        assert owner.get(group.url).context["page"].paginator.count == group.count


def test_no_page_shows_a_name_or_an_address_or_even_reads_one(opened, owner):
    [one] = suspicious(
        opened, given_name="Geheime", family_name="Person", email="geheim@example.org"
    )
    with CaptureQueriesContext(connection) as asked:
        pages = owner.get(QUEUE).text + owner.get(GROUP).text
        sent = {"deed": "invalidate", "chosen": one.pk, "reason": "machine"}
        pages += owner.post(GROUP, sent | {"reason": ""}).text
        pages += owner.post(GROUP, sent, follow=True).text + owner.get(INVALIDATED).text
    for secret in ("Geheime", "Person<", "geheim@", "44137"):
        assert secret not in pages
    assert pages.count(one.signature.pk.hex[-8:] + "</bdi>") == 3
    for column in ("given_name", "family_name", '"email"', "postcode", "person_key"):
        assert not [
            query
            for query in asked
            if "petitions_signature" in query["sql"] and column in query["sql"]
        ]


def test_a_reason_is_asked_for_but_not_by_the_browser(opened, owner):
    suspicious(opened)
    field = owner.get(GROUP).text.partition('for="id_reason"')[2].partition("<option")[0]
    assert "freiwillig" not in field.partition("</label>")[0]
    assert " required" not in field


def test_choosing_all_keeps_what_was_typed(opened, owner):
    rows = suspicious(opened, 3)
    sent = {"deed": "choose", "reason": "twice", "note": "Stand am Markt"}
    page = owner.post(GROUP, sent)
    assert page.status_code == 200
    assert page.context["chosen"] == {one.pk for one in rows}
    assert page.text.count(" checked") == 3
    assert 'value="Stand am Markt"' in page.text
    assert Suspicion.objects.open().count() == 3


def test_the_chosen_ones_do_not_count(opened, owner):
    first, second, third = suspicious(opened, 3)
    sent = {
        "deed": "invalidate",
        "chosen": [first.pk, second.pk],
        "reason": "machine",
        "note": "Ein Skript",
    }
    page = owner.post(GROUP, sent, follow=True)
    assert "2 Unterschriften zählen" in page.text
    assert count() == 1
    assert [one.pk for one in page.context["page"]] == [third.pk]
    assert (
        list(Invalidation.objects.values_list("reason", "note")) == [("machine", "Ein Skript")] * 2
    )


def test_the_chosen_ones_are_all_right(opened, owner):
    first, second = suspicious(opened, 2)
    page = owner.post(GROUP, {"deed": "clear", "chosen": first.pk}, follow=True)
    assert "1 Unterschrift" in page.text
    assert (count(), list(Suspicion.objects.open())) == (2, [second])


@pytest.mark.parametrize(("deed", "left"), [("clear_group", 3), ("invalidate_group", 0)])
def test_the_whole_group_without_choosing(opened, owner, deed, left):
    suspicious(opened, 3)
    other = suspicious(opened, 1, "no_name", "")
    owner.post(GROUP, {"deed": deed, "reason": "machine"})
    assert list(Suspicion.objects.open()) == other
    assert count() == left + 1


def test_a_large_group_is_a_job_that_tells_how_far_it_is(opened, owner, monkeypatch):
    monkeypatch.setattr(reviewing, "AT_ONCE", 2)
    suspicious(opened, 3)
    page = owner.post(GROUP, {"deed": "invalidate_group", "reason": "machine"}, follow=True)
    assert page.redirect_chain[0][0] == GROUP
    assert 'hx-trigger="every 3s"' in page.text
    assert f'href="{GROUP}"' in page.text
    assert 'name="deed"' not in page.text
    Job.objects.filter(kind="petitions.review_group").update(done=1, total=2)
    part = owner.get(GROUP, headers={"HX-Request": "true", "HX-Request-Type": "partial"}).text
    assert '<progress class="progress" value="1" max="2"' in part
    assert "<html" not in part
    run_due()
    part = owner.get(GROUP, headers={"HX-Request": "true", "HX-Request-Type": "partial"}).text
    assert "hx-trigger" not in part
    assert "circle-check" in part
    assert count() == 0


def test_a_job_that_gave_up_is_told_for_a_day(opened, owner, monkeypatch):
    monkeypatch.setattr(reviewing, "AT_ONCE", 2)
    suspicious(opened, 3)
    owner.post(GROUP, {"deed": "clear_group"})
    failed = Job.objects.filter(kind="petitions.review_group")
    failed.update(state="failed", finished_at=timezone.now())
    page = owner.get(GROUP).text
    assert "abgebrochen" in page
    assert 'value="clear_group"' in page
    failed.update(finished_at=timezone.now() - timedelta(days=2))
    assert "abgebrochen" not in owner.get(GROUP).text


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "Wählen Sie, was"),
        ({"deed": "burn", "chosen": "1"}, "Wählen Sie, was"),
        ({"deed": "clear"}, "mindestens eine Unterschrift"),
        ({"deed": "invalidate", "reason": "machine"}, "mindestens eine Unterschrift"),
        ({"deed": "invalidate", "chosen": "1"}, "Wählen Sie einen Grund"),
        ({"deed": "invalidate_group", "reason": ""}, "Wählen Sie einen Grund"),
        ({"deed": "invalidate_group", "reason": "hate"}, "hate"),
        ({"deed": "invalidate_group", "reason": "other", "note": "a@b.de"}, "E-Mail-Adresse"),
        ({"deed": "invalidate_group", "reason": "other", "note": "x" * 201}, "200"),
        ({"deed": "clear", "chosen": "x"}, "x"),
        ({"deed": "clear", "chosen": "9" * 30}, "9"),
        ({"deed": "clear", "chosen": "-1"}, "-1"),
    ],
)
def test_what_is_no_decision_is_refused_in_words(opened, owner, sent, said):
    suspicious(opened)
    answer = owner.post(GROUP, sent)
    assert answer.status_code == 422
    assert said in answer.text.partition('role="alert"')[2].partition("</ul>")[0]
    assert (count(), Suspicion.objects.open().count()) == (1, 1)


def test_those_of_another_petition_are_passed_over(opened, owner):
    [theirs] = suspicious(opened)
    Suspicion.objects.update(petition=PetitionFactory())
    owner.post(GROUP, {"deed": "clear", "chosen": theirs.pk})
    owner.post(GROUP, {"deed": "invalidate", "chosen": theirs.pk, "reason": "machine"})
    theirs.refresh_from_db()
    assert theirs.decision == "open"


@pytest.mark.parametrize(
    "page", ["review-signatures/hunger/", "review-signatures/network/?group=%00"]
)
def test_what_is_no_group(owner, page):
    assert owner.get(url(page)).status_code == 404


@pytest.mark.parametrize("query", ["?group=rubbish", "?group=" + "x" * 500, "?page=x", "?page=99"])
def test_a_group_that_is_not_there_is_empty(owner, query):
    assert owner.get(NETWORK + query).status_code == 200


def test_when_the_number_stands_nothing_is_taken_out(opened, owner, monkeypatch):
    monkeypatch.setattr(reviewing, "AT_ONCE", 2)
    rows = suspicious(opened, 3)
    services.close(opened)
    services.hand_over(opened)
    page = owner.get(GROUP).text
    assert 'value="invalidate' not in page
    for deed in ("invalidate", "invalidate_group"):
        sent = {"deed": deed, "chosen": rows[0].pk, "reason": "machine"}
        answer = owner.post(GROUP, sent)
        assert answer.status_code == 422
        assert "steht fest" in answer.text
    assert not Job.objects.filter(kind="petitions.review_group").exists()
    assert Suspicion.objects.open().count() == 3
    owner.post(GROUP, {"deed": "clear", "chosen": rows[0].pk})
    assert Suspicion.objects.open().count() == 2


def test_they_count_again(opened, owner):
    rows = suspicious(opened, 2)
    owner.post(GROUP, {"deed": "invalidate_group", "reason": "twice", "note": "Doppelt"})
    page = owner.get(INVALIDATED)
    assert {one.signature_id for one in page.context["shown"]} == {
        one.signature_id for one in rows
    }
    assert "Doppelt" in page.text
    chosen = owner.post(INVALIDATED, {"deed": "choose"}).context["chosen"]
    page = owner.post(INVALIDATED, {"deed": "restore", "chosen": list(chosen)}, follow=True)
    assert "2 Unterschriften" in page.text
    assert page.context["shown"] == []
    assert count() == 2


@pytest.mark.parametrize("chosen", ["", "x", "1"])
def test_what_cannot_count_again_is_refused(opened, owner, chosen):
    answer = owner.post(INVALIDATED, {"deed": "restore", "chosen": chosen})
    assert answer.status_code == 422


def test_nothing_counts_again_when_the_number_stands(opened, owner):
    [one] = suspicious(opened)
    owner.post(GROUP, {"deed": "invalidate_group", "reason": "twice"})
    services.close(opened)
    services.hand_over(opened)
    assert 'value="restore"' not in owner.get(INVALIDATED).text
    answer = owner.post(INVALIDATED, {"deed": "restore", "chosen": one.signature_id})
    assert answer.status_code == 422
    assert "steht fest" in answer.text


def test_the_older_ones_are_a_page_further(opened, owner, monkeypatch):
    monkeypatch.setattr("petitions.organise.reviewing.PER_PAGE", 2)
    suspicious(opened, 3)
    owner.post(GROUP, {"deed": "invalidate_group", "reason": "twice"})
    first = owner.get(INVALIDATED)
    assert len(first.context["shown"]) == 2
    older = owner.get(INVALIDATED, {"before": first.context["older"]})
    assert (len(older.context["shown"]), older.context["older"]) == (1, None)
    for rubbish in ("x", "9" * 40, "-1", "²"):
        assert len(owner.get(INVALIDATED, {"before": rubbish}).context["shown"]) == 2


def test_the_same_queries_with_more(opened, owner):
    suspicious(opened)
    suspicious(opened, 1, state="invalidated")
    Invalidation.objects.create(signature=Signature.objects.last(), reason="machine")
    pages = (QUEUE, GROUP, INVALIDATED)
    queries_of(owner, QUEUE)
    with_one = [queries_of(owner, page) for page in pages]
    suspicious(opened, 2)
    suspicious(opened, 1, "no_name", "")
    for signature in SignatureFactory.create_batch(2, petition=opened, state="invalidated"):
        Invalidation.objects.create(signature=signature, reason="machine")
    assert [queries_of(owner, page) for page in pages] == with_one


class TestLookingAllThrough:
    BUTTON = "Alle Unterschriften durchsehen"

    def test_who_may(self, opened):
        for role, status in (("viewer", 403), ("organiser", 403), ("stranger", 404)):
            assert logged_in(role, opened.initiator).post(QUEUE).status_code == status
        assert not Job.objects.filter(kind="petitions.look_for_suspicion").exists()

    def test_a_press_has_it_done_and_the_page_says_how_far_it_is(self, owner, opened, settings):
        SignatureFactory(petition=opened, email="a@kurz.example", family_name="Yılmaz")
        settings.DISPOSABLE_DOMAINS = ["kurz.example"]
        assert self.BUTTON in owner.get(QUEUE).text
        assert owner.post(QUEUE).url == QUEUE
        assert owner.post(QUEUE).url == QUEUE, "twice is once"
        [job] = Job.objects.filter(kind="petitions.look_for_suspicion")
        page = owner.get(QUEUE).text
        assert 'hx-trigger="every 3s"' in page
        assert self.BUTTON not in page
        Job.objects.filter(pk=job.pk).update(done=3, total=7)
        part = owner.get(QUEUE, headers={"hx-request": "true"}).text
        assert "3 von 7" in part
        assert "<html" not in part
        run_due()
        page = owner.get(QUEUE).text
        assert "kurz.example" in page
        assert self.BUTTON in page
        assert "every 3s" not in page

    def test_when_it_broke_off_that_is_said(self, owner, opened):
        owner.post(QUEUE)
        Job.objects.filter(kind="petitions.look_for_suspicion").update(
            state="failed", finished_at=timezone.now()
        )
        page = owner.get(QUEUE).text
        assert "Der letzte Versuch ist abgebrochen" in page
        assert self.BUTTON in page

    def test_not_where_nothing_can_come_of_it(self, owner, opened):
        services.close(opened)
        services.hand_over(opened)
        assert self.BUTTON not in owner.get(QUEUE).text
        assert owner.post(QUEUE).status_code == 200
        Petition.objects.update(state="draft")
        assert owner.post(QUEUE).status_code == 200
        assert not Job.objects.filter(kind="petitions.look_for_suspicion").exists()
