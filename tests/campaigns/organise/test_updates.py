"""Updates and news in the workspace."""

from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns import services
from campaigns.models import Campaign, CampaignUpdate, Mailing
from campaigns.services import mailing as mailings
from jobs.models import Job
from tests.factories import CampaignFactory
from tests.organising import logged_in, queries_of, roles_get, somebody

pytestmark = pytest.mark.django_db
BASE = "/de/organise/campaigns/wahlrecht/updates/"
WORDS = {"title": "Erste Anhörung", "body": "Es war voll."}


@pytest.fixture
def campaign() -> Campaign:
    return CampaignFactory(slug="wahlrecht")


def written(campaign: Campaign) -> CampaignUpdate:
    actor = somebody("editor", campaign.lead)
    return services.write_update(campaign, WORDS, happened_on=timezone.localdate(), actor=actor)


@pytest.fixture
def update(campaign) -> CampaignUpdate:
    return written(campaign)


class TestWhoMay:
    @roles_get(stranger=404, viewer=200, editor=200, organiser=200, administrator=200)
    @pytest.mark.parametrize("page", ["", "{pk}/", "{pk}/preview/de/", "{pk}/mail/figures/"])
    def test_look(self, campaign, update, role, status, page):
        path = f"{BASE}{page.format(pk=update.pk)}"
        assert logged_in(role, campaign.lead).get(path).status_code == status

    @roles_get(stranger=404, viewer=403, editor=200, organiser=200, administrator=200)
    @pytest.mark.parametrize("page", ["new/", "{pk}/text/"])
    def test_write(self, campaign, update, role, status, page):
        path = f"{BASE}{page.format(pk=update.pk)}"
        assert logged_in(role, campaign.lead).get(path).status_code == status

    @roles_get(stranger=404, viewer=403, editor=403, organiser=200, administrator=200)
    @pytest.mark.parametrize("page", ["{pk}/schedule/", "{pk}/mail/schedule/", "{pk}/mail/start/"])
    def test_set_times(self, campaign, update, role, status, page):
        path = f"{BASE}{page.format(pk=update.pk)}"
        assert logged_in(role, campaign.lead).get(path).status_code == status

    @pytest.mark.parametrize(
        "deed", ["publish", "take-back", "mail/start", "mail/pause", "mail/test", "mail/again"]
    )
    @pytest.mark.parametrize(("role", "status"), [("stranger", 404), ("editor", 403)])
    def test_nobody_else_publishes_or_sends(self, campaign, update, role, status, deed):
        client = logged_in(role, campaign.lead)
        assert client.post(f"{BASE}{update.pk}/{deed}/").status_code == status
        assert not Mailing.objects.exists()

    def test_another_campaigns_update_is_unknown(self, campaign):
        other = written(CampaignFactory())
        client = logged_in("owner", campaign.lead)
        assert client.get(f"{BASE}{other.pk}/").status_code == 404


class TestOnTheWebsite:
    def test_from_the_first_word_to_the_public_page(self, campaign, client):
        editor, organiser = (logged_in(role, campaign.lead) for role in ("editor", "organiser"))
        data = WORDS | {"happened_on": "2026-11-20"}
        assert editor.post(f"{BASE}new/", data).status_code == 302
        update = CampaignUpdate.objects.get()
        assert "Anhörung" not in client.get("/de/campaigns/wahlrecht/").text
        organiser.post(f"{BASE}{update.pk}/publish/")
        update.refresh_from_db()
        assert "Es war voll." in client.get(update.get_absolute_url()).text
        organiser.post(f"{BASE}{update.pk}/take-back/")
        update.refresh_from_db()
        assert update.state == CampaignUpdate.State.DRAFT

    def test_bad_input_keeps_what_was_typed(self, campaign):
        data = {"title": "", "body": "Viel Text", "happened_on": "gestern"}
        answer = logged_in("editor", campaign.lead).post(f"{BASE}new/", data)
        assert answer.status_code == 422
        assert "Viel Text" in answer.text
        assert not CampaignUpdate.objects.exists()

    def test_two_at_one_text_lose_nothing(self, campaign, update):
        path = f"{BASE}{update.pk}/text/"
        first, second = (logged_in("editor", campaign.lead) for _one in range(2))
        seen = second.get(path).context["form"]["seen"].value()
        first.post(path, WORDS | {"title": "Erste", "seen": seen})
        late = second.post(path, WORDS | {"title": "Zweite", "seen": seen})
        assert late.status_code == 409
        assert str(CampaignUpdate.objects.with_texts().get()) == "Erste"

    def test_a_time_that_is_over_is_refused(self, campaign, update):
        client = logged_in("organiser", campaign.lead)
        answer = client.post(f"{BASE}{update.pk}/schedule/", {"at": "2020-01-01T10:00"})
        assert answer.status_code == 422


