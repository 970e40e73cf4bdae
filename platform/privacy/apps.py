import logging

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PrivacyConfig(AppConfig):
    name = "privacy"

    def ready(self):
        from privacy import consents, policy, registry, services
        from privacy.logs import Redact

        post_migrate.connect(consents.forget_known_wordings, dispatch_uid="privacy.wordings")
        # On the logger, not on a handler: whatever handlers there are, they get it redacted.
        logging.getLogger("django.request").addFilter(Redact())
        registry.register(services.OWN_DATA)
        policy.register()
