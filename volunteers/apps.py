from django.apps import AppConfig


class VolunteersConfig(AppConfig):
    name = "volunteers"

    def ready(self) -> None:
        from volunteers import audience, parts, people_workspace
        from volunteers.personal_data import register_all

        parts.register()
        audience.register_all()
        people_workspace.register()
        register_all()
        from volunteers import parts, workspace

        parts.register()
        workspace.register()
        from volunteers import hours_workspace, parts

        parts.register()
        hours_workspace.register()

        from volunteers import task_workspace

        task_workspace.register()
