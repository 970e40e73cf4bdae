"""The workspace's first page: what waits, and all that is ours."""

import pytest

from accounts.models import User
from partners.workspace import attention
from partners.workspace.attention import Urgency, Waiting
from tests.factories import CampaignFactory, PetitionFactory
from tests.organising import logged_in
from tests.partners.conftest import browser_of, person

pytestmark = pytest.mark.django_db
HOME = "/de/organise/"


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("stranger", False),
        ("moderator", False),
        ("viewer", True),
        ("owner", True),
        ("administrator", True),
        ("superuser", True),
    ],
)
def test_ours_and_nobody_elses(organisation, who, sees):
    campaign = CampaignFactory(lead=organisation, state="draft")
    PetitionFactory(initiator=organisation, campaign=campaign, goal=1200)
    page = browser_of(person(who, organisation)).get(HOME)
    assert page.status_code == 200
    assert (str(campaign) in page.text) is sees
    assert ("0 von 1.200" in page.text) is sees


def test_visitors_log_in_first(client):
    assert client.get(HOME).url == f"/de/accounts/login/?next={HOME}"


def test_with_nothing_at_all_the_page_says_how_to_begin():
    page = browser_of(User.objects.create_user("neu@example.net")).get(HOME)
    assert "Sie gehören noch zu keiner Organisation" in page.text
    boss = User.objects.create_user("boss@example.net", site_role="administrator")
    assert "/de/organise/organisations/new/" in browser_of(boss).get(HOME).text


def test_whoever_runs_the_site_is_not_shown_those_who_do_nothing_here(organisation):
    boss = person("administrator", organisation)
    assert "Verein" not in main_of(browser_of(boss).get(HOME))
    CampaignFactory(lead=organisation)
    PetitionFactory(initiator=organisation, campaign=CampaignFactory(lead=organisation))
    page = main_of(browser_of(boss).get(HOME))
    assert page.count(f'id="organisation-{organisation.pk}"') == 1


def main_of(page) -> str:
    return page.text.partition("<main")[2].partition("</main>")[0]


BEGIN = "/de/organise/campaigns/new/?lead=verein"


@pytest.mark.parametrize(
    ("who", "leads_on"), [("viewer", False), ("editor", True), ("owner", True)]
)
def test_without_a_campaign_there_is_a_way_to_begin_one(organisation, who, leads_on):
    client = browser_of(person(who, organisation))
    for path in (HOME, f"{HOME}organisations/verein/"):
        page = main_of(client.get(path))
        assert "Noch keine Kampagne." in page
        assert (BEGIN in page) is leads_on
    assert client.get(BEGIN).status_code == (200 if leads_on else 403)
    CampaignFactory(lead=organisation)
    assert BEGIN not in main_of(client.get(HOME))


def test_what_waits_leads_to_where_it_is_done(as_owner, monkeypatch):
    one = Waiting("Drei Texte sind veraltet", "/de/organise/x/", Urgency.NOW, about="Wahlrecht")
    monkeypatch.setattr(attention, "_sources", {"test": lambda user: [one]})
    page = as_owner.get(HOME).text
    assert '<a href="/de/organise/x/">Drei Texte sind veraltet</a>' in page
    assert "<bdi>Wahlrecht</bdi>" in page
    assert "waiting__item--now" in page


def test_when_nothing_waits_the_page_says_so(as_owner, monkeypatch):
    monkeypatch.setattr(attention, "_sources", {})
    assert "Nichts ist dringend" in as_owner.get(HOME).text


def test_a_stranger_is_told_of_no_drafts():
    page = logged_in("stranger").get(HOME).text
    assert "noch zu keiner Organisation" in page
    assert "Nichts ist dringend" not in page


def test_one_link_leads_past_the_way_around():
    page = logged_in("stranger").get(HOME).text
    past, ways = page.index('href="#page"'), page.index('class="workspace__nav"')
    assert past < ways < page.index('id="page" tabindex="-1"')
