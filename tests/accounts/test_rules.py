"""Who does something for the whole site."""

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.models import User

pytestmark = pytest.mark.django_db
MAY = {
    "accounts.run_site": {"administrator", "superuser"},
    "accounts.moderate": {"moderator", "administrator", "superuser"},
}


@pytest.mark.parametrize("is_active", [True, False])
@pytest.mark.parametrize("who", ["visitor", "", "moderator", "administrator", "superuser"])
@pytest.mark.parametrize("permission", MAY)
def test_each_role(permission, who, is_active):
    if who == "visitor":
        user = AnonymousUser()
    elif who == "superuser":
        user = User.objects.create_superuser("ada@example.net", is_active=is_active)
    else:
        user = User.objects.create_user("ada@example.net", site_role=who, is_active=is_active)
    assert user.has_perm(permission) is (is_active and who in MAY[permission])
