"""What coordinators set off reaches people in their language, once, and only while it is true."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from jobs.models import Job
from jobs.services import run_due
from privacy import retention
from privacy import services as privacy
from tests.volunteers.factories import (
    ShiftFactory,
    ShiftSignupFactory,
    SupporterFactory,
    VolunteerFactory,
)
from volunteers import services
from volunteers.asked_data import delete_old
from volunteers.models import ShiftAsk, ShiftSignup
from volunteers.services.moving import TOLD_AFTER

pytestmark = pytest.mark.django_db
BERLIN = ZoneInfo("Europe/Berlin")


def asked(actor, **more):
    shift = ShiftFactory(needs=[{"role": "talking"}], **more)
    supporter = SupporterFactory(
        campaign=shift.campaign, volunteer=VolunteerFactory(language="tr", name="Amira")
    )
    assert services.ask(shift.requirements.get(), supporter, actor=actor)
    return shift, supporter


def test_whoever_is_asked_gets_a_way_to_say_yes(actor):
    shift, _supporter = asked(actor)
    run_due()
    (letter,) = mail.outbox
    assert letter.subject == f"Yardım edebilir misiniz?: Stand {shift.pk} (de)"
    assert f"/shifts/{shift.requirements.get().pk}/take/" in letter.body
    assert "/tr/volunteering/mine/" in letter.body


@pytest.mark.parametrize("what", ["left", "ways", "cancelled", "signed up", "erased"])
def test_what_became_untrue_is_not_sent(actor, what):
    shift, supporter = asked(actor)
    if what == "left":
        services.leave_campaign(supporter)
    elif what == "ways":
        services.choose_ways(supporter, {"news": "Ja"}, language="de")
    elif what == "cancelled":
        shift.state = "cancelled"
        shift.save()
    elif what == "signed up":
        signup = ShiftSignupFactory(shift=shift)
        ShiftSignup.objects.filter(pk=signup.pk).update(person_key=supporter.person_key)
    else:
        ShiftAsk.objects.all().delete()
    run_due()
    assert mail.outbox == []


def moved(actor, language: str = "de"):
    volunteer = VolunteerFactory(language=language)
    signup = ShiftSignupFactory(volunteer=volunteer)
    ShiftSignup.objects.update(language=language)
    target = ShiftFactory(
        campaign=signup.shift.campaign,
        # The night before it, the clocks go back.
        starts_at=datetime(2031, 10, 26, 10, tzinfo=BERLIN),
        place="Nordmarkt",
    )
    services.move(signup, target.requirements.get(), actor=actor)
    return signup, target


def test_whoever_is_moved_hears_once_where_and_when_by_the_clock_there(actor):
    _signup, target = moved(actor, "en")
    run_due()
    assert mail.outbox == []
    with time_machine.travel(timezone.now() + TOLD_AFTER + timedelta(seconds=1)):
        run_due()
        run_due()
    (letter,) = mail.outbox
    assert letter.subject == f"Your shift is another one now: Stand {target.pk} (de)"
    assert "10:00 – 14:00" in letter.body
    assert "Nordmarkt" in letter.body


def test_moved_back_meanwhile_nobody_is_told(actor):
    signup, _target = moved(actor)
    job = Job.objects.get(kind="volunteers.mail_moved")
    shift_id, requirement_id = job.payload["was"]
    requirement = signup.requirement.__class__.objects.get(pk=requirement_id)
    assert requirement.shift_id == shift_id
    services.move(signup, requirement, actor=actor)
    with time_machine.travel(timezone.now() + TOLD_AFTER + timedelta(seconds=1)):
        run_due()
    assert mail.outbox == []


def test_being_asked_is_erased_exported_and_forgotten_after_the_shift(actor):
    shift, supporter = asked(actor)
    own = privacy.export(supporter.person_key)["data"]["volunteers_asked"]
    assert [one["shift"] for one in own["asked_to_shifts"]] == [shift.pk]
    assert delete_old() == 0
    with time_machine.travel(shift.ends_at + timedelta(days=15)):
        assert delete_old() == 1
    shift, supporter = asked(actor)
    privacy.erase(supporter.person_key)
    assert not ShiftAsk.objects.exists()
    assert "volunteers.ShiftAsk.person_key" not in retention.missing()
