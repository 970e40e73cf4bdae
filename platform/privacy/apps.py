from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PrivacyConfig(AppConfig):
    name = "privacy"

    def ready(self):
        from privacy import audit, consents, policy, registry, services
        from web import switches

        post_migrate.connect(consents.forget_known_wordings, dispatch_uid="privacy.wordings")
        registry.register(services.OWN_DATA)
        policy.register()
        switches.witness(audit.part_switched)
