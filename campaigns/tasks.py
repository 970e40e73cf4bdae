"""Jobs: they delegate."""

from campaigns import services
from jobs.registry import every


@every(seconds=60, name="campaigns.publish_due")
def publish_due() -> None:
    services.publish_due()
