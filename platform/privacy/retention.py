"""How long what is kept: rules that are published as written here and carried out nightly.

One rule is at once a row of the table on the privacy page and the code that keeps its
promise, so the two cannot drift apart. `missing()` finds personal data without a rule.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

import structlog
from django.apps import apps
from django.db import models
from django.utils import translation
from django.utils.functional import Promise

from privacy import audit
from privacy.fields import EncryptedTextField, PersonKeyField

log = structlog.get_logger(__name__)

Text = str | Promise  # lazy, so that the table can be read in every language


@dataclass(frozen=True)
class Rule:
    """What one kind of personal data is, why it may be kept, and until when.

    `name`, `basis` and `keeps` are what people read. `after` is the time the words in
    `keeps` speak of. `run` removes what is over its time and returns how many rows it
    touched; without it, the data ends with something else, which `keeps` must name.
    """

    model: str
    name: Text
    fields: tuple[str, ...]
    basis: Text
    keeps: Text
    after: timedelta | None = None
    run: Callable[[], int] | None = None

    @property
    def key(self) -> str:
        """Names the rule in the audit trail, the same in every language."""
        return f"{self.model}.{self.run.__name__}" if self.run else self.model


POLICY: list[Rule] = []


def rule(
    *,
    model: str,
    name: Text,
    fields: tuple[str, ...],
    basis: Text,
    keeps: Text,
    after: timedelta | None = None,
    run: Callable[[], int] | None = None,
) -> Rule:
    """Add a rule; apps call this in AppConfig.ready. `model` is "app_label.Model"."""
    added = Rule(model, name, tuple(fields), basis, keeps, after, run)
    # ready() runs again where tests isolate apps: the rule takes its own place.
    for place, known in enumerate(POLICY):
        if (known.model, known.fields, known.run) == (added.model, added.fields, added.run):
            POLICY[place] = added
            return added
    POLICY.append(added)
    return added


class PublishedRule(NamedTuple):
    name: str
    basis: str
    keeps: str


def published_table(language: str) -> list[PublishedRule]:
    """Return the policy as people read it, sorted by name in that language."""
    with translation.override(language):
        rows = [PublishedRule(str(one.name), str(one.basis), str(one.keeps)) for one in POLICY]
    return sorted(rows)


def carry_out() -> dict[str, int]:
    """Run every rule and write the counts to the audit trail; returns them by rule.

    One failing rule doesn't keep the others from running; afterwards the first failure is
    raised, so that the job is tried again.
    """
    counts: dict[str, int] = {}
    failures: list[Exception] = []
    for one in POLICY:
        if one.run is None:
            continue
        try:
            counts[one.key] = counts.get(one.key, 0) + one.run()
        except Exception as failure:  # noqa: BLE001 - an app's rule may fail in any way
            log.error("retention_rule_failed", rule=one.key, error=type(failure).__name__)
            failures.append(failure)
    audit.record("privacy.retention_carried_out", counts=counts, failed=len(failures))
    if failures:
        raise failures[0]
    return counts


# Fields whose name alone says that they hold something about a person.
PERSONAL_NAMES = frozenset(
    {
        "person_key",
        "given_name",
        "family_name",
        "email",
        "phone",
        "street",
        "postcode",
        "birth_date",
        "ip",
        "ip_address",
        "user_agent",
        "recipient",
    }
)
# Fields of other people's models that neither their type nor their name gives away.
PERSONAL_ELSEWHERE = {
    "sessions.Session": {"session_data"},
    "mfa.Authenticator": {"data"},
    "usersessions.UserSession": {"data"},
    "allauth_idp_oidc.Token": {"data"},
    "admin.LogEntry": {"object_repr", "change_message"},
    "jobs.Job": {"payload", "key"},
    "mail.DemoMessage": {"recipient", "subject", "text", "html"},
    "pictures.Picture": {"credit"},
    "privacy.AuditEntry": {"actor"},
}
PERSONAL_TYPES = (
    EncryptedTextField,
    PersonKeyField,
    models.EmailField,
    models.GenericIPAddressField,
)


def missing() -> list[str]:
    """Return every "app.Model.field" that holds personal data and has no rule."""
    covered = {(one.model.lower(), field) for one in POLICY for field in one.fields}
    return sorted(
        f"{model._meta.label}.{field.name}"
        for model, field in personal_fields()
        if (model._meta.label_lower, field.name) not in covered
    )


def personal_fields() -> Iterator[tuple[type[models.Model], models.Field]]:
    """Yield each field of each installed model that holds something about a person."""
    for model in apps.get_models():
        elsewhere = PERSONAL_ELSEWHERE.get(model._meta.label, set())
        for field in model._meta.local_fields:
            if field.is_relation:
                continue
            by_name = field.name in PERSONAL_NAMES or field.name in elsewhere
            if by_name or isinstance(field, PERSONAL_TYPES):
                yield model, field
