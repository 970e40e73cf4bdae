from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "access"

    def ready(self) -> None:
        from access import personal_data, policy, services
        from accounts.services import Programs, register_programs

        register_programs("access", Programs(services.number_of_programs, services.stop_all))
        personal_data.register()
        policy.register()
