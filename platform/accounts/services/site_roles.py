"""Who does something for the whole site. It never loses the last one who runs it."""

from urllib.parse import urlencode, urljoin

from allauth.account import app_settings
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User, normalise_email
from privacy import audit

SiteRole = User.SiteRole


@transaction.atomic
def give_site_role(user: User, role: str, *, actor: AbstractBaseUser | str) -> None:
    """Give an account a task for the whole site, or take it away (SiteRole.NONE).

    Raises ValidationError where nobody would run the site any more.
    """
    hold_those_who_run_the_site()
    if role not in SiteRole.values:
        raise ValidationError(_("Choose one of the tasks."))
    user.refresh_from_db(fields=["site_role", "is_superuser", "is_active"])
    if user.site_role == role:
        return
    is_resigning = user.site_role == SiteRole.ADMINISTRATOR and not user.is_superuser
    if is_resigning and is_last_who_runs_it(user):
        raise ValidationError(_("Somebody must run the site. Give somebody else that task first."))
    user.site_role = role
    user.save(update_fields=["site_role"])
    audit.record("accounts.site_role_given", actor, user, role=str(role))


def hold_those_who_run_the_site() -> None:
    """All of them, in one order: who goes or resigns at the same moment waits here."""
    list(User.objects.select_for_update().order_by("pk").who_run_the_site())


def is_last_who_runs_it(user: User) -> bool:
    """Whether nobody else would run the site, were this user gone."""
    running = set(User.objects.who_run_the_site().values_list("pk", flat=True)[:2])
    return running == {user.pk}


@transaction.atomic
def make_administrator(email: str, language: str) -> str:
    """Let the owner of this address run the site; for whoever holds the server.

    Returns the address of the page where they choose a password: it works once, for
    settings.PASSWORD_RESET_TIMEOUT. "" where the account has a password already.
    """
    email = normalise_email(email)
    user = User.objects.filter(email=email).first()
    if user is None:
        user = User.objects.create_user(email, language=language)
    if not user.is_active or (user.is_demo and not settings.DEMO):
        raise ValidationError(_("This account is closed."))
    # Whoever holds the server says whose address it is.
    EmailAddress.objects.update_or_create(
        user=user, email=email, defaults={"verified": True, "primary": True}
    )
    give_site_role(user, SiteRole.ADMINISTRATOR, actor=audit.SYSTEM)
    return "" if user.has_usable_password() else _link_to_a_password(user, language)


def _link_to_a_password(user: User, language: str) -> str:
    """The link of "forgotten password", which leads on into the workspace."""
    key = app_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(user)
    with translation.override(language):
        path = reverse(
            "account_reset_password_from_key",
            kwargs={"uidb36": user_pk_to_url_str(user), "key": key},
        )
        query = urlencode({"next": f"/{language}/organise/"})
    return urljoin(settings.SITE_URL, f"{path}?{query}")
