"""`{% load volunteering %}`: what pages of other apps need to know of it."""

from django import template

from accounts.models import User
from volunteers.services import volunteer_of_account

register = template.Library()


@register.simple_tag
def helps(user: User) -> bool:
    """Whether somebody with one of the account's confirmed addresses helps here."""
    return volunteer_of_account(user) is not None
