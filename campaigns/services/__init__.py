"""What can be done with campaigns; one file per activity."""

from campaigns.services.lifecycle import archive, publish

__all__ = ["archive", "publish"]
