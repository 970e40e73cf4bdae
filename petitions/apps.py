from django.apps import AppConfig


class PetitionsConfig(AppConfig):
    name = "petitions"

    def ready(self) -> None:
        from petitions import (
            audience,
            contact_grounds,
            embeds,
            metrics,
            partner_links,
            parts,
            workspace,
        )
        from petitions.personal_data import register_all
        from petitions.services.announcing import person_told
        from webhooks import people

        register_all()
        audience.register_all()
        metrics.register()
        parts.register()
        partner_links.register()
        contact_grounds.register()
        workspace.register()
        people.register(person_told)
        embeds.register()
