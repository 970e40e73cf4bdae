"""Which websites may show an organisation's pages."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from partners import services
from partners.models import MOST_SITES, EmbedSite, clean_origin
from privacy.models import AuditEntry
from tests.factories import EmbedSiteFactory
from tests.petitions.at_once import at_once

only_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite lets one write at a time"
)


@pytest.mark.parametrize(
    ("typed", "origin"),
    [
        ("https://www.example.org", "https://www.example.org"),
        ("  https://WWW.Example.org/ ", "https://www.example.org"),
        ("https://www.example.org:443", "https://www.example.org"),
        ("https://www.example.org:8443/", "https://www.example.org:8443"),
        ("https://müller.example", "https://xn--mller-kva.example"),
    ],
)
def test_a_website_becomes_what_browsers_call_it(typed, origin):
    assert clean_origin(typed) == origin
    assert clean_origin(origin) == origin


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "not_an_origin"),
        ("www.example.org", "not_an_origin"),
        ("https://", "not_an_origin"),
        ("https://example", "not_an_origin"),
        ("https://user@www.example.org", "not_an_origin"),
        ("https://www.example.org:port", "not_an_origin"),
        ("https://www.exam ple.org", "not_an_origin"),
        ("https://www.example.org;script-src *", "wildcard"),
        ("https://www.example.org; script-src 'none'", "not_an_origin"),
        ("https://www.example.org\r\nX-Evil: yes", "not_an_origin"),
        ("https://[::1]", "not_an_origin"),
        ("javascript:alert(1)", "not_an_origin"),
        ("data:text/html,hello", "not_an_origin"),
        ("https://*.example.org", "wildcard"),
        ("https://www.example.org/page", "path"),
        ("https://www.example.org/?q", "path"),
        ("https://www.example.org/#top", "path"),
        ("http://www.example.org", "not_https"),
        ("http://127.0.0.1:8000", "not_https"),
        ("http://localhost:8000", "not_https"),
    ],
)
def test_anything_else_is_refused(typed, code, settings):
    settings.DEMO = settings.DEBUG = False
    with pytest.raises(ValidationError) as refusal:
        clean_origin(typed)
    assert refusal.value.code == code


@pytest.mark.parametrize("where", ["DEMO", "DEBUG"])
def test_ones_own_machine_may_be_unencrypted_where_nobody_really_signs(settings, where):
    settings.DEMO = settings.DEBUG = False
    setattr(settings, where, True)
    assert clean_origin("http://127.0.0.1:5173/") == "http://127.0.0.1:5173"
    assert clean_origin("http://localhost") == "http://localhost"
    with pytest.raises(ValidationError):
        clean_origin("http://192.168.0.1:5173")


@pytest.mark.django_db
def test_there_are_only_so_many(organisation, owner):
    for _each in range(MOST_SITES):
        site = EmbedSiteFactory(organisation=organisation)
    assert services.add_embed_site(organisation, site.origin, actor=owner) == site
    with pytest.raises(ValidationError):
        services.add_embed_site(organisation, "https://one-more.example.org", actor=owner)
    assert EmbedSite.objects.count() == MOST_SITES


@only_postgresql
@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_the_last_place_is_given_once(organisation, owner):
    for _each in range(MOST_SITES - 1):
        EmbedSiteFactory(organisation=organisation)
    wanted = iter([f"https://wanted-{number}.example.org" for number in range(5)])
    found = at_once(
        5, lambda: services.add_embed_site(organisation, next(wanted), actor=owner).origin
    )
    assert found.count(ValidationError) == 4
    assert EmbedSite.objects.count() == MOST_SITES


@only_postgresql
@pytest.mark.django_db(transaction=True)
def test_many_who_add_the_same_at_once_add_it_once(organisation, owner):
    origin = "https://www.example.org"
    found = at_once(5, lambda: services.add_embed_site(organisation, origin, actor=owner).origin)
    assert found == 5 * [origin]
    assert EmbedSite.objects.count() == 1
    assert AuditEntry.objects.filter(verb="partners.embed_site_added").count() == 1


@pytest.mark.django_db
def test_the_model_holds_nothing_but_origins(organisation):
    for wrong in ("https://WWW.example.org", "https://www.example.org/", "https://a.b; x"):
        with pytest.raises(ValidationError):
            EmbedSite(organisation=organisation, origin=wrong).full_clean()
