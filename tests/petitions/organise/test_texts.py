"""Editing a text: a draft in place, an open petition in a version nobody else sees."""

import pytest

from petitions import services
from petitions.models import Petition, PetitionChange
from tests.factories import PetitionTextFactory
from tests.petitions.organise.conftest import url

pytestmark = pytest.mark.django_db
NAMES = ("title", "demand", "summary", "reasons")


def words(petition: Petition, language: str = "de", **changes: str) -> dict[str, str]:
    """What the form of this language sends, with some words changed."""
    petition.refresh_from_db()
    text = petition.texts.filter(version=petition.written_version, language=language).first()
    sent = {name: getattr(text, name, "x") for name in NAMES}
    return sent | {"seen": services.state_of_part(text, NAMES)} | changes


@pytest.fixture
def changing(client, enter, opened):
    """An open petition in two languages, and an organiser who has begun to change it."""
    PetitionTextFactory(petition=opened, language="tr", title="Türkçe")
    enter("organiser")
    client.post(url("change/"))
    opened.refresh_from_db()
    return opened


class TestADraft:
    def test_is_written_in_place(self, client, enter, draft):
        enter("editor")
        assert client.post(url("text/de/"), words(draft, title="Neu")).status_code == 302
        assert draft.texts.get().title == "Neu"

    def test_in_every_language(self, client, enter, draft):
        enter("editor")
        client.post(url("text/ar/"), words(draft, "ar", title="نص", summary="م", demand="ط"))
        assert draft.texts.get(language="ar").title == "نص"

    def test_a_translation_goes_stale_with_the_german_text(self, client, enter, draft):
        enter("editor")
        client.post(url("text/tr/"), words(draft, "tr", title="Merhaba"))
        client.post(url("text/de/"), words(draft, title="Anders"))
        assert draft.texts.get(language="tr").status == "stale"

    def test_german_comes_first(self, client, enter, draft):
        enter("editor")
        draft.texts.all().delete()
        refused = client.post(url("text/tr/"), words(draft, "tr"))
        assert refused.status_code == 422
        assert not draft.texts.exists()

    def test_the_second_of_two_writers_decides(self, client, enter, draft):
        enter("editor")
        first, second = words(draft, title="Erste"), words(draft, title="Zweite")
        client.post(url("text/de/"), first)
        late = client.post(url("text/de/"), second)
        assert late.status_code == 422
        assert "Erste" in late.text
        client.post(url("text/de/"), second | {"seen": late.context["form"]["seen"].value()})
        assert draft.texts.get().title == "Zweite"

    def test_what_opens_by_itself_is_taken_back_first(self, client, enter, draft):
        enter("organiser")
        Petition.objects.update(is_approved=True)
        assert client.post(url("text/de/"), words(draft, title="Neu")).status_code == 422
        client.post(url("take-back/"))
        assert client.post(url("text/de/"), words(draft, title="Neu")).status_code == 302


