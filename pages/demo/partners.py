"""The demo's organisations, and who of the demo logins acts for which."""

from accounts.models import User
from pages.demo import content
from pages.demo.rows import put, put_texts
from partners.models import Membership, Organisation, OrganisationText
from partners.services import appoint

# By the part of the login's address before the @; the admin needs none, the volunteer has none.
ROLES = [
    ("organiser", "integrationsrat-dortmund", Membership.Role.OWNER),
    ("partner", "dgb", Membership.Role.OWNER),
    ("partner", "integrationsrat-dortmund", Membership.Role.EDITOR),
]


def load_organisations() -> None:
    """None is marked as verified: nobody at these organisations has looked at the demo."""
    for found in content.table("organisations")["organisations"]:
        organisation = put(
            Organisation,
            {"slug": found["slug"]},
            name=found["name"],
            short_name=found.get("short_name", ""),
            kind=found["kind"],
            website=found.get("website", ""),
            position=found["position"],
            is_demo=True,
        )
        put_texts(OrganisationText, organisation, content.texts_of(found))


def load_memberships(logins: dict[str, User]) -> None:
    for name, slug, role in ROLES:
        organisation = Organisation.objects.get(slug=slug)
        appoint(organisation, logins[name], role)
