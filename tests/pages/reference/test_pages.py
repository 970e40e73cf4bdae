"""The programmers' pages: each call has one, with what the contract says of it."""

import re
from ast import literal_eval

import pytest

from pages.reference import contract, examples

pytestmark = pytest.mark.django_db


def found(name: str) -> contract.Operation:
    return next(one for one in contract.operations() if one.id == name)


def test_every_call_has_a_page_and_is_listed(client):
    listed = client.get("/de/developers/").text
    for one in contract.operations():
        path = f"/de/developers/{one.id}/"
        assert path in listed
        page = client.get(path)
        assert page.status_code == 200
        assert one.path in page.text
    assert client.get("/de/developers/nothing/").status_code == 404


def test_the_reference_is_in_english_and_says_so(client):
    page = client.get("/ar/developers/").text
    assert "Write, open and close petitions" in page
    assert 'lang="en" dir="ltr"' in page


def test_it_fits_a_narrow_phone(client):
    """Twenty-four letters in a title, or a scope in one piece, do not."""
    page = client.get("/de/developers/").text
    assert "petitions:<wbr>write" in page
    [title] = re.findall("<h1>(.*?)</h1>", page)
    assert max(map(len, title.split())) <= 16


def test_fields_are_named_by_their_path():
    fields = {one.name: one for one in found("getEvent").answers[0].fields}
    assert fields["hosts[].role"].kind == "one of `lead`, `co_host`, `supporter`, `venue`"
    assert fields["text.title"].kind == "string"
    assert fields["start_date"].kind == "date-time"
    assert fields["venue.name"].is_required


def test_examples_say_what_the_call_needs():
    change, read = found("organiseChangeEvent"), found("listEvents")
    for tongue in (examples.curl, examples.python, examples.javascript):
        assert "Bearer" in tongue(change, "https://x.example")
        assert "Bearer" not in tongue(read, "https://x.example")
        assert "https://x.example/api/v1/events/?language=en" in tongue(read, "https://x.example")
    assert "Idempotency-Key" in examples.python(found("signPetition"), "")


def test_words_of_json_become_words_of_python():
    told = {"yes": True, "no": False, "none": None, "list": [True, "true: it is"]}
    assert literal_eval(examples._as_python(told)) == told
