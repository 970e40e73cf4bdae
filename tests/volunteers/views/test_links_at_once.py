"""What somebody types anew while a link is pressed: the press confirms what its page showed."""

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client

from jobs.models import Job
from tests.factories import CampaignFactory
from tests.petitions.at_once import amid
from tests.volunteers import joining, signing_up, teamwork
from tests.volunteers.factories import ShiftFactory
from volunteers import services
from volunteers.models import ShiftSignup, Supporter, TeamMember
from web.cache import forget_remembered

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="SQLite lets one write at a time"
    ),
]


@pytest.fixture(autouse=True)
def _pages_are_made_anew(settings):
    settings.PAGE_CACHE = False
    forget_remembered()


def seen_at(path: str) -> str:
    found = re.search(r'name="seen" value="([^"]+)"', Client().get(path).text)
    assert found is not None
    return found[1]


def pressed_amid(store: Callable[..., None], key: str, stop_after: str, path: str) -> int:
    """The status of a press that read the row before what is stored anew was committed."""
    seen = seen_at(path)
    words = Job.objects.get(kind=f"volunteers.{store.__name__}", state="queued").payload
    _stored, answer = amid(
        lambda: store(words[key], words["person"], words["sealed"]),
        stop_after,
        lambda: Client().post(path, {"seen": seen}),
    )
    return answer.status_code


def test_a_joining_is_confirmed_as_it_was_seen():
    campaign = CampaignFactory(slug="klima", languages=("de", "en"))
    joining.post(campaign)
    path = joining.link()
    joining.post(campaign, ways=["doors"])
    stop_after = "volunteers.services.joining.enqueue_supporter_mail"
    assert pressed_amid(services.store_supporter, "campaign", stop_after, path) == 409
    assert Supporter.objects.get().state == Supporter.State.PENDING


def test_a_sign_up_is_confirmed_as_it_was_seen():
    shift = ShiftFactory(languages=("de", "en"))
    signing_up.post(shift)
    path = signing_up.link("confirm")
    signing_up.post(shift, name="Somebody Else")
    stop_after = "volunteers.services.signing_up.enqueue_mail"
    assert pressed_amid(services.store_signup, "shift", stop_after, path) == 409
    assert ShiftSignup.objects.get().state == ShiftSignup.State.PENDING


def test_an_application_is_confirmed_as_it_was_seen():
    teamwork.asking_team(languages=("de", "en"))
    client, url = Client(), "/en/teams/bildung/apply/"
    client.post(url, teamwork.typed(client))
    path = teamwork.link("confirm")
    client.post(url, teamwork.typed(client, name="Somebody Else"))
    stop_after = "volunteers.services.applying.enqueue_member_mail"
    assert pressed_amid(services.store_application, "team", stop_after, path) == 409
    assert TeamMember.objects.get().state == TeamMember.State.PENDING
