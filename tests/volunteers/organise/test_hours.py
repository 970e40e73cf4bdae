"""Hours in the workspace: approving, correcting, sums, and what waits for whom."""

import re

import pytest

from jobs.models import Job
from partners.workspace import trail
from tests.factories import CampaignFactory, OrganisationFactory
from tests.organising import logged_in, queries_of, roles_get, somebody
from tests.volunteers.factories import ShiftSignupFactory, VolunteerFactory
from tests.volunteers.helping import came, over, running
from volunteers import services
from volunteers.hours_workspace import waiting_for
from volunteers.models import Shift

pytestmark = pytest.mark.django_db
LIST = "/de/organise/volunteering/hours/"


@pytest.fixture
def lead():
    return OrganisationFactory()


@pytest.fixture
def campaign(lead):
    return CampaignFactory(lead=lead)


@pytest.fixture
def shift(campaign):
    return over(campaign=campaign)


@pytest.fixture
def client(lead):
    return logged_in("organiser", lead)


def path(shift) -> str:
    return f"{LIST}{shift.pk}/"


def sent(signup, hours, seen="4:00", **more) -> dict[str, str]:
    """One person's fields as the page sends them."""
    prefix = f"s{signup.pk.hex}"
    return {f"{prefix}-{name}": value for name, value in
            {"hours": hours, "seen": seen, **more}.items()}  # fmt: skip


def thanks() -> int:
    return Job.objects.filter(kind="volunteers.thank").count()


def test_one_press_approves_what_is_ticked(client, shift):
    ticked, unticked = came(shift), came(shift)
    page = client.post(
        path(shift), sent(ticked, "4:00", approve="on") | sent(unticked, "4:00"), follow=True
    )
    assert "Stunden von 1 Person sind anerkannt" in page.text
    ticked.refresh_from_db()
    unticked.refresh_from_db()
    assert ticked.approved_at
    assert not unticked.approved_at
    assert thanks() == 1


@pytest.mark.parametrize(
    ("typed", "minutes"), [("3:30", 210), ("3,5", 210), ("٢", 120), ("0.25", 15)]
)
def test_hours_are_put_right_and_approved_at_once(client, shift, typed, minutes):
    signup = came(shift)
    client.post(path(shift), sent(signup, typed, approve="on"))
    signup.refresh_from_db()
    assert signup.minutes == minutes
    assert signup.approved_at


@pytest.mark.parametrize("typed", ["viel", "3:99", "-1", "1e9", "0:00", "99:00"])
def test_what_is_no_time_is_refused_in_words_and_kept_as_typed(client, shift, typed):
    signup, other = came(shift), came(shift)
    data = sent(signup, typed, approve="on") | sent(other, "2:00", approve="on")
    answer = client.post(path(shift), data)
    assert answer.status_code == 422
    assert f'value="{typed}"' in answer.text
    assert 'class="field__error' in answer.text
    other.refresh_from_db()
    # All of it or nothing.
    assert (other.minutes, other.approved_at) == (240, None)
    assert thanks() == 0


def test_what_was_saved_is_told_where_one_reads_on(client, shift):
    """Not at the field that the browser's address names since a refusal was followed there."""
    signup = came(shift)
    assert f'action="{path(shift)}"' in client.get(path(shift)).text
    saved = client.post(path(shift), sent(signup, "4:00", approve="on"))
    assert saved["Location"] == f"{path(shift)}#page"


def test_hours_beyond_the_shift_need_a_second_tick(client, shift):
    signup = came(shift)
    answer = client.post(path(shift), sent(signup, "6:01", approve="on"))
    assert answer.status_code == 422
    assert "Die Schicht dauert 4 Std., Ihre Angabe" in answer.text
    assert f"s{signup.pk.hex}-is_sure" in answer.text
    signup.refresh_from_db()
    assert signup.minutes == 240
    client.post(path(shift), sent(signup, "6:01", approve="on", is_sure="on"))
    signup.refresh_from_db()
    assert signup.minutes == 361
    assert signup.approved_at


def test_the_second_tick_is_asked_of_nobody_else(client, shift):
    came(shift)
    assert "is_sure" not in client.get(path(shift)).text


def test_what_another_has_changed_meanwhile_is_neither_undone_nor_approved(client, shift, actor):
    signup = came(shift)
    services.record_hours(signup, 90, actor=actor)
    client.post(path(shift), sent(signup, "4:00", approve="on"))
    signup.refresh_from_db()
    assert (signup.minutes, signup.approved_at) == (90, None)


