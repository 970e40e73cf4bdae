"""Past the limit of a network: the device solves a small task, and the signature goes through."""

import shutil

import pytest

from tests.journeys import outside, steps
from tests.journeys.demo_server import running_demo
from tests.journeys.prepared import prepared_demo
from tests.journeys.steps import PETITION, consent, fill_in, submit
from tests.journeys.visitor import axe_violations, overflow

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def site(run_folder, tmp_path_factory):
    """A demo of its own, where each network may sign once."""
    prepared = prepared_demo(run_folder)
    folder = tmp_path_factory.mktemp("narrow") / "var"
    shutil.copytree(prepared, folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LIMIT_SIGN_NETWORK", "1/10 minutes")
        with running_demo(folder) as address:
            yield address


def sign(person, address: str) -> None:
    person.open(PETITION)
    fill_in(person, address)
    consent(person)
    submit(person)


def test_one_after_the_other_behind_one_address(visitor):
    sent = "#sign h1"
    first = visitor("de")
    sign(first, "first@example.org")
    first.page.locator(sent).wait_for()

    second = visitor("ar", scheme="dark", width=320)
    # The task is kept from its worker, until the page has been looked at.
    second.page.route("**/altcha-pbkdf2-*", lambda route: held.append(route))
    held: list = []
    sign(second, "second@example.org")
    told = second.page.locator("[data-proof-told]")
    told.wait_for()
    assert not second.page.locator("[data-proof-refusal]").is_visible()
    assert second.page.locator("[data-proof] [role=status]").inner_text().strip()
    assert axe_violations(second.page) == []
    assert overflow(second.page) == 0
    second.page.wait_for_timeout(200)
    for route in held:
        route.continue_()
    second.page.unroute("**/altcha-pbkdf2-*")
    second.page.locator(sent).wait_for()

    third = visitor("tr", javascript=False)
    sign(third, "third@example.org")
    third.page.locator("[data-proof-refusal]").wait_for()
    assert third.page.locator("#sign [name=email]").input_value() == "third@example.org"


def test_also_in_a_frame_on_a_partners_website(visitor, browser, site):
    with outside.website(outside.element(site)) as website:
        owner = visitor("de")
        steps.log_in(owner, "partner@example.org")
        outside.allow(owner, website)
        for address in ("framed-first@example.org", "framed-second@example.org"):
            context = browser.new_context(reduced_motion="reduce")
            page = context.new_page()
            solved: list[str] = []
            page.on("request", lambda request, solved=solved: solved.append(request.url))
            page.goto(website)
            frame = outside.frame_in(page, site)
            outside.fill_in(frame, address)
            frame.locator("#sign form [type=submit]").click()
            frame.locator("#sign h1").wait_for()
            assert context.cookies() == []
            context.close()
        # The first may have been within the limit; the second was past it.
        assert any("altcha-pbkdf2" in one for one in solved)
