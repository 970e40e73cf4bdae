"""What visitors find of shifts; what is not theirs to see stays away."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from campaigns.models import Campaign
from events.models import Event
from tests.events.factories import EventFactory, VenueFactory
from tests.factories import CampaignFactory
from tests.organising import logged_in, queries_of
from tests.volunteers.factories import (
    RequirementFactory,
    ShiftFactory,
    ShiftSignupFactory,
    TeamFactory,
)
from tests.volunteers.signing_up import comes, stored
from volunteers.models import Shift, ShiftText

pytestmark = pytest.mark.django_db
LANGUAGES = ("de", "en", "tr", "ar")


def title(shift: Shift) -> str:
    return f"Stand {shift.pk} (de)"


def listed(client, **query) -> str:
    return client.get("/de/shifts/", query).text


def test_only_open_shifts_of_running_campaigns_that_are_not_over_are_listed(client):
    shown = ShiftFactory()
    now = timezone.now()
    hidden = [
        ShiftFactory(state="draft"),
        ShiftFactory(state="cancelled"),
        ShiftFactory(campaign=CampaignFactory(state=Campaign.State.ARCHIVED)),
        ShiftFactory(campaign=CampaignFactory(visibility="unlisted")),
        ShiftFactory(starts_at=now - timedelta(hours=5), ends_at=now - timedelta(hours=1)),
    ]
    running = ShiftFactory(starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=1))
    page = listed(client)
    assert title(shown) in page
    assert title(running) in page
    assert "Läuft gerade" in page
    for shift in hidden:
        assert title(shift) not in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, "abc"),
        ({"campaign": "eins"}, "a"),
        ({"district": "Hörde"}, "ab"),
        ({"language": "ar"}, "ac"),
        ({"gaps": "on"}, "bc"),
        # Both together: somebody who speaks it is missing.
        ({"gaps": "on", "language": "ar"}, "c"),
        ({"campaign": "nirgends", "district": "Mond", "language": "klingon", "page": "x"}, "abc"),
    ],
)
def test_filters(client, query, found):
    a = ShiftFactory(campaign=CampaignFactory(slug="eins"), district="Hörde", needs=[])
    RequirementFactory(shift=a, maximum=1, languages=("ar",))
    ShiftSignupFactory(shift=a)
    b = ShiftFactory(district="", venue=VenueFactory(district="Hörde"), needs=[{"maximum": 2}])
    c = ShiftFactory(needs=[])
    RequirementFactory(shift=c, maximum=3, languages=("ar", "tr"))
    page = listed(client, **query)
    shifts = {"a": a, "b": b, "c": c}
    assert {name for name, shift in shifts.items() if title(shift) in page} == set(found)


def test_without_any_the_list_says_so_and_leads_on(client):
    assert "/de/campaigns/" in listed(client)
    assert "Gerade wird niemand gebraucht" in listed(client)
    assert "Zu dieser Auswahl gibt es keine Schicht" in listed(client, gaps="on")


def test_a_card_says_in_words_what_is_missing(client):
    shift = ShiftFactory(needs=[{"maximum": 3}], languages=("en",))
    RequirementFactory(
        shift=shift, role="interpreting", minimum=1, maximum=2, languages=("ar", "tr")
    )
    comes(shift, 1)
    page = client.get("/en/shifts/").text
    assert "1 person is still missing." in page
    assert page.count("seat--taken") == 1
    said = '<bdi lang="ar">العربية</bdi> or <bdi lang="tr">Türkçe</bdi> is still missing.'
    assert f"1 person who speaks {said}" in page


def test_the_pages_do_not_say_whether_an_address_just_typed_in_is_new(client):
    """One place is left. Whoever types an address in must not see the page change by it."""
    shift = ShiftFactory(needs=[{"maximum": 2}])
    comes(shift, 1)
    paths = ("/de/shifts/", f"/de/shifts/{shift.pk}/")
    before = [client.get(path).text for path in paths]
    stored(shift, 1)  # is on the shift
    known = [client.get(path).text for path in paths]
    pending = stored(shift, 2)  # is new, and holds the last place
    assert pending.has_place
    new = [client.get(path).text for path in paths]
    assert before == known == new
    # A confirmed one changes it: only whoever reads that mailbox can bring that about.
    comes(shift, 3)
    assert Shift.objects.get(pk=shift.pk).requirements.get().taken == 2


def test_enough_people_and_full_are_told_apart(client):
    shift = ShiftFactory(needs=[{"maximum": 3}], languages=("en",))
    comes(shift, 1)
    comes(shift, 2)
    page = client.get(f"/en/shifts/{shift.pk}/").text
    assert "There are enough people. More are welcome." in page
    comes(shift, 3)
    page = client.get(f"/en/shifts/{shift.pk}/").text
    assert "You can still join the waiting list." in page
    assert "Sign up all the same" in page
    assert client.get(f"/en/shifts/{shift.pk}/").context["is_full"]


def test_the_page_says_when_where_who_and_what_it_is_for(client):
    event = EventFactory(slug="fest")
    team = TeamFactory(slug="standteam")
    shift = ShiftFactory(
        event=event, team=team, starts_at=datetime(2027, 7, 3, 8, tzinfo=UTC),
        contact_name="Mehmet", contact_phone="0231 123", minimum_age=14,
    )  # fmt: skip
    ShiftText.objects.filter(shift=shift).update(
        meeting_point="am Brunnen", description="Wir **reden** mit Leuten."
    )
    page = client.get(f"/de/shifts/{shift.pk}/").text
    for said in (
        "Samstag, 3. Juli 2027", "10:00", "14:00", "vor der Bibliothek", "am Brunnen", "Mehmet",
        "<strong>reden</strong>", "/de/events/fest/", "standteam (de)", "14",
        shift.campaign.get_absolute_url(),
    ):  # fmt: skip
        assert said in page, said
    Event.objects.filter(pk=event.pk).update(state="draft")
    assert "/de/events/fest/" not in client.get(f"/de/shifts/{shift.pk}/").text


def test_what_is_cancelled_says_so_and_takes_nobody(client):
    shift = ShiftFactory(state="cancelled")
    page = client.get(f"/de/shifts/{shift.pk}/").text
    assert "Abgesagt" in page
    assert 'id="sign-up"' not in page


def test_the_page_tells_of_its_cancelled_event(client):
    shift = ShiftFactory(event=EventFactory(state="cancelled"), languages=("en",))
    assert "is cancelled. Ask before you come." in client.get(f"/en/shifts/{shift.pk}/").text


def test_a_draft_and_what_never_was_are_not_found(client):
    draft = ShiftFactory(state="draft")
    for pk in (draft.pk, 10**6, 10**30):
        for tail in ("", "shift.ics", "share.png", "sign-up/sent/"):
            assert client.get(f"/de/shifts/{pk}/{tail}").status_code == 404


def test_numbers_are_for_those_who_plan_it(client):
    shift = ShiftFactory(languages=("en",))
    organisation = shift.campaign.lead
    path = f"/en/shifts/{shift.pk}/"
    for role, sees in (("nobody", False), ("stranger", False), ("viewer", True), ("owner", True)):
        page = logged_in(role, organisation).get(path).text
        assert ("For those who plan it" in page) == sees, role
    stored(shift, 1)
    assert "held: 1, needed: 2, at most: 3" in logged_in("editor", organisation).get(path).text


def test_what_somebody_logged_in_sees_is_kept_for_nobody(settings):
    settings.PAGE_CACHE = True
    cache.clear()
    shift = ShiftFactory(languages=("en",))
    path = f"/en/shifts/{shift.pk}/"
    assert "For those who plan it" in logged_in("owner", shift.campaign.lead).get(path).text
    assert "For those who plan it" not in logged_in("nobody").get(path).text


def test_a_campaign_and_an_event_show_their_shifts(client):
    event = EventFactory(slug="fest")
    mine, other = ShiftFactory(event=event), ShiftFactory()
    for path in (mine.campaign.get_absolute_url(), "/de/events/fest/"):
        page = client.get(path).text
        assert title(mine) in page
        assert title(other) not in page
    Shift.objects.filter(pk=mine.pk).update(state="draft")
    assert title(mine) not in client.get(mine.campaign.get_absolute_url()).text


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_in_each_language(client, language):
    shift = ShiftFactory(languages=LANGUAGES)
    for path in ("", f"{shift.pk}/", f"{shift.pk}/sign-up/sent/", f"{shift.pk}/share.png"):
        assert client.get(f"/{language}/shifts/{path}").status_code == 200
    assert f"({language})" in client.get(f"/{language}/shifts/").text


def test_pages_cost_the_same_with_more_rows(client):
    costs = []
    for rows in (1, 3):
        shifts = [
            ShiftFactory(languages=("de", "tr"), event=EventFactory(), team=TeamFactory())
            for _ in range(rows)
        ]
        for shift in shifts:
            for _ in range(rows):
                RequirementFactory(shift=shift, languages=("tr", "ar", "fr")[:rows])
                ShiftSignupFactory(shift=shift)
        first = shifts[0]
        paths = ("/tr/shifts/", f"/tr/shifts/{first.pk}/", first.campaign.get_absolute_url())
        costs.append([queries_of(client, path) for path in paths])
    assert costs[0] == costs[1]
    assert costs[0][0] <= 9
    assert costs[0][1] <= 12
