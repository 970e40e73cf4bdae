"""The demo's volunteering: three teams, forty shifts, and gaps that are really there."""

from collections import Counter
from itertools import pairwise

from django.core.management import call_command
from django.db.models import F
from django.test import TestCase, override_settings
from django.utils import timezone

from pages.demo import content
from privacy.models import Consent
from privacy.person import person_key
from volunteers import services
from volunteers.models import (
    Requirement,
    Shift,
    ShiftSignup,
    Supporter,
    SupporterWay,
    Task,
    Team,
    TeamMember,
)

LANGUAGES = {"de", "en", "tr", "ar"}


@override_settings(DEMO=True)
class VolunteeringTest(TestCase):
    @classmethod
    def setUpTestData(cls):
        call_command("load_demo", verbosity=0)

    def test_there_are_the_councils_three_working_groups(self):
        names = {team.slug for team in Team.objects.all()}
        assert names == {
            "politische-partizipation",
            "bildung-sprachbildung",
            "uebergang-schule-beruf",
        }
        for team in Team.objects.all():
            assert {text.language for text in team.texts.all()} == LANGUAGES
            assert team.members.active().filter(role=TeamMember.Role.COORDINATOR).count() == 1

    def test_who_applies_has_answered_in_words(self):
        answers = [services.answers_of(one) for one in TeamMember.objects.applied()]
        assert [len(one) for one in sorted(answers, key=len)] == [1, 2, 2]
        assert all(len(answer) > 10 for one in answers for _question, answer in one)

    def test_forty_shifts_come_in_four_languages(self):
        coming = Shift.objects.coming().prefetch_related("texts")
        assert len(coming) == 40
        for shift in coming:
            assert {text.language for text in shift.texts.all()} == LANGUAGES
            assert shift.place_name

    def test_what_is_taken_is_counted_and_nothing_more_than_there_is(self):
        for requirement in Requirement.objects.all():
            assert requirement.taken == requirement.signups.holding().count()
            assert requirement.taken <= requirement.maximum

    def test_languages_are_missing_that_nobody_or_few_of_the_demo_speak(self):
        gaps: Counter[str] = Counter()
        for requirement in Requirement.objects.filter(taken__lt=F("minimum")):
            for row in requirement.languages.all():
                gaps[row.language] += requirement.missing
        assert {"ar", "ro", "uk", "fa"} <= set(gaps)

    def test_nobody_is_at_two_places_at_once(self):
        taken: dict[str, list[Shift]] = {}
        for signup in ShiftSignup.objects.confirmed().select_related("shift"):
            taken.setdefault(signup.person_key, []).append(signup.shift)
        for shifts in taken.values():
            shifts.sort(key=lambda one: one.starts_at)
            for before, after in pairwise(shifts):
                assert before.ends_at <= after.starts_at

    def test_each_way_to_help_was_agreed_to(self):
        for way in SupporterWay.objects.select_related("supporter"):
            given = Consent.objects.standing().filter(
                person_key=way.supporter.person_key, purpose=f"volunteers.{way.way}"
            )
            assert given.exists()

    def test_the_demos_volunteer_has_shifts_hours_and_a_team(self):
        own = person_key("volunteer@example.org")
        assert ShiftSignup.objects.of(own).filter(shift__starts_at__gt=timezone.now()).exists()
        assert ShiftSignup.objects.of(own).exclude(approved_at=None).exists()
        assert TeamMember.objects.of(own).active().exists()
        assert Supporter.objects.of(own).joined().exists()

    def test_tasks_are_open_claimed_handed_in_and_done(self):
        states = {claim.state for task in Task.objects.all() for claim in task.claims.all()}
        assert states == {"claimed", "handed_in", "approved"}
        assert any(task.free for task in Task.objects.all())

    def test_a_second_load_adds_nobody(self):
        before = Shift.objects.count(), ShiftSignup.objects.count(), TeamMember.objects.count()
        call_command("load_demo", "--again", verbosity=0)
        after = Shift.objects.count(), ShiftSignup.objects.count(), TeamMember.objects.count()
        assert after == before

    def test_everything_is_marked_as_demo(self):
        for model in (Shift, ShiftSignup, Team, TeamMember, Task, Supporter):
            assert not model.objects.filter(is_demo=False).exists()


def test_each_kind_of_shift_is_used():
    found = content.table("volunteering")
    used = {row[3] for group in found["shifts"] for row in group["rows"]}
    assert used == set(found["kinds"])
