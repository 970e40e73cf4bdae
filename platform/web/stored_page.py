"""A rendered page as the cache keeps it: compressed once, answered many times."""

import gzip
import re
import time
from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import blake2b

import brotli
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import has_vary_header, patch_vary_headers
from django.utils.http import parse_etags

SHORTEST_TO_COMPRESS = 500
COMPRESSIBLE = re.compile(r"text/|image/svg|.*[/+](json|xml|javascript)\b")
# Made anew for each answer, or by the middleware around it.
NOT_KEPT = {"content-length", "etag", "cache-control", "set-cookie", "vary"}


@dataclass(frozen=True)
class StoredPage:
    """`bodies` by content coding: "br" and "gzip" where it pays, else "identity" alone."""

    bodies: dict[str, bytes]
    headers: dict[str, str]
    vary: str
    tag: str
    seconds: int
    fresh_until: float
    params: frozenset[str]

    @classmethod
    def of(
        cls, response: HttpResponse, seconds: int, params: Collection[str] = ()
    ) -> "StoredPage":
        kind = response.get("Content-Type", "")
        body = response.content
        headers = {k: v for k, v in response.items() if k.lower() not in NOT_KEPT}
        return cls(
            bodies=_coded(body, kind),
            headers=headers,
            vary=response.get("Vary", ""),
            tag=_tag(body, headers),
            seconds=seconds,
            fresh_until=now() + seconds,
            params=frozenset(params),
        )

    @property
    def is_fresh(self) -> bool:
        return now() < self.fresh_until

    def once_more(self) -> "StoredPage":
        """The same page, shown as long again as when it was new."""
        return replace(self, fresh_until=now() + self.seconds)

    def answer(self, request: HttpRequest) -> HttpResponse:
        """The page in the best coding the asker takes, or 304 if they hold exactly that one."""
        coding = best_coding(request.headers.get("Accept-Encoding", ""))
        if coding not in self.bodies and len(self.bodies) == 1:
            coding = "identity"
        # Strong tags differ by coding: the bytes do (RFC 9110, 8.8.3.3).
        etag = f'"{self.tag}-{coding}"'
        if holds(request, etag):
            response: HttpResponse = HttpResponseNotModified()
        else:
            response = HttpResponse(self._body(coding), headers=self.headers)
            if coding != "identity":
                response["Content-Encoding"] = coding
        response["ETag"] = etag
        response["Cache-Control"] = f"public, max-age={self.seconds}"
        if self.vary:
            response["Vary"] = self.vary
        if len(self.bodies) > 1:
            patch_vary_headers(response, ("Accept-Encoding",))
        response.stored_page = self  # type: ignore[attr-defined] # for web.front
        return response

    def _body(self, coding: str) -> bytes:
        if coding in self.bodies:
            return self.bodies[coding]
        # Hardly anybody asks for it uncompressed: unpacking is cheaper than keeping it thrice.
        return gzip.decompress(self.bodies["gzip"])


def is_storable(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether this answer is the same for every visitor.

    A cookie, a session, a CSRF token or a `private`/`no-store` of the view's own says no.
    """
    session = getattr(request, "session", None)
    cache_control = response.get("Cache-Control", "")
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and "Set-Cookie" not in response
        and not (session is not None and session.modified)
        and not request.META.get("CSRF_COOKIE_NEEDS_UPDATE")
        and "private" not in cache_control
        and "no-store" not in cache_control
        and "Content-Encoding" not in response
        and not has_vary_header(response, "Cookie")
    )


@lru_cache(maxsize=500)
def best_coding(accepted: str) -> str:
    """br before gzip before identity, among what is accepted (q > 0)."""
    takes = {}
    for item in accepted.lower().split(","):
        name, _, parameters = item.partition(";")
        takes[name.strip()] = not re.fullmatch(r"\s*q=0(\.0*)?\s*", parameters)
    for coding in ("br", "gzip"):
        if takes.get(coding, takes.get("*", False)):
            return coding
    return "identity"


def now() -> float:
    """The time by which pages are fresh, in seconds."""
    return time.time()


def _tag(body: bytes, headers: dict[str, str]) -> str:
    """The same only while the headers are, too: whoever is told that a page is unchanged goes
    on with those it came with (RFC 9111, 4.3.4), such as the policy of who may frame it."""
    digest = blake2b(body, digest_size=12)
    digest.update(repr(sorted(headers.items())).encode())
    return digest.hexdigest()


def _coded(body: bytes, kind: str) -> dict[str, bytes]:
    if len(body) < SHORTEST_TO_COMPRESS or not COMPRESSIBLE.match(kind):
        return {"identity": body}
    # Quality 5 and level 6: near their best for pages of 40 KB at about a millisecond each.
    return {
        "br": brotli.compress(body, quality=5),
        "gzip": gzip.compress(body, compresslevel=6, mtime=0),
    }


def holds(request: HttpRequest, etag: str) -> bool:
    """Whether the asker has exactly this page already."""
    given = request.headers.get("If-None-Match", "")
    if not given:
        return False
    tags = parse_etags(given)
    # If-None-Match compares weakly (RFC 9110, 13.1.2); a proxy may have added the W/.
    return "*" in tags or etag in (tag.removeprefix("W/") for tag in tags)
