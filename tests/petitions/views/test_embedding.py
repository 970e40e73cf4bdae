"""A petition on a partner's website: who may show it, and that signing there is signing."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from campaigns.models import Endorsement
from jobs.models import Job
from partners.models import Organisation
from petitions import parts
from petitions.models import Petition, SourceLink
from petitions.services import link_partner
from tests.factories import EmbedSiteFactory, EndorsementFactory, OrganisationFactory
from tests.organising import queries_of
from tests.petitions.signing import nothing_was_taken, stored
from tests.petitions.views.test_waiting import database_away
from web import switches

pytestmark = pytest.mark.django_db
PAGE = "/en/embed/dgb/petitions/wahlrecht/"
SIGN = f"{PAGE}sign/"
SENT = f"{SIGN}sent/"
PROGRESS = f"{PAGE}progress/"
PAGES = [PAGE, PROGRESS, SENT]
HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}


@pytest.fixture
def partner(petition) -> Organisation:
    """Stands behind the campaign; two websites of its own may show it."""
    partner = OrganisationFactory(slug="dgb", name="DGB")
    EndorsementFactory(campaign=petition.campaign, organisation=partner)
    EmbedSiteFactory(organisation=partner, origin="https://www.example.org")
    EmbedSiteFactory(organisation=partner, origin="https://shop.example.org:8443")
    EmbedSiteFactory(origin="https://somebody-else.example.org")
    return partner


def ancestors(answer) -> list[str]:
    [sources] = re.findall(r"frame-ancestors ([^;]*)", answer["Content-Security-Policy"])
    return sources.split()


@pytest.mark.parametrize("page", PAGES)
def test_its_own_websites_may_frame_it_and_no_other(client, partner, page):
    answer = client.get(page)
    assert answer.status_code == 200
    assert ancestors(answer) == [
        "https://shop.example.org:8443",
        "https://www.example.org",
        "'self'",
    ]
    assert "X-Frame-Options" not in answer
    assert not answer.cookies
    # The rest of the policy is that of every page.
    assert "form-action 'self'" in answer["Content-Security-Policy"]
    assert "script-src 'self'" in answer["Content-Security-Policy"]


def test_without_a_website_only_we_may(client, petition):
    lead = petition.campaign.lead
    answer = client.get(f"/en/embed/{lead.slug}/petitions/wahlrecht/")
    assert answer.status_code == 200
    assert ancestors(answer) == ["'self'"]


@pytest.mark.parametrize("page", ["/en/petitions/wahlrecht/", "/en/petitions/", "/en/"])
def test_every_other_page_stays_out_of_frames(client, partner, page):
    answer = client.get(page)
    assert ancestors(answer) == ["'none'"]
    assert answer["X-Frame-Options"] == "DENY"


def test_a_copy_and_an_unchanged_page_say_the_same(client, partner, settings):
    settings.PAGE_CACHE = True
    first = client.get(PAGE, headers={"Accept-Encoding": "gzip"})
    assert first["Cache-Control"] == "public, max-age=5"
    for headers in ({}, {"If-None-Match": first["ETag"], "Accept-Encoding": "gzip"}):
        for _each in range(2):
            again = client.get(PAGE, headers=headers)
            assert "X-Frame-Options" not in again
            # Without one, the browser keeps that of the page it holds (RFC 9111, 3.2).
            if "Content-Security-Policy" in again or again.status_code == 200:
                assert ancestors(again) == ancestors(first)


def test_an_unchanged_page_that_passed_the_middleware_keeps_its_policy(client, partner, settings):
    from web import front

    settings.PAGE_CACHE = True
    first = client.get(PAGE, headers={"Accept-Encoding": "gzip"})
    front.forget()
    again = client.get(PAGE, headers={"If-None-Match": first["ETag"], "Accept-Encoding": "gzip"})
    assert again.status_code == 304
    assert ancestors(again) == ancestors(first)
    assert "X-Frame-Options" not in again


@pytest.mark.parametrize("is_taken_off", [True, False])
def test_whoever_holds_the_page_hears_of_another_list_of_websites(
    client, partner, settings, is_taken_off
):
    from django.core.cache import cache

    from web import front

    settings.PAGE_CACHE = True
    first = client.get(PAGE)
    if is_taken_off:
        partner.embed_sites.get(origin="https://www.example.org").delete()
    else:
        EmbedSiteFactory(organisation=partner, origin="https://new.example.org")
    cache.clear()
    front.forget()
    for _by in ("the cache", "this process's memory"):
        again = client.get(PAGE, headers={"If-None-Match": first["ETag"]})
        # A 304 leaves a browser with the policy it knows.
        assert again.status_code == 200
        assert again.content == first.content
        assert ("https://www.example.org" in ancestors(again)) is not is_taken_off
        assert ("https://new.example.org" in ancestors(again)) is not is_taken_off


@pytest.mark.parametrize("page", PAGES)
def test_whoever_does_not_carry_the_campaign_shows_nothing(client, partner, page):
    for state in (Endorsement.State.ENDED, Endorsement.State.INVITED):
        Endorsement.objects.update(state=state)
        answer = client.get(page)
        assert answer.status_code == 404
        assert len(answer.content) < 3000
        assert "site-header" not in answer.text
        # Its websites show the sentence, and not a broken frame.
        assert "https://www.example.org" in ancestors(answer)
        assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize(
    "page", ["/en/embed/unknown/petitions/wahlrecht/", "/en/embed/dgb/petitions/unknown/"]
)
def test_what_does_not_exist_is_a_small_404(client, partner, page):
    answer = client.get(page)
    assert answer.status_code == 404
    assert len(answer.content) < 3000


def test_an_organisation_that_left_or_hides_shows_nothing(client, partner):
    Organisation.objects.filter(pk=partner.pk).update(is_public=False)
    assert client.get(PAGE).status_code == 404


def test_a_draft_is_not_shown(client, partner, petition):
    Petition.objects.update(state=Petition.State.DRAFT)
    assert client.get(PAGE).status_code == 404
    assert client.post(SIGN, {}).status_code == 404


def test_the_page_is_small_and_leads_out_in_a_new_tab(client, partner):
    text = client.get(PAGE).text
    assert "site-header" not in text
    assert "Run by" in text
    assert "DGB" in text
    leading_out = re.findall(r"<a\b[^>]*\bhref=\"(?!#)[^\"]*\"[^>]*>", text)
    assert leading_out
    assert [link for link in leading_out if 'target="_blank"' not in link] == []
    assert 'href="/en/petitions/wahlrecht/?from=partner-dgb"' in text


def test_signing_there_carries_the_source_of_the_partner(client, partner, typed):
    answer = client.post(SIGN, typed)
    assert answer.status_code == 302
    assert answer["Location"] == SENT
    assert "Look in your mailbox" in client.get(SENT).text
    signature = stored()
    assert signature.source == "partner-dgb"
    assert signature.language == "en"
    assert not client.cookies


def test_no_other_source_takes_its_place(client, partner, typed):
    client.post(
        f"{SIGN}?from=stall",
        typed | {"source": "poster"},
        headers={"Referer": f"http://testserver{PAGE}?from=newsletter"},
    )
    assert stored().source == "partner-dgb"


def test_the_source_is_that_of_its_link(client, partner, petition, typed):
    SourceLink.objects.create(
        campaign=petition.campaign,
        petition=petition,
        name="Stall",
        source="partner-dgb",
        code="taken",
    )
    link_partner(petition.campaign_id, partner.pk)
    assert SourceLink.objects.get(organisation=partner).source == "partner-dgb-2"
    client.post(SIGN, typed)
    assert stored().source == "partner-dgb-2"


def test_the_lead_of_the_campaign_has_a_word_of_its_own(client, petition, typed):
    lead = petition.campaign.lead
    client.post(f"/en/embed/{lead.slug}/petitions/wahlrecht/sign/", typed)
    assert stored().source == f"partner-{lead.slug}"


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
def test_what_is_wrong_is_said_in_the_frame(client, partner, typed, headers):
    answer = client.post(f"{SIGN}?accent=7a1f5c", typed | {"email": "ayse"}, headers=headers)
    assert answer.status_code == 422
    assert "error-summary" in answer.text
    assert 'value="ayse"' in answer.text
    assert f'action="{SIGN}?accent=7a1f5c#sign"' in answer.text
    assert ("<html" in answer.text) == (not headers)
    assert "https://www.example.org" in ancestors(answer)
    assert "X-Frame-Options" not in answer
    assert "no-store" in answer["Cache-Control"]
    assert nothing_was_taken()


def test_htmx_gets_the_answer_in_its_place(client, partner, typed):
    answer = client.post(SIGN, typed, headers=HTMX)
    assert answer.status_code == 200
    assert "Look in your mailbox" in answer.text
    assert "<html" not in answer.text


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, 302),
        ({"Origin": "http://testserver"}, 302),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "https://www.example.org"}, 403),
        ({"Origin": "null"}, 403),
    ],
)
def test_only_our_own_frame_may_send_it(partner, typed, headers, status):
    answer = Client(enforce_csrf_checks=True).post(SIGN, typed, headers=headers)
    assert answer.status_code == status
    assert nothing_was_taken() == (status == 403)


def test_nobody_signs_for_an_organisation_that_does_not_carry_it(client, partner, typed):
    Endorsement.objects.all().delete()
    assert client.post(SIGN, typed).status_code == 404
    assert nothing_was_taken()


def test_the_limit_is_the_same_and_brings_the_same_task(client, partner, typed, settings):
    settings.LIMITS = settings.LIMITS | {"sign:network": "1/hour"}
    client.post("/en/petitions/wahlrecht/sign/", typed)
    answer = client.post(SIGN, typed | {"email": "other@example.org"})
    assert answer.status_code == 429
    assert "data-proof=" in answer.text
    assert "https://www.example.org" in ancestors(answer)
    assert Job.objects.filter(kind="petitions.store_signature").count() == 1


def test_a_closed_petition_and_a_switched_off_form_say_so_in_the_frame(client, partner, typed):
    Petition.objects.update(state=Petition.State.CLOSED)
    closed = client.post(SIGN, typed)
    assert closed.status_code == 409
    assert "Signing is over" in closed.text
    assert "https://www.example.org" in ancestors(closed)


def test_signing_that_is_switched_off_keeps_what_was_typed(client, partner, typed):
    switches.turn(parts.SIGNING, is_on=False, actor="system")
    answer = client.post(SIGN, typed)
    assert answer.status_code == 503
    assert "https://www.example.org" in ancestors(answer)
    assert 'value="Ayşe"' in answer.text
    assert "Signing is paused" in client.get(PAGE).text


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
def test_while_the_database_is_away_the_form_waits_in_the_frame(client, partner, typed, headers):
    client.get(PAGE)
    with database_away():
        answer = client.post(f"{SIGN}?scheme=dark", typed, headers=headers)
    assert answer.status_code == 503
    assert 'data-send-again="15"' in answer.text
    assert f'action="{SIGN}?scheme=dark#sign"' in answer.text
    assert 'value="Ayşe"' in answer.text
    assert "https://www.example.org" in ancestors(answer)
    assert "X-Frame-Options" not in answer
    client.post(SIGN, typed)
    assert stored().source == "partner-dgb"


def test_a_process_that_never_showed_the_frame_keeps_the_form_on_its_own_page(
    client, partner, typed
):
    with database_away():
        answer = client.post(SIGN, typed)
    assert answer.status_code == 503
    assert 'value="Ayşe"' in answer.text
    assert 'action="/en/petitions/wahlrecht/sign/#sign"' in answer.text
    assert answer["X-Frame-Options"] == "DENY"


def test_a_session_changes_nothing(client, partner, typed, django_user_model):
    before = client.get(PAGE).text
    client.force_login(django_user_model.objects.create_user("ada@example.org"))
    assert client.get(PAGE).text == before
    client.post(SIGN, typed)
    assert stored().source == "partner-dgb"


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("accent=7A1F5C&scheme=dark", ["/embed/colours/7a1f5c.css", 'data-scheme="dark"']),
        ("accent=%237a1f5c", ["/embed/colours/7a1f5c.css"]),
        ("accent=red;}&scheme=sepia", []),
    ],
)
def test_how_it_looks_is_in_the_address(client, partner, query, kept):
    text = client.get(f"{PAGE}?{query}").text
    for part in kept:
        assert part in text
    assert ("/embed/colours/" in text) == bool(kept)
    assert ("data-scheme" in text) == ("dark" in query)


@pytest.mark.parametrize("page", PAGES)
def test_queries_do_not_grow(client, partner, petition, page, settings):
    settings.PAGE_CACHE = False
    before = queries_of(client, page)
    for number in range(3):
        EmbedSiteFactory(organisation=partner, origin=f"https://{number}.example.org")
        other = OrganisationFactory()
        EndorsementFactory(campaign=petition.campaign, organisation=other)
        link_partner(petition.campaign_id, other.pk)
    assert queries_of(client, page) == before
