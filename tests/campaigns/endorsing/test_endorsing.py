"""Two sides say yes; either may say no; what was signed is kept."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone, translation

from campaigns import services
from campaigns.models import Campaign, Endorsement
from campaigns.personal_data import forget_words
from partners.models import Membership, Organisation
from partners.services import close_page
from partners.workspace import trail, translatable
from partners.workspace.attention import waiting_for
from privacy.models import AuditEntry
from tests.campaigns.endorsing.conftest import STATEMENT
from tests.factories import CampaignFactory, OrganisationFactory
from tests.organising import somebody
from web.limits import LimitExceeded

pytestmark = pytest.mark.django_db
State = Endorsement.State


@pytest.fixture(autouse=True)
def _in_english():
    """Refusals are matched by their English words."""
    with translation.override("en"):
        yield


def shown(client, campaign) -> bool:
    page = client.get(f"/de/campaigns/{campaign.slug}/").text
    assert ("Bunter Bund" in page) == (STATEMENT in page)
    return STATEMENT in page


class TestBothSides:
    def test_invited_and_accepted_with_a_signed_statement(self, client, campaign, invited, signer):
        assert invited.text is None
        services.accept_invitation(invited, STATEMENT, actor=signer)
        assert invited.state == State.ACCEPTED
        assert invited.decided_on == invited.signed_on == timezone.localdate()
        assert shown(client, campaign)

    def test_asked_with_a_statement_and_accepted(self, client, campaign, requested, leader):
        assert not shown(client, campaign)
        services.accept_request(requested, actor=leader)
        client.cookies.clear()
        assert client.get(f"/en/campaigns/{campaign.slug}/").text.count(STATEMENT) == 1

    def test_whoever_has_left_meanwhile_does_not_begin_to_stand_behind_it(
        self, requested, signer, leader
    ):
        close_page(requested.organisation, actor=signer)
        with pytest.raises(ValidationError, match="has left"):
            services.accept_request(requested, actor=leader)
        requested.refresh_from_db()
        assert requested.state == State.REQUESTED

    @pytest.mark.parametrize("state", [Campaign.State.DRAFT, Campaign.State.ARCHIVED])
    def test_nobody_begins_to_stand_behind_a_campaign_that_does_not_run(
        self, campaign, invited, signer, leader, state
    ):
        other = OrganisationFactory()
        asked = services.ask_to_endorse(campaign, other, STATEMENT, actor=somebody("owner", other))
        Campaign.objects.filter(pk=campaign.pk).update(state=state)
        with pytest.raises(ValidationError, match="Only a campaign that runs"):
            services.accept_invitation(invited, STATEMENT, actor=signer)
        with pytest.raises(ValidationError, match="Only a campaign that runs"):
            services.accept_request(asked, actor=leader)
        assert not Endorsement.objects.filter(state=State.ACCEPTED).exists()

    def test_the_trail_keeps_who_signed_when_and_in_which_role(self, invited, signer):
        services.accept_invitation(invited, STATEMENT, actor=signer)
        [signing] = invited.signings.all()
        assert (signing.signed_by, signing.role, signing.version) == (signer, "owner", 1)
        entries = AuditEntry.objects.filter(subject_kind="campaigns.endorsement").order_by("pk")
        assert [(entry.verb, entry.detail["role"]) for entry in entries] == [
            ("campaigns.endorsement_invited", "organiser"),
            ("campaigns.endorsement_accepted", "owner"),
            ("campaigns.endorsement_signed", "owner"),
        ]

    def test_both_sides_read_it_in_their_trail(self, accepted):
        for side in (accepted.organisation, accepted.campaign.lead):
            entries, names = trail.entries_of(side)
            deeds = [deed for deed in trail.told(entries, names) if "Bunter Bund:" in deed.thing]
            assert len(deeds) == 3
            assert not any(deed.what.startswith("campaigns.") for deed in deeds)

    def test_nobody_signs_for_others(self, invited, leader):
        administrator = somebody("administrator")
        editor = somebody("editor", invited.organisation)
        for other in (leader, administrator, editor):
            with pytest.raises(ValidationError):
                services.accept_invitation(invited, STATEMENT, actor=other)
        invited.refresh_from_db()
        assert invited.state == State.INVITED
        assert not invited.texts.exists()


class TestRefused:
    def test_a_second_one_while_one_is_alive(self, invited, campaign, union, leader, signer):
        with pytest.raises(ValidationError, match="already"):
            services.invite_partner(campaign, union, actor=leader)
        with pytest.raises(ValidationError, match="already"):
            services.ask_to_endorse(campaign, union, STATEMENT, actor=signer)
        assert Endorsement.objects.count() == 1

    @pytest.mark.parametrize("state", [Campaign.State.DRAFT, Campaign.State.ARCHIVED])
    def test_a_campaign_that_does_not_run(self, campaign, union, leader, state):
        Campaign.objects.update(state=state)
        campaign.refresh_from_db()
        with pytest.raises(ValidationError):
            services.invite_partner(campaign, union, actor=leader)

    def test_the_one_that_leads_it_and_one_without_a_page(self, campaign, leader):
        hidden = OrganisationFactory(is_public=False)
        for organisation in (campaign.lead, hidden):
            with pytest.raises(ValidationError):
                services.invite_partner(campaign, organisation, actor=leader)

    def test_one_that_has_left_says_nothing_new(self, invited, signer, campaign, leader):
        left = OrganisationFactory(left_at=timezone.now())
        with pytest.raises(ValidationError):
            services.invite_partner(campaign, left, actor=leader)
        Organisation.objects.filter(pk=invited.organisation_id).update(left_at=timezone.now())
        with pytest.raises(ValidationError):
            services.accept_invitation(invited, STATEMENT, actor=signer)
        assert not invited.texts.exists()

    def test_the_wrong_side_cannot_say_yes(self, requested):
        with pytest.raises(ValidationError, match="quicker"):
            services.accept_invitation(
                requested, STATEMENT, actor=somebody("owner", requested.organisation)
            )

    def test_too_many_a_time(self, settings, campaign, union, leader):
        settings.LIMITS = settings.LIMITS | {"endorse:organisation": "0/hour"}
        with pytest.raises(LimitExceeded):
            services.invite_partner(campaign, union, actor=leader)


class TestNo:
    def test_the_organisation_declines(self, client, campaign, invited, signer):
        services.decline(invited, "organisation", "Keine Zeit", actor=signer)
        assert (invited.state, invited.reason) == (State.DECLINED, "Keine Zeit")
        assert "Keine Zeit" not in client.get("/de/campaigns/wahlrecht/").text

    def test_the_campaign_declines(self, client, campaign, requested, leader):
        services.decline(requested, "campaign", actor=leader)
        assert requested.state == State.DECLINED
        assert not shown(client, campaign)

    def test_nobody_declines_what_they_asked_themselves(self, invited):
        with pytest.raises(ValidationError):
            services.decline(invited, "campaign", actor=somebody("owner", invited.campaign.lead))

    def test_whoever_asked_takes_it_back(self, invited, leader):
        services.retract(invited, "campaign", actor=leader)
        assert invited.state == State.RETRACTED

    def test_the_organisation_withdraws_dated_and_asks_again(
        self, client, campaign, union, accepted, signer, leader
    ):
        assert shown(client, campaign)
        services.withdraw(accepted, "Beschluss vom Vorstand", actor=signer)
        assert accepted.state == State.WITHDRAWN
        assert accepted.ended_at is not None
        assert STATEMENT not in client.get("/en/campaigns/wahlrecht/").text
        again = services.ask_to_endorse(campaign, union, "Nun doch.", actor=signer)
        services.accept_request(again, actor=leader)
        assert [one.state for one in campaign.endorsements.order_by("pk")] == [
            State.WITHDRAWN,
            State.ACCEPTED,
        ]
        page = client.get("/tr/campaigns/wahlrecht/").text
        assert "Nun doch." in page
        assert STATEMENT not in page

    def test_the_campaign_ends_it(self, client, campaign, accepted, leader):
        services.end(accepted, actor=leader)
        assert accepted.state == State.ENDED
        assert not shown(client, campaign)


class TestNewWording:
    def test_it_waits_for_the_campaign_and_both_are_kept(
        self, client, campaign, accepted, signer, leader
    ):
        services.propose_wording(accepted, "Alle sollen wählen.", actor=signer)
        assert shown(client, campaign)
        services.take_over_wording(accepted, accepted.proposed_version, actor=leader)
        page = client.get("/en/campaigns/wahlrecht/").text
        assert "Alle sollen wählen." in page
        assert STATEMENT not in page
        assert accepted.texts.count() == accepted.signings.count() == 2

    def test_another_wording_than_the_one_read_is_not_shown(self, accepted, signer, leader):
        services.propose_wording(accepted, "Eins", actor=signer)
        read = accepted.proposed_version
        services.propose_wording(accepted, "Zwei", actor=signer)
        with pytest.raises(ValidationError, match="changed"):
            services.take_over_wording(accepted, read, actor=leader)
        assert accepted.text.statement == STATEMENT

    def test_what_is_over_has_no_new_words(self, accepted, signer):
        services.withdraw(accepted, actor=signer)
        with pytest.raises(ValidationError):
            services.propose_wording(accepted, "Doch", actor=signer)

    def test_a_translation_belongs_to_the_wording_it_was_made_from(
        self, client, accepted, signer, leader
    ):
        kind, thing = translatable.find("endorsement", accepted.pk)
        words = {"statement": "من يعيش هنا يقرّر معنا."}
        kind.write(thing, "ar", words, seen="nothing", actor=signer)
        assert words["statement"] in client.get("/ar/campaigns/wahlrecht/").text
        services.propose_wording(accepted, "Neu", actor=signer)
        services.take_over_wording(accepted, 2, actor=leader)
        kind, thing = translatable.find("endorsement", accepted.pk)
        assert set(kind.texts(thing)) == {"de"}
        assert accepted.texts.filter(language="ar", version=1).exists()


class TestAttention:
    def told(self, user) -> list[str]:
        urls = [one.url for one in waiting_for(user)]
        return [url for url in urls if "/partners/" in url or "/endorsements/" in url]

    def test_an_invitation_waits_for_the_organisation(self, invited, signer, leader):
        assert self.told(signer) == ["/en/organise/organisations/bund/endorsements/"]
        assert self.told(leader) == []

    def test_a_question_waits_for_the_campaign(self, requested, signer, leader):
        assert self.told(leader) == ["/en/organise/campaigns/wahlrecht/partners/"]
        assert self.told(signer) == []

    def test_a_new_wording_waits_for_the_campaign(self, accepted, signer, leader):
        assert self.told(leader) == []
        services.propose_wording(accepted, "Neu", actor=signer)
        assert self.told(leader) == ["/en/organise/campaigns/wahlrecht/partners/"]

    def test_nothing_waits_for_those_who_only_write(self, invited, union):
        editor = somebody("editor", union)
        assert self.told(editor) == []

    @pytest.mark.parametrize("number", [1, 3])
    def test_it_costs_the_same(self, union, signer, number, django_assert_num_queries):
        for _one in range(number):
            campaign = CampaignFactory()
            services.invite_partner(campaign, union, actor=somebody("owner", campaign.lead))
        user = Membership.objects.get(user=signer).user
        from campaigns.endorsements import waiting_for as ours

        with django_assert_num_queries(4):
            assert len(list(ours(user))) == number


@pytest.mark.parametrize(("days", "kept"), [(364, True), (366, False)])
@pytest.mark.parametrize("verb", ["withdraw", "decline"])
def test_the_words_between_them_go_a_year_later(requested, signer, leader, verb, days, kept):
    if verb == "withdraw":
        services.accept_request(requested, actor=leader)
        services.withdraw(requested, "Darum", actor=signer)
    else:
        services.decline(requested, "campaign", "Darum", actor=leader)
    with time_machine.travel(timezone.now() + timedelta(days=days)):
        forget_words()
    requested.refresh_from_db()
    assert (requested.message, requested.reason) == (
        ("Wir sind dabei.", "Darum") if kept else ("", "")
    )
    assert requested.signings.count() == 1


def test_the_words_of_what_is_alive_stay(accepted):
    with time_machine.travel(timezone.now() + timedelta(days=3000)):
        assert forget_words() == 0
