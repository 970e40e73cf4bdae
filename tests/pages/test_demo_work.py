"""What the demo shows of the work behind it: plans, pictures, ways, news, and what waits."""

from io import BytesIO
from itertools import combinations

import pytest
from django.core.management import call_command
from django.test import TestCase, override_settings
from django.utils import timezone, translation
from PIL import Image, ImageChops, ImageStat

from accounts.models import User
from campaigns.models import Campaign, CampaignUpdate, Delivery, Mailing
from jobs.models import Job
from mail.models import DemoMessage
from pages.demo import drawing
from partners.workspace import attention
from petitions.models import Petition, SourceLink
from petitions.services import figures_of, open_groups, published_districts
from pictures.models import PictureFile
from privacy.models import Consent

MAIN = "kommunales-wahlrecht"


def dots(picture):
    content = PictureFile.objects.defer(None).get(picture=picture, is_original=True).content
    return Image.open(BytesIO(bytes(content))).convert("RGB")


def far_apart(one, other):
    """How much two pictures differ in the mean, of 255."""
    return max(ImageStat.Stat(ImageChops.difference(one, other)).mean)


@pytest.mark.parametrize("name", drawing.SIGNS)
def test_a_sign_is_drawn_the_same_each_time_and_fills_the_picture(name):
    drawn = drawing.draw(name)
    assert far_apart(drawn, drawing.draw(name)) == 0
    assert drawn.size == (1600, 900)
    # Every voice is there: no cell is empty.
    ground = Image.new("RGB", (drawing.CELL, drawing.CELL), drawn.getpixel((0, 0)))
    for left in range(0, drawing.WIDTH, drawing.CELL):
        for top in range(10, drawing.HEIGHT - drawing.CELL, drawing.CELL):
            cell = drawn.crop((left, top, left + drawing.CELL, top + drawing.CELL))
            assert ImageChops.difference(cell, ground).getbbox(), (left, top)


@override_settings(DEMO=True)
class TestLoaded(TestCase):
    """Loaded once for all who only look."""

    @classmethod
    def setUpTestData(cls):
        call_command("load_demo", verbosity=0)

    def test_each_campaign_has_a_picture_of_its_own(self):
        pictures = [campaign.picture for campaign in Campaign.objects.all()]
        assert all(one.is_demo and one.credit == "Mitstimme (Demo)" for one in pictures)
        for one, other in combinations([dots(picture) for picture in pictures], 2):
            assert far_apart(one, other) > 30
        alts = [text.alt for picture in pictures for text in picture.texts.all()]
        assert len(set(alts)) == len(alts) == 16

    def test_campaigns_have_goals_on_the_way_and_milestones_behind_and_ahead(self):
        for campaign in Campaign.objects.all():
            goals = list(campaign.goals.all())
            assert len(goals) == 2
            assert all(0 < goal.reached <= goal.target * 1.2 for goal in goals)
            days = [one.reached_on or one.due_on for one in campaign.milestones.all()]
            today = timezone.localdate()
            assert min(days) < today < max(days)
            for milestone in campaign.milestones.reached():
                assert milestone.reached_on <= today

    def test_team_members_show_a_name_of_the_demo(self):
        team = Campaign.objects.get(slug=MAIN).team.of_the_house().filter(is_shown=True)
        assert {str(one.user) for one in team} == {"Demo-Organisation", "Demo-Partner"}

    def test_every_way_has_brought_somebody(self):
        for link in SourceLink.objects.filter(organisation=None).select_related("petition"):
            confirmed = link.petition.signatures.confirmed()
            assert confirmed.filter(source=link.source).count() >= 5, link
            assert link.name.endswith("(Demo)")
        assert SourceLink.objects.filter(is_active=False).count() == 2

    def test_the_stall_stood_there_on_saturdays_only(self):
        stall = Petition.objects.get(slug=MAIN).signatures.filter(source="stand-nordstadt")
        assert {timezone.localdate(one.signed_at).weekday() for one in stall} == {5}

    def test_the_charts_are_alive_at_once(self):
        petition = Petition.objects.get(slug=MAIN)
        figures = figures_of(petition)
        assert figures.at is not None
        assert (figures.confirmed, figures.pending, figures.withdrawn) == (640, 17, 9)
        assert len(figures.sources.shown) == 10, "the links of four partners too"
        assert len(figures.districts.shown) == 12
        assert len(figures.languages.shown) == 4
        assert published_districts(petition).numbers == figures.districts
        assert max(number for _name, number in figures.districts.shown) < 640 / 4

    def test_news_were_sent_and_counted_although_no_letter_has_left(self):
        mailing = Mailing.objects.get()
        letters = Delivery.objects.filter(mailing=mailing)
        agreed = Consent.objects.filter(purpose="petitions.news", given_at__lt=timezone.now())
        assert mailing.state == Mailing.State.DONE
        assert mailing.waiting == 0
        assert mailing.total == letters.count() > 100
        assert agreed.count() >= mailing.total
        assert letters.filter(state=Delivery.State.SENT).count() == mailing.sent
        assert (mailing.failed, mailing.skipped, mailing.bounced) == (2, 3, 1)
        ended = agreed.exclude(withdrawn_at=None)
        assert mailing.unsubscribed == ended.count() == 4
        assert mailing.started_at.date() == mailing.update.happened_on
        assert mailing.update.happened_on.weekday() == 5
        assert not any(letter.address for letter in letters)
        assert not DemoMessage.objects.exists()
        assert not Job.objects.filter(queue="mail").exists()

    def test_invented_news_say_so(self):
        news = CampaignUpdate.objects.filter(
            campaign__slug=MAIN, happened_on__gt=timezone.localdate() - timezone.timedelta(30)
        )
        assert news.count() == 2
        for update in news:
            for text in update.texts.all():
                assert "emo" in text.title or "تجريبي" in text.title

    def test_what_is_a_draft_is_nobodys_yet(self):
        drafts = [
            Petition.objects.get(state="draft").get_absolute_url(),
            "/de/campaigns/dortmund-haelt-zusammen/updates/abend-in-hoerde/",
        ]
        for address in drafts:
            assert self.client.get(address).status_code == 404
        assert "Hörde (Demo)" not in self.client.get("/de/campaigns/dortmund-haelt-zusammen/").text

    def test_one_group_is_to_be_looked_through(self):
        [group] = open_groups(Petition.objects.get(slug=MAIN))
        assert (group.signal, group.count) == ("network", 14)
        assert (group.last_at - group.first_at).seconds < 1800
        assert group.group.startswith(str(timezone.localdate(group.first_at)))

    def test_the_organiser_sees_what_waits(self):
        with translation.override("en"):
            waiting = attention.waiting_for(User.objects.get(email="organiser@example.org"))
        said = [one.sentence.partition(":")[0] for one in waiting]
        assert said == [
            "1 application for a team waits.",
            "2 applications for a team wait.",
            "Handed in for “International Week (demo)”",
            "Is to open soon and is not published",
            "Hours of 1 shift wait to be approved.",
            "Quartiersmanagement asks to stand behind the campaign",
            "Somebody has handed in a task.",
            "A milestone is near",
            "Look at suspicious signatures",
            "A translation no longer fits the German text.",
        ]
        for one in waiting:
            self.client.force_login(User.objects.get(email="organiser@example.org"))
            assert self.client.get(one.url).status_code == 200, one
