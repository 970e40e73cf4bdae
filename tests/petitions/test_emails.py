"""Each mail in each language: its title, its links, its direction."""

import pytest
from django.core import mail

from petitions import emails
from tests.factories import SignatureFactory
from tests.petitions.conftest import LANGUAGES

pytestmark = pytest.mark.django_db
SECRET = "s" * 43


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["confirmation", "reminder", "already_signed"])
def test_a_mail_speaks_the_persons_language(petition, language, kind):
    signature = SignatureFactory(
        petition=petition, language=language, text=petition.texts.get(language=language)
    )
    send = getattr(emails, f"send_{kind}")
    send(signature) if kind == "already_signed" else send(signature, SECRET)
    [message] = mail.outbox
    html = message.alternatives[0].content
    direction = "rtl" if language == "ar" else "ltr"
    assert f'dir="{direction}"' in html
    assert f'lang="{language}"' in html
    for body in (message.body, html):
        assert f"wahlrecht ({language})" in body
        assert f"/{language}/me/" in body
        assert (f"/{language}/petitions/wahlrecht/confirm/{SECRET}/" in body) == (
            kind != "already_signed"
        )
    assert message.extra_headers["Content-Language"] == language
    assert message.to == [signature.email]


def test_a_name_cannot_write_into_the_mail(petition):
    signature = SignatureFactory(petition=petition, given_name="<b>Ayşe</b>")
    emails.send_confirmation(signature, SECRET)
    assert "<b>Ayşe" not in mail.outbox[0].alternatives[0].content


def test_a_subject_is_text_and_no_markup(petition):
    text = petition.texts.get(language="en")
    text.title = 'Dortmund\'s "vote" & more'
    text.save()
    signature = SignatureFactory(petition=petition, language="en", text=text)
    emails.send_confirmation(signature, SECRET)
    assert mail.outbox[0].subject.endswith(text.title)
