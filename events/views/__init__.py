"""The public side: looking, registering, confirming, leaving."""

from events.views.looking import detail, event_list, picture

__all__ = ["detail", "event_list", "picture"]
