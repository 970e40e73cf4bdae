"""The steps of a journey, in the order people take them."""

import time
from collections.abc import Callable

from tests.journeys.visitor import Visitor

PETITION = "petitions/kommunales-wahlrecht/"


def log_in(person: Visitor, address: str = "organiser@example.org") -> None:
    """Log in with one of the demo's accounts."""
    person.open("accounts/login/")
    person.page.locator("[name=login]").fill(address)
    person.page.locator("[name=password]").fill("mitstimme-demo")
    person.page.locator("form:has([name=password]) button[type=submit]").first.click()
    person.page.wait_for_url(f"**/{person.language}/accounts/")


def fill_in(person: Visitor, address: str, **changes: str) -> None:
    """Fill in the form on the petition page as one person does."""
    typed = {
        "given_name": "Ayşe",
        "family_name": "Öztürk-Müller",
        "email": address,
        "postcode": "44145",
    }
    for name, value in (typed | changes).items():
        person.page.locator(f"#sign [name={name}]").fill(value)


def consent(person: Visitor) -> None:
    person.page.locator("#sign [name=consent_signing]").check()


def submit(person: Visitor) -> None:
    person.page.locator("#sign form button[type=submit]").click()


def count(person: Visitor) -> int:
    """The confirmed signatures, as anyone can read them, and not five seconds old.

    Whoever shows an authorization is no visitor, and gets an answer of their own.
    """
    answer = person.page.request.get(
        f"/{person.language}/{PETITION}count.json", headers={"Authorization": "none"}
    )
    return answer.json()["confirmed"]


def confirm(person: Visitor) -> None:
    """Press the button of the link's page, and leave the count at rest for the next journey."""
    before = count(person)
    press(person, "/confirm/")
    person.page.wait_for_url("**/thanks/")
    wait_for_count(person, before + 1)


def sign_by_program(person: Visitor, petition: str, address: str, **changes: object) -> None:
    """Sign as an app of its own would, and ask for news."""
    typed = {
        "given_name": "Deniz",
        "family_name": "Beispiel",
        "email": address,
        "postcode": "44145",
        "consent_signing": True,
        "consent_news": True,
    }
    answer = person.page.request.post(
        f"/api/v1/petitions/{petition}/signatures/",
        data=typed | changes,
        headers={"Accept-Language": "de"},
    )
    assert answer.status == 202, answer.text()


def confirm_by_program(person: Visitor, address: str) -> None:
    open_newest_mail(person, address)
    secret = link_in_mail(person, "/confirm/").rstrip("/").rpartition("/")[2]
    answer = person.page.request.post("/api/v1/signatures/confirmations/", data={"secret": secret})
    assert answer.status == 200, answer.text()


def wait_for_count(person: Visitor, expected: int, seconds: int = 30) -> None:
    wait_until(lambda: count(person) == expected, seconds, lambda: f"{count(person)}")


def open_newest_mail(person: Visitor, address: str, number: int = 1, seconds: int = 30) -> None:
    """Open the newest mail to this address, once that many have come."""
    cards = person.page.locator(".mail__list > li").filter(has_text=address)

    def has_come() -> bool:
        person.open("/mailbox/")
        return cards.count() >= number

    wait_until(has_come, seconds, lambda: f"no {number} mails to {address}")
    cards.first.locator("a").click()
    person.page.locator(".mail__text").wait_for()


def link_in_mail(person: Visitor, part: str) -> str:
    """The address in the opened mail that contains this part."""
    return person.page.locator(f".mail__text a[href*='{part}']").first.get_attribute("href") or ""


def press(person: Visitor, action_part: str) -> None:
    """Press the button of the form that leads to an address with this part."""
    person.page.locator(f"main form[action*='{action_part}'] button").first.click()


def wait_until(is_so: Callable[[], bool], seconds: int, otherwise: Callable[[], str]) -> None:
    give_up = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < give_up, otherwise()
        time.sleep(0.2)
