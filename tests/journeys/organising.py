"""The steps of organisers: from page to page of the workspace by its links alone."""

from tests.journeys.visitor import Visitor


def start_at(person: Visitor, *ends: str) -> None:
    """From the workspace's first page on, by its navigation."""
    person.open("organise/")
    follow(person, *ends)


def follow(person: Visitor, *ends: str) -> None:
    """Press one link after the other, each known by how its address ends."""
    for end in ends:
        person.page.locator(f".workspace__inner a[href$='{end}']").first.click()
        person.page.wait_for_url(lambda url, end=end: url.endswith(end))


def save(person: Visitor, to) -> None:
    """Press the form's own button, and wait for the page it leads to."""
    person.page.locator("main form button.button--primary").click()
    person.page.wait_for_url(to)


def translate(person: Visitor, kind: str, language: str, words: dict[str, str]) -> None:
    """From the list of what is missing in a language, beside the German text."""
    page = person.page
    start_at(person, "/organise/translations/", f"?open={language}")
    page.locator(f"main a[href*='/translations/{kind}/'][href$='/{language}/']").click()
    for name, word in words.items():
        page.locator(f"[name={name}]").fill(word)
    save(person, f"**/organise/translations/?open={language}")
