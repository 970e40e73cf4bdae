from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "access"

    def ready(self) -> None:
        from access import personal_data, policy

        personal_data.register()
        policy.register()
