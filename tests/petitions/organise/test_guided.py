"""The guided form: one question a page, kept at once, wrong answers refused in words."""

from datetime import timedelta

import pytest
from django.utils import timezone

from petitions import services
from petitions.models import Addressee, Instrument, Petition
from tests.factories import AddresseeFactory, CampaignFactory, InstrumentFactory, PetitionFactory
from tests.petitions.organise.conftest import url

pytestmark = pytest.mark.django_db
WORDS = ("title", "demand", "summary", "reasons")
NEW = "/de/organise/petitions/new/"


def seen(petition: Petition, *names: str) -> str:
    return services.state_of_part(petition.texts.filter(language="de").first(), names)


@pytest.fixture
def campaign(draft):
    return draft.campaign


class TestBeginning:
    def test_campaign_and_title_make_a_draft(self, client, enter, campaign):
        enter("editor")
        answer = client.post(NEW, {"campaign": campaign.pk, "title": "Schöne Höfe für alle"})
        petition = Petition.objects.get(slug="schoene-hoefe-fuer-alle")
        assert answer["Location"] == url("write/addressee/", petition.slug)
        assert (petition.state, petition.initiator) == ("draft", campaign.lead)
        assert petition.texts.get().title == "Schöne Höfe für alle"
        assert (petition.addressee, petition.instrument) == (None, None)

    @pytest.mark.parametrize("title", ["New", "moderation", "Signatures"])
    def test_no_petition_gets_the_address_of_a_page(self, client, enter, campaign, title):
        enter("editor")
        client.post(NEW, {"campaign": campaign.pk, "title": title})
        assert client.get(url(slug=f"petition-{title.lower()}")).status_code == 200

    def test_the_same_title_twice(self, client, enter, campaign):
        enter("editor")
        for _ in range(2):
            client.post(NEW, {"campaign": campaign.pk, "title": "Radweg"})
        assert Petition.objects.filter(slug__in=["radweg", "radweg-2"]).count() == 2

    @pytest.mark.parametrize("typed", [{}, {"title": "Ohne Kampagne"}, {"campaign": "1"}])
    def test_what_is_missing_is_said(self, client, enter, campaign, typed):
        enter("editor")
        answer = client.post(NEW, typed)
        assert answer.status_code == 422
        assert Petition.objects.count() == 1

    def test_without_a_campaign_the_way_leads_to_one(self, client, enter, campaign):
        enter("editor")
        assert 'href="/de/organise/campaigns/new/"' not in client.get(NEW).text
        Petition.objects.all().delete()
        campaign.delete()
        assert 'href="/de/organise/campaigns/new/"' in client.get(NEW).text

    def test_another_organisations_campaign_can_not_be_chosen(self, client, enter, draft):
        enter("editor")
        other = CampaignFactory()
        assert other not in client.get(NEW).context["form"].fields["campaign"].queryset
        assert client.post(NEW, {"campaign": other.pk, "title": "Fremd"}).status_code == 422

    def test_the_campaign_of_the_link_is_chosen(self, client, enter, campaign):
        enter("editor")
        page = client.get(f"{NEW}?campaign={campaign.slug}")
        assert f'<option value="{campaign.pk}" selected>' in page.text

    def test_without_a_campaign_it_says_so(self, client, enter, campaign):
        enter("editor")
        campaign.state = "archived"
        campaign.save()
        assert '<form class="form"' not in client.get(NEW).text


