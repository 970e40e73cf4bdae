from xml.etree import ElementTree

import pytest
from django.urls import reverse
from django.utils.translation import override

from tests.volunteers.factories import ShiftFactory, TaskFactory, TeamFactory

SPACES = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "x": "http://www.w3.org/1999/xhtml",
}


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("", "de"),
        ("tr-TR,tr;q=0.9,en;q=0.5", "tr"),
        ("ar-SY", "ar"),
        ("fr-FR,en;q=0.3", "en"),
        ("xx", "de"),
        ("*", "de"),
        ("ü;q=ä", "de"),
    ],
)
def test_the_front_door_leads_to_ones_language(client, accepted, language):
    response = client.get("/?source=flyer", headers={"Accept-Language": accepted})
    assert response.status_code == 302
    assert response["Location"] == f"/{language}/?source=flyer"
    assert "Accept-Language" in response["Vary"]
    assert "Cookie" not in response["Vary"]
    assert not response.cookies


@pytest.mark.django_db
def test_robots_keep_out_of_personal_pages(client):
    response = client.get("/robots.txt")
    assert response["Content-Type"].startswith("text/plain")
    lines = response.text.splitlines()
    for path in ("/de/me/", "/ar/accounts/", "/mailbox/", "/tr/petitions/*/confirm/"):
        assert f"Disallow: {path}" in lines
    assert lines[-1].endswith("/sitemap.xml")


def test_a_favicon_is_found(client):
    response = client.get("/favicon.ico")
    assert response.status_code == 302
    assert response["Location"].endswith("brand/favicon.ico")


def sitemap(client):
    response = client.get("/sitemap.xml")
    assert response.status_code == 200
    return ElementTree.fromstring(response.content)  # noqa: S314  (our own markup)


@pytest.mark.django_db
def test_the_sitemap_names_every_page_in_every_language(client, publish):
    publish()
    draft = publish(2)
    draft.state = "draft"
    draft.save()
    root = sitemap(client)
    named = [node.text for node in root.findall("s:url/s:loc", SPACES)]
    places = set(named)
    assert len(places) == len(named), "each is named once"
    for language in ("de", "en", "tr", "ar"):
        with override(language):
            expected = [
                reverse("pages:home"),
                reverse("pages:legal", args=["privacy"]),
                reverse("petitions:list"),
                reverse("petitions:detail", args=["p1"]),
                reverse("campaigns:detail", args=["c1"]),
                reverse("campaigns:field_detail", args=["f1"]),
                reverse("partners:detail", args=["o1"]),
            ]
        assert {f"http://testserver{path}" for path in expected} <= places
    assert not any("p2" in place for place in places)
    links = root.find("s:url", SPACES).findall("x:link", SPACES)
    assert {link.get("hreflang") for link in links} == {"de", "en", "tr", "ar", "x-default"}


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 3])
def test_the_sitemaps_queries_do_not_grow_with_its_rows(
    client, publish, rows, django_assert_max_num_queries
):
    for number in range(rows):
        publish(number)
        ShiftFactory(), TaskFactory(), TeamFactory()
    with django_assert_max_num_queries(11):
        sitemap(client)
