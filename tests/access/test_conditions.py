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


def texts():
    """The calls that write a text, with the headers of somebody who may."""
    organisation, places = make_world()
    for petition in Petition.objects.all():
        services.begin_change(petition, actor=somebody("owner", organisation))
    writing = [
        call
        for call in calls(places | {"texts": "en"})
        if call.path.endswith("/texts/{language}/") and not call.reads
    ]
    assert len(writing) >= 7
    return writing, bearer(somebody("owner", organisation), *SCOPES)


def write(call, header, **conditions):
    headers = header | {name.replace("_", "-"): value for name, value in conditions.items()}
    send = getattr(Client(), call.method)
    return send(call.address, json.dumps(call.example), "application/json", headers=headers)


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


def test_the_tag_of_what_is_changed_is_the_same_in_every_language():
    """Else whoever reads in one language and writes in another is told of a change (412)."""
    organisation, places = make_world()
    header = bearer(somebody("owner", organisation), *SCOPES)
    every = list(calls(places))
    changed = {call.address for call in every if call.method in ("patch", "put")}
    tagged = 0
    for call in every:
        if call.method != "get" or call.address not in changed or "/texts/" in call.path:
            continue
        tags = {
            Client().get(call.address, headers=header | {"Accept-Language": code}).get("ETag")
            for code in ("de", "tr", "ar")
        }
        assert len(tags) == 1, call.name
        tagged += tags != {None}
    assert tagged >= 7
