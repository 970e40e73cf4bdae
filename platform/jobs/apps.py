from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class JobsConfig(AppConfig):
    name = "jobs"

    def ready(self) -> None:
        # Each app's tasks.py registers its handlers by being imported.
        autodiscover_modules("tasks")

        from jobs import metrics

        metrics.register()
