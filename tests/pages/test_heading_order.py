"""No heading skips a level, above all where there is nothing yet and a notice says so."""

import re
from itertools import pairwise

import pytest
from django.test import Client

from tests.factories import OrganisationFactory
from tests.organising import logged_in
from tests.volunteers.factories import VolunteerFactory
from tests.volunteers.own_pages import own

pytestmark = pytest.mark.django_db
HEADING = re.compile(r"<h([1-6])\b")
PUBLIC = (
    "petitions/", "campaigns/", "events/", "programmes/", "organisations/", "shifts/", "teams/",
    "volunteering/tasks/", "search/?q=zzz", "styleguide/",
)  # fmt: skip
WORK = (
    "", "organisations/", "campaigns/", "petitions/", "petitions/new/", "addressees/", "events/",
    "events/venues/", "programmes/", "teams/", "volunteering/shifts/",
    "volunteering/shifts/templates/", "volunteering/board/", "volunteering/hours/",
    "volunteering/people/", "volunteering/tasks/", "volunteering/tasks/add/",
    "volunteering/figures/",
)  # fmt: skip
OWN = ("", "shifts/", "tasks/", "hours/", "hours/certificate/", "teams/")


@pytest.fixture(autouse=True)
def _fresh(settings):
    settings.PAGE_CACHE = False


def steps(client: Client, path: str) -> tuple[bool, list[int]]:
    """Whether the page says that there is nothing, and its levels where one was skipped."""
    answer = client.get(path)
    assert answer.status_code == 200, path
    levels = [int(level) for level in HEADING.findall(answer.text)]
    assert levels[:1] == [1], path
    wrong = [after for before, after in pairwise(levels) if after > before + 1]
    return 'class="empty"' in answer.text, wrong


@pytest.mark.parametrize("path", PUBLIC)
def test_on_a_public_page_without_anything(path):
    is_empty, wrong = steps(Client(), f"/de/{path}")
    assert (is_empty, wrong) == (True, [])


@pytest.mark.parametrize("path", WORK)
def test_in_a_workspace_without_anything(path):
    _is_empty, wrong = steps(logged_in("owner", OrganisationFactory()), f"/de/organise/{path}")
    assert wrong == []


@pytest.mark.parametrize("path", OWN)
def test_on_ones_own_page_without_anything(path):
    is_empty, wrong = steps(Client(), own(VolunteerFactory().pk, path))
    assert (is_empty, wrong) == (True, [])
