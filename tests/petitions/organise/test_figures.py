"""The figures of a petition in the workspace."""

import pytest

from petitions import services
from petitions.models import Signature
from petitions.services.scanning import scan
from tests.factories import SignatureFactory
from tests.organising import logged_in, queries_of, roles_get

pytestmark = pytest.mark.django_db
PAGE = "/de/organise/petitions/entwurf/figures/"


@roles_get(stranger=404, viewer=200, editor=200, organiser=200, owner=200, administrator=200)
def test_who_may_see_them(opened, role, status):
    assert logged_in(role, opened.initiator).get(PAGE).status_code == status


def test_before_the_first_signature_it_says_so(opened):
    assert logged_in("viewer", opened.initiator).get(PAGE).status_code == 200


def test_numbers_but_never_few_of_them(opened):
    SignatureFactory.create_batch(7, petition=opened, source="plakat", district="Nordstadt")
    SignatureFactory.create_batch(6, petition=opened, source="brief", district="Hörde")
    SignatureFactory(petition=opened, source="geheim", district="Syburg")
    scan()
    page = logged_in("viewer", opened.initiator).get(PAGE).text
    assert "plakat" in page
    assert "Nordstadt" in page
    assert "geheim" not in page
    assert "Syburg" not in page


def test_the_same_queries_with_more_sources(opened):
    client = logged_in("viewer", opened.initiator)
    SignatureFactory.create_batch(5, petition=opened, source="eins")
    scan()
    queries_of(client, PAGE)
    with_one = queries_of(client, PAGE)
    for source in ("zwei", "drei"):
        SignatureFactory.create_batch(5, petition=opened, source=source)
    opened.signature_scan.delete()
    scan()
    assert services.figures_of(opened).confirmed == Signature.objects.count()
    assert queries_of(client, PAGE) == with_one
