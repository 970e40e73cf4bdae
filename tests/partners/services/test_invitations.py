"""An offer by mail: to one address, once, for two weeks, until it is taken back."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from accounts.models import User
from jobs.models import Job
from jobs.services import run_due
from partners import services
from partners.models import INVITATION_LASTS, Invitation, Membership
from privacy.models import AuditEntry
from privacy.secrets import digest
from tests.accounts.conftest import link_in
from tests.factories import OrganisationFactory
from tests.partners.conftest import member
from tests.petitions.at_once import at_once
from web.limits import LimitExceeded

pytestmark = pytest.mark.django_db
Role = Membership.Role
GUEST = "gast@example.net"


def invite(organisation, actor, email=GUEST, role=Role.EDITOR, language="de") -> str:
    """Invite somebody; give the secret that their mail holds."""
    services.invite(organisation, email, role, language, actor=actor)
    mail.outbox.clear()
    run_due()
    return link_in(mail.outbox[-1]).rstrip("/").rpartition("/")[2]


def test_a_mail_in_the_language_asked_for(organisation, owner):
    invite(organisation, owner, language="tr")
    [message] = mail.outbox
    assert message.to == [GUEST]
    assert message.subject == "Verein sizi davet ediyor"
    assert "Owner, Mitstimme’de Verein ile" in message.body
    assert "Rolünüz: Yazabilir." in message.body
    assert "/tr/organise/organisations/invitation/" in message.body


def test_the_link_lies_nowhere_in_the_clear(organisation, owner):
    secret = invite(organisation, owner)
    assert Invitation.objects.get().digest == digest(secret)
    assert secret not in str(list(Job.objects.values_list("payload", flat=True)))
    with connection.cursor() as cursor:
        cursor.execute("SELECT email FROM partners_invitation")
        assert GUEST not in cursor.fetchone()[0]


def test_the_trail_knows_no_address(organisation, owner):
    services.accept(services.look_up_invitation(invite(organisation, owner)), guest())
    entries = AuditEntry.objects.filter(subject_kind="partners.organisation")
    assert {"partners.invited", "partners.joined"} <= set(entries.values_list("verb", flat=True))
    assert "@" not in str(list(entries.values()))


def test_it_works_once(organisation, owner):
    invitation = services.look_up_invitation(invite(organisation, owner))
    services.accept(invitation, guest())
    with pytest.raises(ValidationError, match="gilt nicht mehr"):
        services.accept(invitation, User.objects.create_user("zweite@example.net"))
    assert roles_of(organisation) == {"owner@example.net": "owner", GUEST: "editor"}


def test_it_works_for_two_weeks(organisation, owner):
    invitation = services.look_up_invitation(invite(organisation, owner))
    with time_machine.travel(invitation.expires_at - timedelta(minutes=1), tick=False):
        assert invitation.is_open
        assert list(Invitation.objects.open()) == [invitation]
    with time_machine.travel(invitation.expires_at, tick=False):
        assert not invitation.is_open
        assert not Invitation.objects.open().exists()
        with pytest.raises(ValidationError):
            services.accept(invitation, guest())


def test_one_that_is_taken_back_opens_nothing(organisation, owner):
    invitation = services.look_up_invitation(invite(organisation, owner))
    for _twice in range(2):
        services.revoke_invitation(invitation, actor=owner)
    with pytest.raises(ValidationError):
        services.accept(invitation, guest())
    assert AuditEntry.objects.filter(verb="partners.invitation_revoked").count() == 1


def test_one_that_is_taken_back_before_its_mail_is_never_sent(organisation, owner):
    invitation = services.invite(organisation, GUEST, Role.VIEWER, "de", actor=owner)
    services.revoke_invitation(invitation, actor=owner)
    run_due()
    assert mail.outbox == []


def test_a_new_one_takes_the_earlier_one_back(organisation, owner):
    first = invite(organisation, owner, role=Role.OWNER)
    other = OrganisationFactory()
    elsewhere = invite(other, owner)
    second = invite(organisation, owner, email=" GAST@example.net", role=Role.VIEWER)
    is_open = [services.look_up_invitation(each).is_open for each in (first, elsewhere, second)]
    assert is_open == [False, True, True]


def test_nobody_is_invited_to_where_they_belong(organisation, owner):
    with pytest.raises(ValidationError, match="gehört schon zur Organisation"):
        services.invite(organisation, "Owner@example.net", Role.VIEWER, "de", actor=owner)
    assert not Invitation.objects.exists()
    assert not Job.objects.filter(kind="partners.send_invitation").exists()


def test_so_many_an_hour(organisation, owner, settings):
    settings.LIMITS = settings.LIMITS | {"invite:organisation": "2/hour"}
    for number in range(2):
        services.invite(organisation, f"{number}@example.net", Role.VIEWER, "de", actor=owner)
    with pytest.raises(LimitExceeded):
        services.invite(organisation, "3@example.net", Role.VIEWER, "de", actor=owner)
    services.invite(OrganisationFactory(), "3@example.net", Role.VIEWER, "de", actor=owner)
    assert organisation.invitations.count() == 2


def test_whoever_has_more_keeps_it(organisation, owner):
    secret = invite(organisation, owner, role=Role.VIEWER)
    user = guest()
    services.appoint(organisation, user, Role.ORGANISER)
    assert services.accept(services.look_up_invitation(secret), user).role == Role.ORGANISER


def test_whoever_has_less_gets_more(organisation, owner):
    user = member(organisation, Role.VIEWER)
    secret = invite(organisation, owner, role=Role.ORGANISER)
    services.accept(services.look_up_invitation(secret), user)
    user.refresh_from_db()
    assert roles_of(organisation)[user.email] == Role.ORGANISER


def test_an_unknown_link_names_nothing():
    assert services.look_up_invitation("geraten") is None


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_with_one_link_exactly_one_gets_in(organisation, owner):
    invitation = services.look_up_invitation(invite(organisation, owner))
    people = [User.objects.create_user(f"{number}@example.net") for number in range(8)]
    found = at_once(8, lambda: services.accept(invitation, people.pop()))
    assert found.count(ValidationError) == 7
    assert Membership.objects.exclude(user=owner).count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_to_one_address_one_stays_open(organisation, owner):
    found = at_once(
        8, lambda: services.invite(organisation, GUEST, Role.VIEWER, "de", actor=owner)
    )
    assert all(isinstance(each, Invitation) for each in found)
    assert Invitation.objects.open().count() == 1


def test_addresses_are_deleted_after_two_weeks(organisation, owner):
    from privacy import retention

    invite(organisation, owner)
    Invitation.objects.update(created_at=timezone.now() - INVITATION_LASTS - timedelta(seconds=1))
    invite(organisation, owner, email="neu@example.net")
    assert retention.carry_out()["partners.Invitation.delete_old_invitations"] == 1
    assert [each.email for each in Invitation.objects.all()] == ["neu@example.net"]


def guest() -> User:
    return User.objects.create_user(GUEST)


def roles_of(organisation) -> dict[str, str]:
    return dict(organisation.memberships.values_list("user__email", "role"))
