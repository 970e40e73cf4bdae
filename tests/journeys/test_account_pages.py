"""Pages behind the login: the same demands as on public ones."""

import pytest

from tests.journeys.steps import log_in
from tests.journeys.visitor import axe_violations, overflow

pytestmark = pytest.mark.browser

PATHS = (
    "accounts/",
    "accounts/email/",
    "accounts/password/change/",
    "accounts/sessions/",
    "accounts/2fa/",
    "accounts/close/",
    "accounts/logout/",
)


@pytest.mark.parametrize(("language", "scheme"), [("de", "light"), ("ar", "dark")])
def test_account_pages_are_accessible_and_narrow(visitor, language, scheme):
    person = visitor(language, scheme=scheme, width=320)
    log_in(person)
    found = {}
    for path in PATHS:
        person.open(path)
        faults = axe_violations(person.page)
        if by := overflow(person.page):
            faults.append(f"{by} px too wide")
        if faults:
            found[path] = faults
    assert found == {}


def test_the_admin_works_within_the_content_policy(visitor):
    """Texts are edited there: the whole form must open and answer without a console error."""
    person = visitor("de", width=1280)
    log_in(person, "admin@example.org")
    person.open("/admin/petitions/petition/")
    person.page.locator("#result_list tbody th a").first.click()
    person.page.locator("#petition_form").wait_for()
    person.page.locator("input[name=_continue]").click()
    person.page.locator(".success").wait_for()
