"""The harness notices what it is there to notice."""

import pytest

from tests.journeys.visitor import axe_violations, overflow

pytestmark = pytest.mark.browser

FAULTY = "<p style='color:#bbb;background:#fff'>pale</p><img src='data:,'><b id='wide'>x</b>"


def test_axe_and_overflow_find_faults(visitor):
    page = visitor("de").page
    page.set_content(FAULTY)
    found = " ".join(axe_violations(page))
    assert "color-contrast" in found
    assert "image-alt" in found
    page.evaluate("() => { document.getElementById('wide').style.paddingRight = '2000px'; }")
    assert overflow(page) > 1000


def test_a_broken_policy_and_a_foreign_request_are_noted(visitor):
    person = visitor("de")
    person.open("me/")
    assert person.problems == []
    person.page.evaluate(
        "() => document.body.insertAdjacentHTML('beforeend', '<p style=\"top:0\">')"
    )
    person.page.evaluate("() => fetch('http://192.0.2.1/').catch(() => null)")
    noted = " ".join(person.problems)
    person.problems.clear()
    assert "Content Security Policy" in noted
    assert "192.0.2.1" in noted


def test_a_missing_part_of_a_page_is_noted(visitor):
    person = visitor("de")
    person.open("me/")
    with person.page.expect_response("**/static/missing.png"):
        person.page.evaluate(
            "() => { document.body.append(new Image()); "
            "document.body.lastChild.src = '/static/missing.png'; }"
        )
    noted, person.problems[:] = list(person.problems), []
    assert any("404" in problem for problem in noted)
