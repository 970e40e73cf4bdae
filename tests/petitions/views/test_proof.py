"""Past the limit by network: a task for the device instead of a refusal, the typed text kept."""

import html
import json
import re

import pytest

from petitions.models import Signature
from tests.petitions.signing import store_signings
from tests.petitions.views.test_signing import HTMX
from tests.web.test_proof import solved
from web import proof

pytestmark = pytest.mark.django_db
SIGN = "/en/petitions/wahlrecht/sign/"


@pytest.fixture(autouse=True)
def _past_the_limit(monkeypatch, settings, client, typed):
    monkeypatch.setattr(proof, "ROUNDS", 2)
    monkeypatch.setattr(proof, "TRIES", range(3, 6))
    narrow = {"sign:network": "1/10 minutes", "sign:network:proven": "2/10 minutes"}
    settings.LIMITS = settings.LIMITS | narrow
    assert client.post(SIGN, typed | {"email": "first@example.org"}).status_code == 302


def challenge_in(answer) -> str:
    return html.unescape(re.search(r'data-proof="([^"]+)"', answer.text)[1])


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_the_form_comes_back_with_a_task_and_goes_through_with_its_solution(
    client, typed, headers
):
    answer = client.post(SIGN, typed, headers=headers)
    assert answer.status_code == 429
    assert answer["Cache-Control"] == "no-store"
    for name in ("given_name", "family_name", "email", "postcode"):
        assert f'value="{typed[name]}"' in answer.text
    # Without script the refusal of ever is what one sees.
    assert re.search(r"<p data-proof-refusal>Many .* in 10 minutes", answer.text)
    assert "<p data-proof-told hidden>" in answer.text
    assert "data-again" not in answer.text
    about = json.loads(challenge_in(answer))["parameters"]["data"]
    assert about == {"about": "sign:wahlrecht"}
    solution = solved(challenge_in(answer))
    answer = client.post(SIGN, typed | {"altcha": solution}, headers=headers)
    assert answer.status_code == (200 if headers else 302)
    store_signings()
    assert Signature.objects.count() == 2


def test_a_used_solution_brings_a_new_task_that_does_not_send_itself(client, typed):
    solution = solved(challenge_in(client.post(SIGN, typed)))
    client.post(SIGN, typed | {"altcha": solution})
    answer = client.post(SIGN, typed | {"email": "third@example.org", "altcha": solution})
    assert answer.status_code == 429
    assert "data-again" in answer.text
    assert challenge_in(answer)
    store_signings()
    assert Signature.objects.count() == 2


def test_past_the_second_limit_it_is_refused_as_ever(client, typed):
    for number in range(3):
        solution = solved(challenge_in(client.post(SIGN, typed)))
        typed |= {"email": f"more{number}@example.org"}
        answer = client.post(SIGN, typed | {"altcha": solution})
    assert answer.status_code == 429
    assert "in 10 minutes" in answer.text
    assert "data-proof=" not in answer.text
    assert f'value="{typed["email"]}"' in answer.text


def test_programs_are_refused_as_ever(client, typed):
    wanted = typed | {"consent_signing": True, "text": int(typed["text"])}
    url = "/api/v1/petitions/wahlrecht/signatures/"
    answer = client.post(url, wanted, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (429, "too_many_requests")
    assert 0 < int(answer["Retry-After"]) <= 600
