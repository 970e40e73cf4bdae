"""A letter as its reader gets it."""

import re
from email.utils import parseaddr
from uuid import UUID

import pytest
from django.conf import settings as django_settings
from django.core import mail
from django.core.exceptions import ValidationError

from campaigns.models import CampaignUpdateText, Delivery
from campaigns.services import mailing as mailings
from jobs.services import run_due
from partners.models import Organisation
from tests.campaigns.mailing.conftest import turns
from tests.factories import CampaignUpdateFactory, supporter

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(going, petition):
    """The one letter of a mailing to somebody who reads this language."""

    def sent(language: str = "de", **update) -> mail.EmailMultiAlternatives:
        supporter(petition, "ayse@example.org", language=language)
        turns(going(0, **update))
        return mail.outbox[-1]

    return sent


def html(letter) -> str:
    return letter.alternatives[0].content


def test_subject_body_and_links(sent, petition):
    letter = sent()
    assert letter.subject == "Neues (de)"
    assert "Es ist viel geschehen (de)." in letter.body
    assert "<strong>viel</strong>" in html(letter)
    assert "Hallo Ayşe," in letter.body
    for text in (letter.body, html(letter)):
        assert f"/de/campaigns/{petition.campaign.slug}/updates/" in text
        assert "/de/news/" in text
        assert "/de/me/" in text
        assert petition.campaign.lead.name in text


def test_in_the_readers_language(sent):
    letter = sent("ar", languages=("de", "ar"))
    assert letter.subject == "Neues (ar)"
    assert 'lang="ar" dir="rtl"' in html(letter)
    assert letter.extra_headers["Content-Language"] == "ar"


def test_german_with_a_notice_where_it_is_not_translated(sent):
    letter = sent("tr", languages=("de", "ar"))
    assert letter.subject == "Neues (de)"
    notice = "Bu metin henüz çevrilmedi"
    assert notice in letter.body
    assert notice in html(letter)
    assert '<div lang="de" dir="ltr">' in html(letter)
    assert "/tr/news/" in letter.body


def test_no_notice_where_it_is_translated(sent):
    assert "nicht übersetzt" not in sent().body


@pytest.fixture
def told(going, petition):
    def told(**words) -> mail.EmailMultiAlternatives:
        supporter(petition, "ayse@example.org")
        mailing = going(0)
        CampaignUpdateText.objects.update(**words)
        turns(mailing)
        return mail.outbox[-1]

    return told


def test_what_organisers_write_is_made_safe(told):
    letter = told(
        title="Ja\r\nBcc: b@example.org",
        body="<script>x</script> ![p](https://c.example/p.png) [j](javascript:x) [d](/de/x/)",
    )
    assert letter.subject == "Ja Bcc: b@example.org"
    page = html(letter)
    assert "<script" not in page
    # No picture at all, so none that counts who opens it.
    assert "<img" not in page
    assert 'href="javascript' not in page
    assert f'href="{django_settings.SITE_URL}/de/x/"' in page
    assert f"d ({django_settings.SITE_URL}/de/x/)" in letter.body


def test_it_comes_from_the_organisation_at_our_address(sent, petition):
    Organisation.objects.filter(pk=petition.campaign.lead_id).update(name='Verein "Ä", e.V.\r\nX')
    name, address = parseaddr(str(sent().message()["From"]))
    assert name == 'Verein "Ä", e.V. X über Mitstimme'
    assert address == parseaddr(django_settings.DEFAULT_FROM_EMAIL)[1]
    assert "Reply-To" not in mail.outbox[-1].message()


def test_one_click_ends_it(sent):
    letter = sent()
    headers = letter.message()
    link = str(headers["List-Unsubscribe"]).strip("<>")
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert re.search(r"/de/news/[\w-]+/$", link)
    assert link in letter.body


def test_its_id_is_its_own_and_tells_nothing(sent):
    letter = sent()
    name = re.fullmatch(r"<([^@]+)@.+>", letter.extra_headers["Message-ID"]).group(1)
    delivery = Delivery.objects.get()
    assert UUID(name) == delivery.pk
    assert letter.metadata == {"letter": name}
    # Neither the key nor the address stands anywhere in the letter but where it must.
    whole = str(letter.message())
    assert delivery.person_key not in whole
    assert whole.count("ayse@example.org") == 1


class TestTest:
    def test_a_draft_can_be_looked_at(self, petition):
        update = CampaignUpdateFactory(
            campaign=petition.campaign, state="draft", slug="", languages=("de", "tr")
        )
        mailings.send_test(update, "me@example.org", "tr")
        run_due()
        (letter,) = mail.outbox
        assert letter.to == ["me@example.org"]
        assert letter.subject == "Deneme: Neues (tr)"
        assert not Delivery.objects.exists()

    def test_its_link_ends_nothing(self, client, petition):
        mailings.send_test(
            CampaignUpdateFactory(campaign=petition.campaign), "m@example.org", "de"
        )
        run_due()
        link = re.search(r"/de/news/\S+", mail.outbox[0].body).group()
        for page in (client.get(link), client.post(link)):
            assert page.status_code == 200
            assert "Test" in page.text
            assert "<button" not in page.text.split("<main")[1].split("</main")[0]

    def test_without_german_text_there_is_none(self, petition):
        update = CampaignUpdateFactory(campaign=petition.campaign, languages=("tr",))
        with pytest.raises(ValidationError):
            mailings.send_test(update, "m@example.org", "tr")
