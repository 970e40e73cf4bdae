from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "events"

    def ready(self) -> None:
        from events import parts, workspace
        from events.personal_data import register_all

        parts.register()
        workspace.register()
        register_all()
