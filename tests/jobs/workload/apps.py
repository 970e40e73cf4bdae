from datetime import timedelta

from django.apps import AppConfig


class WorkloadConfig(AppConfig):
    """Work that a real worker does in the tests, with leases short enough to wait for."""

    name = "tests.jobs.workload"
    label = "workload"

    def ready(self) -> None:
        from jobs import leases, services

        leases.LEASE = timedelta(seconds=2)
        leases.RENEW_SECONDS = 0.5
        services.OFFER_AGAIN_AFTER = timedelta(seconds=1)
