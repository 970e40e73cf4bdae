from django.apps import AppConfig
from django.conf import settings


class WebConfig(AppConfig):
    name = "web"

    def ready(self) -> None:
        from web import logs

        logs.configure(settings.LOGGING["root"]["level"])
