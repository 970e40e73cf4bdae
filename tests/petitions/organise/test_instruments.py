"""Legal forms: everybody here reads them; their figures change with a source and a day."""

from datetime import timedelta

import pytest
from django.utils import timezone

from petitions.models import Instrument
from privacy.models import AuditEntry
from tests.factories import InstrumentFactory
from tests.organising import logged_in, queries_of, roles_get

pytestmark = pytest.mark.django_db
LIST = "/de/organise/legal-forms/"
ONE = f"{LIST}antrag/"
READ = {"stranger": 404, "viewer": 200, "editor": 200, "organiser": 200, "owner": 200}
MEMBERS = ("viewer", "editor", "organiser", "owner")
FIGURES = {
    "channel": "paper",
    "jurisdiction": "Nordrhein-Westfalen",
    "legal_reference": "§ 25 GO NRW",
    "nationality": "any",
    "minimum_age": "14",
    "months_of_residence": "3",
    "quorum": "",
    "quorum_percent": "4,5",
    "quorum_cap": "8000",
    "window_days": "",
    "source": "https://recht.nrw.example/25",
    "checked_on": "2026-11-20",
}


@pytest.fixture
def form(draft):
    return InstrumentFactory(slug="antrag", channel="paper", jurisdiction="NRW", quorum_percent=4)


@roles_get(**READ, moderator=200, administrator=200)
@pytest.mark.parametrize("path", [LIST, ONE])
def test_who_reads(draft, form, path, role, status):
    assert logged_in(role, draft.initiator).get(path).status_code == status


@roles_get(
    stranger=404,
    viewer=403,
    editor=403,
    organiser=403,
    owner=403,
    moderator=403,
    administrator=200,
)
def test_who_changes(draft, form, role, status):
    client = logged_in(role, draft.initiator)
    for path in (f"{ONE}edit/", f"{ONE}text/de/"):
        assert client.get(path).status_code == status
    client.post(f"{ONE}edit/", FIGURES)
    form.refresh_from_db()
    assert (form.minimum_age == 14) is (status == 200)


@pytest.fixture
def boss(form):
    return logged_in("administrator")


def test_new_figures_are_shown_with_their_day_and_source(boss, form, draft):
    assert boss.post(f"{ONE}edit/", FIGURES).url == ONE
    page = logged_in("viewer", draft.initiator).get(ONE).text
    for told in ("Ab 14 Jahren", "8.000", "§ 25 GO NRW", "20. November 2026", "recht.nrw.example"):
        assert told in page
    form.refresh_from_db()
    assert str(form.quorum_percent) == "4.50"
    entry = AuditEntry.objects.get(verb="petitions.figures_set")
    assert "minimum_age" in entry.detail["fields"]
    assert "quorum" not in entry.detail["fields"]


def test_the_form_shows_what_is_there_and_asks_for_the_day_anew(boss, form):
    boss.post(f"{ONE}edit/", FIGURES)
    page = boss.get(f"{ONE}edit/")
    assert page.context["form"]["minimum_age"].value() == 14
    assert 'value="4,5' in page.text
    assert page.context["form"]["checked_on"].value() is None


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"source": ""}, "source"),
        ({"source": "javascript:alert(1)"}, "source"),
        ({"checked_on": ""}, "checked_on"),
        ({"checked_on": "2999-01-01"}, "checked_on"),
        ({"minimum_age": "-1"}, "minimum_age"),
        ({"minimum_age": "999"}, "minimum_age"),
        ({"quorum_percent": "101"}, "quorum_percent"),
        ({"quorum_percent": "0"}, "quorum_percent"),
        ({"quorum": "5"}, "quorum_percent"),
        ({"quorum_percent": ""}, "quorum_cap"),
        ({"channel": "pigeon"}, "channel"),
        ({"jurisdiction": ""}, "jurisdiction"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_stored(boss, form, typed, wrong):
    answer = boss.post(f"{ONE}edit/", FIGURES | typed)
    assert answer.status_code == 422
    assert wrong in answer.context["form"].errors
    assert "§ 25 GO NRW" in answer.text
    form.refresh_from_db()
    assert form.minimum_age is None


def test_a_day_to_come_is_none_it_was_checked_on(boss, form):
    tomorrow = timezone.localdate() + timedelta(days=1)
    answer = boss.post(f"{ONE}edit/", FIGURES | {"checked_on": tomorrow.isoformat()})
    assert "checked_on" in answer.context["form"].errors


def test_its_words_in_a_language(boss, form):
    path = f"{ONE}text/tr/"
    seen = boss.get(path).context["form"]["seen"].value()
    words = {"name": "Dilekçe", "explanation": "", "seen": seen}
    assert boss.post(path, words).url == ONE
    assert form.texts.get(language="tr").name == "Dilekçe"
    assert boss.post(path, words | {"name": "Başka"}).status_code == 409
    assert boss.get(f"{ONE}text/xx/").status_code == 404


def test_a_fixed_number_of_queries(boss, form):
    paths = [LIST, ONE, f"{ONE}edit/"]
    with_one = [queries_of(boss, path) for path in paths]
    for slug in ("begehren", "anregung"):
        InstrumentFactory(slug=slug)
    assert [queries_of(boss, path) for path in paths] == with_one
    assert Instrument.objects.filter(slug="begehren").exists()