def test_approved_hours_are_corrected_on_record(client, shift, lead):
    signup = came(shift, is_approved=True)
    page = client.post(path(shift), sent(signup, "3:00"), follow=True)
    assert "gespeichert" in page.text
    signup.refresh_from_db()
    assert signup.minutes == 180
    assert thanks() == 0
    deeds = [deed.what for deed in trail.told(*trail.entries_of(lead))]
    assert deeds == ["hat anerkannte Stunden berichtigt"]


def test_while_it_runs_hours_are_recorded_and_not_approved(client, campaign):
    shift = running(campaign=campaign)
    signup = came(shift)
    page = client.get(path(shift)).text
    assert "wenn die Schicht vorbei ist" in page
    assert "-approve" not in page
    client.post(path(shift), sent(signup, "2:00", approve="on"))
    signup.refresh_from_db()
    assert (signup.minutes, signup.approved_at) == (120, None)


def test_a_shift_without_people_says_so(client, shift):
    assert "hat sich niemand eingetragen" in client.get(path(shift)).text


def test_the_list_shows_what_waits_and_the_sums(client, shift, campaign):
    anna = VolunteerFactory(name="Anna Öztürk")
    came(shift, 210, volunteer=anna, is_approved=True)
    came(shift, 60, name="Ben")
    ShiftSignupFactory(shift=shift)
    Shift.objects.filter(pk=shift.pk).update(erased_minutes=90)
    page = " ".join(re.sub(r"<[^>]+>", " ", client.get(LIST).text).split())
    assert "1 Person anzuerkennen" in page
    assert "1 Person nicht notiert" in page
    assert "Anna Öztürk" in page
    assert "3:30 Std." in page
    # 3:30 and 1:30 of nobody any more.
    assert f"{campaign} 5 Std. 1 Std. 1:30 Std. 2" in page


def test_the_list_of_one_campaign_shows_no_other(client, lead, shift):
    other = over(campaign=CampaignFactory(lead=lead))
    came(shift, volunteer=VolunteerFactory(name="Anna"))
    came(other, volunteer=VolunteerFactory(name="Ben"))
    page = client.get(LIST, {"campaign": shift.campaign.slug}).text
    assert "Anna" in page
    assert "Ben" not in page
    assert path(other) not in page
    # What is no campaign of mine shows all of mine.
    foreign = CampaignFactory()
    assert "Anna" in client.get(LIST, {"campaign": foreign.slug}).text


def test_nobody_sees_hours_of_another_organisation(shift):
    came(shift, volunteer=VolunteerFactory(name="Anna"))
    page = logged_in("organiser", OrganisationFactory()).get(LIST).text
    assert "Anna" not in page
    assert "Noch keine Stunden" in page


@roles_get(stranger=403, viewer=403, editor=403, organiser=200, owner=200, administrator=200)
def test_who_sees_the_sums(role, status, lead):
    assert logged_in(role, lead).get(LIST).status_code == status


@roles_get(stranger=404, viewer=403, editor=403, organiser=200, owner=200, administrator=200)
def test_who_approves(role, status, shift, lead):
    signup = came(shift)
    assert logged_in(role, lead).get(path(shift)).status_code == status
    answer = logged_in(role, lead).post(path(shift), sent(signup, "4:00", approve="on"))
    assert answer.status_code == (302 if status == 200 else status)
    signup.refresh_from_db()
    assert bool(signup.approved_at) is (status == 200)


def test_what_waits_is_said_to_those_who_coordinate(lead, shift, campaign):
    assert not list(waiting_for(somebody("organiser", lead)))
    came(shift)
    [one] = waiting_for(somebody("organiser", lead))
    assert one.url.endswith(f"hours/?campaign={campaign.slug}")
    assert one.about == str(campaign)
    assert not list(waiting_for(somebody("editor", lead)))
    assert not list(waiting_for(somebody("organiser", OrganisationFactory())))
    long_ago = over(70, campaign=CampaignFactory(lead=lead))
    came(long_ago)
    assert len(list(waiting_for(somebody("organiser", lead)))) == 1


def test_the_pages_cost_the_same_for_one_and_for_three(client, lead, shift):
    came(shift)
    costs = [queries_of(client, page) for page in (LIST, path(shift), "/de/organise/")]
    for _number in range(2):
        came(shift, is_approved=True)
        came(over(campaign=shift.campaign))
        came(over(campaign=CampaignFactory(lead=lead)))
    assert [queries_of(client, page) for page in (LIST, path(shift), "/de/organise/")] == costs
