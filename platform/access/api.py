"""What every app's API is made of, beside web.api: who calls, within which scopes, how often,
and with one effect."""

from collections.abc import Callable
from functools import wraps
from hashlib import blake2b
from typing import Any, cast

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _
from rest_framework.authentication import SessionAuthentication
from rest_framework.exceptions import NotAuthenticated
from rest_framework.permissions import BasePermission
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from access import throttles
from access.authentication import Grant, TokenAuthentication
from access.services import Answer, KeyIsUsed, answer_once
from accounts.models import User
from web.api import ConditionalMixin, LanguageMixin, Refusal

type Handler = Callable[..., Response]

KEY = "Idempotency-Key"
LONGEST_KEY = 200
SAFE = ("GET", "HEAD", "OPTIONS")


class ThrottledMixin:
    """Each call counts once: for the token where one opens something, else for the network."""

    counted_for: throttles.Counted | None = None

    def perform_authentication(self, request: Request) -> None:
        try:
            super().perform_authentication(request)
        finally:
            # Before anything is refused: whoever guesses tokens calls as often as others.
            self.counted_for = throttles.whose(request)
            throttles.count(self.counted_for)

    def finalize_response(self, request: Any, response: Any, *args: Any, **kwargs: Any) -> Any:
        response = super().finalize_response(request, response, *args, **kwargs)
        # What was refused before anybody asked who calls has not counted (406).
        if self.counted_for is not None:
            throttles.tell(self.counted_for, response)
        return response


class PublicMixin(ThrottledMixin, LanguageMixin, ConditionalMixin):
    """Public reads: nobody in particular asks, and every cache may keep the answer."""

    authentication_classes: list[Any] = []


class PersonMixin(ThrottledMixin, LanguageMixin):
    """What people do without an account. No session is looked up: none can be abused."""

    authentication_classes: list[Any] = []

    def finalize_response(self, request: Any, response: Any, *args: Any, **kwargs: Any) -> Any:
        response = super().finalize_response(request, response, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        return response


class HasScope(BasePermission):
    """The caller is known, and its token includes what this call needs."""

    def has_permission(self, request: Request, view: Any) -> bool:
        if not request.user.is_authenticated:
            raise NotAuthenticated
        needed = view.scope_needed(request.method)
        if isinstance(request.auth, Grant) and not request.auth.includes(needed):
            sentence = _("This token lacks the scope %(scope)s.") % {"scope": needed}
            raise Refusal(sentence, code="scope_missing", status=403)
        return True


class Organising(Request):
    """A request that has passed OrganiserMixin: somebody with an account asks."""

    user: User


class OrganiserMixin(ThrottledMixin, LanguageMixin):
    """The organisers' side, at /api/v1/organise/: by token, or by the session of the workspace.

    `area` names the scopes: `petitions` asks for petitions:read to read and petitions:write
    for all else; `reading` and `writing` name others. A scope is only the token's part: the
    view itself asks what the person may, as the page does (partners.workspace.access.find).
    """

    authentication_classes = [TokenAuthentication, SessionAuthentication]
    permission_classes = [HasScope]
    area = ""
    reading = ""
    writing = ""

    def scope_needed(self, method: str | None) -> str:
        if method in SAFE:
            return self.reading or f"{self.area}:read"
        return self.writing or f"{self.area}:write"

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        user: Any = request.user
        prefetch_related_objects([user], "memberships")

    def finalize_response(self, request: Any, response: Any, *args: Any, **kwargs: Any) -> Any:
        response = super().finalize_response(request, response, *args, **kwargs)
        response["Cache-Control"] = "private, no-store"
        return response


def once(handler: Handler) -> Handler:
    """A handler whose effect happens once for each Idempotency-Key, if one is sent.

    The handler must raise what it refuses: what it returns is kept and said again. The same
    key with another body is refused with `idempotency_key_reused` (422).
    """

    @wraps(handler)
    def answered(view: Any, request: Request, *args: Any, **kwargs: Any) -> Response:
        key = request.headers.get(KEY)
        if key is None:
            return handler(view, request, *args, **kwargs)
        if not (0 < len(key) <= LONGEST_KEY and key.isascii() and key.isprintable()):
            sentence = _("An Idempotency-Key has 1 to 200 visible ASCII characters.")
            raise Refusal(sentence, code="idempotency_key_invalid", status=400)

        said: list[Response] = []

        def act() -> Answer:
            response = handler(view, request, *args, **kwargs)
            said.append(response)
            return Answer(response.status_code, response.data, response.get("Location", ""))

        named = f"{_sender(request)} {request.method} {request.path} {key}"
        try:
            answer = answer_once(named, request.data, act)
        except KeyIsUsed:
            sentence = _("This Idempotency-Key has come before with another request.")
            raise Refusal(sentence, code="idempotency_key_reused", status=422) from None
        return said[0] if said else _said_again(answer)

    answered.takes_key = True  # type: ignore[attr-defined]
    return answered


def actor_of(request: Request) -> User:
    """Who an organisers' call acts for; HasScope has let nobody else in."""
    return cast(User, request.user)


def etag_of(representation: Any) -> str:
    """The tag of one thing as the API shows it, for `ETag` and `If-Match`."""
    return f'"{blake2b(JSONRenderer().render(representation), digest_size=12).hexdigest()}"'


def check_match(request: Request, representation: Any | None) -> None:
    """Refuse with 412 what was written for another state than this (RFC 9110, 13.1).

    None is a thing that is not there yet: no If-Match fits it, not even `*`, while
    `If-None-Match: *` asks for just that. Without these headers nothing is refused. Call it
    under the lock that the writing holds.
    """
    present = set() if representation is None else {"*", etag_of(representation)}
    wanted, unwanted = _tags(request, "If-Match"), _tags(request, "If-None-Match")
    if wanted is not None and not wanted & present:
        raise changed_meanwhile()
    if unwanted is not None and unwanted & present:
        sentence = _("This is there already. Fetch it, then send your change.")
        raise Refusal(sentence, code="precondition_failed", status=412)


def changed_meanwhile() -> Refusal:
    sentence = _("Somebody has changed this meanwhile. Fetch it again, then send your change.")
    return Refusal(sentence, code="precondition_failed", status=412)


def _tags(request: Request, name: str) -> set[str] | None:
    """Those that a condition names; our tags hold no comma."""
    sent = request.headers.get(name)
    return None if sent is None else {tag.strip() for tag in sent.split(",")}


def _sender(request: Request) -> str:
    """Within what a key is looked for: a token, an account, else a network.

    Of strangers' keys nobody sees to it that they differ. It is kept as a keyed hash only.
    """
    if not isinstance(request.auth, Grant) and request.user and request.user.is_authenticated:
        return f"user:{request.user.pk}"
    return throttles.whose(request).subject


def _said_again(answer: Answer) -> Response:
    response = Response(answer.body, status=answer.status)
    if answer.location:
        response["Location"] = answer.location
    response["Idempotency-Replayed"] = "true"
    return response