class TestSteps:
    def test_all_the_way(self, client, enter, campaign):
        enter("editor")
        client.post(NEW, {"campaign": campaign.pk, "title": "Radweg"})
        petition = Petition.objects.get(slug="radweg")
        day = timezone.localdate() + timedelta(days=3)
        answers = [
            ("addressee", {"name": "Rat der Stadt", "website": "", "description": ""}),
            ("demand", {"demand": "Ein **Radweg**"}),
            ("summary", {"summary": "Ein Radweg."}),
            ("reasons", {"reasons": ""}),
            ("goal", {"goal": "500"}),
            ("dates", {"opens_on": str(day), "closes_on": str(day + timedelta(days=60))}),
            ("instrument", {"instrument": InstrumentFactory().pk}),
        ]
        for number, (step, typed) in enumerate(answers):
            carried = {"seen": seen(petition, step)} if step in WORDS else {}
            answer = client.post(url(f"write/{step}/", "radweg"), typed | carried)
            following = [f"write/{step}/" for step, _ in answers[number + 1 :]] + ["check/"]
            assert answer["Location"] == url(following[0], "radweg"), step
        petition.refresh_from_db()
        assert petition.addressee.text.name == "Rat der Stadt"
        assert (petition.texts.get().demand, petition.goal) == ("Ein **Radweg**", 500)
        assert timezone.localtime(petition.opens_at).date() == day
        assert f"{timezone.localtime(petition.closes_at):%H:%M}" == "23:59"
        assert all(point.is_done for point in services.points(petition))
        check = client.get(url("check/", "radweg"))
        assert check.context["missing"] == []

    def test_who_came_from_the_answers_goes_back_there(self, client, enter, draft):
        enter("editor")
        answer = client.post(url("write/goal/?from=check"), {"goal": "7"})
        assert answer["Location"] == url("check/")

    def test_an_addressee_that_is_known_is_not_written_twice(self, client, enter, draft):
        enter("editor")
        known = AddresseeFactory(slug="landtag")
        client.post(url("write/addressee/"), {"name": "landtag (de)"})
        assert Petition.objects.get().addressee == known
        assert Addressee.objects.count() == 1

    @pytest.mark.parametrize(
        ("step", "typed", "field"),
        [
            ("title", {"title": ""}, "title"),
            ("title", {"title": "x" * 141}, "title"),
            ("demand", {"demand": " "}, "demand"),
            ("summary", {"summary": ""}, "summary"),
            ("summary", {"summary": "x" * 281}, "summary"),
            ("reasons", {"reasons": "x" * 60_001}, "reasons"),
            ("addressee", {}, "addressee"),
            ("addressee", {"addressee": "999"}, "addressee"),
            ("addressee", {"name": "Rat", "website": "javascript:alert(1)"}, "website"),
            ("goal", {"goal": "0"}, "goal"),
            ("goal", {"goal": "viele"}, "goal"),
            ("goal", {"goal": "10000001"}, "goal"),
            ("goal", {}, "goal"),
            ("dates", {"opens_on": "morgen"}, "opens_on"),
            ("dates", {"opens_on": "0001-01-01"}, "opens_on"),
            ("dates", {"closes_on": "9999-12-31"}, "closes_on"),
            ("dates", {"closes_on": "2020-01-01"}, "closes_on"),
            ("dates", {"opens_on": "2025-01-01"}, "opens_on"),
            ("dates", {"closes_time": "18:00"}, "closes_on"),
            ("dates", {"opens_on": "2030-05-02", "closes_on": "2030-05-01"}, "closes_on"),
            ("instrument", {}, "instrument"),
            ("instrument", {"instrument": "999"}, "instrument"),
            ("campaign", {"campaign": ""}, "campaign"),
        ],
    )
    def test_wrong_answers_are_refused_in_words(self, client, enter, draft, step, typed, field):
        enter("editor")
        before = Petition.objects.values().get()
        answer = client.post(
            url(f"write/{step}/"),
            typed | {"seen": seen(draft, step) if step in WORDS else ""},
        )
        assert answer.status_code == 422
        assert field in answer.context["form"].errors
        assert Petition.objects.values().get() == before

    def test_chosen_and_written_at_once_is_refused(self, client, enter, draft):
        enter("editor")
        typed = {"addressee": draft.addressee_id, "name": "Rat"}
        answer = client.post(url("write/addressee/"), typed)
        assert "name" in answer.context["form"].errors
        assert Addressee.objects.count() == 1

    @pytest.mark.parametrize("day", ["14.9.2030", "2030-09-14", "14/09/2030"])
    def test_days_as_people_write_them(self, client, enter, draft, day):
        enter("editor")
        client.post(url("write/dates/"), {"closes_on": day, "closes_time": "18:30"})
        closes_at = timezone.localtime(Petition.objects.get().closes_at)
        assert f"{closes_at:%Y-%m-%d %H:%M %Z}" == "2030-09-14 18:30 CEST"

    def test_what_does_not_exist(self, client, enter, draft):
        enter("editor")
        assert client.get(url("write/colour/")).status_code == 404
        assert client.get(url("text/xx/")).status_code == 404
        assert client.get(url("preview/xx/")).status_code == 404

    def test_while_people_sign_only_goal_and_closing_date_move(self, client, enter, opened):
        enter("organiser")
        client.post(url("write/goal/"), {"goal": "2000"})
        assert Petition.objects.get().goal == 2000
        assert client.post(url("write/dates/"), {"closes_on": "2030-01-01"}).status_code == 302
        other = InstrumentFactory(slug="anders")
        refused = client.post(url("write/instrument/"), {"instrument": other.pk})
        assert refused.status_code == 422
        assert Petition.objects.get().instrument != other


def test_two_people_at_one_question(client, enter, draft):
    enter("editor")
    opened_at = seen(draft, "summary")
    client.post(url("write/summary/"), {"summary": "Die Erste", "seen": opened_at})
    late = client.post(url("write/summary/"), {"summary": "Die Zweite", "seen": opened_at})
    assert late.status_code == 422
    assert "Die Erste" in late.text
    assert draft.texts.get().summary == "Die Erste"
    again = {"summary": "Die Zweite", "seen": late.context["form"]["seen"].value()}
    assert client.post(url("write/summary/"), again).status_code == 302
    assert draft.texts.get().summary == "Die Zweite"


def test_two_people_at_two_questions_do_not_meet(client, enter, draft):
    enter("editor")
    first, second = seen(draft, "summary"), seen(draft, "demand")
    client.post(url("write/summary/"), {"summary": "Kurz", "seen": first})
    answer = client.post(url("write/demand/"), {"demand": "Lang", "seen": second})
    assert answer.status_code == 302
    text = draft.texts.get()
    assert (text.summary, text.demand) == ("Kurz", "Lang")


def test_the_legal_forms_are_explained(client, enter, draft):
    enter("editor")
    InstrumentFactory(
        slug="antrag", channel="paper", minimum_age=14, months_of_residence=3,
        quorum_percent=4, quorum_cap=8000, checked_on="2026-11-01",
    )  # fmt: skip
    page = client.get("/en/organise/petitions/entwurf/write/instrument/").text
    for told in ("From the age of 14.", "3 months", "4 percent", "8,000 at most", "on paper"):
        assert told in page
    assert Instrument.objects.count() >= 2


def test_a_draft_alone_may_lack_its_addressee(django_user_model):
    from django.db import IntegrityError, transaction

    PetitionFactory(state="draft", addressee=None, instrument=None)
    for missing in ("addressee", "instrument"):
        with pytest.raises(IntegrityError), transaction.atomic():
            PetitionFactory(state="open", **{missing: None})
