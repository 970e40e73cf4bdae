"""The partner's page about its links, and what it prints."""

import re

import pytest

from petitions import services
from petitions.models import SourceLink
from tests.factories import (
    EndorsementFactory,
    OrganisationFactory,
    PetitionFactory,
    SignatureFactory,
)
from tests.organising import logged_in, queries_of, roles_get

pytestmark = pytest.mark.django_db
PAGE = "/de/organise/organisations/bund/links/"


@pytest.fixture
def union(db):
    return OrganisationFactory(slug="bund", name="Bunter Bund")


def stand_behind_one_more(union) -> SourceLink:
    petition = PetitionFactory()
    EndorsementFactory(campaign=petition.campaign, organisation=union)
    services.link_partner(petition.campaign_id, union.pk)
    return SourceLink.objects.get(petition=petition)


@roles_get(stranger=404, viewer=200, editor=200, organiser=200, owner=200, administrator=200)
def test_who_may_see_them(union, role, status):
    stand_behind_one_more(union)
    assert logged_in(role, union).get(PAGE).status_code == status


def test_the_campaigns_people_do_not(union):
    link = stand_behind_one_more(union)
    client = logged_in("owner", link.petition.campaign.lead)
    assert client.get(PAGE).status_code == 404
    assert client.get(f"{PAGE}{link.pk}/qr.svg").status_code == 404


def test_it_tells_the_number_and_nobody(union):
    link = stand_behind_one_more(union)
    SignatureFactory.create_batch(12, petition=link.petition, source=link.source)
    SignatureFactory.create_batch(30, petition=link.petition)
    services.scan()
    page = logged_in("viewer", union).get(PAGE).text
    assert re.findall(r"<strong>(\d+)</strong>", page) == ["12"]
    assert "Yılmaz" not in page


@pytest.mark.parametrize(
    ("file", "begins"), [("qr.svg", b"<"), ("qr.png", b"\x89PNG"), ("de-a6.pdf", b"%PDF")]
)
def test_each_file_is_made(union, file, begins):
    link = stand_behind_one_more(union)
    answer = logged_in("viewer", union).get(f"{PAGE}{link.pk}/{file}")
    assert answer.status_code == 200
    assert answer.content.startswith(begins)


@pytest.mark.parametrize("file", ["qr.gif", "xx-a6.pdf", "de-a9.pdf"])
def test_others_are_unknown(union, file):
    link = stand_behind_one_more(union)
    assert logged_in("viewer", union).get(f"{PAGE}{link.pk}/{file}").status_code == 404


def test_anothers_link_is_unknown(union):
    theirs = stand_behind_one_more(OrganisationFactory())
    assert logged_in("owner", union).get(f"{PAGE}{theirs.pk}/qr.svg").status_code == 404


def test_what_is_over_has_none(union):
    link = stand_behind_one_more(union)
    union.endorsements.update(state="withdrawn")
    client = logged_in("owner", union)
    assert client.get(f"{PAGE}{link.pk}/qr.svg").status_code == 404
    assert link.code not in client.get(PAGE).text


def test_it_costs_the_same_with_one_and_with_three(union):
    client = logged_in("viewer", union)
    stand_behind_one_more(union)
    one = queries_of(client, PAGE)
    stand_behind_one_more(union)
    stand_behind_one_more(union)
    assert queries_of(client, PAGE) == one
