"""Choosing a place among many, languages, and what is there."""

import pytest
from django.utils import timezone

from events.forms.choosing import VENUES_SHOWN
from events.models import Event, EventHost
from tests.events.factories import EventFactory, VenueFactory
from tests.factories import OrganisationFactory
from tests.organising import logged_in, queries_of
from tests.pages.reading import main_of

pytestmark = pytest.mark.django_db
PLACE = "/de/organise/events/fest/change/place/"
PEOPLE = "/de/organise/events/fest/change/people/"
ACCESS = "/de/organise/events/fest/change/access/"


@pytest.fixture
def event():
    return EventFactory(slug="fest", venue=VenueFactory(name="Zeche"))


@pytest.fixture
def editor(event):
    return logged_in("editor", event.hosts.get().organisation)


def offered(client, path=PLACE):
    form = client.get(path).context["form"]
    return [label.split(",")[0] for value, label in form.fields["venue"].widget.choices if value]


def test_few_venues_are_all_offered_without_a_search(event, editor):
    VenueFactory(name="Aula")
    assert offered(editor) == ["Aula", "Zeche"]
    assert 'name="name"' not in editor.get(PLACE).text


def test_of_many_one_searches_and_the_chosen_one_stays(event, editor):
    for number in range(VENUES_SHOWN):
        VenueFactory(name=f"Haus {number:02}")
    assert len(offered(editor)) == VENUES_SHOWN + 1
    assert "Zeche" in offered(editor)
    assert 'name="name"' in editor.get(PLACE).text
    assert offered(editor, f"{PLACE}?name=haus+07") == ["Haus 07", "Zeche"]
    assert offered(editor, f"{PLACE}?name=nichts") == ["Zeche"]


def test_one_that_the_list_did_not_show_can_be_sent(event, editor):
    for number in range(VENUES_SHOWN + 3):
        last = VenueFactory(name=f"Haus {number:02}")
    data = {"attendance": "on_site", "venue": last.pk}
    assert editor.post(PLACE, data).status_code == 302
    event.refresh_from_db()
    assert event.venue == last


@pytest.mark.parametrize("name", ["%00", "%F0%9F%8E%AA", "%22%3E%3Cscript%3E", "a" * 300])
def test_strange_names_find_nothing_and_break_nothing(editor, name):
    answer = editor.get(f"{PLACE}?name={name}")
    assert answer.status_code == 200
    assert "<script>" not in main_of(answer)


@pytest.mark.parametrize("hidden", [{"left_at": timezone.now()}, {"is_public": False}])
def test_a_venue_whose_keeper_cannot_say_yes_is_chosen_for_nothing_new(event, editor, hidden):
    kept = VenueFactory(name="Altes Haus", keeper=OrganisationFactory(**hidden))
    assert offered(editor) == ["Zeche"]
    data = {"attendance": "on_site", "venue": kept.pk}
    assert editor.post(PLACE, data).status_code == 422
    Event.objects.update(venue=kept)
    assert "Altes Haus" in offered(editor)


def test_a_keeper_who_left_meanwhile_leaves_nothing_half_stored(event, editor):
    keeper = OrganisationFactory()
    kept = VenueFactory(keeper=keeper)
    Event.objects.update(venue=kept)
    keeper.left_at = timezone.now()
    keeper.save()
    data = {"attendance": "mixed", "venue": kept.pk, "online_url": "https://example.org/"}
    assert editor.post(PLACE, data).status_code == 422
    event.refresh_from_db()
    assert event.attendance == "on_site"
    assert EventHost.objects.count() == 1


def test_the_common_and_the_chosen_languages_come_first(event, editor):
    event.languages.create(language="so")
    widget = editor.get(PEOPLE).context["form"]["spoken"].subwidgets
    assert len(widget) > 30
    near, far = main_of(editor.get(PEOPLE)).split("<details", 2)[:2]
    assert 'value="so"' in near
    assert 'value="gsg"' in near
    assert 'value="so"' not in far.split("</details>")[0]
    assert 'value="vi"' in far.split("</details>")[0]


def test_every_language_can_still_be_chosen(event, editor):
    data = {"spoken": ["vi"], "interpreted": ["gsg"], "speakers": ""}
    assert editor.post(PEOPLE, data).status_code == 302
    assert {one.language for one in event.languages.all()} == {"vi", "gsg"}


def test_what_is_there_is_said_in_rows(event, editor):
    page = main_of(editor.get(ACCESS))
    assert page.count("choice-list--row") == 6
    assert page.count('type="radio"') == 24
    assert editor.post(ACCESS, {"step_free": "yes", "childcare": ""}).status_code == 302
    event.refresh_from_db()
    assert (event.step_free, event.childcare) == ("yes", "")


def test_more_venues_cost_no_more(event, editor):
    before = queries_of(editor, PLACE)
    VenueFactory(keeper=OrganisationFactory())
    VenueFactory()
    assert queries_of(editor, PLACE) == before
