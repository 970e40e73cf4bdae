from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    name = "webhooks"

    def ready(self) -> None:
        from webhooks import personal_data, workspace

        personal_data.register()
        workspace.register()
