"""Each page about shifts in the workspace: who gets it, what it costs, what it does."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events.models import Event
from events.services.rhythm import times, weekly
from pages.context import forget_instance
from tests.events.factories import EventFactory, VenueFactory
from tests.factories import CampaignFactory, OrganisationFactory
from tests.organising import ROLES, logged_in, queries_of, roles_get, somebody
from tests.volunteers.factories import (
    ShiftFactory,
    ShiftSignupFactory,
    TeamFactory,
    VolunteerFactory,
)
from tests.volunteers.organise_paths import path
from volunteers import services
from volunteers.models import Requirement, Shift, ShiftTemplate, Volunteer

pytestmark = pytest.mark.django_db


@pytest.fixture
def shift():
    return ShiftFactory(state=Shift.State.DRAFT)


def lead_of(shift):
    return shift.campaign.lead


def client_of(shift, role="organiser"):
    return logged_in(role, lead_of(shift))


def local(moment) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M")


def hours(starts_at, ends_at) -> dict[str, str]:
    return {"starts_at": local(starts_at), "ends_at": local(ends_at)}


NEED = {"role": "helping", "minimum": "1", "maximum": "3"}
WRITING = [
    "shift_text", "shift_time", "add_requirement", "repeat", "hand_words_on", "save_template",
]  # fmt: skip
PARTS = ["place", "people", "belonging"]


class TestWho:
    @roles_get(stranger=404, viewer=200, editor=200, organiser=200, owner=200, administrator=200)
    def test_looks(self, shift, role, status):
        assert client_of(shift, role).get(path("shift", shift.pk)).status_code == status

    @roles_get(stranger=403, viewer=200, editor=200, organiser=200, owner=200, administrator=200)
    def test_sees_the_list(self, shift, role, status):
        assert client_of(shift, role).get(path("shifts")).status_code == status

    @roles_get(stranger=404, viewer=403, editor=200, organiser=200, owner=200)
    def test_writes(self, shift, role, status):
        client = client_of(shift, role)
        requirement = shift.requirements.get()
        for name in WRITING:
            assert client.get(path(name, shift.pk)).status_code == status, name
        for part in PARTS:
            assert client.get(path("change_shift", shift.pk, part)).status_code == status, part
        for name in ("requirement", "remove_requirement"):
            page = path(name, shift.pk, requirement.pk)
            assert client.get(page).status_code == status, name

    @roles_get(stranger=403, viewer=403, editor=200, organiser=200, owner=200)
    def test_begins(self, shift, role, status):
        client = client_of(shift, role)
        for name in ("add", "copy_day", "templates"):
            assert client.get(path(name)).status_code == status, name

    @roles_get(stranger=404, viewer=403, editor=403, organiser=200, owner=200)
    def test_leads(self, shift, role, status):
        client = client_of(shift, role)
        for deed in ("publish", "cancel", "delete"):
            assert client.get(path("lead_shift", shift.pk, deed)).status_code == status, deed
        for deed in ("publish", "cancel"):
            assert client.get(path("lead_series", shift.pk, deed)).status_code == status, deed

    @roles_get(stranger=404, viewer=200, editor=200, organiser=200, owner=200)
    def test_previews(self, shift, role, status):
        page = path("shift_preview", shift.pk, "tr")
        assert client_of(shift, role).get(page).status_code == status

    @roles_get(stranger=403, viewer=403, editor=403, organiser=200, owner=200)
    def test_publishes_a_day(self, shift, role, status):
        day = f"{shift.starts_there:%Y-%m-%d}"
        assert client_of(shift, role).get(path("publish_day", day)).status_code == status

    def test_another_organisations_owner_gets_nothing(self, shift):
        event = EventFactory(slug="fest")
        Shift.objects.update(event=event)
        client = logged_in("owner", OrganisationFactory())
        requirement = shift.requirements.get()
        for name in ["shift", *WRITING]:
            assert client.get(path(name, shift.pk)).status_code == 404, name
        assert client.post(path("lead_shift", shift.pk, "publish")).status_code == 404
        assert client.post(path("requirement", shift.pk, requirement.pk), NEED).status_code == 404
        assert client.get(path("cancel_of_event", "fest")).status_code == 404
        assert str(shift) not in client.get(path("shifts")).text
        assert str(shift) not in client.get(path("shifts"), {"event": "fest"}).text

    def test_a_preview_is_the_public_page_without_its_form(self, shift):
        client = client_of(shift, "viewer")
        page = client.get(path("shift_preview", shift.pk, "de")).text
        assert "Das ist eine Vorschau" in page
        assert str(shift) in page
        assert 'name="email"' not in page
        # There is no file of what only its organisers see.
        assert "Kalender" not in page.partition("<main")[2]
        assert client.get(path("shift_preview", shift.pk, "xx")).status_code == 404
        shift.refresh_from_db()
        assert shift.state == Shift.State.DRAFT

    def test_a_requirement_of_another_shift_is_not_found(self, shift):
        other = ShiftFactory().requirements.get()
        client = client_of(shift)
        assert client.post(path("requirement", shift.pk, other.pk), NEED).status_code == 404
        assert client.post(path("remove_requirement", shift.pk, other.pk)).status_code == 404
        assert Requirement.objects.filter(pk=other.pk).exists()

    def test_every_role_was_asked(self):
        assert set(ROLES) == {"viewer", "editor", "organiser", "owner"}


class TestList:
    def test_a_week_shows_what_is_missing(self):
        shift = ShiftFactory(needs=[{"maximum": 4, "languages": ["ar", "tr"]}])
        ShiftSignupFactory(shift=shift)
        page = client_of(shift, "viewer").get(path("shifts")).text
        assert str(shift) in page
        assert "1 Person fehlt" in page
        assert '<bdi lang="ar">' in page

    def test_only_gaps_only_one_campaign(self):
        lead = OrganisationFactory()
        first, second = (CampaignFactory(lead=lead) for _ in range(2))
        lacking = ShiftFactory(campaign=first)
        full = ShiftFactory(campaign=first, needs=[{"maximum": 1}])
        ShiftSignupFactory(shift=full)
        other = ShiftFactory(campaign=second)
        client = logged_in("viewer", lead)
        everything = client.get(path("shifts")).text
        assert all(str(one) in everything for one in (lacking, full, other))
        gaps = client.get(path("shifts"), {"gaps": "", "campaign": first.pk}).text
        assert [str(one) in gaps for one in (lacking, full, other)] == [True, False, False]

    @pytest.mark.parametrize("week", ["", "nothing", "2026-02-31", "0001-01-01", "9999-12-31"])
    def test_a_week_that_is_none_is_the_next_one_with_a_shift(self, week):
        shift = ShiftFactory(starts_at=timezone.now() + timedelta(days=40))
        answer = client_of(shift, "viewer").get(path("shifts"), {"week": week})
        assert str(shift) in answer.text

    def test_an_event_without_shifts_leads_to_its_first_one(self):
        event = EventFactory(slug="fest")
        lead = event.hosts.get().organisation
        CampaignFactory(lead=lead)
        client = logged_in("editor", lead)
        assert f"{path('shifts')}?event=fest" in client.get("/de/organise/events/fest/").text
        page = client.get(path("shifts"), {"event": "fest"}).text
        assert "Zu dieser Veranstaltung gehört keine Schicht" in page
        assert f"{path('add')}?event=fest" in page
        Event.objects.update(state="cancelled")
        assert path("add") not in client.get(path("shifts"), {"event": "fest"}).text

    def test_a_draft_of_others_is_not_told_of(self):
        EventFactory(slug="fest", state="draft", published_at=None)
        client = logged_in("owner", CampaignFactory().lead)
        assert "fest (de)" not in client.get(path("shifts"), {"event": "fest"}).text

    def test_its_pages_stand_in_its_section(self, shift):
        page = client_of(shift).get(path("shift", shift.pk)).text
        assert f'<a href="{path("shifts")}" aria-current="true">' in page

    def test_another_week_is_another_week(self):
        shift = ShiftFactory()
        page = client_of(shift, "viewer").get(path("shifts"), {"week": "2026-01-05"}).text
        assert str(shift) not in page
        assert "Keine Schicht in dieser Woche" in page

    def test_it_costs_the_same_with_more(self, shift):
        client = client_of(shift)
        pages = [path("shifts"), path("shift", shift.pk), path("templates"), path("add")]
        services.save_template(shift, "A", actor=_somebody(shift))
        before = [queries_of(client, page) for page in pages]
        for number in range(2):
            more = ShiftFactory(
                campaign=shift.campaign,
                venue=VenueFactory(),
                team=TeamFactory(),
                event=EventFactory(),
                needs=[{"languages": ["tr"]}, {"position": 1}],
            )
            ShiftSignupFactory(shift=more)
            services.save_template(shift, f"B{number}", actor=_somebody(shift))
        assert [queries_of(client, page) for page in pages] == before


def _somebody(shift):
    return somebody("owner", lead_of(shift))


class TestMaking:
    def test_a_shift_is_made_and_published(self):
        campaign = CampaignFactory()
        client = logged_in("organiser", campaign.lead)
        starts_at = timezone.now() + timedelta(days=3)
        form = NEED | hours(starts_at, starts_at + timedelta(hours=3)) | {
            "campaign": campaign.pk, "title": "Stand am Markt", "place": "am Markt",
        }  # fmt: skip
        answer = client.post(path("add"), form)
        made = Shift.objects.get()
        assert answer.url == path("shift", made.pk)
        assert (made.state, str(made), made.requirements.get().maximum) == (
            "draft", "Stand am Markt", 3
        )  # fmt: skip
        assert "Die Schicht kann veröffentlicht werden" in client.get(path("shift", made.pk)).text
        assert client.post(path("lead_shift", made.pk, "publish")).status_code == 302
        made.refresh_from_db()
        assert made.state == Shift.State.OPEN

    def test_nobody_makes_one_for_a_campaign_that_is_not_theirs(self):
        form = NEED | hours(timezone.now(), timezone.now() + timedelta(hours=3)) | {
            "campaign": CampaignFactory().pk, "title": "Stand",
        }  # fmt: skip
        client = logged_in("owner", CampaignFactory().lead)
        assert client.post(path("add"), form).status_code == 422
        assert not Shift.objects.exists()

    @pytest.mark.parametrize(
        "wrong",
        [
            {"ends_at": "2030-01-01T10:00"},
            {"minimum": "4", "maximum": "3"},
            {"maximum": "0"},
            {"title": ""},
            {"starts_at": "2027-03-28T02:30"},  # left out by the clocks
        ],
    )
    def test_what_makes_no_sense_comes_back_as_typed(self, wrong):
        campaign = CampaignFactory()
        form = NEED | {"starts_at": "2030-01-02T10:00", "ends_at": "2030-01-02T12:00"} | {
            "campaign": campaign.pk, "title": "Stand am Markt", "description": "Kommt alle",
        } | wrong  # fmt: skip
        answer = logged_in("editor", campaign.lead).post(path("add"), form)
        assert answer.status_code == 422
        assert "Kommt alle" in answer.text
        assert not Shift.objects.exists()

    def test_for_an_event_it_begins_with_its_hours(self):
        campaign = CampaignFactory()
        event = EventFactory(campaign=campaign, slug="fest")
        client = logged_in("editor", campaign.lead)
        page = client.get(path("add"), {"event": "fest"}).text
        assert local(event.starts_at) in page
        form = NEED | hours(event.starts_at, event.ends_at) | {
            "campaign": campaign.pk, "title": "Aufbau"
        }  # fmt: skip
        client.post(f"{path('add')}?event=fest", form)
        assert Shift.objects.get().event == event

    def test_no_shift_is_put_under_somebody_elses_event(self):
        campaign = CampaignFactory()
        event = EventFactory(slug="fest")
        client = logged_in("owner", campaign.lead)
        form = NEED | hours(event.starts_at, event.ends_at) | {
            "campaign": campaign.pk, "title": "Aufbau"
        }  # fmt: skip
        client.post(f"{path('add')}?event=fest", form)
        made = Shift.objects.get()
        assert made.event is None
        answer = client.post(path("change_shift", made.pk, "belonging"), {"event": event.pk})
        assert answer.status_code == 422


class TestParts:
    def test_place_people_and_belonging_are_saved(self, shift):
        client = client_of(shift, "editor")
        venue, team = VenueFactory(), TeamFactory(organisation=lead_of(shift))
        event = EventFactory(lead=lead_of(shift))
        pages = {
            "place": {"venue": venue.pk, "place": "", "district": ""},
            "people": {"minimum_age": "18", "contact_name": "Kim", "offer_hours": "12"},
            "belonging": {"event": event.pk, "team": team.pk},
        }
        for part, form in pages.items():
            answer = client.post(path("change_shift", shift.pk, part), form)
            assert answer.status_code == 302, part
        shift.refresh_from_db()
        assert (shift.venue, shift.place, shift.event, shift.team) == (venue, "", event, team)
        assert (shift.minimum_age, shift.contact_name, shift.offer_hours) == (18, "Kim", 12)

    def test_a_kept_venue_is_its_keepers_to_give(self, shift):
        kept = VenueFactory(keeper=OrganisationFactory())
        form = {"venue": kept.pk, "place": "", "district": ""}
        client = client_of(shift)
        assert client.post(path("change_shift", shift.pk, "place"), form).status_code == 422
        own = VenueFactory(keeper=lead_of(shift))
        form["venue"] = own.pk
        assert client.post(path("change_shift", shift.pk, "place"), form).status_code == 302

    def test_a_venue_and_other_words_are_one_too_many(self, shift):
        form = {"venue": VenueFactory().pk, "place": "anderswo", "district": ""}
        answer = client_of(shift).post(path("change_shift", shift.pk, "place"), form)
        assert answer.status_code == 422
        assert "anderswo" in answer.text

    def test_requirements_are_added_changed_and_removed(self, shift):
        client = client_of(shift, "editor")
        form = NEED | {
            "role": "interpreting", "language_0": "ar", "level_0": "3",
            "language_1": "tr", "level_1": "", "language_2": "ar", "level_2": "1",
        }  # fmt: skip
        assert client.post(path("add_requirement", shift.pk), form).status_code == 302
        made = shift.requirements.get(role="interpreting")
        assert dict(made.languages.values_list("language", "level")) == {"ar": "3", "tr": "2"}
        page = client.get(path("requirement", shift.pk, made.pk)).text
        assert '<option value="ar" selected' in page
        client.post(path("requirement", shift.pk, made.pk), NEED | {"role": "driving"})
        made.refresh_from_db()
        assert (made.role, made.languages.count()) == ("driving", 0)
        assert client.post(path("remove_requirement", shift.pk, made.pk)).status_code == 302
        assert shift.requirements.count() == 1

    def test_two_more_than_may_be_are_said(self):
        shift = ShiftFactory(needs=[{"maximum": 4}])
        for _ in range(4):
            ShiftSignupFactory(shift=shift)
        page = path("requirement", shift.pk, shift.requirements.get().pk)
        answer = client_of(shift).post(page, NEED | {"maximum": "2"}, follow=True)
        assert "Niemand verliert einen Platz" in answer.text
        assert "2 mehr als vorgesehen" in answer.text

    def test_removing_what_people_signed_up_for_is_refused_in_words(self):
        shift = ShiftFactory(needs=[{}, {"position": 1}])
        ShiftSignupFactory(shift=shift)
        page = path("remove_requirement", shift.pk, shift.requirements.first().pk)
        answer = client_of(shift).post(page, follow=True)
        assert "verlassen sich darauf" in answer.text
        assert shift.requirements.count() == 2

    def test_a_language_typed_by_hand_is_refused(self, shift):
        answer = client_of(shift).post(
            path("add_requirement", shift.pk), NEED | {"language_0": "klingon"}
        )
        assert answer.status_code == 422

    def test_german_words_mark_what_follows_them(self, shift):
        client = client_of(shift, "editor")
        page = path("shift_text", shift.pk)
        seen = client.get(page).context["form"]["seen"].value()
        words = {"title": "Neuer Titel", "description": "", "meeting_point": "", "seen": seen}
        assert client.post(page, words).status_code == 302
        # Somebody who had opened it before sees both versions.
        late = client.post(page, words | {"title": "Ein anderer"})
        assert late.status_code == 409
        assert "Neuer Titel" in late.text


class TestTime:
    def clash(self, *, is_theirs=False):
        """Somebody is on another shift the day after: of the same campaign, or of another
        organisation's."""
        shift = ShiftFactory()
        volunteer = VolunteerFactory(name="Ayşe Demo")
        campaign = CampaignFactory() if is_theirs else shift.campaign
        other = ShiftFactory(campaign=campaign, starts_at=shift.starts_at + timedelta(days=1))
        for one in (shift, other):
            ShiftSignupFactory(shift=one, volunteer=volunteer)
        return shift, other, hours(other.starts_at, other.ends_at)

    def test_a_clash_is_shown_and_pressed_once_more(self):
        shift, other, form = self.clash()
        client = client_of(shift)
        answer = client.post(path("shift_time", shift.pk), form)
        assert answer.status_code == 409
        assert "Ayşe Demo" in answer.text
        assert str(other) in answer.text
        assert form["starts_at"] in answer.text
        before = shift.starts_at
        shift.refresh_from_db()
        assert shift.starts_at == before
        knows = answer.context["clash"].mark
        again = client.post(path("shift_time", shift.pk), form | {"knows": knows})
        assert again.status_code == 302
        shift.refresh_from_db()
        assert local(shift.starts_at) == form["starts_at"]

    def test_editors_see_no_names(self):
        shift, _other, form = self.clash()
        answer = client_of(shift, "editor").post(path("shift_time", shift.pk), form)
        assert answer.status_code == 409
        assert "Ayşe" not in answer.text

    @pytest.mark.parametrize(
        ("role", "is_theirs", "is_told"),
        [("organiser", False, True), ("organiser", True, False), ("editor", False, False),
         ("editor", True, False), ("administrator", True, True)],
    )  # fmt: skip
    def test_what_somebody_does_elsewhere_is_told_to_those_who_coordinate_it(
        self, role, is_theirs, is_told
    ):
        shift, other, form = self.clash(is_theirs=is_theirs)
        answer = client_of(shift, role).post(path("shift_time", shift.pk), form)
        assert answer.status_code == 409
        assert (f"Stand {other.pk}" in answer.text) is is_told
        assert (f"{timezone.localtime(other.starts_at):%H:%M}–" in answer.text) is is_told
        assert ("zu dieser Zeit schon woanders" in answer.text) is not is_told

    def test_it_costs_the_same_for_many_shifts_elsewhere(self):
        costs = []
        for number in (1, 3):
            shift, other, form = self.clash()
            person = Volunteer.objects.get(pk=shift.signups.get().person_key)
            for _more in range(number - 1):
                ShiftSignupFactory(shift=ShiftFactory(starts_at=other.starts_at), volunteer=person)
            client = client_of(shift)
            forget_instance()
            with CaptureQueriesContext(connection) as asked:
                answer = client.post(path("shift_time", shift.pk), form)
            assert len(answer.context["clash"].overlaps) == number
            costs.append(len(asked))
        assert costs[0] == costs[1]

    def test_it_is_read_by_the_clock_at_its_place(self):
        starts_at = datetime(2027, 6, 1, 7, tzinfo=UTC)
        shift = ShiftFactory(time_zone="Europe/Istanbul", starts_at=starts_at)
        client = client_of(shift)
        page = path("shift_time", shift.pk)
        assert 'value="2027-06-01T10:00"' in client.get(page).text
        client.post(page, {"starts_at": "2027-06-01T11:00", "ends_at": "2027-06-01T12:00"})
        shift.refresh_from_db()
        assert shift.starts_at == datetime(2027, 6, 1, 8, tzinfo=UTC)

    def test_a_night_across_the_change_of_clocks_keeps_what_was_typed(self):
        with time_machine.travel(datetime(2027, 3, 1, tzinfo=UTC)):
            shift = ShiftFactory()
            client = client_of(shift)
            page = path("shift_time", shift.pk)
            form = {"starts_at": "2027-03-27T22:00", "ends_at": "2027-03-28T06:00"}
            assert client.post(page, form).status_code == 302
            shift.refresh_from_db()
            assert shift.length == timedelta(hours=7)
            assert 'value="2027-03-28T06:00"' in client.get(page).text


