from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "events"

    def ready(self) -> None:
        from events import embeds, parts, workspace
        from events.personal_data import register_all

        parts.register()
        workspace.register()
        embeds.register()
        register_all()
