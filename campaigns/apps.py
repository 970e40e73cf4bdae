from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    name = "campaigns"

    def ready(self) -> None:
        from django.apps import apps

        from campaigns import workspace
        from campaigns.personal_data import register_all

        workspace.register()
        register_all()
        if apps.is_installed("anymail"):
            from anymail.signals import tracking

            from campaigns.services.mailing.returning import heard

            tracking.connect(heard, dispatch_uid="campaigns.letters")
