"""Where an organisation may show pages of ours, and the lines to copy."""

from __future__ import annotations

import html
import re

import pytest
from django.utils import translation

from partners.models import EmbedSite
from privacy.models import AuditEntry
from tests.factories import (
    CampaignFactory,
    EmbedSiteFactory,
    EndorsementFactory,
    OrganisationFactory,
    PetitionFactory,
)
from tests.organising import queries_of
from tests.partners.conftest import browser_of, person

pytestmark = pytest.mark.django_db
PATH = "/de/organise/organisations/verein/embeds/"


@pytest.fixture
def campaign(organisation):
    campaign = CampaignFactory(slug="wahl")
    EndorsementFactory(campaign=campaign, organisation=organisation)
    PetitionFactory(slug="wahlrecht", campaign=campaign, languages=("de", "tr"))
    return campaign


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("visitor", 302),
        ("stranger", 404),
        ("moderator", 404),
        ("viewer", 403),
        ("editor", 403),
        ("organiser", 200),
        ("owner", 200),
        ("administrator", 200),
    ],
)
def test_organisers_and_owners_decide(organisation, who, status):
    browser = browser_of(person(who, organisation))
    assert browser.get(PATH).status_code == status
    sent = browser.post(PATH, {"origin": "https://www.example.org"})
    assert sent.status_code == (302 if status == 200 else status)
    assert EmbedSite.objects.exists() == (status == 200)


def test_a_site_is_added_once_and_stands_in_the_trail(as_owner, organisation, owner):
    for typed in ("https://www.example.org", "https://www.example.org/"):
        answer = as_owner.post(PATH, {"origin": typed}, follow=True)
    assert "https://www.example.org" in answer.text
    site = EmbedSite.objects.get()
    assert (site.organisation, site.added_by) == (organisation, owner)
    entry = AuditEntry.objects.get(verb="partners.embed_site_added")
    assert entry.detail == {"origin": "https://www.example.org"}
    trail = as_owner.get("/de/organise/organisations/verein/trail/")
    assert "Website" in trail.text


def test_the_form_can_be_sent(as_owner, organisation):
    """`{% include … only %}` would leave the token out, which a test client doesn't miss."""
    forms = re.findall(
        r'<form class="form" method="post".*?</form>', as_owner.get(PATH).text, re.S
    )
    assert ["csrfmiddlewaretoken" in form for form in forms] == [True]


def test_what_is_no_website_is_refused_in_words_and_kept(as_owner, organisation):
    answer = as_owner.post(PATH, {"origin": "http://www.example.org"})
    assert answer.status_code == 422
    assert "https://" in answer.text
    assert 'value="http://www.example.org"' in answer.text
    assert not EmbedSite.objects.exists()


def test_a_site_is_removed_by_its_own_organisation_only(as_owner, organisation):
    site, foreign = EmbedSiteFactory(organisation=organisation), EmbedSiteFactory()
    assert as_owner.post(f"{PATH}{foreign.pk}/remove/").status_code == 404
    assert as_owner.post(f"{PATH}{site.pk}/remove/").status_code == 302
    assert list(EmbedSite.objects.all()) == [foreign]
    assert AuditEntry.objects.filter(verb="partners.embed_site_removed").count() == 1


def snippets(answer) -> list[str]:
    found = re.findall(r"<textarea[^>]*>(.*?)</textarea>", answer.text, re.DOTALL)
    return [html.unescape(one) for one in found]


def test_the_lines_say_what_was_chosen(as_owner, campaign, settings):
    settings.SITE_URL = "https://mitstimme.example"
    query = {"what": "petition wahlrecht", "language": "tr", "accent": "#7A1F5C"}
    answer = as_owner.get(PATH, query)
    element, iframe = snippets(answer)
    address = "https://mitstimme.example/tr/embed/verein/petitions/wahlrecht/?accent=7a1f5c"
    assert f'src="{address}"' in iframe
    assert 'title="wahlrecht (tr)"' in iframe
    assert "<script" not in iframe
    assert 'src="https://mitstimme.example/embed/mitstimme.js"' in element
    assert (
        '<mitstimme-petition organisation="verein" petition="wahlrecht" lang="tr"'
        ' accent="7a1f5c"><a href="https://mitstimme.example/tr/petitions/wahlrecht/">'
    ) in element
    # What it will look like, also where this page was opened by another name.
    assert 'src="/tr/embed/verein/petitions/wahlrecht/?accent=7a1f5c"' in answer.text


@pytest.mark.parametrize(
    ("what", "path"),
    [
        ("progress wahlrecht", "petitions/wahlrecht/progress/"),
        ("events", "events/"),
        ("events wahl", "campaigns/wahl/events/"),
        ("shifts wahl", "campaigns/wahl/shifts/"),
    ],
)
def test_each_choice_leads_to_a_page_that_is_there(as_owner, client, campaign, what, path):
    answer = as_owner.get(PATH, {"what": what, "language": "en"})
    assert f"/en/embed/verein/{path}" in answer.text
    assert client.get(f"/en/embed/verein/{path}").status_code == 200


def test_only_what_the_organisation_carries_can_be_chosen(as_owner, organisation, campaign):
    PetitionFactory(slug="fremd")
    answer = as_owner.get(PATH, {"what": "petition fremd"})
    assert "fremd" not in "".join(re.findall(r"<option.*?</option>", answer.text))
    assert not snippets(answer)
    assert "error-summary" in answer.text


def test_a_colour_that_is_none_is_said_in_words(as_owner, campaign):
    answer = as_owner.get(PATH, {"accent": "rot"})
    assert "7a1f5c" in answer.text
    assert not snippets(answer)


def test_a_title_ends_no_attribute(as_owner, organisation):
    campaign = CampaignFactory(slug="zitat", lead=organisation)
    petition = PetitionFactory(slug="zitat", campaign=campaign)
    petition.texts.update(title='A "quoted" <b>title</b>')
    element, iframe = snippets(as_owner.get(PATH, {"what": "petition zitat"}))
    assert 'title="A &quot;quoted&quot; &lt;b&gt;title&lt;/b&gt;"' in iframe
    assert "<b>" not in element


def test_the_menu_leads_here(as_owner, organisation):
    assert f'href="{PATH}"' in as_owner.get("/de/organise/organisations/verein/").text


def test_queries_do_not_grow(as_owner, organisation):
    def add():
        campaign = CampaignFactory()
        EndorsementFactory(campaign=campaign, organisation=organisation)
        PetitionFactory(campaign=campaign)
        EmbedSiteFactory(organisation=organisation)

    add()
    with translation.override("de"):
        before = queries_of(as_owner, PATH)
        add(), add()
        assert queries_of(as_owner, PATH) == before


def test_another_organisation_has_a_list_of_its_own(organisation):
    EmbedSiteFactory(organisation=organisation, origin="https://one.example.org")
    other = OrganisationFactory()
    EmbedSiteFactory(organisation=other, origin="https://one.example.org")
    assert EmbedSite.objects.count() == 2
