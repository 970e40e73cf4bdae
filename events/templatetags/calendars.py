"""`{% load calendars %}`: addresses that calendars can subscribe to."""

from urllib.parse import urljoin

from django import template
from django.conf import settings

register = template.Library()


@register.filter
def absolute(path: str) -> str:
    """With the site's address before it, for programs that keep it."""
    return urljoin(settings.SITE_URL, path)


@register.filter
def webcal(path: str) -> str:
    """The same in the scheme by which telephones know a calendar to subscribe to."""
    return "webcal:" + absolute(path).partition(":")[2]
