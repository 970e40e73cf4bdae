"""The list and a petition's page: found, filtered, and at a fixed cost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from petitions import services
from petitions.models import Petition
from tests.factories import PetitionFactory, PetitionStepFactory, PetitionTextFactory
from tests.petitions.organise.conftest import url

pytestmark = pytest.mark.django_db
LIST = "/de/organise/petitions/"


def slugs(page) -> set[str]:
    return {petition.slug for petition in page.context["page"]}


def test_ones_own_and_no_other(client, enter, draft):
    PetitionFactory(slug="fremd")
    enter("viewer")
    assert slugs(client.get(LIST)) == {"entwurf"}


def test_who_runs_the_site_sees_all(client, enter, draft):
    PetitionFactory(slug="fremd")
    enter("administrator")
    assert slugs(client.get(LIST)) == {"entwurf", "fremd"}


def test_by_state_organisation_and_words(client, enter, draft):
    mine = {"initiator": draft.initiator, "campaign": draft.campaign}
    PetitionFactory(slug="offen", state="open", languages=(), **mine)
    PetitionTextFactory(petition=Petition.objects.get(slug="offen"), title="Radwege")
    enter("viewer")
    assert slugs(client.get(f"{LIST}?state=open")) == {"offen"}
    assert slugs(client.get(f"{LIST}?state=nonsense")) == {"offen", "entwurf"}
    assert slugs(client.get(f"{LIST}?q=radweg")) == {"offen"}
    assert slugs(client.get(f"{LIST}?organisation={draft.initiator.slug}")) == {"offen", "entwurf"}
    none = client.get(f"{LIST}?q=nichts&page=99")
    assert slugs(none) == set()
    assert "nichts" in none.text


def test_a_title_that_is_only_being_written_is_not_found(client, enter, opened):
    user = enter("editor")
    services.begin_change(opened, actor=user)
    seen = services.state_of_part(opened.texts.get(version=2), ("title",))
    services.write_words(opened, "de", {"title": "Geheim"}, seen=seen)
    assert slugs(client.get(f"{LIST}?q=Geheim")) == set()


@pytest.mark.parametrize("path", [LIST, url(), "/de/organise/petitions/moderation/"])
def test_it_costs_the_same_with_one_and_with_three(client, enter, person, draft, path):
    services.submit(draft, actor=person("organiser"))
    user = enter("administrator" if "moderation" in path else "owner")

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert client.get(path).status_code == 200
        return len(captured)

    PetitionStepFactory(petition=draft)
    client.get(path)
    one = queries()
    for _ in range(2):
        other = PetitionFactory(state="draft", initiator=draft.initiator, campaign=draft.campaign)
        services.submit(other, actor=user)
        services.take_back(draft, actor=user)
        services.submit(draft, actor=user)
        PetitionStepFactory(petition=draft)
    assert queries() == one


def test_the_public_page_costs_the_same_with_one_change_and_with_three(
    client, enter, opened, django_assert_num_queries
):
    user = enter("organiser")

    def change(number: int) -> None:
        version = services.begin_change(opened, actor=user)
        text = opened.texts.get(version=version)
        seen = services.state_of_part(text, ("title",))
        services.write_words(opened, "de", {"title": f"Nr. {number}"}, seen=seen)
        services.publish_change(opened, False, f"Titel {number}", actor=user)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/de/petitions/entwurf/").status_code == 200
        return len(captured)

    change(1)
    client.get("/de/petitions/entwurf/")
    one = queries()
    change(2)
    change(3)
    assert queries() == one
    for number in (1, 2, 3):
        page = client.get(f"/de/petitions/entwurf/versions/{number}/")
        assert page.status_code == 200
    assert client.get("/de/petitions/entwurf/versions/9/").status_code == 302
