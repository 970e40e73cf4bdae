"""The list of addressees: who reads it, who adds to it, and whose words stand on it."""

import pytest

from petitions import services
from petitions.models import Addressee, Petition
from privacy.models import AuditEntry
from tests.factories import AddresseeFactory, OrganisationFactory, PetitionFactory
from tests.organising import logged_in, queries_of, roles_get
from tests.petitions.at_once import at_once

pytestmark = pytest.mark.django_db
LIST = "/de/organise/addressees/"
READ = {"stranger": 404, "viewer": 200, "editor": 200, "organiser": 200, "owner": 200}
OF_THE_SITE = {"moderator": 200, "administrator": 200}
CHANGE = {"stranger": 404, "viewer": 403, "editor": 403, "organiser": 200, "owner": 200}


@pytest.fixture
def addressee(draft) -> Addressee:
    """The one that the draft asks."""
    return draft.addressee


@roles_get(**READ, **OF_THE_SITE)
@pytest.mark.parametrize("path", ["", "landtag/"])
def test_who_reads(draft, path, role, status):
    assert logged_in(role, draft.initiator).get(LIST + path).status_code == status


@roles_get(**READ | {"viewer": 403}, moderator=403, administrator=200)
def test_who_adds(draft, role, status):
    client = logged_in(role, draft.initiator)
    assert client.get(f"{LIST}new/").status_code == status
    client.post(f"{LIST}new/", {"name": "Rat der Stadt", "description": "", "website": ""})
    assert Addressee.objects.filter(slug="rat-der-stadt").exists() is (status == 200)


@roles_get(**CHANGE, moderator=403, administrator=200)
def test_who_changes(draft, addressee, role, status):
    client = logged_in(role, draft.initiator)
    assert client.get(f"{LIST}landtag/text/de/").status_code == status
    answer = client.post(f"{LIST}landtag/", {"website": "https://landtag.example/"})
    assert answer.status_code == (302 if status == 200 else status)
    addressee.refresh_from_db()
    assert bool(addressee.website) is (status == 200)


class TestWhoseItIs:
    def test_one_that_others_ask_as_well_is_the_sites(self, draft):
        client = logged_in("owner", draft.initiator)
        assert client.get(f"{LIST}landtag/text/de/").status_code == 200
        PetitionFactory(addressee=draft.addressee, initiator=OrganisationFactory())
        assert client.get(f"{LIST}landtag/text/de/").status_code == 403
        page = client.get(f"{LIST}landtag/").text
        assert "2 Petitionen richten sich" in page
        assert "/text/" not in page.partition("<main")[2]
        assert logged_in("administrator").get(f"{LIST}landtag/text/de/").status_code == 200

    def test_one_that_nobody_asks_so_far_may_be_put_right(self, draft):
        AddresseeFactory(slug="neu")
        assert logged_in("organiser", draft.initiator).get(f"{LIST}neu/").status_code == 200
        client = logged_in("organiser", draft.initiator)
        assert client.get(f"{LIST}neu/text/de/").status_code == 200

    def test_a_name_under_signatures_stays(self, draft, addressee):
        client = logged_in("organiser", draft.initiator)
        assert write(client, name="Landtag NRW").status_code == 302
        Petition.objects.update(state="open")
        page = client.get(f"{LIST}landtag/text/de/").text
        assert "deshalb bleibt der Name" in page
        answer = write(client, name="Bundestag")
        assert answer.status_code == 422
        assert "Bundestag" in answer.text, "what was typed stays"
        assert "deshalb bleibt der Name" in answer.text
        assert addressee.texts.get(language="de").name == "Landtag NRW"
        assert write(client, name="Landtag NRW", description="Das Parlament").status_code == 302
        assert write(client, "tr", name="Eyalet Meclisi").status_code == 302, "one more language"
        assert write(logged_in("administrator"), name="Landtag").status_code == 302


