"""A mail when a token is made, and one before it ends."""

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.core import mail
from django.utils import timezone

from access import services
from access.models import AccessToken
from accounts.models import User
from jobs.models import Job
from jobs.services import run_due

pytestmark = pytest.mark.django_db
LANGUAGES = [code for code, _name in settings.LANGUAGES]


def issue(days: int = 30, language: str = "de", **fields) -> tuple[AccessToken, str]:
    user = User.objects.create_user(
        "ada@example.org", display_name="Ada", language=language, **fields
    )
    return services.issue(
        user, name="Mein <CRM>", scopes=["events:read"], valid_for=timedelta(days=days)
    )


def sent():
    run_due()
    gone = list(mail.outbox)
    mail.outbox.clear()
    return gone


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_account_is_told_and_how_to_revoke(language):
    token, clear = issue(language=language)
    assert "ada" not in str(Job.objects.values_list("payload", flat=True))
    [letter] = sent()
    [html] = [part.content for part in letter.alternatives]
    assert letter.to == ["ada@example.org"]
    assert "Mein <CRM>" in letter.body
    assert "Mein &lt;CRM&gt;" in html
    for body in (letter.body, html):
        assert f"{settings.SITE_URL}/{language}/accounts/tokens/{token.pk}/revoke/" in body
        assert token.beginning in body
        assert clear not in body
    assert ('dir="rtl"' in html) == (language == "ar")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_week_before_the_end_once(language):
    issue(language=language)
    sent()
    assert services.remind() == 0
    with time_machine.travel(timezone.now() + timedelta(days=23, minutes=1)):
        assert services.remind() == 1
        assert services.remind() == 0
        [letter] = sent()
    assert f"{settings.SITE_URL}/{language}/accounts/tokens/" in letter.body
    assert "Mein <CRM>" in letter.body


def test_nobody_is_told_of_one_that_was_made_for_a_week():
    issue(days=7)
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        assert services.remind() == 0


def test_nobody_is_told_of_one_that_is_revoked():
    token, _clear = issue()
    sent()
    with time_machine.travel(timezone.now() + timedelta(days=24)):
        services.remind()
        services.revoke(token, actor=token.user)
        assert sent() == []
        assert services.remind() == 0
