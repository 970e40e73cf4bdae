"""The public page of a certificate shows what its holder chose, and nothing of others."""

import json

import pytest
from django.utils import timezone

from tests.volunteers.factories import VolunteerFactory
from volunteers.models import Certificate

pytestmark = pytest.mark.django_db
CODE = "HKMN-PQRS-TUVW-XYZ2"


@pytest.fixture
def certificate():
    deed = {
        "what": {"de": "mit Menschen sprechen", "tr": "insanlarla konuşmak"},
        "campaign": {"de": "Wahlrecht"},
        "lead": "Integrationsrat",
        "minutes": 450,
        "times": 2,
    }
    return Certificate.objects.create(
        code=CODE,
        person_key=VolunteerFactory().pk,
        name="Anna Öztürk",
        first_day="2026-03-01",
        last_day="2026-05-02",
        minutes=450,
        deeds=json.dumps([deed]),
        shows_hours=False,
    )


def path(code=CODE, language="de") -> str:
    return f"/{language}/volunteering/certificates/{code}/"


PARTS = {
    "shows_name": ("Anna Öztürk",),
    "shows_hours": ("7:30 Std.", "1. März 2026"),
    "shows_deeds": ("Mit Menschen sprechen", "Wahlrecht", "Integrationsrat"),
}


@pytest.mark.parametrize("chosen", [(), *((one,) for one in PARTS), tuple(PARTS)])
def test_it_shows_what_its_holder_chose(client, certificate, chosen):
    Certificate.objects.update(**{part: part in chosen for part in PARTS})
    page = client.get(path()).text
    assert "Diese Bescheinigung ist gültig" in page
    for part, words in PARTS.items():
        for word in words:
            assert (word in page) is (part in chosen)
    assert ("Mehr möchte die Person" in page) is (not chosen)


UNCHECKED = {
    "de": "Den Namen hat die Person angegeben, der die Bescheinigung gehört",
    "en": "The name is as its holder gave it; those who approved the hours have not checked it.",
    "tr": "Ad, belge sahibinin bildirdiği gibidir",
    "ar": "الاسم كما ذكره صاحب الشهادة",
}


@pytest.mark.parametrize("language", UNCHECKED)
@pytest.mark.parametrize("shows_name", [True, False])
def test_it_says_that_nobody_has_checked_the_name(client, certificate, language, shows_name):
    Certificate.objects.update(shows_name=shows_name)
    assert UNCHECKED[language] in client.get(path(language=language)).text


def test_deeds_without_hours_tell_no_hours(client, certificate):
    Certificate.objects.update(shows_deeds=True, shows_hours=False)
    assert "7:30" not in client.get(path()).text


def test_deeds_are_told_in_the_readers_language(client, certificate):
    Certificate.objects.update(shows_deeds=True)
    assert "İnsanlarla konuşmak" in client.get(path(language="tr")).text


def test_withdrawn_it_is_not_valid_and_shows_nothing_more(client, certificate):
    Certificate.objects.update(
        withdrawn_at=timezone.now(), shows_name=True, shows_hours=True, shows_deeds=True
    )
    page = client.get(path()).text
    assert "ist nicht gültig" in page
    assert UNCHECKED["de"] not in page
    for words in PARTS.values():
        for word in words:
            assert word not in page


def test_an_erased_one_looks_like_one_that_never_was(client, certificate):
    certificate.delete()
    erased, never = client.get(path()), client.get(path("HKMN-PQRS-TUVW-XYZ3"))
    assert erased.status_code == never.status_code == 404
    assert "gibt es nicht" in erased.text
    assert erased.text.replace(CODE, "") == never.text.replace("HKMN-PQRS-TUVW-XYZ3", "")


@pytest.mark.parametrize("typed", ["hkmnpqrstuvwxyz2", "HKMN PQRS TUVW XYZ2", CODE])
def test_a_code_is_typed_as_one_likes(client, certificate, typed):
    page = client.get("/de/volunteering/certificates/", {"code": typed}, follow=True)
    assert "ist gültig" in page.text
    assert path() == page.redirect_chain[-1][0]


@pytest.mark.parametrize("typed", ["", "  ", "01-01", "ü" * 500])
def test_what_is_no_code_is_asked_again(client, typed):
    page = client.get("/de/volunteering/certificates/", {"code": typed})
    assert page.status_code == 200
    assert 'name="code"' in page.text


@pytest.mark.parametrize("code", ["x" * 500, "%00", "ABCD", "<script>"])
def test_a_code_of_none_is_not_found(client, code):
    assert client.get(path(code)).status_code == 404


def test_nobody_tries_codes_without_end(client, settings, certificate):
    settings.LIMITS = settings.LIMITS | {"volunteering:network": "2/hour"}
    codes = [client.get(path(code)).status_code for code in ("AAAA", "BBBB", CODE)]
    assert codes == [404, 404, 429]


def test_it_is_kept_nowhere(client, certificate):
    answer = client.get(path())
    assert "no-store" in answer["Cache-Control"]
    assert "noindex" in answer["X-Robots-Tag"]