class TestLifecycle:
    def test_cancelling_tells_once(self):
        shift = ShiftFactory()
        client = client_of(shift)
        for _ in range(2):
            client.post(path("lead_shift", shift.pk, "cancel"))
        shift.refresh_from_db()
        assert (shift.state, shift.sequence) == (Shift.State.CANCELLED, 1)
        assert client.get(path("shift", shift.pk)).status_code == 200

    def test_a_draft_is_deleted_a_published_one_is_not(self, shift):
        client = client_of(shift)
        assert client.post(path("lead_shift", shift.pk, "delete")).url == path("shifts")
        assert not Shift.objects.exists()
        published = ShiftFactory(campaign=shift.campaign)
        client.post(path("lead_shift", published.pk, "delete"))
        assert Shift.objects.get() == published

    def test_a_day_is_published_at_once_but_nobody_elses(self, shift):
        mine = [ShiftFactory(campaign=shift.campaign, state="draft") for _ in range(2)]
        lacking = ShiftFactory(campaign=shift.campaign, state="draft", needs=[])
        others = ShiftFactory(state="draft")
        client = client_of(shift)
        page = path("publish_day", f"{shift.starts_there:%Y-%m-%d}")
        assert str(mine[0]) in client.get(page).text
        answer = client.post(page, follow=True)
        assert "3 Schichten sind veröffentlicht" in answer.text
        assert set(Shift.objects.filter(state="draft")) == {lacking, others}
        assert client.get(path("publish_day", "2026-02-31")).status_code == 404

    def test_a_cancelled_events_shifts_are_cancelled_with_one_press(self):
        event = EventFactory(slug="fest", state="cancelled")
        shift = ShiftFactory(event=event)
        ShiftFactory(event=event, campaign=shift.campaign)
        others = ShiftFactory(event=event)
        client = client_of(shift)
        page = client.get(path("shifts"), {"event": "fest"}).text
        assert "Diese Veranstaltung ist abgesagt und hat Schichten" in page
        assert path("cancel_of_event", "fest") in page
        client.post(path("cancel_of_event", "fest"))
        assert Shift.objects.filter(state="cancelled").count() == 2
        others.refresh_from_db()
        assert others.state == Shift.State.OPEN


