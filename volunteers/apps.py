from django.apps import AppConfig


class VolunteersConfig(AppConfig):
    name = "volunteers"

    def ready(self) -> None:
        from volunteers import (
            asked_data,
            audience,
            embeds,
            hours_workspace,
            parts,
            people_workspace,
            task_workspace,
            team_workspace,
            workspace,
        )
        from volunteers.personal_data import register_all

        parts.register()
        audience.register_all()
        people_workspace.register()
        register_all()
        asked_data.register_all()
        workspace.register()
        embeds.register()
        hours_workspace.register()
        task_workspace.register()
        team_workspace.register()
