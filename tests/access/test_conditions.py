"""What a text's writing may be bound to: by every call of the contract that writes one."""

import json

import pytest
from django.test import Client

from access.scopes import SCOPES
from petitions import services
from petitions.models import Petition
from tests.access.bearer import bearer
from tests.access.world import calls, make_world
from tests.organising import somebody

pytestmark = pytest.mark.django_db


def one_of_everything():
    """All calls with English texts in their addresses, and the headers of somebody who may."""
    organisation, places = make_world()
    for petition in Petition.objects.all():
        services.begin_change(petition, actor=somebody("owner", organisation))
    header = bearer(somebody("owner", organisation), *SCOPES)
    return list(calls(places | {"texts": "en"})), header


def texts():
    """Those that write a text."""
    all_calls, header = one_of_everything()
    writing = [
        call for call in all_calls if call.path.endswith("/texts/{language}/") and not call.reads
    ]
    assert len(writing) >= 7
    return writing, header


def write(call, header, **conditions):
    headers = header | {name.replace("_", "-"): value for name, value in conditions.items()}
    send = getattr(Client(), call.method)
    return send(call.address, json.dumps(call.example), "application/json", headers=headers)


def test_the_tag_of_a_thing_is_the_same_in_every_language():
    all_calls, header = one_of_everything()
    for call in all_calls:
        if call.path.endswith("/texts/{language}/") and not call.reads:
            assert write(call, header).status_code == 200, call.name
    tagged = []
    for call in all_calls:
        if not (call.reads and call.scope and call.is_about_one):
            continue
        german, english = (
            Client().get(call.address, {"language": language}, headers=header)
            for language in ("de", "en")
        )
        if german.content != english.content and "ETag" in german.headers:
            tagged.append(call.name)
            assert german["ETag"] == english["ETag"], call.name
    # Where what is shown differs by language, and can be changed.
    assert len(tagged) >= 8, tagged


def test_a_text_that_is_not_there_matches_no_tag():
    writing, header = texts()
    for call in writing:
        for tag in ('"old"', "*"):
            refused = write(call, header, if_match=tag)
            told = refused.status_code, refused.json()["code"]
            assert told == (412, "precondition_failed"), (call.name, refused.content)
        written = write(call, header)
        assert written.status_code == 200, (call.name, written.content)
        assert write(call, header, if_match="*").status_code == 200, call.name


def test_a_text_is_begun_only_where_there_is_none():
    writing, header = texts()
    for call in writing:
        begun = write(call, header, if_none_match="*")
        assert begun.status_code == 200, (call.name, begun.content)
        again = write(call, header, if_none_match="*")
        told = again.status_code, again.json()["code"]
        assert told == (412, "precondition_failed"), (call.name, again.content)
        # Written over by whoever does not ask.
        assert write(call, header).status_code == 200, call.name
