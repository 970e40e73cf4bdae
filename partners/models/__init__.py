"""Organisations, who acts for them, and who asks to be one."""

from partners.models.applications import (
    APPLICATION_KEPT,
    ApplicationQuerySet,
    OrganisationApplication,
)
from partners.models.embedding import LONGEST_ORIGIN, MOST_SITES, EmbedSite, clean_origin
from partners.models.fields import FieldOfWork, FieldOfWorkText
from partners.models.memberships import INVITATION_LASTS, Invitation, Membership
from partners.models.organisations import (
    TAINTED_INITIALS,
    Organisation,
    OrganisationContact,
    OrganisationLanguage,
    OrganisationQuerySet,
    OrganisationText,
)

__all__ = [
    "APPLICATION_KEPT",
    "INVITATION_LASTS",
    "LONGEST_ORIGIN",
    "MOST_SITES",
    "TAINTED_INITIALS",
    "ApplicationQuerySet",
    "EmbedSite",
    "FieldOfWork",
    "FieldOfWorkText",
    "Invitation",
    "Membership",
    "Organisation",
    "OrganisationApplication",
    "OrganisationContact",
    "OrganisationLanguage",
    "OrganisationQuerySet",
    "OrganisationText",
    "clean_origin",
]
