import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail

from accounts.models import User
from jobs.services import run_due

PASSWORD = "vier-worte-in-einer-reihe"


def make_account(email: str = "ada@example.org", **fields) -> User:
    """An account with a confirmed address."""
    user = User.objects.create_user(email, PASSWORD, **fields)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def log_in(client, user: User, password: str = PASSWORD):
    return client.post("/de/accounts/login/", {"login": user.email, "password": password})


@pytest.fixture
def ada(db):
    return make_account(display_name="Ada", language="de")


@pytest.fixture
def as_ada(client, ada):
    """A browser that is logged in and has just shown the password once more."""
    log_in(client, ada)
    client.post("/de/accounts/reauthenticate/", {"password": PASSWORD})
    return client


@pytest.fixture
def mails(db):
    """Run the jobs that are due and return the mails that have gone out since the last call."""

    def sent():
        run_due()
        gone = list(mail.outbox)
        mail.outbox.clear()
        return gone

    return sent


def link_in(message) -> str:
    """The first address of ours in the text of a mail, as a path."""
    return re.search(r"https?://[^/\s]+(/\S+)", message.body).group(1)
