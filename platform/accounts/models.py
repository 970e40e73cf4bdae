"""The account of an organiser, a partner or a volunteer: e-mail address and password, no username.

Signing needs no account. Nothing here is joined to signatures except, at the
person's own request, through the person key of the e-mail address.
"""

from typing import ClassVar, Self

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from privacy.fields import EncryptedTextField


def normalise_email(email: str) -> str:
    """The one spelling under which an address is stored and looked up.

    >>> normalise_email(" Ada@Example.ORG ")
    'ada@example.org'
    """
    return email.strip().lower()


def default_language() -> str:
    """The language of an account that has not chosen one."""
    return settings.LANGUAGE_CODE


class UserQuerySet(models.QuerySet["User"]):
    def who_run_the_site(self) -> Self:
        """Administrators; whoever has every right is one."""
        runs = models.Q(site_role=User.SiteRole.ADMINISTRATOR) | models.Q(is_superuser=True)
        return self.filter(runs, is_active=True)

    def with_a_task(self) -> Self:
        """Who does something for the whole site."""
        return self.filter(~models.Q(site_role="") | models.Q(is_superuser=True))


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    """Make and find accounts by e-mail address, however it is spelled."""

    use_in_migrations = True

    def create_user(self, email: str, password: str | None = None, **fields) -> "User":
        """Store a new account. Without a password it can only be entered by a reset link."""
        if not email:
            raise ValueError("An account needs an e-mail address.")
        user = self.model(email=normalise_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields) -> "User":
        """Store a new account that may do everything."""
        return self.create_user(
            email, password, **fields | {"is_staff": True, "is_superuser": True}
        )

    def get_by_natural_key(self, email: str | None) -> "User":
        return self.get(email=normalise_email(email or ""))


class User(AbstractBaseUser, PermissionsMixin):
    class SiteRole(models.TextChoices):
        """What somebody does for the whole site, whatever organisations they belong to."""

        NONE = "", _("no task for the whole site")
        MODERATOR = "moderator", _("looks through petitions before they open")
        ADMINISTRATOR = "administrator", _("runs the site")

    email = models.EmailField(
        _("e-mail address"),
        unique=True,
        error_messages={"unique": _("There is already an account with this e-mail address.")},
    )
    display_name = models.CharField(_("name"), max_length=120, blank=True)
    # No choices: a new language is content, not a migration.
    language = models.CharField(_("language"), max_length=10, default=default_language)
    site_role = models.CharField(
        _("task for the whole site"),
        max_length=15,
        choices=SiteRole,
        default=SiteRole.NONE,
        db_default=SiteRole.NONE,
        blank=True,
    )
    is_active = models.BooleanField(_("active"), default=True)
    is_staff = models.BooleanField(_("may enter the administration"), default=False)
    is_demo = models.BooleanField(
        _("demonstration account"),
        default=False,
        editable=False,
        help_text=_("Its password is public, so it opens only in a demonstration."),
    )
    joined_at = models.DateTimeField(_("joined at"), default=timezone.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        ordering = ["email"]
        constraints = [
            # save() already lowers; this also stops bulk writes and other programs.
            models.UniqueConstraint(
                Lower("email"),
                name="accounts_user_email_any_case",
                violation_error_message=_("There is already an account with this e-mail address."),
            )
        ]

    def __str__(self) -> str:
        return self.display_name or self.email

    def save(self, *args, **kwargs) -> None:
        self.email = normalise_email(self.email)
        super().save(*args, **kwargs)

    def clean(self) -> None:
        self.email = normalise_email(self.email)

    @property
    def runs_site(self) -> bool:
        return self.is_active and (
            self.is_superuser or self.site_role == self.SiteRole.ADMINISTRATOR
        )

    @property
    def moderates(self) -> bool:
        return self.is_active and (self.runs_site or self.site_role == self.SiteRole.MODERATOR)

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self)


class HeldForm(models.Model):
    """What somebody had written when their session was over; kept for them to come back to.

    Only the secret in a cookie of their browser opens it, and only its digest is stored.
    """

    digest = models.CharField(max_length=64, unique=True)
    path = models.CharField(max_length=500)
    # JSON: names and values in the order of the form.
    fields = EncryptedTextField()
    had_files = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now, db_index=True)

    def __str__(self) -> str:
        return str(self.pk)
