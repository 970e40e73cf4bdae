"""Mailings, their supporters, and mail servers that fail as they are told."""

import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from campaigns.models import Mailing
from campaigns.services import mailing as mailings
from mail import journal
from petitions.models import Petition
from tests.factories import CampaignUpdateFactory, PetitionFactory, supporter
from tests.jobs.processes import Instance
from tests.mail.server import Server

SEED = """
from campaigns.services import mailing as mailings
from tests.factories import CampaignUpdateFactory, PetitionFactory, supporter
petition = PetitionFactory()
for number in range({people}):
    supporter(petition, f"person{{number}}@example.org")
mailings.start(mailings.prepare(CampaignUpdateFactory(campaign=petition.campaign)))
"""

type Going = Callable[..., Mailing]


@pytest.fixture(autouse=True)
def own_journal(monkeypatch, settings, tmp_path):
    """Each test is a process of its own to the journal."""
    settings.VAR_DIR = tmp_path
    monkeypatch.setattr(journal, "_journal", None)


@pytest.fixture
def petition() -> Petition:
    return PetitionFactory()


@pytest.fixture
def going(petition) -> Going:
    """Start a mailing to so many people."""

    def going(people: int = 3, **update: Any) -> Mailing:
        for number in range(people):
            supporter(petition, f"person{number}@example.org")
        mailing = mailings.prepare(CampaignUpdateFactory(campaign=petition.campaign, **update))
        mailings.start(mailing)
        return mailing

    return going


@pytest.fixture
def mail_server() -> Iterator[Server]:
    with Server() as started:
        yield started


@pytest.fixture
def instance(tmp_path, mail_server, migrated_folder) -> Iterator[Instance]:
    """A whole installation, whose letters go to `mail_server`."""
    environment = {"MAIL_URL": f"smtp://{mail_server.address}"}
    made = Instance(tmp_path / "instance", environment)
    shutil.copytree(migrated_folder, made.folder)
    yield made
    made.stop()


def seed(instance: Instance, people: int) -> None:
    """Start a mailing to so many people."""
    code, output = instance.call("shell", "-v0", "-c", SEED.format(people=people))
    assert code == 0, output


def turns(mailing: Mailing) -> Mailing:
    """Take turns as the lanes do, until there is nothing to do at once."""
    while mailings.take_turn():
        pass
    mailing.refresh_from_db()
    return mailing
