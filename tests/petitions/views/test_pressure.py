"""What a wave leaves of the site: signing to the last, and the typed form even then."""

import pytest
from django.urls import get_resolver

from petitions.models import PetitionDay, Signature
from tests.factories import SignatureFactory
from tests.petitions.views.test_signing import HTMX
from web import pressure
from web.meter import Level, Meter
from web.pressure import Order, order_of

pytestmark = pytest.mark.django_db
PAGE = "/en/petitions/wahlrecht/"
SIGN = f"{PAGE}sign/"


@pytest.fixture
def at(monkeypatch):
    """Set the process to a level, in a moment that does not pass."""

    def at(level: Level, under_way: int = 0) -> None:
        standing = Meter(4, clock=lambda: 0.0)
        standing.level, standing.under_way = level, under_way
        for _ in range(under_way):
            standing._places.get_nowait()
        monkeypatch.setattr(pressure, "meter", standing)

    return at


def walk(patterns, space=""):
    """Each view of the site by name, with its order as the middleware sees it."""
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            inner = ":".join(filter(None, (space, pattern.namespace)))
            yield from walk(pattern.url_patterns, inner)
        else:
            name = ":".join(filter(None, (space, pattern.name)))
            match = type("Match", (), {"view_name": name, "namespace": space})
            yield name, order_of(pattern.callback, match)


def test_each_view_has_the_order_that_operations_says():
    found = dict(walk(get_resolver().url_patterns))
    names = {order: {name for name in found if found[name] == order} for order in Order}
    assert names[Order.SIGNING] == {
        "news:unsubscribe",
        "teams:unsubscribe",
        "volunteering:team_announcements",
        "api-register",
        "api-sign-up",
        "api-apply",
        "api-take-task",
        "short_links:follow",
        "short_links:follow_in",
        "embed:colours",
        "embed:script",
        "petitions_embed:detail",
        "petitions_embed:sign",
        "petitions_embed:sent",
        "petitions:detail",
        "petitions:sign",
        "petitions:sent",
        "petitions:thanks",
        "petitions:confirm",
        "petitions:send_again",
        "petitions:withdraw",
        "petitions:show_name",
        "events:detail",
        "events:register",
        "events:registered",
        "events:confirm",
        "events:offer",
        "events:cancel",
        "events:ticket",
        "events:cancel_mine",
        "events:bring_fewer",
        "volunteering:join",
        "volunteering:join_sent",
        "volunteering:confirm_joining",
        "volunteering:mine_profile",
        "volunteering:my_ways",
        "volunteering:leave_campaign",
        "shifts:detail",
        "shifts:sign_up",
        "shifts:sent",
        "shifts:confirm",
        "shifts:offer",
        "shifts:leave",
        "shifts:guardian",
        "shifts:ticket",
        "volunteering:verify",
        "volunteering:certificate",
        "volunteering:mine_hours",
        "volunteering:make_certificate",
        "volunteering:certificate_file",
        "volunteering:withdraw_certificate",
        "volunteering:mine_task",
        "volunteering:mine_take",
        "volunteering:mine_leave",
        "volunteering:mine_stand_in",
        "volunteering:mine_accept",
        "volunteering:mine_look",
        "volunteering:mine_stop",
        "volunteering:mine_teams",
        "volunteering:team",
        "volunteering:team_file",
        "volunteering:team_leave",
        "volunteering:team_take_back",
        "volunteering:team_share",
        "volunteering:team_unshare",
        "volunteering:team_accept",
        "volunteering:team_role",
        "volunteering:team_refuse",
        "teams:detail",
        "teams:apply",
        "teams:applied",
        "teams:confirm",
        "privacy:self_service",
        "privacy:export",
        "privacy:erase",
        "privacy:withdraw_consent",
        "api-sign",
        "api-confirm",
    }
    assert names[Order.LISTS] == {
        "oembed:answer",
        "petitions_embed:progress",
        "events_embed:of_organisation",
        "events_embed:of_campaign",
        "shifts_embed:of_campaign",
        "petitions:list",
        "petitions:count",
        "petitions:share_image",
        "petitions:version",
        "petitions:feed",
        "petitions:data",
        "petitions:data_file",
        "campaigns:feed",
        "campaigns:feed_of_all",
        "campaigns:feed_of_updates",
        "campaigns:list",
        "campaigns:share_image",
        "campaigns:field_list",
        "events:list",
        "events:share_image",
        "events:calendar",
        "events:calendar_file",
        "events:feed",
        "events:of_campaign",
        "events:of_organisation",
        "events:of_programme",
        "events:feed_of_organisation",
        "events:my_calendar",
        "events:manage_my_calendar",
        "programmes:list",
        "shifts:list",
        "shifts:calendar",
        "shifts:share_image",
        "volunteering:tasks",
        "volunteering:mine_shifts",
        "volunteering:my_calendar",
        "volunteering:mine_calendar",
        "teams:list",
        "partners:list",
        "partners:feed",
        "pages:search",
        "pages:transparency",
        "pages:transparency_data",
        "api-petition-list",
        "api-campaign-list",
        "api-event-list",
        "api-programme-list",
        "api-shift-list",
        "api-task-list",
        "api-team-list",
        "developers:index",
        "developers:operation",
    }
    assert {name for name in names[Order.NEVER] if not name.startswith("admin")} == {
        "jobs:readyz",
        "jobs:metrics",
        "account_login",
        "account_reauthenticate",
        "mfa_authenticate",
    }
    assert "admin:web_partswitch_change" in names[Order.NEVER]


