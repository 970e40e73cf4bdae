from django.apps import AppConfig
from django.conf import settings
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class WebConfig(AppConfig):
    name = "web"
    verbose_name = _("Platform")

    def ready(self) -> None:
        from web import logs, pressure, switches
        from web.metrics import gauge

        logs.configure(settings.LOGGING["root"]["level"])
        switches.register(
            "web.api",
            _("Programming interface (API)"),
            _("The programming interface is switched off for a while."),
        )
        gauge(
            "mitstimme_pressure_level",
            "How busy this process is: 0 calm, 1 busy, 2 very busy, 3 full.",
            lambda: pressure.meter.level,
        )
        post_migrate.connect(switches.make_rows, sender=self, dispatch_uid="web.switches")
