"""Messages in a cookie, as Django keeps them."""

from typing import Any

from django.contrib.messages.storage import cookie
from django.contrib.messages.storage.base import BaseStorage
from django.core import signing
from django.http import HttpRequest
from django.utils.functional import cached_property


class CookieStorage(cookie.CookieStorage):
    """Django's own, whose signer is made when there is something to sign or to read.

    It was made for each request, also for the nearly all that bring and leave no message: a
    hundredth of a signing.
    """

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        BaseStorage.__init__(self, request, *args, **kwargs)

    @cached_property
    def signer(self) -> Any:
        return signing.get_cookie_signer(salt=self.key_salt)