def test_very_busy_people_still_sign_and_confirm(client, typed, secret_mailed, at):
    at(Level.VERY_BUSY)
    assert client.get(PAGE).status_code == 200
    assert client.post(SIGN, typed).status_code == 302
    link = f"{PAGE}confirm/{secret_mailed()}/"
    assert client.get(link).status_code == 200
    assert client.post(link).status_code == 302
    assert client.get("/en/search/?q=x").status_code == 503
    assert client.get("/api/v1/petitions/").status_code == 503
    assert client.get("/en/petitions/").status_code == 503
    assert client.get("/readyz")["Content-Type"] == "application/json"
    assert client.get("/en/accounts/login/").status_code == 200


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_full_the_form_waits_as_it_was_typed(client, typed, at, headers):
    at(Level.FULL, under_way=4)
    answer = client.post(SIGN, typed, headers=headers)
    assert (answer.status_code, answer["Retry-After"]) == (503, "15")
    for name in ("given_name", "family_name", "email", "postcode"):
        assert f'value="{typed[name]}"' in answer.text
    assert not Signature.objects.exists()
    at(Level.FULL, under_way=1)
    assert client.post(SIGN, typed, headers=headers).status_code in (200, 302)


def test_full_programs_and_links_wait_too(client, typed, signed, secret_mailed, at):
    link = f"{PAGE}confirm/{secret_mailed()}/"
    at(Level.FULL, under_way=4)
    assert 'data-send-again="15"' in client.post(link).text
    url = "/api/v1/petitions/wahlrecht/signatures/"
    answer = client.post(url, typed, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")


def test_busy_the_curve_and_the_names_are_a_minute_old(client, petition, at):
    def shown() -> str:
        # With credentials it comes from no cache.
        return client.get(PAGE, headers={"Authorization": "x"}).text

    PetitionDay.objects.create(petition=petition, day="2026-11-01", confirmed=3)
    at(Level.BUSY)
    assert "growth__line" in shown()
    PetitionDay.objects.all().delete()
    SignatureFactory(petition=petition, show_name=True, family_name="Später")
    assert "growth__line" in shown()
    assert "Später" not in shown()
    at(Level.CALM)
    assert "growth__line" not in shown()
    assert "Später" in shown()