class TestByMail:
    def post(self, client, update, deed, **data):
        return client.post(f"{BASE}{update.pk}/mail/{deed}/", data, follow=True)

    def state(self) -> str:
        return Mailing.objects.get().state

    def test_not_before_it_is_public(self, campaign, update):
        page = self.post(logged_in("organiser", campaign.lead), update, "start")
        assert page.status_code == 422
        assert self.state() == Mailing.State.DRAFT

    def test_a_mailing_to_nobody_says_so(self, campaign, update):
        Mailing.objects.create(
            update=update, state=Mailing.State.DONE, started_at=timezone.now(), total=0
        )
        page = logged_in("viewer", campaign.lead).get(f"{BASE}{update.pk}/").text
        assert "wollte niemand Neuigkeiten" in page
        Mailing.objects.update(total=1, sent=1)
        page = logged_in("viewer", campaign.lead).get(f"{BASE}{update.pk}/").text
        assert "wollte niemand Neuigkeiten" not in page

    def test_before_it_goes_to_everybody_the_page_says_what_follows(self, campaign, update):
        services.publish_update(update)
        earlier = written(campaign)
        for of, total in ((earlier, 312), (written(CampaignFactory()), 7)):
            Mailing.objects.create(
                update=of, state=Mailing.State.DONE, started_at=timezone.now(), total=total
            )
        client = logged_in("organiser", campaign.lead)
        path = f"{BASE}{update.pk}/mail/start/"
        assert path in client.get(f"{BASE}{update.pk}/").text
        page = client.get(path).text
        assert "an 312 Menschen" in page
        assert "Türkçe" in page
        assert not Mailing.objects.filter(update=update).exists()

    def test_started_paused_resumed_and_ended(self, campaign, update):
        services.publish_update(update)
        client = logged_in("organiser", campaign.lead)
        for deed, state in (
            ("start", "gathering"),
            ("pause", "paused"),
            ("resume", "gathering"),
            ("pause", "paused"),
            ("cancel", "cancelled"),
            ("start", "cancelled"),
        ):
            page = self.post(client, update, deed)
            assert page.status_code == (422 if (deed, state) == ("start", "cancelled") else 200)
            assert self.state() == state

    def test_a_test_goes_to_oneself(self, campaign, update):
        self.post(logged_in("organiser", campaign.lead), update, "test", language="tr")
        job = Job.objects.get(kind="campaigns.send_test")
        assert job.payload["language"] == "tr"
        assert "@" not in str(job.payload)

    def test_later_and_not_at_all(self, campaign, update):
        services.publish_update(update)
        client = logged_in("organiser", campaign.lead)
        at = (timezone.localtime() + timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M")
        self.post(client, update, "schedule", at=at)
        assert self.state() == Mailing.State.SCHEDULED
        self.post(client, update, "schedule", take_back="yes")
        assert self.state() == Mailing.State.DRAFT

    def test_what_is_unclear_waits_for_somebody(self, campaign, update):
        mailing = mailings.prepare(update)
        Mailing.objects.filter(pk=mailing.pk).update(state="done", total=3, sent=2, uncertain=1)
        client = logged_in("organiser", campaign.lead)
        assert f"{BASE}{update.pk}/" in client.get("/de/organise/").text
        assert "mail/again/" in client.get(f"{BASE}{update.pk}/").text
        assert (
            "mail/again/" not in logged_in("viewer", campaign.lead).get(f"{BASE}{update.pk}/").text
        )


@pytest.mark.parametrize("page", [BASE, "/de/organise/"])
def test_a_fixed_number_of_queries(campaign, page):
    client = logged_in("owner", campaign.lead)

    def one_more():
        mailing = mailings.prepare(written(campaign))
        Mailing.objects.filter(pk=mailing.pk).update(uncertain=1)

    one_more()
    queries_of(client, page)
    with_one = queries_of(client, page)
    for _more in range(2):
        one_more()
    assert queries_of(client, page) == with_one
