"""Somebody else's website, with a page of ours in a frame."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from playwright.sync_api import Frame, Page, expect

from tests.journeys import steps

PARTNER = "dgb"
SLUG = "kommunales-wahlrecht"
EMBEDS = f"organise/organisations/{PARTNER}/embeds/"
PAGE = "<!doctype html><html lang=de><title>Gewerkschaft</title><h1>Unsere Seite</h1>"


@contextmanager
def website(html: str) -> Iterator[str]:
    """Somebody else's: another site by its name and another origin by its port."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = html.encode() if self.path == "/" else b""
            self.send_response(200 if body else 204)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_words: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://localhost:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def element(site: str) -> str:
    return (
        f'{PAGE}<script type="module" src="{site}/embed/mitstimme.js"></script>'
        f'<mitstimme-petition organisation="{PARTNER}" petition="{SLUG}" lang="tr"'
        ' accent="7a1f5c">'
        f'<a href="{site}/tr/petitions/{SLUG}/">Dilekçe</a></mitstimme-petition>'
    )


def plain_frame(site: str) -> str:
    address = f"{site}/tr/embed/{PARTNER}/petitions/{SLUG}/"
    return f'{PAGE}<iframe src="{address}" title="Dilekçe" width="360" height="900"></iframe>'


def allow(owner, *origins: str) -> None:
    """As an owner of the partner does it who is logged in; once for all, because copies of pages
    stay a while."""
    owner.open(EMBEDS)
    for origin in origins:
        owner.page.locator("[name=origin]").fill(origin)
        owner.page.locator("form:has([name=origin]) button[type=submit]").click()
        expect(owner.page.locator("main .work")).to_contain_text(origin)
    for query in ("", "?accent=7a1f5c"):
        address = f"/tr/embed/{PARTNER}/petitions/{SLUG}/{query}"
        steps.wait_until(
            lambda address=address: all(one in policy(owner, address) for one in origins),  # type: ignore[misc]
            15,
            lambda: "the copies of the page are still from before",
        )


def policy(person, address: str) -> str:
    """As a visitor gets it, who may be shown a copy."""
    answer = person.page.request.get(address, headers={"Cookie": ""})
    return answer.headers["content-security-policy"]


def frame_in(page: Page, site: str) -> Frame:
    """Ours, once it has come."""

    def ours() -> list[Frame]:
        # Only while Playwright waits does it hear what has happened.
        page.wait_for_timeout(50)
        return [one for one in page.frames[1:] if one.url.startswith(f"{site}/")]

    steps.wait_until(lambda: bool(ours()), 15, lambda: f"{[one.url for one in page.frames]}")
    return ours()[0]


def fill_in(frame: Frame, address: str) -> None:
    """As one person does who signs in the frame."""
    typed = {
        "given_name": "Ayşe",
        "family_name": "Öztürk",
        "email": address,
        "postcode": "44145",
    }
    for name, value in typed.items():
        frame.locator(f"#sign [name={name}]").fill(value)
    frame.locator("#sign [name=consent_signing]").check()
