"""A campaign's picture in the workspace."""

import pytest

from campaigns.models import Campaign
from pictures.models import Picture
from tests.factories import CampaignFactory
from tests.organising import logged_in, roles_get
from tests.pictures.samples import photo, sent

pytestmark = pytest.mark.django_db
PAGE = "/de/organise/campaigns/wahlrecht/picture/"
ABOUT = {
    "alt_de": "Menschen auf einem Platz",
    "credit": "Büro",
    "licence": "own",
    "focus": "center",
}


@pytest.fixture
def campaign() -> Campaign:
    return CampaignFactory(slug="wahlrecht")


@roles_get(stranger=404, viewer=403, editor=200, organiser=200, administrator=200)
def test_who_may_choose_one(campaign, role, status):
    assert logged_in(role, campaign.lead).get(PAGE).status_code == status


def test_it_is_chosen_shown_and_taken_away(campaign, client):
    editor = logged_in("editor", campaign.lead)
    assert editor.post(PAGE, ABOUT | {"file": photo()}).status_code == 302
    page = client.get("/de/campaigns/wahlrecht/").text
    assert 'alt="Menschen auf einem Platz"' in page
    editor.post(PAGE, {"take_away": "yes"})
    campaign.refresh_from_db()
    assert campaign.picture is None
    assert not Picture.objects.exists()


@pytest.mark.parametrize("content", [b"<svg><script>alert(1)</script></svg>", b"%PDF-1.7", b""])
def test_what_is_no_picture_is_refused_in_words(campaign, content):
    answer = logged_in("editor", campaign.lead).post(PAGE, ABOUT | {"file": sent(content)})
    assert answer.status_code == 422
    assert "Menschen auf einem Platz" in answer.text
    assert not Picture.objects.exists()


def test_not_without_saying_what_it_shows(campaign):
    data = ABOUT | {"file": photo(), "alt_de": ""}
    assert logged_in("editor", campaign.lead).post(PAGE, data).status_code == 422
    assert not Picture.objects.exists()
