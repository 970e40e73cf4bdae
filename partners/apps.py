from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PartnersConfig(AppConfig):
    name = "partners"

    def ready(self) -> None:
        from django.urls import reverse

        from partners import personal_data
        from partners.models import OrganisationText
        from partners.workspace import trail, translatable

        personal_data.register()
        translatable.register(
            translatable.Kind(
                name="organisation",
                label=_("organisation"),
                text_model=OrganisationText,
                of=lambda organisations: organisations,
                owner=lambda organisation: organisation.pk,
                url=lambda organisation: reverse(
                    "partners_organise:detail", args=[organisation.slug]
                ),
            )
        )
        trail.register(
            "partners.organisation",
            lambda organisation: [(organisation.pk, organisation.name)],
            {
                "partners.created": _("made the organisation"),
                "partners.edited": _("changed name or website"),
                "partners.appointed": _("gave a role"),
                "partners.dismissed": _("ended a membership"),
                "partners.invited": _("invited somebody"),
                "partners.invitation_revoked": _("took an invitation back"),
                "partners.joined": _("accepted an invitation"),
                "languages.translated": _("translated the text"),
            },
        )
