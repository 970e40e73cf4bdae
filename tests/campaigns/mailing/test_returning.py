"""What providers tell about letters, through anymail's door."""

import json

import pytest
from anymail.signals import AnymailTrackingEvent
from django.conf import settings as django_settings
from django.utils import timezone

from campaigns import audience
from campaigns.models import Delivery, Mailing, Suppression
from campaigns.services import mailing as mailings
from campaigns.services.mailing.returning import heard
from jobs.models import Job
from jobs.services import run_due
from tests.campaigns.mailing.conftest import turns
from tests.factories import CampaignUpdateFactory

pytestmark = pytest.mark.django_db
HOOK = "/anymail/postmark/tracking/"
BOUNCE = {
    "RecordType": "Bounce",
    "MessageID": "883953f4-6105-42a2-a16a-77a8eac79483",
    "Type": "HardBounce",
    "TypeCode": 1,
    "Email": "person0@example.org",
    "BouncedAt": "2026-11-24T12:00:00Z",
}


@pytest.fixture
def mailing(going) -> Mailing:
    return turns(going(1))


@pytest.fixture
def tell(mailing):
    """Let the provider say something of the mailing's letter; the figures after it."""

    def tell(event_type: str, reason: str | None = None, **more: object) -> Mailing:
        letter = str(Delivery.objects.get().pk)
        told = {"metadata": {"letter": letter}, "message_id": "esp-1"} | more
        event = AnymailTrackingEvent(
            event_type=event_type, reject_reason=reason, timestamp=timezone.now(), **told
        )
        heard(None, event, "Postmark")
        run_due()
        mailing.refresh_from_db()
        return mailing

    return tell


@pytest.mark.parametrize(
    ("event", "reason", "figures", "stops"),
    [
        ("bounced", "bounced", (1, 0, 0), True),
        ("bounced", "invalid", (1, 0, 0), True),
        ("rejected", "bounced", (1, 0, 0), True),
        ("bounced", "other", (1, 0, 0), False),
        ("bounced", "timed_out", (1, 0, 0), False),
        ("failed", None, (1, 0, 0), False),
        ("complained", None, (0, 1, 0), True),
        ("rejected", "spam", (0, 1, 0), True),
        ("unsubscribed", None, (0, 0, 1), False),
        ("deferred", None, (0, 0, 0), False),
        ("delivered", None, (0, 0, 0), False),
        ("opened", None, (0, 0, 0), False),
    ],
)
def test_what_is_counted_and_what_stops_news(tell, event, reason, figures, stops):
    for _ in range(2):
        mailing = tell(event, reason)
    assert (mailing.bounced, mailing.complained, mailing.unsubscribed) == figures
    assert Suppression.objects.exists() == stops


def test_unsubscribed_at_the_provider_ends_the_consent(tell, petition):
    tell("unsubscribed")
    key = Delivery.objects.get().person_key
    assert audience.wanting(petition.campaign_id, {key}) == set()


def test_who_is_suppressed_gets_no_more(tell, petition):
    tell("bounced", "bounced")
    again = mailings.prepare(CampaignUpdateFactory(campaign=petition.campaign))
    mailings.start(again)
    assert turns(again).total == 0


def test_suppressed_while_a_mailing_is_under_way(going):
    mailing = going(2)
    assert mailings.take_turn()
    key = Delivery.objects.values_list("person_key", flat=True)[0]
    Suppression.objects.create(person_key=key, reason="complaint")
    mailing = turns(mailing)
    assert (mailing.sent, mailing.skipped) == (1, 1)


def test_known_by_its_message_id_where_the_provider_kept_it(tell):
    letter = Delivery.objects.get().pk
    mailing = tell("complained", metadata={}, message_id=f"<{letter}@example.org>")
    assert mailing.complained == 1


@pytest.mark.parametrize("told", [{}, None, {"letter": "x"}, {"letter": "-" * 36}])
def test_what_is_none_of_ours_does_nothing(tell, told):
    assert tell("complained", metadata=told).complained == 0
    assert not Job.objects.filter(state=Job.State.FAILED).exists()


def test_a_letter_that_is_forgotten_does_nothing(tell):
    gone = "019abcde-0000-7000-8000-000000000000"
    assert tell("complained", metadata={"letter": gone}).complained == 0


def test_no_address_is_kept_of_what_came_back(tell):
    tell("bounced", "bounced", recipient="person0@example.org")
    assert "@" not in str(list(Suppression.objects.values()))
    assert "@" not in str(list(Job.objects.values()))


class TestDoor:
    def post(self, client, mailing, secret: str):
        import base64

        letter = str(Delivery.objects.get().pk)
        basic = base64.b64encode(secret.encode()).decode()
        return client.post(
            HOOK,
            json.dumps(BOUNCE | {"Metadata": {"letter": letter}}),
            content_type="application/json",
            headers={"authorization": f"Basic {basic}"},
        )

    def test_who_knows_the_secret_is_heard(self, client, mailing):
        answer = self.post(client, mailing, django_settings.ANYMAIL_WEBHOOK_SECRET)
        assert answer.status_code == 200
        run_due()
        mailing.refresh_from_db()
        assert mailing.bounced == 1
        assert Suppression.objects.get().reason == "bounce"

    @pytest.mark.parametrize("secret", ["hook:wrong", ":", "x"])
    def test_others_are_not(self, client, mailing, secret):
        assert self.post(client, mailing, secret).status_code == 400
        assert not Job.objects.filter(kind="campaigns.letter_returned").exists()
