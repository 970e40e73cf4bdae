"""A petition in four languages, what a visitor types, and the mails that follow."""

import re
from collections.abc import Callable

import pytest
from django.core import mail

from jobs.services import run_due
from pages.context import forget_instance
from petitions import services
from petitions.models import Petition, Signature
from tests.factories import PetitionFactory, details
from tests.petitions.signing import sign

LANGUAGES = ("de", "en", "tr", "ar")


@pytest.fixture(autouse=True)
def _no_instance_left_over():
    forget_instance()
    yield
    forget_instance()


@pytest.fixture
def petition(db) -> Petition:
    return PetitionFactory(slug="wahlrecht", languages=LANGUAGES)


@pytest.fixture
def typed(petition) -> dict[str, str]:
    """A form filled in right, as a browser sends it from the English page."""
    return {
        "given_name": "Ayşe",
        "family_name": "Yılmaz",
        "email": "ayse@example.org",
        "postcode": "44137",
        "consent_signing": "on",
        "text": str(petition.texts.get(language="en").pk),
        "source": "",
    }


@pytest.fixture
def signed(petition) -> Signature:
    """Ayşe's signature, not yet confirmed, and no mail sent so far."""
    sign("wahlrecht", details())
    return Signature.objects.get()


@pytest.fixture
def secret_mailed(db) -> Callable[[], str]:
    """Send what waits, and give the secret of the newest confirmation link."""

    def newest() -> str:
        run_due()
        [found] = re.findall(r"/confirm/([\w-]{43})/", mail.outbox[-1].body)
        return found

    return newest


@pytest.fixture
def confirmed(signed, secret_mailed) -> Signature:
    """Ayşe's signature, confirmed and counted."""
    services.confirm(secret_mailed())
    services.fold()
    signed.refresh_from_db()
    mail.outbox.clear()
    return signed
