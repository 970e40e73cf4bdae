"""Texts out to translators and back."""

import io

import pytest
from babel.messages.pofile import read_po, write_po
from django.core.exceptions import ValidationError

from campaigns.models import Campaign, CampaignText
from languages.models import Translation
from partners import services
from partners.models import Membership
from partners.rules import open_to
from partners.workspace import translatable
from tests.factories import CampaignFactory
from tests.organising import logged_in, somebody

pytestmark = pytest.mark.django_db
Status = Translation.Status


@pytest.fixture
def campaign() -> Campaign:
    campaign = CampaignFactory(slug="wahlrecht")
    campaign.lead.texts.all().delete()
    return campaign


@pytest.fixture
def editor(campaign):
    return somebody("editor", campaign.lead)


def exported(user, language="tr") -> bytes:
    return services.to_po(translatable.rows(open_to(user, Membership.Role.EDITOR)), language)


def translated(content: bytes, **words: str) -> bytes:
    """The file as a translator sends it back: these words by the name of the field."""
    catalogue = read_po(io.BytesIO(content))
    for message in catalogue:
        name = (message.context or "").rpartition("/")[2]
        if name in words:
            message.string = words[name]
    back = io.BytesIO()
    write_po(back, catalogue)
    return back.getvalue()


def turkish(campaign):
    return campaign.texts.filter(language="tr").first()


def test_there_and_back(campaign, editor):
    content = translated(exported(editor), title="Başlık", summary="Özet")
    outcome = services.from_po(content, "tr", actor=editor, translator="Büro")
    assert (outcome.taken, outcome.refused) == (1, [])
    text = turkish(campaign)
    assert (text.title, text.summary, text.translator) == ("Başlık", "Özet", "Büro")
    assert text.status == Status.REVIEWED


def test_the_file_is_what_translators_programs_read(campaign, editor):
    catalogue = read_po(io.BytesIO(exported(editor)))
    assert str(catalogue.locale) == "tr"
    assert [message.context for message in catalogue if message.id] == [
        f"campaign/{campaign.pk}/title",
        f"campaign/{campaign.pk}/summary",
    ]


def test_what_is_empty_or_the_same_changes_nothing(campaign, editor):
    outcome = services.from_po(exported(editor), "tr", actor=editor)
    assert (outcome.taken, outcome.unchanged) == (0, 1)
    assert turkish(campaign) is None


def test_half_a_text_is_refused_and_the_rest_is_taken(campaign, editor):
    whole = CampaignFactory(slug="zweite", lead=campaign.lead)
    content = exported(editor).decode()
    place = f'msgctxt "campaign/{campaign.pk}/title"'
    assert place in content
    catalogue = read_po(io.BytesIO(content.encode()))
    for message in catalogue:
        if message.id and message.context != f"campaign/{campaign.pk}/summary":
            message.string = "Evet"
    back = io.BytesIO()
    write_po(back, catalogue)
    outcome = services.from_po(back.getvalue(), "tr", actor=editor)
    assert outcome.taken == 1
    assert len(outcome.refused) == 1
    assert turkish(campaign) is None
    assert turkish(whole).title == "Evet"


def test_german_that_has_changed_since_is_refused(campaign, editor):
    content = translated(exported(editor), title="Başlık", summary="Özet")
    campaign.texts.filter(language="de").update(title="Ganz anders")
    outcome = services.from_po(content, "tr", actor=editor)
    assert outcome.taken == 0
    assert len(outcome.refused) == 1
    assert turkish(campaign) is None


def test_what_somebody_wrote_here_meanwhile_stays(campaign, editor):
    content = translated(exported(editor), title="Başlık", summary="Özet")
    CampaignText.objects.create(campaign=campaign, language="tr", title="Burada", summary="Yeni")
    outcome = services.from_po(content, "tr", actor=editor)
    assert outcome.taken == 0
    assert turkish(campaign).title == "Burada"


def test_others_texts_are_not_touched(campaign, editor):
    content = translated(exported(editor), title="Başlık", summary="Özet")
    outcome = services.from_po(content, "tr", actor=somebody("stranger"))
    assert outcome.taken == 0
    assert turkish(campaign) is None


def test_a_title_that_does_not_fit_is_refused(campaign, editor):
    content = translated(exported(editor), title="x" * 121, summary="Özet")
    outcome = services.from_po(content, "tr", actor=editor)
    assert outcome.taken == 0
    assert "120" in outcome.refused[0][1]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\xff\xfe",
        b"%PDF-1.7",
        b'msgid "offen',
        b"<xliff></xliff>",
        "ü".encode("latin-1"),
    ],
)
def test_what_is_no_such_file_is_said_so(editor, content):
    with pytest.raises(ValidationError):
        services.from_po(content, "tr", actor=editor)


def test_a_file_for_another_language_is_refused(campaign, editor):
    with pytest.raises(ValidationError):
        services.from_po(exported(editor, "ar"), "tr", actor=editor)


def test_the_pages(campaign):
    client = logged_in("editor", campaign.lead)
    answer = client.get("/de/organise/translations/export/tr/")
    assert answer["Content-Disposition"] == 'attachment; filename="mitstimme-tr.po"'
    file = io.BytesIO(translated(answer.content, title="Başlık", summary="Özet"))
    file.name = "von-der-uebersetzerin.po"
    page = client.post("/de/organise/translations/import/", {"file": file, "language": "tr"})
    assert page.status_code == 200
    assert turkish(campaign).title == "Başlık"
    bad = io.BytesIO(b"%PDF-1.7")
    bad.name = "x.po"
    page = client.post("/de/organise/translations/import/", {"file": bad, "language": "tr"})
    assert page.status_code == 422
