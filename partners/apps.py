from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PartnersConfig(AppConfig):
    name = "partners"

    def ready(self) -> None:
        from django.urls import reverse

        from partners import attending, personal_data, ties
        from partners.models import OrganisationText
        from partners.workspace import trail, translatable

        personal_data.register()
        attending.register()
        ties.register()
        translatable.register(
            translatable.Kind(
                name="organisation",
                label=_("organisation"),
                text_model=OrganisationText,
                of=lambda organisations: organisations,
                owner=lambda organisation: organisation.pk,
                url=lambda organisation: reverse(
                    "partners_organise:text", args=[organisation.slug]
                ),
            )
        )
        trail.register(
            "partners.organisation",
            lambda organisation: [(organisation.pk, organisation.name)],
            {
                "partners.created": _("made the organisation"),
                "partners.edited": _("changed what the page says"),
                "partners.contact_edited": _("changed the contact"),
                "partners.logo_changed": _("changed the logo"),
                "partners.verified": _("verified the organisation"),
                "partners.mark_taken_away": _("took the verified mark away"),
                "partners.left": _("closed the page"),
                "partners.came_back": _("opened the page again"),
                "partners.embed_site_added": _("let a website show embedded pages"),
                "partners.embed_site_removed": _("took a website off the embedded pages"),
                "partners.appointed": _("gave a role"),
                "partners.dismissed": _("ended a membership"),
                "partners.invited": _("invited somebody"),
                "partners.invitation_revoked": _("took an invitation back"),
                "partners.joined": _("accepted an invitation"),
                "languages.translated": _("translated the text"),
            },
        )
        trail.register(
            "partners.organisationapplication",
            lambda organisation: [(one.pk, one.name) for one in organisation.applications.all()],
            {
                "partners.applied": _("applied"),
                "partners.applied_again": _("handed the application in again"),
                "partners.application_taken_back": _("took the application back"),
                "partners.application_returned": _("returned the application"),
                "partners.application_verified": _("decided to verify"),
                "partners.application_declined": _("declined the application"),
            },
        )
