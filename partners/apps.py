from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PartnersConfig(AppConfig):
    name = "partners"

    def ready(self) -> None:
        from partners import personal_data
        from partners.workspace import trail

        personal_data.register()
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
            },
        )
