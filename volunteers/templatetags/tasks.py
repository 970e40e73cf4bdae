"""How long something takes, in words."""

from django import template
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def in_hours(minutes: int | None) -> str:
    """90 is "1 h 30 min"; nothing where it is not known."""
    if minutes is None:
        return ""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return _("%(minutes)d min") % {"minutes": rest}
    if not rest:
        return _("%(hours)d h") % {"hours": hours}
    return _("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": rest}
