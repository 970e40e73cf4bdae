"""What an organisation does: campaigns and petitions, which stand above and are not imported."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch

from accounts.models import User
from partners.models import Membership, Organisation, OrganisationQuerySet
from partners.rules import has_role


def with_work(organisations: OrganisationQuerySet) -> OrganisationQuerySet:
    """With campaigns and petitions and their texts, reached as rows."""
    for name in ("led_campaigns", "petitions"):
        model: Any = Organisation._meta.get_field(name).related_model
        organisations = organisations.prefetch_related(Prefetch(name, model.objects.with_texts()))
    return organisations


def may_begin(user: User, organisation: Organisation) -> bool:
    """Whether this user may begin a campaign of the organisation."""
    is_here = organisation.left_at is None
    return is_here and has_role(user, organisation.pk, Membership.Role.EDITOR)
