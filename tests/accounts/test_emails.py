"""Every mail in every language, and every name allauth may call one by."""

import pytest
from cryptography.fernet import Fernet
from django.conf import settings
from django.test import override_settings
from django.utils import timezone

from accounts import emails
from jobs.models import Job
from jobs.services import run_due

CONTEXT = {
    "name": "Ada <b>",
    "activate_url": "https://example.org/de/a/?x=1&y=2",
    "password_reset_url": "https://example.org/de/r/",
    "signup_url": "https://example.org/de/s/",
    "timestamp": timezone.now(),
    "ip": "203.0.113.9",
    "user_agent": "Browser 1.0",
}


@pytest.mark.django_db
@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
@pytest.mark.parametrize("name", [*emails.LETTERS, *emails.CHANGES])
def test_each_mail(mails, name, language):
    emails.post(emails.letter(name, to="ada@example.org", language=language, context=CONTEXT))
    [mail] = mails()
    [html] = [part.content for part in mail.alternatives]
    assert mail.subject
    assert "https://example.org/de/" in mail.body
    assert "Ada <b>" in mail.body
    assert "Ada &lt;b&gt;" in html
    assert "&amp;y" not in mail.body
    assert ('dir="rtl"' in html) == (language == "ar")
    assert "203.0.113.9" not in mail.body + html
    assert "Browser 1.0" not in mail.body + html


def test_a_mail_without_template_is_a_mistake():
    with pytest.raises(KeyError):
        emails.letter("account/email/unheard_of", to="a@b.c", language="de", context=CONTEXT)


@pytest.mark.django_db
def test_a_letter_no_key_opens_fails_for_good(mails):
    letter = emails.letter(
        "account/email/unknown_account", to="a@example.org", language="de", context=CONTEXT
    )
    emails.post(letter)
    with override_settings(ENCRYPTION_KEYS=[Fernet.generate_key().decode()]):
        run_due()
    job = Job.objects.get()
    assert (job.state, job.last_error) == (Job.State.FAILED, "InvalidToken")