class TestMore:
    def test_a_series_is_made_published_and_cancelled(self):
        in_three_days = timezone.now().replace(second=0, microsecond=0) + timedelta(days=3)
        shift = ShiftFactory(starts_at=in_three_days)
        client = client_of(shift)
        answer = client.post(
            path("repeat", shift.pk), {"how_often": "week", "times": "4"}, follow=True
        )
        assert "3 Termine sind angelegt, als Entwürfe" in answer.text
        client.post(path("lead_series", shift.pk, "publish"))
        assert Shift.objects.filter(state="open").count() == 4
        second = Shift.objects.order_by("starts_at")[1]
        client.post(path("lead_series", second.pk, "cancel"))
        states = list(Shift.objects.order_by("starts_at").values_list("state", flat=True))
        assert states == ["open", "cancelled", "cancelled", "cancelled"]

    def test_words_are_taken_over_to_what_follows(self):
        shift = ShiftFactory()
        user = _somebody(shift)
        start = shift.starts_at.replace(second=0, microsecond=0)
        Shift.objects.update(starts_at=start)
        rule = weekly([timezone.localtime(start).weekday()], ends=times(3))
        services.repeat_shift(Shift.objects.get(), rule, actor=user)
        client = client_of(shift, "editor")
        page = path("hand_words_on", shift.pk)
        assert path("shift", Shift.objects.latest("starts_at").pk) in client.get(page).text
        shift.texts.update(title="Ganz neu")
        assert "2 Termine sind geändert" in client.post(page, follow=True).text
        assert {str(one) for one in Shift.objects.all()} == {"Ganz neu"}

    @pytest.mark.parametrize(
        "answers", [{}, {"how_often": "week", "times": "61"}, {"how_often": "secondly"}]
    )
    def test_a_rhythm_that_is_none_comes_back(self, shift, answers):
        answer = client_of(shift).post(path("repeat", shift.pk), answers)
        assert answer.status_code == 422
        assert Shift.objects.count() == 1

    def test_a_day_is_copied(self, shift):
        day = shift.starts_there.date()
        form = {"campaign": shift.campaign_id, "day": day, "to": day + timedelta(days=7)}
        client = client_of(shift, "editor")
        answer = client.post(path("copy_day"), form, follow=True)
        assert "1 Schicht ist kopiert" in answer.text
        assert Shift.objects.count() == 2
        assert client.post(path("copy_day"), form | {"to": day}).status_code == 422
        empty = form | {"day": day + timedelta(days=1)}
        assert client.post(path("copy_day"), empty).status_code == 422

    def test_a_template_is_saved_used_and_deleted(self, shift):
        client = client_of(shift, "editor")
        assert client.post(path("save_template", shift.pk), {"name": "Samstag"}).status_code == 302
        again = client.post(path("save_template", shift.pk), {"name": "Samstag"})
        assert again.status_code == 422
        template = ShiftTemplate.objects.get()
        form = {"campaign": shift.campaign_id, "day": "2030-05-04"}
        assert client.post(path("template", template.pk), form).status_code == 302
        made = Shift.objects.latest("pk")
        assert made.starts_there.date().isoformat() == "2030-05-04"
        other = logged_in("owner", OrganisationFactory())
        for name in ("template", "template_delete"):
            assert other.get(path(name, template.pk)).status_code == 404
        assert client.post(path("template_delete", template.pk)).status_code == 302
        assert not ShiftTemplate.objects.exists()

    def test_a_template_is_for_its_own_organisations_campaigns(self, shift):
        client = client_of(shift)
        template = services.save_template(shift, "Samstag", actor=_somebody(shift))
        form = {"campaign": CampaignFactory().pk, "day": "2030-05-04"}
        assert client.post(path("template", template.pk), form).status_code == 422


def test_a_refused_form_begins_at_what_is_wrong_and_not_at_an_earlier_field(shift):
    """The browser keeps "#id_…" of a link it followed, unless the form says where it goes."""
    client = client_of(shift)
    new = "/de/organise/volunteering/shifts/new/?campaign=1"
    own = f"/de/organise/volunteering/shifts/{shift.pk}/"
    for address in (new, f"{own}text/", f"{own}time/", f"{own}change/place/", f"{own}needs/new/"):
        assert f'action="{address}"' in client.get(address).text
