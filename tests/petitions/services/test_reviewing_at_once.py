"""Invalidating, restoring, withdrawing and confirming at the same moment: the count is exact."""

from collections import Counter

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import User
from jobs.models import Job
from partners.models import Membership
from petitions import services
from petitions.models import Invalidation, Petition, Signature, SignatureExport
from petitions.services import exporting, tally
from petitions.services.confirming import issue_confirmation
from privacy.secrets import SecretError
from tests.factories import SignatureFactory
from tests.petitions.at_once import amid, at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.many_threads]
DONE = "petitions.services.reviewing.outdate_lists"


@pytest.fixture
def office() -> User:
    return User.objects.create_user("amt@example.org")


@pytest.fixture
def counted(petition) -> list[Signature]:
    signatures = [SignatureFactory(petition=petition) for _ in range(10)]
    tally.enter_days(petition.pk, {timezone.localdate(): 10})
    services.fold()
    return signatures


def assert_exact(petition: Petition) -> None:
    while services.fold():
        pass
    assert services.recount() == []
    petition.refresh_from_db()
    assert petition.confirmed_count == petition.signatures.confirmed().count()
    assert sum(day.confirmed for day in petition.days.all()) == petition.confirmed_count
    set_aside = Signature.objects.invalidated().filter(withdrawn_at=None)
    assert set(set_aside.values_list("pk", flat=True)) == set(
        Invalidation.objects.filter(signature__withdrawn_at=None).values_list(
            "signature", flat=True
        )
    )


def test_twenty_who_invalidate_the_same_lower_the_count_once(petition, counted, office):
    ids = [one.pk for one in counted]
    deed = lambda: services.invalidate(petition, ids, "machine", actor=office)  # noqa: E731
    assert sorted(at_once(20, deed)) == [0] * 19 + [10]
    assert_exact(petition)
    assert petition.confirmed_count == 0


def test_twenty_who_restore_the_same_raise_it_once(petition, counted, office):
    ids = [one.pk for one in counted]
    services.invalidate(petition, ids, "machine", actor=office)
    deed = lambda: services.restore(petition, ids, actor=office)  # noqa: E731
    assert sorted(at_once(20, deed)) == [0] * 19 + [10]
    assert_exact(petition)
    assert petition.confirmed_count == 10


def test_all_at_once_in_any_order_ends_exact(petition, counted, office):
    waiting = [SignatureFactory(petition=petition, state="pending") for _ in range(5)]
    secrets = [issue_confirmation(one) for one in waiting]
    everybody = [one.pk for one in (*counted, *waiting)]
    # Backwards, too: whoever holds many holds them in one order.
    deeds = [
        *[lambda: services.invalidate(petition, everybody, "machine", actor=office)] * 4,
        *[lambda: services.restore(petition, everybody[::-1], actor=office)] * 4,
        *[lambda one=one: services.withdraw(one) for one in counted[:4]],
        *[lambda one=one: services.erase(one.person_key) for one in counted[4:6]],
        *[lambda secret=secret: services.confirm(secret).is_new for secret in secrets],
        *[services.fold] * 2,
    ]
    outcomes = at_once(len(deeds), lambda: deeds.pop()())
    failures = [one for one in outcomes if isinstance(one, type)]
    assert all(issubclass(one, SecretError) for one in failures), Counter(failures)
    assert_exact(petition)
    services.restore(petition, everybody, actor=office)
    assert_exact(petition)
    assert not Signature.objects.invalidated().filter(withdrawn_at=None).exists()


@pytest.mark.parametrize("other", ["confirm", "withdraw", "restore"])
def test_who_comes_while_it_is_invalidated_comes_afterwards(petition, office, other):
    signature = SignatureFactory(petition=petition, state="pending")
    secret = issue_confirmation(signature)
    deeds = {
        "confirm": lambda: _refused(lambda: services.confirm(secret)),
        "withdraw": lambda: services.withdraw(signature),
        "restore": lambda: services.restore(petition, [signature.pk], actor=office),
    }
    done, then = amid(
        lambda: services.invalidate(petition, [signature.pk], "machine", actor=office),
        DONE,
        deeds[other],
    )
    assert done == 1
    assert then == {"confirm": "refused", "withdraw": True, "restore": 1}[other]
    assert_exact(petition)
    assert petition.confirmed_count == 0


def test_a_handover_waits_for_it_and_then_nothing_moves(petition, counted, office):
    first, second = counted[:2]
    done, _ = amid(
        lambda: services.invalidate(petition, [first.pk], "machine", actor=office),
        DONE,
        lambda: services.hand_over(petition),
    )
    assert done == 1
    with pytest.raises(ValidationError):
        services.invalidate(petition, [second.pk], "machine", actor=office)
    services.fold()
    petition.refresh_from_db()
    assert petition.confirmed_count == 9


def _refused(deed) -> str:
    try:
        deed()
    except SecretError:
        return "refused"
    return "done"


@pytest.fixture
def owner(petition, counted, settings) -> User:
    settings.HANDOVER_LISTS = True
    services.close(petition)
    user = User.objects.create_user("besitz@example.org")
    Membership.objects.create(organisation=petition.initiator, user=user, role="owner")
    return user


def test_twenty_who_ask_for_an_export_at_once_get_one(petition, owner):
    asked = at_once(
        20,
        lambda: (
            services.ask_for_export(
                petition, "handover", "csv", user=User.objects.get(pk=owner.pk), language="de"
            ).pk
        ),
    )
    assert len(set(asked)) == 1
    assert SignatureExport.objects.count() == 1
    assert Job.objects.filter(kind="petitions.make_export").count() == 1


def test_a_list_is_not_read_before_who_is_leaving_has_left(petition, owner, counted):
    def ask_and_make() -> None:
        user = User.objects.get(pk=owner.pk)
        export = services.ask_for_export(petition, "handover", "csv", user=user, language="de")
        exporting.make(str(export.pk))

    # It has looked for lists already, and found none.
    amid(
        lambda: services.withdraw(counted[0]),
        "petitions.services.leaving.outdate_lists",
        ask_and_make,
    )
    export = SignatureExport.objects.get()
    assert (export.state, export.row_count) == ("ready", 9)


def test_who_leaves_while_a_list_is_offered_takes_it_back(petition, owner, counted):
    export = services.ask_for_export(petition, "handover", "csv", user=owner, language="de")
    amid(
        lambda: exporting.make(str(export.pk)),
        "petitions.services.exporting._until",
        lambda: services.withdraw(counted[0]),
    )
    export.refresh_from_db()
    assert (export.state, export.parts.count()) == ("outdated", 0)