class TestAnOpenPetition:
    def test_is_not_written_in_place(self, client, enter, opened):
        enter("organiser")
        sent = dict.fromkeys(NAMES, "Neu") | {"seen": ""}
        assert client.post(url("text/de/"), sent).status_code == 422
        assert opened.texts.get().title != "Neu"

    def test_nobody_sees_a_change_before_it_is_published(self, client, changing):
        before = changing.texts.get(version=1, language="de")
        client.post(url("text/de/"), words(changing, title="Ganz anders"))
        client.post(url("text/tr/"), words(changing, "tr", title="Bambaşka"))
        client.logout()
        page = client.get("/de/petitions/entwurf/")
        assert "Ganz anders" not in page.text
        assert f'name="text" value="{before.pk}"' in page.text
        assert client.get("/de/petitions/entwurf/versions/2/").status_code == 302
        assert "Bambaşka" not in client.get("/tr/petitions/entwurf/").text

    def test_publishing_it(self, client, changing):
        client.post(url("text/de/"), words(changing, title="Ganz anders"))
        page = client.get(url("change/publish/"))
        assert "Ganz anders" in page.text
        sent = {"is_substantial": "no", "note_de": "Ein Titel", "published": "1"}
        assert client.post(url("change/publish/"), sent).status_code == 302
        changing.refresh_from_db()
        assert (changing.published_version, changing.draft_version) == (2, None)
        public = client.get("/de/petitions/entwurf/").text
        assert "Ganz anders" in public
        assert "Ein Titel" in public
        earlier = client.get("/de/petitions/entwurf/versions/1/")
        assert "entwurf (de)" in earlier.text
        assert client.get("/de/petitions/entwurf/versions/7/").status_code == 302
        assert client.get(url()).status_code == 200

    @pytest.mark.parametrize(
        ("sent", "field"),
        [
            ({"published": "1"}, "is_substantial"),
            ({"published": "1", "is_substantial": "yes"}, "note_de"),
            ({"published": "x", "is_substantial": "no"}, "published"),
        ],
    )
    def test_what_is_missing_is_said(self, client, changing, sent, field):
        client.post(url("text/de/"), words(changing, title="Ganz anders"))
        answer = client.post(url("change/publish/"), sent)
        assert answer.status_code == 422
        assert field in answer.context["form"].errors
        assert not PetitionChange.objects.exists()

    def test_a_text_published_meanwhile_is_compared_with_first(self, client, changing):
        client.post(url("text/de/"), words(changing, title="Meine"))
        texts = {"de": services.Wording("Ihre", "Wir fordern etwas.", "Kurz gesagt")}
        services.revise(changing, texts)
        sent = {"is_substantial": "no", "note_de": "", "published": "1"}
        refused = client.post(url("change/publish/"), sent)
        assert refused.status_code == 422
        assert "Ihre" in refused.text
        again = {**sent, "published": refused.context["form"]["published"].value()}
        assert client.post(url("change/publish/"), again).status_code == 302
        changing.refresh_from_db()
        assert changing.texts.get(version=changing.published_version, language="de").title == (
            "Meine"
        )

    def test_without_a_difference_there_is_nothing_to_publish(self, client, changing):
        assert '<form class="form"' not in client.get(url("change/publish/")).text

    def test_throwing_it_away(self, client, changing):
        client.post(url("text/de/"), words(changing, title="Ganz anders"))
        assert client.get(url("change/discard/")).status_code == 200
        client.post(url("change/discard/"))
        changing.refresh_from_db()
        assert changing.draft_version is None
        assert not changing.texts.filter(title="Ganz anders").exists()
        assert client.get(url("change/publish/")).status_code == 302

    def test_a_closed_one_stays_as_it_was_signed(self, client, enter, opened):
        enter("organiser")
        services.close(opened)
        client.post(url("change/"))
        opened.refresh_from_db()
        assert opened.draft_version is None


@pytest.mark.parametrize("language", ["de", "en", "tr", "ar"])
def test_the_preview_in_each_language(client, enter, draft, language):
    enter("viewer")
    PetitionTextFactory(petition=draft, language="ar", title="عنوان")
    page = client.get(url(f"preview/{language}/"))
    assert page["X-Robots-Tag"] == "noindex"
    assert f'<html lang="{language}"' in page.text
    assert ("عنوان" in page.text) is (language == "ar")
    assert '<meta name="robots" content="noindex">' in page.text
    assert '<fieldset class="fieldset" disabled>' in page.text
    # German stands in for what is not translated, and the page says so.
    assert ("notice notice--info" in page.text) is (language in ("en", "tr"))


def test_the_preview_of_a_draft_that_lacks_nearly_everything(client, enter, draft):
    enter("viewer")
    Petition.objects.update(addressee=None, instrument=None)
    assert client.get(url("preview/de/")).status_code == 200
    assert client.get(url()).status_code == 200


def test_the_preview_of_a_change(client, changing):
    client.post(url("text/de/"), words(changing, title="Ganz anders"))
    assert "Ganz anders" in client.get(url("preview/de/")).text
