"""What accounts hold about people: shown, handed out, erased, and for how long kept."""

from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.admin.models import LogEntry
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts import held_forms, services
from accounts.models import User
from privacy import audit, registry, retention

ADMIN_LOG_FOR = timedelta(days=3 * 365)


def register() -> None:
    registry.register(
        registry.PersonalData(
            name="accounts",
            export=export,
            erase=erase,
            sections=sections,
            address_of=address_of,
            remains=remains,
        )
    )
    register_rules()


def sections(person_key: str, language: str) -> list[registry.Section]:
    found = [
        {"account": user, "is_guarded": services.is_guarded(user)}
        for user in services.accounts_of(person_key)
    ]
    return [registry.Section("accounts/self_service.html", {"found": found})] if found else []


def address_of(person_key: str) -> str | None:
    user = next(services.accounts_of(person_key), None)
    return user.email if user else None


def export(person_key: str) -> dict[str, Any]:
    return {"accounts": [_exported(user) for user in services.accounts_of(person_key)]}


def erase(person_key: str) -> None:
    """Close the person's accounts, except those that a mailed link must not be able to close."""
    for user in list(services.accounts_of(person_key)):
        if not services.is_guarded(user):
            services.close(user, actor=audit.PERSON)


def remains(person_key: str) -> list[str]:
    """Name the accounts that `erase` leaves."""
    if any(services.is_guarded(user) for user in services.accounts_of(person_key)):
        return [
            gettext("Your account stays, too: it has special protection. Log in to delete it.")
        ]
    return []


def _exported(user: User) -> dict[str, Any]:
    return {
        "email": user.email,
        "name": user.display_name,
        "language": user.language,
        "joined_at": user.joined_at.isoformat(),
        "last_login": user.last_login and user.last_login.isoformat(),
        "addresses": [
            {"email": address.email, "confirmed": address.verified}
            for address in EmailAddress.objects.filter(user=user).order_by("pk")
        ],
        "second_factors": [
            {"kind": factor.type, "created_at": factor.created_at.isoformat()}
            for factor in Authenticator.objects.filter(user=user).order_by("pk")
        ],
        "sessions": [
            {"browser": session.user_agent, "started_at": session.created_at.isoformat()}
            for session in UserSession.objects.filter(user=user).order_by("pk")
        ],
    }


def register_rules() -> None:
    """Publish the retention rules, and have them carried out each night."""
    contract = _("Needed for the account you asked for (Art. 6 (1) b GDPR).")
    with_account = _("Until the account is deleted.")
    retention.rule(
        model="accounts.User",
        name=_("Your account"),
        fields=("email", "display_name"),
        basis=contract,
        keeps=_(
            "Until you delete the account, or nobody has used it for 3 years. It stays as long "
            "as nobody else runs the site or owns one of your organisations."
        ),
        after=services.UNUSED_FOR,
        run=services.close_unused,
    )
    retention.rule(
        model="accounts.User",
        name=_("Accounts whose e-mail address was not confirmed"),
        fields=("email", "display_name"),
        basis=contract,
        keeps=_("14 days."),
        after=services.UNCONFIRMED_FOR,
        run=services.close_unconfirmed,
    )
    retention.rule(
        model="account.EmailAddress",
        name=_("The e-mail address you log in with"),
        fields=("email",),
        basis=contract,
        keeps=with_account,
    )
    retention.rule(
        model="mfa.Authenticator",
        name=_("Authenticator app, passkeys and recovery codes"),
        fields=("data",),
        basis=contract,
        keeps=_("Until you remove them or the account is deleted."),
    )
    retention.rule(
        model="usersessions.UserSession",
        name=_("The browsers you are logged in with"),
        # `ip` holds no address: accounts.apps.keep_no_address.
        fields=("user_agent", "ip", "data"),
        basis=_("You can see and end a stranger's login (Art. 6 (1) f GDPR)."),
        keeps=_("Until the day after you log out, at most 15 days."),
        after=timedelta(days=15),
        run=services.forget_ended_sessions,
    )
    retention.rule(
        model="accounts.HeldForm",
        name=_("Texts that organisers were writing when their login ended"),
        fields=("fields",),
        basis=_("Our legitimate interest in losing nobody's work (Art. 6 (1) f GDPR)."),
        keeps=_("1 day."),
        after=held_forms.KEPT,
        run=held_forms.delete_old,
    )
    retention.rule(
        model="admin.LogEntry",
        name=_("Record of changes in the administration"),
        fields=("object_repr", "change_message"),
        basis=_("Our legitimate interest in clearing up mistakes and misuse (Art. 6 (1) f GDPR)."),
        keeps=_("3 years."),
        after=ADMIN_LOG_FOR,
        run=delete_old_admin_log,
    )


def delete_old_admin_log() -> int:
    return LogEntry.objects.filter(action_time__lt=timezone.now() - ADMIN_LOG_FOR).delete()[0]
