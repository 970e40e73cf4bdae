"""Certificates: exactly what was approved, in words that stay, with a code nobody guesses."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from campaigns.models import CampaignText
from tests.factories import CampaignFactory
from tests.volunteers.factories import (
    RequirementFactory,
    ShiftSignupFactory,
    TaskFactory,
    VolunteerFactory,
)
from tests.volunteers.helping import came, over
from volunteers import services
from volunteers.models import Certificate, ShiftSignup, TaskClaim
from volunteers.services import certificates
from volunteers.services.certificates import Wish, as_code, find_certificate, words_of_deeds

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna():
    return VolunteerFactory(name="Anna")


@pytest.fixture
def campaign():
    return CampaignFactory()


def day(days: int):
    return timezone.localdate() - timedelta(days=days)


def helped(person, minutes, campaign, *, days=0, role="helping", **more) -> ShiftSignup:
    shift = over(days, campaign=campaign, needs=[])
    RequirementFactory(shift=shift, role=role)
    return came(shift, minutes, volunteer=person, **{"is_approved": True, **more})


def test_only_what_was_approved_counts(anna, campaign):
    helped(anna, 100, campaign)
    helped(anna, 30, campaign, is_approved=False)
    helped(VolunteerFactory(), 5000, campaign)
    ShiftSignupFactory(shift=over(campaign=campaign), volunteer=anna, presence="no_show")
    task = TaskFactory(campaign=campaign)
    for one, minutes, state in ((task, 7, "approved"), (TaskFactory(), 900, "handed_in")):
        TaskClaim.objects.create(
            task=one, person_key=anna.pk, state=state, minutes=minutes, decided_at=timezone.now()
        )
    made = services.issue_certificate(anna.pk, Wish("Anna"))
    assert made.minutes == 107
    assert [one["minutes"] for one in words_of_deeds(made, "de")] == [100, 7]


def test_the_same_kind_of_help_is_one_line_with_its_sum(anna, campaign):
    for days, role, minutes in ((1, "talking", 60), (9, "talking", 75), (5, "driving", 200)):
        helped(anna, minutes, campaign, days=days, role=role)
    made = services.issue_certificate(anna.pk, Wish("Anna"))
    lines = words_of_deeds(made, "de")
    assert [(one["minutes"], one["times"]) for one in lines] == [(200, 1), (135, 2)]
    # Around midnight the shifts of "days ago" began a day earlier.
    assert made.last_day - made.first_day == timedelta(days=8)


def test_campaign_and_days_choose(anna, campaign):
    helped(anna, 10, campaign, days=1)
    helped(anna, 20, campaign, days=30)
    helped(anna, 40, CampaignFactory(), days=1)

    def make(**wish) -> int:
        return services.issue_certificate(anna.pk, Wish("Anna", **wish)).minutes

    assert make() == 70
    assert make(campaign=campaign.pk) == 30
    assert make(first_day=day(10)) == 50
    assert make(campaign=campaign.pk, last_day=day(10)) == 20
    edge = timezone.localdate(ShiftSignup.objects.get(minutes=20).shift.starts_at)
    assert make(first_day=edge, last_day=edge) == 20


def test_nothing_approved_is_no_certificate(anna, campaign):
    helped(anna, 30, campaign, is_approved=False)
    with pytest.raises(services.NothingApproved):
        services.issue_certificate(anna.pk, Wish("Anna"))
    helped(anna, 30, campaign, days=3)
    with pytest.raises(services.NothingApproved):
        services.issue_certificate(anna.pk, Wish("Anna", first_day=day(0)))
    with pytest.raises(ValidationError, match="before the first"):
        services.issue_certificate(anna.pk, Wish("Anna", first_day=day(0), last_day=day(2)))
    assert not Certificate.objects.exists()


def test_its_words_are_those_of_its_day(anna, campaign):
    CampaignText.objects.filter(campaign=campaign, language="de").update(title="Wahlrecht")
    helped(anna, 60, campaign, role="talking")
    made = services.issue_certificate(anna.pk, Wish("Anna"))
    CampaignText.objects.filter(campaign=campaign).update(title="Etwas anderes")
    ShiftSignup.objects.update(minutes=1)
    german, turkish = words_of_deeds(made, "de")[0], words_of_deeds(made, "tr")[0]
    assert (german["campaign"], german["minutes"]) == ("Wahlrecht", 60)
    assert german["what"] == "mit Menschen sprechen"
    assert turkish["what"] not in ("", german["what"])
    # A campaign without Turkish words keeps its German ones.
    assert words_of_deeds(made, "pl")[0]["what"] == german["what"]


def test_a_code_is_long_readable_and_found_however_it_is_typed(anna, campaign):
    helped(anna, 60, campaign)
    made = services.issue_certificate(anna.pk, Wish("Anna"))
    assert len(set(made.code) - set(certificates.LETTERS) - {"-"}) == 0
    assert not set("01OIL") & set(certificates.LETTERS)
    assert len(certificates.LETTERS) ** (certificates.GROUPS * certificates.GROUP) > 10**23
    for typed in (made.code.lower(), made.code.replace("-", " "), f" {made.code}\n"):
        assert find_certificate(typed) == made
    for typed in ("", "-", "X", made.code[:-1]):
        assert find_certificate(typed) is None


@pytest.mark.parametrize("typed", ["abcd efgh", "ABCD-EFGH", "A.B.C.D.E.F.G.H", "ABCDEFGH"])
def test_a_code_is_in_groups_of_four(typed):
    assert as_code(typed) == "ABCD-EFGH"


def test_only_its_holder_withdraws_it_and_once(anna, campaign):
    helped(anna, 60, campaign)
    made = services.issue_certificate(anna.pk, Wish("Anna"))
    assert not services.withdraw_certificate(VolunteerFactory().pk, made.code)
    assert services.withdraw_certificate(anna.pk, made.code)
    assert not services.withdraw_certificate(anna.pk, made.code)


def test_not_without_end(anna, campaign, monkeypatch):
    monkeypatch.setattr(certificates, "MOST", 1)
    helped(anna, 60, campaign)
    made = services.issue_certificate(anna.pk, Wish("Anna"))
    with pytest.raises(ValidationError, match="withdraw some first"):
        services.issue_certificate(anna.pk, Wish("Anna"))
    services.withdraw_certificate(anna.pk, made.code)
    assert services.issue_certificate(anna.pk, Wish("Anna"))
