"""Places of a shift are never given twice, and nobody is at two places at once."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from jobs.models import Job
from privacy import secrets
from tests.volunteers.factories import ShiftFactory, ShiftSignupFactory, VolunteerFactory
from tests.volunteers.signing_up import at_once, comes, mails, store, stored, wish
from volunteers import services
from volunteers.models import Guardian, Requirement, ShiftSignup, Volunteer
from volunteers.services import links

State = ShiftSignup.State
pytestmark = pytest.mark.django_db
on_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite lets one write at a time"
)


@pytest.fixture
def shift():
    return ShiftFactory(needs=[{"maximum": 2}])


def taken(shift) -> int:
    return sum(shift.requirements.values_list("taken", flat=True))


def states(shift) -> dict[str, int]:
    found = list(shift.signups.values_list("state", flat=True))
    return {state: found.count(state) for state in set(found)}


def test_a_sign_up_holds_its_place_before_it_is_confirmed(shift):
    signup = stored(shift)
    assert (signup.state, signup.has_place, taken(shift)) == (State.PENDING, True, 1)
    assert mails() == ["confirm"]


def test_confirming_makes_it_certain_and_the_person_known(shift):
    signup = comes(shift)
    assert signup.state == State.CONFIRMED
    assert Volunteer.objects.get(pk=signup.person_key).email == "hilft0@example.org"
    assert mails()[-1] == "signed_up"


def test_before_it_is_confirmed_nobody_is_known_by_it(shift):
    signup = stored(shift)
    assert Volunteer.objects.get(pk=signup.person_key).email == ""


def test_later_words_do_not_replace_what_a_person_said_of_themselves(shift):
    comes(shift, 1)
    again = ShiftFactory(starts_at=timezone.now() + timedelta(days=9))
    signup = comes(again, 1, name="Somebody else")
    assert Volunteer.objects.get(pk=signup.person_key).name == "Hilft 1"


def test_whoever_comes_when_all_is_taken_waits(shift):
    for number in range(3):
        comes(shift, number)
    assert states(shift) == {State.CONFIRMED: 2, State.WAITING: 1}
    assert taken(shift) == 2


def test_nobody_passes_by_those_who_wait(shift):
    people = [comes(shift, number) for number in range(3)]
    services.leave_shift(people[0])
    # The place is free, and offered by a job that has not run yet.
    assert comes(shift, 7).state == State.WAITING


def test_what_becomes_free_is_offered_to_whoever_has_waited_longest(shift):
    people = [comes(shift, number) for number in range(4)]
    services.leave_shift(people[0])
    (offered,) = services.offer_free_places(shift.pk)
    assert offered.pk == people[2].pk
    assert services.accept_offer(offered)
    assert states(shift) == {State.CONFIRMED: 2, State.WAITING: 1, State.CANCELLED: 1}


def test_an_offer_that_nobody_takes_goes_on(shift):
    people = [comes(shift, number) for number in range(4)]
    services.leave_shift(people[0])
    services.offer_free_places(shift.pk)
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        assert services.release_run_out() == 1
        (offered,) = services.offer_free_places(shift.pk)
        assert offered.pk == people[3].pk
        people[2].refresh_from_db()
        assert people[2].state == State.LAPSED
        assert not services.accept_offer(people[2])


def test_an_address_that_is_never_confirmed_gives_its_place_back(shift):
    signup = stored(shift)
    with time_machine.travel(timezone.now() + timedelta(hours=3)):
        services.release_run_out()
    assert taken(shift) == 0
    signup.refresh_from_db()
    # Confirmed late it still finds a place, as long as there is one.
    services.confirm_signup(signup)
    assert taken(shift) == 1


def test_two_shifts_at_one_time_are_explained_and_nothing_is_lost(shift):
    comes(shift, 1)
    other = ShiftFactory(starts_at=shift.starts_at + timedelta(hours=1))
    signup = stored(other, 1)
    with pytest.raises(services.Clash) as clash:
        services.confirm_signup(signup)
    assert clash.value.shift == shift
    signup.refresh_from_db()
    assert (signup.state, signup.has_place) == (State.PENDING, True)


def test_one_shift_may_begin_when_another_ends(shift):
    comes(shift, 1)
    after = ShiftFactory(starts_at=shift.ends_at)
    assert comes(after, 1).state == State.CONFIRMED


def test_who_waits_at_that_time_may_take_another(shift):
    for number in range(3):
        comes(shift, number)
    other = ShiftFactory(starts_at=shift.starts_at)
    assert comes(other, 2).state == State.CONFIRMED
    services.leave_shift(shift.signups.confirmed().first())
    (offered,) = services.offer_free_places(shift.pk)
    with pytest.raises(services.Clash):
        services.accept_offer(offered)


def test_from_ones_own_page_it_is_certain_at_once(shift):
    volunteer = VolunteerFactory()
    signup = services.take_shift(volunteer, shift.requirements.get())
    assert (signup.state, signup.name) == (State.CONFIRMED, volunteer.name)
    # Pressed twice, it is one.
    assert services.take_shift(volunteer, shift.requirements.get()) == signup
    assert taken(shift) == 1


def test_a_draft_is_taken_by_nobody_who_guesses_its_number():
    shift = ShiftFactory(state="draft")
    with pytest.raises(services.ShiftIsClosed):
        services.take_shift(VolunteerFactory(), shift.requirements.get())


def test_signing_up_again_changes_nothing_and_only_the_mail_says_so(shift):
    signup = comes(shift, 1)
    stored(shift, 1, name="Somebody else")
    signup.refresh_from_db()
    assert (signup.name, taken(shift)) == ("Hilft 1", 1)
    assert mails()[-1] == "again"


def test_another_role_before_confirming_takes_one_place_only():
    shift = ShiftFactory(needs=[{"maximum": 2}, {"maximum": 2, "position": 1}])
    first, second = shift.requirements.all()
    stored(shift, 1)
    stored(shift, 1, requirement=second.pk)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.taken, second.taken) == (0, 1)


def test_a_role_of_another_shift_is_refused(shift):
    other = ShiftFactory()
    with pytest.raises(ValidationError):
        services.sign_up(shift, wish(shift, requirement=other.requirements.get().pk))
    assert not Job.objects.filter(kind="volunteers.store_signup").exists()


@pytest.mark.parametrize(
    ("minimum_age", "age_group", "is_taken"),
    [(16, "14", False), (16, "16", True), (14, "14", True), (15, "14", True), (18, "16", False)],
)
def test_nobody_too_young_is_taken(minimum_age, age_group, is_taken):
    shift = ShiftFactory(minimum_age=minimum_age)
    words = {"guardian_name": "Eltern", "guardian_email": "eltern@example.org"}
    young = wish(shift, age_group=age_group, **words)
    if is_taken:
        services.sign_up(shift, young)
    else:
        with pytest.raises(services.TooYoung):
            services.sign_up(shift, young)


def minor(shift) -> ShiftSignup:
    return comes(
        shift, 5, age_group="14", guardian_name="Mutter", guardian_email="mutter@example.org"
    )


def test_under_sixteen_a_guardian_has_to_be_named():
    shift = ShiftFactory(minimum_age=14)
    with pytest.raises(ValidationError):
        services.sign_up(shift, wish(shift, age_group="14"))


@pytest.mark.parametrize("own", ["hilft0@example.org", "Hilft0+mutter@example.org"])
def test_nobody_is_their_own_guardian(own):
    shift = ShiftFactory(minimum_age=14)
    with pytest.raises(ValidationError):
        services.sign_up(
            shift, wish(shift, age_group="14", guardian_name="Ich", guardian_email=own)
        )


def test_under_sixteen_the_place_waits_for_the_guardian():
    signup = minor(ShiftFactory(minimum_age=14))
    assert (signup.state, signup.has_place) == (State.GUARDIAN, True)
    assert mails()[-2:] == ["guardian_asked", "to_guardian"]
    assert services.answer_for_minor(signup.guardian, agrees=True)
    signup.refresh_from_db()
    assert signup.state == State.CONFIRMED
    assert not services.answer_for_minor(signup.guardian, agrees=False)


def test_a_guardian_who_refuses_gives_the_place_back():
    shift = ShiftFactory(minimum_age=14)
    signup = minor(shift)
    services.answer_for_minor(signup.guardian, agrees=False)
    signup.refresh_from_db()
    assert (signup.state, taken(shift)) == (State.CANCELLED, 0)


def test_a_guardian_who_never_answers_gives_it_back_after_two_days():
    shift = ShiftFactory(minimum_age=14)
    signup = minor(shift)
    with time_machine.travel(timezone.now() + timedelta(hours=49)):
        assert services.release_run_out() == 1
    signup.refresh_from_db()
    assert (signup.state, taken(shift)) == (State.LAPSED, 0)
    assert not services.answer_for_minor(Guardian.objects.get(), agrees=True)


@pytest.mark.parametrize("agrees", [True, False])
def test_what_a_guardian_says_after_the_shift_changes_nothing(agrees):
    shift = ShiftFactory(minimum_age=14, starts_at=timezone.now() + timedelta(hours=1))
    signup = minor(shift)
    with time_machine.travel(shift.ends_at + timedelta(minutes=1)):
        assert not services.answer_for_minor(signup.guardian, agrees=agrees)
    signup.refresh_from_db()
    assert signup.state == State.GUARDIAN


def test_a_stand_in_takes_the_place_over_past_those_who_wait(shift):
    people = [comes(shift, number) for number in range(3)]
    assert services.look_for_stand_in(people[0])
    assert not services.look_for_stand_in(people[0])  # once
    helper = VolunteerFactory()
    taken_over = services.stand_in(people[0], helper)
    assert taken_over is not None
    assert taken_over.state == State.CONFIRMED
    people[0].refresh_from_db()
    assert people[0].state == State.CANCELLED
    assert taken(shift) == 2
    assert services.stand_in(people[0], VolunteerFactory()) is None


def test_nobody_stands_in_for_one_who_did_not_ask(shift):
    signup = comes(shift, 1)
    assert services.stand_in(signup, VolunteerFactory()) is None


def test_a_shift_that_is_over_takes_nobody(shift):
    signup = stored(shift)
    with time_machine.travel(shift.ends_at + timedelta(minutes=1)):
        with pytest.raises(services.ShiftIsClosed):
            services.sign_up(shift, wish(shift, 3))
        with pytest.raises(services.ShiftIsClosed):
            services.confirm_signup(signup)


def test_the_job_that_stores_may_run_again_and_says_nothing_then(shift):
    services.sign_up(shift, wish(shift, 1))
    job = Job.objects.get(kind="volunteers.store_signup")
    store(job)
    services.confirm_signup(shift.signups.get())
    before = mails()
    store(job)
    assert mails() == before


def offers_wait(shift) -> bool:
    return Job.objects.filter(
        kind="volunteers.offer_places", payload__shift=shift.pk, state="queued"
    ).exists()


def test_whoever_goes_to_another_role_leaves_a_place_that_is_offered_on():
    shift = ShiftFactory(needs=[{"maximum": 1}, {"maximum": 2, "position": 1}])
    first, second = shift.requirements.all()
    stored(shift, 1)
    comes(shift, 2)
    assert not offers_wait(shift)
    stored(shift, 1, requirement=second.pk)
    assert offers_wait(shift)
    (offered,) = services.offer_free_places(shift.pk)
    assert offered.requirement == first


def test_a_free_place_that_no_job_has_seen_is_found_by_the_clock(shift):
    people = [comes(shift, number) for number in range(3)]
    services.leave_shift(people[0])
    Job.objects.all().delete()
    assert services.offer_what_was_overlooked() == 1
    people[2].refresh_from_db()
    assert people[2].state == State.OFFERED
    assert services.offer_what_was_overlooked() == 0


def test_a_press_for_a_shift_one_was_moved_away_from_leaves_no_other(shift):
    signup = comes(shift, 1)
    other = ShiftFactory(campaign=shift.campaign, starts_at=shift.starts_at + timedelta(days=1))
    stale = ShiftSignup.objects.get(pk=signup.pk)
    ShiftSignup.objects.filter(pk=signup.pk).update(
        shift=other, requirement=other.requirements.get()
    )
    assert not services.leave_shift(stale)
    assert ShiftSignup.objects.get(pk=signup.pk).state == State.CONFIRMED


def test_what_is_gone_meanwhile_is_closed_and_no_fault(shift):
    signup = stored(shift, 1)
    gone = ShiftSignup.objects.get(pk=signup.pk)
    signup.delete()
    with pytest.raises(services.ShiftIsClosed):
        services.confirm_signup(gone)


def test_a_guardian_who_was_named_before_answers_no_more():
    shift = ShiftFactory(minimum_age=14)
    signup = minor(shift)
    old = links.issue(signup, links.GUARDIAN)
    services.leave_shift(signup)
    again = {"guardian_name": "Vater", "guardian_email": "vater@example.org"}
    stored(shift, 5, age_group="14", **again)
    with pytest.raises(secrets.SecretError):
        links.find(old, links.GUARDIAN)


def test_a_link_that_was_opened_before_another_guardian_was_named_answers_for_nobody():
    shift = ShiftFactory(minimum_age=14)
    signup = minor(shift)
    secret = links.issue(signup, links.GUARDIAN)
    opened = links.find_guardian(secret)
    services.leave_shift(signup)
    again = {"guardian_name": "Vater", "guardian_email": "vater@example.org"}
    comes(shift, 5, age_group="14", **again)
    with pytest.raises(secrets.SecretError):
        services.answer_for_minor(opened, agrees=True, secret=secret)
    signup.refresh_from_db()
    assert signup.state == State.GUARDIAN
    assert Guardian.objects.get().answer == Guardian.Answer.ASKED


# --- At once -----------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
@on_postgresql
def test_of_two_hundred_at_once_five_come_and_the_rest_wait_in_order():
    shift = ShiftFactory(needs=[{"maximum": 5}])
    for number in range(200):
        services.sign_up(shift, wish(shift, number))
    jobs = list(Job.objects.filter(kind="volunteers.store_signup"))
    at_once([lambda job=job: store(job) for job in jobs])
    everybody = list(shift.signups.all())
    assert len(everybody) == 200
    at_once([lambda one=one: services.confirm_signup(one) for one in everybody])
    assert states(shift) == {State.CONFIRMED: 5, State.WAITING: 195}
    assert Requirement.objects.get(shift=shift).taken == 5
    # Who gives a place back hands it to whoever asked first.
    first = shift.signups.waiting()[0]
    services.leave_shift(shift.signups.confirmed().first())
    assert [one.pk for one in services.offer_free_places(shift.pk)] == [first.pk]


@pytest.mark.django_db(transaction=True)
@on_postgresql
def test_two_shifts_at_one_time_pressed_at_once_are_one():
    volunteer = VolunteerFactory()
    first = ShiftFactory(needs=[{"maximum": 9}])
    shifts = [first, *(ShiftFactory(starts_at=first.starts_at) for _ in range(7))]
    found = at_once(
        [
            lambda shift=shift: services.take_shift(volunteer, shift.requirements.get())
            for shift in shifts
        ]
    )
    assert sum(isinstance(one, services.Clash) for one in found) == 7
    assert ShiftSignup.objects.of(volunteer.pk).confirmed().count() == 1


@pytest.mark.django_db(transaction=True)
@on_postgresql
def test_taking_leaving_offering_and_standing_in_at_once_never_wait_in_a_ring():
    """The lock order (persons, then shifts) under load: no deadlock, and all counts right."""
    shifts = [
        ShiftFactory(
            needs=[{"maximum": 3}], starts_at=timezone.now() + timedelta(days=2, hours=5 * number)
        )
        for number in range(4)
    ]
    people = [VolunteerFactory() for _ in range(12)]
    for shift in shifts:
        for volunteer in people[:3]:
            signup = ShiftSignupFactory(shift=shift, volunteer=volunteer)
            signup.stand_in_wanted_at = timezone.now()
            signup.save()
    deeds = []
    for turn, volunteer in enumerate(people * 4):
        shift = shifts[turn % 4]
        deeds += [
            lambda shift=shift, who=volunteer: services.take_shift(who, shift.requirements.get()),
            lambda shift=shift: services.offer_free_places(shift.pk),
            lambda shift=shift, who=volunteer: services.stand_in(
                shift.signups.exclude(person_key=who.pk).order_by("pk").first(), who
            ),
            lambda shift=shift, who=volunteer: [
                services.leave_shift(one) for one in shift.signups.of(who.pk)
            ],
        ]
    found = at_once(deeds)
    broken = [one for one in found if isinstance(one, Exception)]
    assert [one for one in broken if not isinstance(one, services.Clash)] == []
    for shift in shifts:
        requirement = shift.requirements.get()
        assert requirement.taken == shift.signups.holding().count() <= 3
