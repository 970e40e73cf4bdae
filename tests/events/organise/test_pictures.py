"""An event's picture in the workspace."""

import pytest

from pictures.models import Picture
from tests.events.factories import EventFactory, EventHostFactory
from tests.factories import OrganisationFactory
from tests.organising import logged_in, roles_get
from tests.pictures.samples import photo, sent

pytestmark = pytest.mark.django_db
PAGE = "/de/organise/events/fest/picture/"
ABOUT = {
    "alt_de": "Menschen auf einem Platz",
    "credit": "Büro",
    "licence": "own",
    "focus": "center",
}


@pytest.fixture
def lead():
    return OrganisationFactory()


@pytest.fixture
def event(lead):
    return EventFactory(slug="fest", lead=lead)


@roles_get(stranger=404, viewer=403, editor=200, organiser=200, administrator=200)
def test_who_may_choose_one(event, lead, role, status):
    assert logged_in(role, lead).get(PAGE).status_code == status


@pytest.mark.parametrize(("may_edit", "status"), [(True, 200), (False, 403)])
def test_a_co_host_may_where_the_lead_lets_it(event, may_edit, status):
    host = EventHostFactory(event=event, may_edit=may_edit)
    assert logged_in("editor", host.organisation).get(PAGE).status_code == status


def test_it_is_chosen_shown_and_taken_away(event, lead, client):
    editor = logged_in("editor", lead)
    assert editor.post(PAGE, ABOUT | {"file": photo()}).status_code == 302
    assert 'alt="Menschen auf einem Platz"' in client.get("/de/events/fest/").text
    assert "Menschen auf einem Platz" in editor.get(PAGE).text
    editor.post(PAGE, {"take_away": "yes"})
    event.refresh_from_db()
    assert event.picture is None
    assert not Picture.objects.exists()


def test_what_is_no_picture_is_refused_and_the_words_stay(event, lead):
    answer = logged_in("editor", lead).post(PAGE, ABOUT | {"file": sent(b"%PDF-1.7")})
    assert answer.status_code == 422
    assert "Menschen auf einem Platz" in answer.text
    assert not Picture.objects.exists()