class TestWriting:
    def test_two_who_write_at_once_see_both(self, draft, addressee):
        client = logged_in("organiser", draft.initiator)
        seen = client.get(f"{LIST}landtag/text/de/").context["form"]["seen"].value()
        write(client, name="Zuerst")
        answer = write(client, seen=seen, name="Danach")
        assert answer.status_code == 409
        assert "Zuerst" in answer.text
        assert "Danach" in answer.text
        assert addressee.texts.get(language="de").name == "Zuerst"

    def test_it_is_on_record(self, draft):
        client = logged_in("owner", draft.initiator)
        write(client, name="Landtag NRW")
        page = client.get(f"/de/organise/organisations/{draft.initiator.slug}/trail/").text
        assert "hat Name oder Beschreibung der angesprochenen Stelle geändert" in page

    @pytest.mark.parametrize("language", ["xx", "fr"])
    def test_only_languages_that_there_are(self, draft, language):
        client = logged_in("owner", draft.initiator)
        assert client.get(f"{LIST}landtag/text/{language}/").status_code == 404

    @pytest.mark.parametrize(
        ("typed", "wrong"),
        [({"name": ""}, "name"), ({"website": "javascript:alert(1)"}, "website")],
    )
    def test_what_was_typed_stays(self, draft, typed, wrong):
        client = logged_in("editor", draft.initiator)
        sent = {"name": "Rat", "description": "Beschließt", "website": ""} | typed
        answer = client.post(f"{LIST}new/", sent)
        assert answer.status_code == 422
        assert wrong in answer.context["form"].errors
        assert "Beschließt" in answer.text
        assert Addressee.objects.count() == 1

    def test_translating_it_beside_the_german(self, draft, addressee):
        editor = logged_in("editor", draft.initiator)
        path = f"/de/organise/translations/addressee/{addressee.pk}/tr/"
        assert "addressee" in editor.get("/de/organise/translations/").text
        sent = {"name": "Eyalet Meclisi", "description": "", "seen": "nothing"}
        sent |= {"status": "reviewed", "translator": ""}
        assert editor.post(path, sent).status_code == 302
        assert addressee.texts.get(language="tr").name == "Eyalet Meclisi"
        Petition.objects.update(state="open")
        seen = editor.get(path).context["form"]["seen"].value()
        answer = editor.post(path, sent | {"name": "Başka", "seen": seen})
        assert answer.status_code == 422
        assert "deshalb bleibt der Name" in answer.text
        PetitionFactory(addressee=addressee, initiator=OrganisationFactory())
        assert editor.get(path).status_code == 403
        assert logged_in("stranger").get(path).status_code == 404

    def test_one_that_is_known_is_shown_instead(self, draft):
        client = logged_in("editor", draft.initiator)
        answer = client.post(f"{LIST}new/", {"name": "landtag (DE)"}, follow=True)
        assert answer.redirect_chain[-1][0] == f"{LIST}landtag/"
        assert "stand schon auf der Liste" in answer.text
        assert Addressee.objects.count() == 1

    @pytest.mark.parametrize(("name", "slug"), [("New", "addressee-new"), ("مجلس", "addressee")])
    def test_its_address_is_no_page_of_ours(self, draft, name, slug):
        client = logged_in("editor", draft.initiator)
        assert client.post(f"{LIST}new/", {"name": name}).url == f"{LIST}{slug}/"

    def test_the_same_website_leaves_no_trace(self, draft, addressee, person):
        services.set_website(addressee, "", actor=person("owner"))
        assert not AuditEntry.objects.filter(verb="petitions.addressee_edited").exists()


def test_searching(draft):
    AddresseeFactory(slug="rat")
    client = logged_in("viewer", draft.initiator)
    page = client.get(f"{LIST}?q=%00LANDTAG+(de)")
    assert [one.slug for one in page.context["page"]] == ["landtag", "rat"]
    assert list(client.get(f"{LIST}?q=xyz").context["page"]) == []


def test_a_fixed_number_of_queries(draft):
    client = logged_in("owner", draft.initiator)
    paths = [LIST, f"{LIST}landtag/", f"{LIST}landtag/text/de/"]
    with_one = [queries_of(client, path) for path in paths]
    for slug in ("rat", "amt"):
        PetitionFactory(addressee=AddresseeFactory(slug=slug), initiator=draft.initiator)
        PetitionFactory(addressee=draft.addressee, initiator=draft.initiator)
    assert [queries_of(client, path) for path in paths] == with_one


@pytest.mark.django_db(transaction=True)
def test_of_many_who_add_the_same_one_at_once_one_is_there(django_user_model):
    actor = django_user_model.objects.create_user("amt@example.org")
    found = at_once(8, lambda: services.add_addressee("Rat der Stadt", actor=actor).pk)
    assert len(set(found)) == 1
    assert Addressee.objects.count() == 1


def write(client, language: str = "de", *, seen: str | None = None, **words: str):
    path = f"{LIST}landtag/text/{language}/"
    if seen is None:
        seen = client.get(path).context["form"]["seen"].value()
    return client.post(path, {"description": "", "seen": seen} | words)
