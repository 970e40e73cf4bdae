"""A person at a device: a page of their own that notes whatever must never happen."""

from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page

VENDOR = Path(__file__).parent / "vendor"
AXE = (VENDOR / "axe-4.14.1.min.js").read_text()
WCAG_22_AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# What a page is made of; an error status here is a broken page, not an answer to a form.
PARTS = {"stylesheet", "script", "font", "image", "manifest", "media"}


class Visitor:
    """One browser context on the demo at `site`, with the problems it met."""

    def __init__(self, browser: Browser, site: str, language: str, **device) -> None:
        self.site = site
        self.language = language
        self.problems: list[str] = []
        self.context: BrowserContext = browser.new_context(
            base_url=site, locale=language, service_workers="block", **device
        )
        self.context.set_default_timeout(15_000)
        self.context.on("page", self._watch)
        self.page: Page = self.context.new_page()

    def _watch(self, page: Page) -> None:
        page.on("console", self._note_console)
        page.on("pageerror", lambda error: self.problems.append(f"script error: {error}"))
        page.on("request", self._note_request)
        page.on("response", self._note_response)

    def _note_console(self, message) -> None:
        # Chromium logs each 4xx answer as an error; statuses are judged by response.
        if message.type == "error" and "the server responded with a status of" not in message.text:
            self.problems.append(f"console: {message.text} ({self.page.url})")
        elif "Content Security Policy" in message.text:
            self.problems.append(f"CSP: {message.text} ({self.page.url})")

    def _note_request(self, request) -> None:
        address = urlsplit(request.url)
        if address.scheme in ("http", "https", "ws", "wss") and not request.url.startswith(
            f"{self.site}/"
        ):
            self.problems.append(f"request left the machine: {request.url}")

    def _note_response(self, response) -> None:
        is_part = response.request.resource_type in PARTS
        if response.status >= 500 or (is_part and response.status >= 400):
            self.problems.append(f"{response.status} for {response.url}")

    def open(self, path: str):
        """Go to a path of the site (`petitions/` means the one in this person's language)."""
        if not path.startswith(("/", "http")):
            path = f"/{self.language}/{path}"
        answer = self.page.goto(path)
        assert answer is None or answer.status < 500, f"{answer.status} for {path}"
        return answer

    def cookies(self) -> str:
        """What the browser would send, as one header."""
        return "; ".join(f"{one['name']}={one['value']}" for one in self.context.cookies())

    def look(self, *, width: int, scheme: Literal["light", "dark"] = "light") -> None:
        """See the open page by another device: its width in pixels, its colour scheme."""
        self.page.set_viewport_size({"width": width, "height": 844})
        self.page.emulate_media(color_scheme=scheme)

    def close(self) -> None:
        self.context.close()


def axe_violations(page: Page, rules: list[str] | None = None) -> list[str]:
    """Violations of WCAG 2.2 AA on the page as it stands, a line each; `rules` narrows them."""
    if page.evaluate("() => typeof axe === 'undefined'"):
        page.evaluate(AXE)
    options: dict = {"resultTypes": ["violations"]}
    options["runOnly"] = (
        {"type": "rule", "values": rules} if rules else {"type": "tag", "values": WCAG_22_AA}
    )
    found = page.evaluate("options => axe.run(document, options)", options)["violations"]
    return [
        f"{violation['id']}: {node['target']} {node['html'][:160]} "
        f"{' / '.join(check['message'] for check in [*node['any'], *node['all'], *node['none']])}"
        for violation in found
        for node in violation["nodes"]
    ]


def assert_well_made(person: Visitor) -> None:
    """The page as it stands is accessible and scrolls in one direction only."""
    assert axe_violations(person.page) == []
    assert overflow(person.page) == 0


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than the window: 0 where nothing scrolls sideways."""
    return page.evaluate(
        "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
