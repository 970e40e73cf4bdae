"""Short links in the workspace."""

import pytest

from campaigns.models import Campaign
from petitions.models import SourceLink
from tests.organising import logged_in, queries_of, roles_get

pytestmark = pytest.mark.django_db
BASE = "/de/organise/links/"


@pytest.fixture(params=["petition", "campaign"])
def target(request, opened):
    return opened if request.param == "petition" else opened.campaign


def page_of(target) -> str:
    return f"{BASE}{target._meta.model_name}/{target.slug}/"


def owner_of(target):
    return target.lead if isinstance(target, Campaign) else target.initiator


@roles_get(stranger=404, viewer=200, editor=200, organiser=200, administrator=200)
def test_who_may_see_them(target, role, status):
    assert logged_in(role, owner_of(target)).get(page_of(target)).status_code == status


@roles_get(stranger=404, viewer=403, editor=302, organiser=302, administrator=302)
def test_who_may_make_them(target, role, status):
    client = logged_in(role, owner_of(target))
    assert client.post(page_of(target), {"name": "Plakat am Markt"}).status_code == status
    made = SourceLink.objects.filter(source="plakat-am-markt")
    assert made.exists() is (status == 302 and role != "nobody")


def test_the_same_word_twice_is_refused_in_words(target):
    client = logged_in("editor", owner_of(target))
    data = {"name": "Plakat", "source": "plakat"}
    client.post(page_of(target), data)
    answer = client.post(page_of(target), data)
    assert answer.status_code == 422
    assert SourceLink.objects.count() == 1


class TestFiles:
    @pytest.fixture
    def link(self, target) -> SourceLink:
        logged_in("editor", owner_of(target)).post(page_of(target), {"name": "Plakat"})
        return SourceLink.objects.get()

    @pytest.mark.parametrize(
        ("file", "begins"),
        [("qr.svg", b"<"), ("qr.png", b"\x89PNG"), ("de-a6.pdf", b"%PDF"), ("de-a4.pdf", b"%PDF")],
    )
    def test_each_is_made(self, target, link, file, begins):
        answer = logged_in("viewer", owner_of(target)).get(f"{page_of(target)}{link.pk}/{file}")
        assert answer.status_code == 200
        assert answer.content.startswith(begins)
        assert link.source in answer["Content-Disposition"]

    @pytest.mark.parametrize("file", ["qr.gif", "xx-a6.pdf", "de-a9.pdf"])
    def test_others_are_unknown(self, target, link, file):
        client = logged_in("viewer", owner_of(target))
        assert client.get(f"{page_of(target)}{link.pk}/{file}").status_code == 404

    def test_none_in_a_language_that_is_not_written(self, target, link):
        client = logged_in("viewer", owner_of(target))
        answer = client.get(f"{page_of(target)}{link.pk}/ar-a6.pdf")
        assert answer.status_code == 302

    def test_strangers_get_none(self, target, link):
        client = logged_in("stranger")
        assert client.get(f"{page_of(target)}{link.pk}/qr.svg").status_code == 404

    def test_it_is_retired_and_comes_back(self, target, link):
        client = logged_in("editor", owner_of(target))
        path = f"{page_of(target)}{link.pk}/"
        client.post(path)
        assert not SourceLink.objects.get().is_active
        client.post(path, {"restore": "yes"})
        assert SourceLink.objects.get().is_active

    def test_a_fixed_number_of_queries(self, target, link):
        client = logged_in("editor", owner_of(target))
        queries_of(client, page_of(target))
        with_one = queries_of(client, page_of(target))
        for name in ("Zwei", "Drei"):
            client.post(page_of(target), {"name": name})
        client.get(page_of(target))
        assert queries_of(client, page_of(target)) == with_one


def test_the_page_stands_among_its_kind_and_in_each_language(target):
    page = logged_in("viewer", owner_of(target)).get(page_of(target)).text
    kind = f"{target._meta.model_name}s"
    assert f'<a href="/de/organise/{kind}/" aria-current="true">' in page
    # The header's own list of languages, which a page must not write over.
    assert f'<a href="/tr/organise/links/{target._meta.model_name}/{target.slug}/"' in page
