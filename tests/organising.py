"""People with every role, for the tests of organisers' pages."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from pages.context import forget_instance
from partners.models import Membership, Organisation

ROLES = ("viewer", "editor", "organiser", "owner")


def somebody(role: str, organisation: Organisation | None = None) -> User:
    """An account: "stranger", a role in the organisation, or a role of the site."""
    user = User.objects.create_user(f"{role}-{User.objects.count()}@example.net")
    if role in ROLES:
        Membership.objects.create(organisation=organisation, user=user, role=role)
    elif role != "stranger":
        User.objects.filter(pk=user.pk).update(site_role=role)
        user.refresh_from_db()
    return user


def logged_in(role: str, organisation: Organisation | None = None) -> Client:
    client = Client()
    if role != "nobody":
        client.force_login(somebody(role, organisation))
    return client


def roles_get(**expected: int) -> pytest.MarkDecorator:
    """Parametrise `role` and `status`: what each role gets; nobody is sent to log in."""
    return pytest.mark.parametrize(("role", "status"), [("nobody", 302), *expected.items()])


def queries_of(client: Client, path: str) -> int:
    """How many a page costs, the instance's own row included."""
    forget_instance()
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len(asked)
