"""Who may do what with petitions and campaigns, across roles and states."""

import pytest
from django.utils import timezone

from accounts.models import User
from partners.models import Membership
from petitions.models import Petition, PetitionStep, Signature
from tests.factories import PetitionFactory, PetitionStepFactory, SignatureFactory

pytestmark = pytest.mark.django_db
Role = Membership.Role
DEEDS = ("view", "add", "change", "delete")


@pytest.fixture
def draft() -> Petition:
    petition = PetitionFactory(state="draft")
    petition.campaign.lead = petition.initiator
    petition.campaign.state = "draft"
    petition.campaign.save()
    return petition


@pytest.fixture
def member(draft):
    def member(role: str | None, organisation=None, **fields) -> User:
        user = User.objects.create_user("mitglied@example.org", **fields)
        if role:
            organisation = organisation or draft.initiator
            Membership.objects.create(organisation=organisation, user=user, role=role)
        return user

    return member


@pytest.mark.parametrize(
    ("role", "deeds"),
    [
        (Role.OWNER, {"view", "add", "change", "publish", "delete"}),
        (Role.ORGANISER, {"view", "add", "change", "publish", "delete"}),
        (Role.EDITOR, {"view", "add", "change"}),
        (Role.VIEWER, {"view"}),
        (None, set()),
    ],
)
def test_roles(member, draft, role, deeds):
    user = member(role)
    for app, thing in (("petitions", draft), ("campaigns", draft.campaign)):
        for deed in (*DEEDS, "publish"):
            permission = f"{app}.{deed}_{thing._meta.model_name}"
            assert user.has_perm(permission) is (deed in deeds), permission
            assert user.has_perm(permission, thing) is (deed in deeds), permission


@pytest.mark.parametrize("site_role", ["", "moderator", "administrator"])
def test_moderators_see_what_was_submitted(member, draft, site_role):
    user = member(None, site_role=site_role)
    assert user.has_perm("petitions.moderate_petition", draft) is bool(site_role)
    assert user.has_perm("petitions.view_petition", draft) is (site_role == "administrator")
    draft.submitted_at = timezone.now()
    assert user.has_perm("petitions.view_petition", draft) is bool(site_role)
    assert user.has_perm("petitions.change_petition", draft) is (site_role == "administrator")


def test_other_organisations_things(member, draft):
    user, other = member(Role.OWNER), PetitionFactory(state="draft")
    step = PetitionStepFactory(petition=other)
    for deed in DEEDS:
        assert not user.has_perm(f"petitions.{deed}_petition", other)
        assert not user.has_perm(f"petitions.{deed}_petitionstep", step)
        assert not user.has_perm(f"campaigns.{deed}_campaign", other.campaign)


@pytest.mark.parametrize("state", [state for state in Petition.State if state != "draft"])
def test_what_was_public_is_not_deleted(member, draft, state):
    user = member(Role.OWNER)
    draft.state = state
    assert user.has_perm("petitions.change_petition", draft)
    assert not user.has_perm("petitions.delete_petition", draft)


def test_steps_follow_their_petition(member, draft):
    step = PetitionStep(petition=draft)
    assert member(Role.ORGANISER).has_perm("petitions.change_petitionstep", step)


def test_nobody_has_a_right_over_signatures(member, draft):
    user = member(Role.OWNER)
    signature = SignatureFactory(petition=draft)
    for deed in DEEDS:
        assert not user.has_perm(f"petitions.{deed}_signature")
        assert not user.has_perm(f"petitions.{deed}_signature", signature)
    assert Signature.objects.exists()


def test_whoever_is_shut_out_may_nothing(member, draft):
    user = member(Role.OWNER, is_active=False)
    assert not user.has_perm("petitions.change_petition", draft)


def test_own_organisation_only(member, draft):
    user = member(Role.ORGANISER)
    assert user.has_perm("partners.change_organisation", draft.initiator)
    assert not user.has_perm("partners.change_organisation", PetitionFactory().initiator)
    assert not user.has_perm("partners.change_membership")


@pytest.mark.parametrize(
    ("role", "site_role", "review", "help_callers", "take_out"),
    [
        (Role.OWNER, "", True, True, True),
        (Role.ORGANISER, "", False, False, False),
        (Role.EDITOR, "", False, False, False),
        (Role.VIEWER, "", False, False, False),
        (None, "", False, False, False),
        (None, "moderator", True, False, False),
        (None, "administrator", True, True, False),
    ],
)
def test_signatures_are_not_for_everybody(
    member, draft, role, site_role, review, help_callers, take_out
):
    user = member(role, site_role=site_role)
    assert user.has_perm("petitions.review_signatures", draft) is review
    assert user.has_perm("petitions.find_signature", draft) is help_callers
    assert user.has_perm("petitions.resend_confirmation", draft) is help_callers
    assert user.has_perm("petitions.export_signatures", draft) is take_out
    is_trusted = role in (Role.OWNER, Role.ORGANISER) or site_role == "administrator"
    assert user.has_perm("petitions.export_figures", draft) is is_trusted


@pytest.mark.parametrize("right", ["review", "find", "export", "resend"])
def test_another_organisations_owner_has_no_right_over_signatures(member, draft, right):
    user = member(Role.OWNER, PetitionFactory().initiator)
    names = {
        "review": "review_signatures",
        "find": "find_signature",
        "export": "export_signatures",
        "resend": "resend_confirmation",
    }
    assert not user.has_perm(f"petitions.{names[right]}", draft)
