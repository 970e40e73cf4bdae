from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    name = "campaigns"

    def ready(self) -> None:
        from anymail.signals import tracking

        from campaigns import workspace
        from campaigns.personal_data import register_all
        from campaigns.services.mailing.returning import heard

        workspace.register()
        register_all()
        tracking.connect(heard, dispatch_uid="campaigns.letters")
