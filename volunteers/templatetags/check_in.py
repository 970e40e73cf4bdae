"""`{% load check_in %}`: whether the day of a shift has come, asked where its ticket is shown."""

from datetime import datetime

from django import template

from volunteers.models import Shift
from volunteers.services import checking_in

register = template.Library()


@register.simple_tag
def can_check_in(shift: Shift) -> bool:
    """`{% can_check_in shift as is_open %}`"""
    return checking_in.can_check_in(shift)


@register.simple_tag
def check_in_opens(shift: Shift) -> datetime:
    """`{% check_in_opens shift as opens_at %}`"""
    return checking_in.check_in_opens(shift)
