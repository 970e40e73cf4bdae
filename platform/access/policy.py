"""How long tokens are kept, and what programs sent and were answered."""

from datetime import timedelta

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from access.services import KEPT_AFTERWARDS, forget_expired, forget_tokens
from access.services.once import KEPT, forget_answers
from privacy.retention import rule

# As long as a refresh token is good.
UNUSED_FOR = timedelta(seconds=settings.IDP_OIDC_REFRESH_TOKEN_EXPIRES_IN)


def register() -> None:
    rule(
        model="access.AccessToken",
        name=_("Access tokens of your programs"),
        fields=("name", "last_used_at"),
        basis=_("Needed for the account you asked for (Art. 6 (1) b GDPR)."),
        keeps=_(
            "Until 90 days after they end or you revoke them, and no longer than your account. "
            "Of the token itself only a digest is stored."
        ),
        after=KEPT_AFTERWARDS,
        run=forget_tokens,
    )
    rule(
        model="allauth_idp_oidc.Token",
        name=_("Applications that you let act for you"),
        fields=("data",),
        basis=_("Needed for the account you asked for (Art. 6 (1) b GDPR)."),
        keeps=_(
            "Until you stop them, they have not called for 90 days, or your account is deleted."
        ),
        after=UNUSED_FOR,
        run=forget_expired,
    )
    rule(
        model="access.IdempotentAnswer",
        name=_("Answers to programs, to be given again when the same is sent twice"),
        fields=("answer",),
        basis=_("Our legitimate interest that nothing happens twice (Art. 6 (1) f GDPR)."),
        keeps=_("24 hours, encrypted."),
        after=KEPT,
        run=forget_answers,
    )
