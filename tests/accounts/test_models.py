import pytest
from django.db import IntegrityError, transaction

from accounts.models import User


@pytest.mark.django_db
class TestAddress:
    def test_one_spelling_is_stored(self):
        assert User.objects.create_user(" Ada@Example.ORG ").email == "ada@example.org"

    def test_another_spelling_is_the_same_account(self):
        User.objects.create_user("ada@example.org")
        with pytest.raises(IntegrityError), transaction.atomic():
            User.objects.create_user("ADA@example.org")

    def test_the_database_refuses_it_too(self):
        User.objects.create_user("ada@example.org")
        with pytest.raises(IntegrityError), transaction.atomic():
            User.objects.bulk_create([User(email="Ada@Example.org")])

    def test_found_in_any_spelling(self):
        ada = User.objects.create_user("ada@example.org")
        assert User.objects.get_by_natural_key("ADA@example.org") == ada

    def test_required(self):
        with pytest.raises(ValueError, match="e-mail"):
            User.objects.create_user("")


@pytest.mark.django_db
def test_superuser_enters_the_administration():
    admin = User.objects.create_superuser("admin@example.org", "x")
    assert admin.is_staff
    assert admin.is_superuser


def test_shown_by_name_else_by_address():
    assert str(User(email="ada@example.org", display_name="Ada")) == "Ada"
    assert str(User(email="ada@example.org")) == "ada@example.org"
