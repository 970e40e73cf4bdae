"""Series, copied days and templates: drafts of their own, by the clock there, without people."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from events.services.rhythm import times, weekly
from tests.events.factories import EventFactory, VenueFactory
from tests.factories import CampaignFactory
from tests.volunteers.factories import ShiftFactory, ShiftSignupFactory, TeamFactory
from tests.volunteers.signing_up import at_once
from volunteers import services
from volunteers.models import Requirement, Shift, ShiftSeries, ShiftText

pytestmark = pytest.mark.django_db
on_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite lets one write at a time"
)
FIVE_SATURDAYS = weekly([5], ends=times(5))


@pytest.fixture(autouse=True)
def _winter():
    with time_machine.travel(datetime(2027, 3, 1, 12, tzinfo=UTC), tick=True):
        yield


def saturday(**more) -> Shift:
    """On 20 March 2027 from ten to two; the clocks are set forward on the 28th."""
    return ShiftFactory(
        **{
            "starts_at": datetime(2027, 3, 20, 9, tzinfo=UTC),
            "ends_at": datetime(2027, 3, 20, 13, tzinfo=UTC),
            **more,
        }
    )


def hours(shifts) -> list[str]:
    return [f"{one.starts_there:%d.%m. %H:%M}-{one.ends_there:%H:%M}" for one in shifts]


class TestSeries:
    def test_each_date_is_a_draft_alike_and_without_people(self, actor):
        shift = saturday(
            languages=["de", "tr"],
            needs=[{"maximum": 4, "role": "interpreting", "languages": ["tr", "ar"]}],
        )
        ShiftText.objects.filter(language="tr").update(status="stale", source_hash="x")
        ShiftSignupFactory(shift=shift)
        made = services.repeat_shift(shift, FIVE_SATURDAYS, actor=actor)
        assert hours(made.shifts) == [
            f"{day} 10:00-14:00" for day in ("27.03.", "03.04.", "10.04.", "17.04.")
        ]
        for one in made.shifts:
            requirement = one.requirements.get()
            assert (one.state, one.series, one.place) == ("draft", shift.series, shift.place)
            assert (requirement.taken, requirement.maximum) == (0, 4)
            assert [language.language for language in requirement.languages.all()] == ["tr", "ar"]
            assert not one.signups.exists()
            assert one.texts.get(language="tr").status == "stale"
        assert Requirement.objects.get(shift=shift).taken == 1

    def test_a_night_across_the_change_of_clocks_keeps_its_hours(self, actor):
        shift = saturday(
            starts_at=datetime(2027, 3, 20, 21, tzinfo=UTC),
            ends_at=datetime(2027, 3, 21, 5, tzinfo=UTC),
        )
        made = services.repeat_shift(shift, weekly([5], ends=times(3)), actor=actor)
        assert hours(made.shifts) == ["27.03. 22:00-06:00", "03.04. 22:00-06:00"]
        assert [one.length.total_seconds() / 3600 for one in made.shifts] == [7, 8]

    def test_an_hour_that_does_not_exist_is_moved_and_said(self, actor):
        shift = saturday(
            starts_at=datetime(2027, 3, 21, 1, 30, tzinfo=UTC),
            ends_at=datetime(2027, 3, 21, 4, tzinfo=UTC),
        )
        made = services.repeat_shift(shift, weekly([6], ends=times(3)), actor=actor)
        assert hours(made.moved) == ["28.03. 03:30-06:00"]

    def test_pressed_twice_it_is_one_and_more_can_follow(self, actor):
        shift = saturday()
        services.repeat_shift(shift, FIVE_SATURDAYS, actor=actor)
        assert services.repeat_shift(shift, FIVE_SATURDAYS, actor=actor).shifts == []
        last = Shift.objects.latest("starts_at")
        services.repeat_shift(last, weekly([5], ends=times(2)), actor=actor)
        assert ShiftSeries.objects.count() == 1
        assert Shift.objects.count() == 6

    def test_one_that_was_moved_is_not_made_again(self, actor):
        shift = saturday()
        one = services.repeat_shift(shift, FIVE_SATURDAYS, actor=actor).shifts[0]
        services.move_shift(
            one, datetime(2027, 3, 27, 16, tzinfo=UTC), datetime(2027, 3, 27, 18, tzinfo=UTC),
            actor=actor,
        )  # fmt: skip
        assert services.repeat_shift(shift, FIVE_SATURDAYS, actor=actor).shifts == []

    def test_sixty_is_enough(self, actor):
        shift = saturday()
        assert len(services.repeat_shift(shift, weekly([5], ends=times(60)), actor=actor).shifts)
        last = Shift.objects.latest("starts_at")
        with pytest.raises(ValidationError, match="60"):
            services.repeat_shift(last, FIVE_SATURDAYS, actor=actor)
        assert Shift.objects.count() == 60

    def test_more_dates_cost_no_more_queries(self, actor):
        def cost(count: int) -> int:
            shift = saturday()
            with CaptureQueriesContext(connection) as asked:
                services.repeat_shift(shift, weekly([5], ends=times(count)), actor=actor)
            return len(asked)

        assert cost(3) == cost(30)

    def test_an_event_stays_on_its_own_days(self, actor):
        event = EventFactory(
            starts_at=datetime(2027, 3, 20, 8, tzinfo=UTC),
            ends_at=datetime(2027, 3, 28, 8, tzinfo=UTC),
        )
        made = services.repeat_shift(
            saturday(event=event), weekly([5], ends=times(3)), actor=actor
        )
        assert [one.event for one in made.shifts] == [event, None]

    def test_words_are_handed_on_to_all_that_follow(self, actor):
        shift = saturday(languages=["de", "tr"])
        made = services.repeat_shift(shift, FIVE_SATURDAYS, actor=actor).shifts
        services.cancel_all(made[3:], actor=actor)
        Shift.objects.filter(pk=made[3].pk).update(state="cancelled")
        second = made[0]
        ShiftText.objects.filter(shift=second, language="tr").update(title="Yeni", status="stale")
        assert services.hand_words_on(second, actor=actor) == 2
        turkish = ShiftText.objects.filter(language="tr").order_by("shift__starts_at")
        titles = [text.title for text in turkish]
        assert titles[1:4] == ["Yeni"] * 3
        assert "Yeni" not in (titles[0], titles[4])
        assert set(turkish.filter(title="Yeni").values_list("status", flat=True)) == {"stale"}
        assert services.hand_words_on(saturday(), actor=actor) == 0

    def test_a_cancelled_shift_does_not_repeat(self, actor):
        with pytest.raises(ValidationError, match="cancelled"):
            services.repeat_shift(saturday(state="cancelled"), FIVE_SATURDAYS, actor=actor)


class TestCopyingADay:
    DAY, TO = date(2027, 3, 20), date(2027, 4, 3)

    def test_all_shifts_of_the_day_are_there_on_the_other_by_the_same_clock(self, actor):
        campaign = CampaignFactory()
        first = saturday(campaign=campaign, needs=[{"maximum": 2, "languages": ["tr"]}])
        ShiftSignupFactory(shift=first)
        saturday(campaign=campaign, starts_at=datetime(2027, 3, 20, 11, tzinfo=UTC))
        saturday(campaign=campaign, state="cancelled")
        saturday()  # another campaign's
        copied = services.copy_day(campaign, self.DAY, self.TO, actor=actor)
        assert hours(copied.shifts) == ["03.04. 10:00-14:00", "03.04. 12:00-14:00"]
        assert {one.state for one in copied.shifts} == {"draft"}
        assert {one.taken for one in copied.shifts} == {0}
        languages = copied.shifts[0].requirements.get().languages.all()
        assert [one.language for one in languages] == ["tr"]

    def test_a_second_time_makes_only_what_is_missing(self, actor):
        campaign = CampaignFactory()
        saturday(campaign=campaign)
        services.copy_day(campaign, self.DAY, self.TO, actor=actor)
        shift = saturday(campaign=campaign)
        ShiftText.objects.filter(shift=shift).update(title="Etwas anderes")
        again = services.copy_day(campaign, self.DAY, self.TO, actor=actor)
        assert (len(again.shifts), again.known) == (1, 1)

    def test_the_day_is_that_of_the_place(self, actor):
        # Half past midnight in Dortmund is the day before in UTC.
        campaign = CampaignFactory()
        saturday(campaign=campaign, starts_at=datetime(2027, 3, 19, 23, 30, tzinfo=UTC))
        saturday(
            campaign=campaign,
            starts_at=datetime(2027, 3, 20, 23, 30, tzinfo=UTC),
            ends_at=datetime(2027, 3, 21, 5, tzinfo=UTC),
        )
        copied = services.copy_day(campaign, self.DAY, self.TO, actor=actor)
        assert hours(copied.shifts) == ["03.04. 00:30-14:00"]

    def test_an_empty_day_is_said(self, actor):
        with pytest.raises(ValidationError) as refusal:
            services.copy_day(CampaignFactory(), self.DAY, self.TO, actor=actor)
        assert "day" in refusal.value.message_dict


class TestTemplates:
    def test_a_shift_made_from_one_is_alike_without_people_and_telephone(self, actor):
        shift = saturday(
            languages=["de", "tr"], minimum_age=18, contact_phone="0231 1", place="",
            venue=VenueFactory(), needs=[{"maximum": 4, "role": "driving", "languages": ["tr"]}],
        )  # fmt: skip
        ShiftSignupFactory(shift=shift)
        template = services.save_template(shift, "Samstag", actor=actor)
        assert template.organisation == shift.campaign.lead
        assert "0231" not in str(template.content)
        day = date(2027, 5, 1)
        made = services.shift_from_template(template, shift.campaign, day, actor=actor)
        assert hours([made]) == ["01.05. 10:00-14:00"]
        assert (made.state, made.venue, made.minimum_age) == ("draft", shift.venue, 18)
        assert {text.language for text in made.texts.all()} == {"de", "tr"}
        requirement = made.requirements.get()
        assert (requirement.role, requirement.maximum, requirement.taken) == ("driving", 4, 0)
        assert [one.language for one in requirement.languages.all()] == ["tr"]

    def test_a_night_ends_on_the_next_day_also_where_the_clocks_are_set(self, actor):
        shift = saturday(
            starts_at=datetime(2027, 3, 20, 21, tzinfo=UTC),
            ends_at=datetime(2027, 3, 21, 5, tzinfo=UTC),
        )
        template = services.save_template(shift, "Nacht", actor=actor)
        made = services.shift_from_template(
            template, shift.campaign, date(2027, 3, 27), actor=actor
        )
        assert hours([made]) == ["27.03. 22:00-06:00"]

    def test_a_name_is_taken_once_in_each_organisation(self, actor):
        shift = saturday()
        services.save_template(shift, "Samstag", actor=actor)
        with pytest.raises(ValidationError) as refusal:
            services.save_template(shift, "Samstag", actor=actor)
        assert "name" in refusal.value.message_dict
        services.save_template(saturday(), "Samstag", actor=actor)

    def test_what_is_no_longer_there_is_left_out(self, actor):
        team = TeamFactory()
        venue = VenueFactory()
        shift = saturday(team=team, venue=venue, needs=[{"languages": ["tr"]}])
        template = services.save_template(shift, "Samstag", actor=actor)
        template.content["requirements"][0] |= {"role": "juggling", "languages": {"xx": "9"}}
        venue.closed_at = team.created_at
        venue.save()
        type(team).objects.update(state="closed")
        made = services.shift_from_template(
            template, shift.campaign, date(2027, 5, 1), actor=actor
        )
        requirement = made.requirements.get()
        assert (made.venue, made.team, requirement.role) == (None, None, "helping")
        assert not requirement.languages.exists()

    def test_another_organisations_campaign_is_refused(self, actor):
        template = services.save_template(saturday(), "Samstag", actor=actor)
        with pytest.raises(ValidationError, match="another organisation"):
            services.shift_from_template(
                template, CampaignFactory(), date(2027, 5, 1), actor=actor
            )


# --- At once -----------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
@on_postgresql
def test_of_eight_who_repeat_or_copy_at_once_each_shift_is_made_once():
    actor = User.objects.create_user("kim@example.org")
    shift = saturday()
    rule = FIVE_SATURDAYS
    repeated = at_once(
        [
            lambda: services.repeat_shift(Shift.objects.get(pk=shift.pk), rule, actor=actor)
            for _ in range(8)
        ]
    )
    assert sorted(len(one.shifts) for one in repeated) == [0] * 7 + [4]
    day, to = date(2027, 3, 20), date(2027, 3, 24)
    copied = at_once(
        [lambda: services.copy_day(shift.campaign, day, to, actor=actor) for _ in range(8)]
    )
    assert sorted(len(one.shifts) for one in copied) == [0] * 7 + [1]
    assert Shift.objects.count() == 6
