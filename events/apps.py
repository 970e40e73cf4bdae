from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "events"

    def ready(self) -> None:
        from events import workspace
        from events.personal_data import register_all

        workspace.register()
        register_all()
