"""The pages of both sides: who may what, bad input, and what they cost."""

import pytest

from campaigns import services
from campaigns.models import Campaign, Endorsement
from tests.campaigns.endorsing.conftest import STATEMENT
from tests.factories import CampaignFactory, EndorsementFactory, OrganisationFactory
from tests.organising import logged_in, queries_of, roles_get, somebody

pytestmark = pytest.mark.django_db
CAMPAIGN = "/de/organise/campaigns/wahlrecht/partners/"
OURS = "/de/organise/organisations/bund/endorsements/"
State = Endorsement.State
SIGNED = {"statement": STATEMENT, "is_authorised": "on"}


def state_of(endorsement: Endorsement) -> str:
    return Endorsement.objects.values_list("state", flat=True).get(pk=endorsement.pk)


class TestTheCampaignsRights:
    @roles_get(stranger=404, viewer=200, editor=200, organiser=200, owner=200, administrator=200)
    def test_who_may_look(self, campaign, invited, role, status):
        assert logged_in(role, campaign.lead).get(CAMPAIGN).status_code == status

    def test_the_other_side_does_not(self, campaign, invited, union):
        assert logged_in("owner", union).get(CAMPAIGN).status_code == 404

    @roles_get(stranger=404, viewer=403, editor=403, organiser=200, owner=200, administrator=200)
    def test_who_may_invite(self, campaign, union, role, status):
        client = logged_in(role, campaign.lead)
        assert client.get(f"{CAMPAIGN}invite/bund/").status_code == status

    @roles_get(stranger=404, viewer=403, editor=403, organiser=302, administrator=302)
    def test_who_may_accept(self, campaign, requested, role, status):
        client = logged_in(role, campaign.lead)
        assert client.post(f"{CAMPAIGN}{requested.pk}/accept/").status_code == status
        is_accepted = role in ("organiser", "administrator")
        assert (state_of(requested) == State.ACCEPTED) is is_accepted

    @roles_get(stranger=404, viewer=403, editor=403, organiser=302, administrator=302)
    def test_who_may_end_it(self, campaign, accepted, role, status):
        client = logged_in(role, campaign.lead)
        assert client.post(f"{CAMPAIGN}{accepted.pk}/end/").status_code == status
        assert (state_of(accepted) == State.ENDED) is (role in ("organiser", "administrator"))

    def test_a_viewer_is_offered_nothing_that_is_refused(self, campaign, requested):
        page = logged_in("viewer", campaign.lead).get(CAMPAIGN).text
        assert STATEMENT in page
        assert "/accept/" not in page
        assert "/decline/" not in page

    def test_another_campaigns_are_unknown(self, campaign, requested):
        other = CampaignFactory(slug="andere", lead=campaign.lead)
        client = logged_in("organiser", campaign.lead)
        for deed in ("accept", "decline", "end"):
            path = f"/de/organise/campaigns/{other.slug}/partners/{requested.pk}/{deed}/"
            assert client.post(path).status_code == 404


class TestTheOrganisationsRights:
    @roles_get(stranger=404, viewer=200, editor=200, organiser=200, owner=200, administrator=200)
    def test_who_may_look(self, invited, union, role, status):
        assert logged_in(role, union).get(OURS).status_code == status

    def test_the_other_side_does_not(self, campaign, invited):
        assert logged_in("owner", campaign.lead).get(OURS).status_code == 404

    @roles_get(stranger=404, viewer=403, editor=403, organiser=302, owner=302, administrator=403)
    def test_who_may_sign(self, invited, union, role, status):
        client = logged_in(role, union)
        assert client.post(f"{OURS}{invited.pk}/accept/", SIGNED).status_code == status
        assert (state_of(invited) == State.ACCEPTED) is (role in ("organiser", "owner"))

    @roles_get(stranger=404, viewer=403, editor=403, organiser=302, owner=302, administrator=403)
    def test_who_may_ask(self, campaign, union, role, status):
        answer = logged_in(role, union).post(f"{OURS}ask/wahlrecht/", SIGNED)
        assert answer.status_code == status
        assert Endorsement.objects.exists() is (role in ("organiser", "owner"))

    @roles_get(stranger=404, viewer=403, editor=403, organiser=302, owner=302, administrator=302)
    def test_who_may_withdraw(self, accepted, union, role, status):
        client = logged_in(role, union)
        assert client.post(f"{OURS}{accepted.pk}/withdraw/").status_code == status
        done = role in ("organiser", "owner", "administrator")
        assert (state_of(accepted) == State.WITHDRAWN) is done

    @roles_get(stranger=404, viewer=403, editor=403, organiser=302, administrator=403)
    def test_who_may_reword(self, accepted, union, role, status):
        client = logged_in(role, union)
        assert client.post(f"{OURS}{accepted.pk}/wording/", SIGNED).status_code == status
        accepted.refresh_from_db()
        assert (accepted.proposed_version == 2) is (role == "organiser")

    def test_anothers_are_unknown(self, invited):
        other = OrganisationFactory(slug="andere")
        client = logged_in("owner", other)
        base = "/de/organise/organisations/andere/endorsements/"
        assert client.get(f"{base}{invited.pk}/").status_code == 404
        assert client.post(f"{base}{invited.pk}/accept/", SIGNED).status_code == 404
        assert client.post(f"{base}{invited.pk}/decline/").status_code == 404
        assert state_of(invited) == State.INVITED

    @pytest.mark.parametrize("deed", ["accept", "decline", "retract", "withdraw", "wording"])
    def test_a_link_does_nothing_by_itself(self, invited, union, deed):
        logged_in("owner", union).get(f"{OURS}{invited.pk}/{deed}/")
        assert state_of(invited) == State.INVITED


class TestInput:
    @pytest.mark.parametrize(
        "bad",
        [
            {"statement": ""},
            {"statement": "x" * 601},
            {"is_authorised": ""},
            {"statement": "\x00"},
        ],
    )
    def test_nothing_is_signed_by_half(self, invited, union, bad):
        client = logged_in("owner", union)
        answer = client.post(f"{OURS}{invited.pk}/accept/", SIGNED | bad)
        assert answer.status_code == 422
        assert 'class="error-summary"' in answer.text
        assert state_of(invited) == State.INVITED
        assert not invited.signings.exists()

    def test_what_was_typed_stays(self, campaign, union):
        answer = logged_in("owner", union).post(
            f"{OURS}ask/wahlrecht/", {"statement": STATEMENT, "message": "Gern"}
        )
        assert answer.status_code == 422
        assert STATEMENT in answer.text
        assert "Gern" in answer.text

    def test_too_late_is_said_in_words_and_keeps_them(self, invited, union, leader):
        services.retract(invited, "campaign", actor=leader)
        client = logged_in("owner", union)
        answer = client.post(f"{OURS}{invited.pk}/accept/", SIGNED)
        assert answer.status_code == 422
        assert STATEMENT in answer.text
        assert not invited.texts.exists()

    @pytest.mark.parametrize("version", ["", "abc", "9" * 40, "1"])
    def test_a_wording_that_was_not_proposed_is_not_taken_over(
        self, accepted, signer, campaign, version
    ):
        services.propose_wording(accepted, "Neu", actor=signer)
        client = logged_in("organiser", campaign.lead)
        client.post(f"{CAMPAIGN}{accepted.pk}/accept/", {"version": version})
        accepted.refresh_from_db()
        assert accepted.version == 1

    def test_inviting_again_says_so(self, invited, campaign):
        client = logged_in("organiser", campaign.lead)
        answer = client.post(f"{CAMPAIGN}invite/bund/", {"message": "Noch einmal"})
        assert answer.status_code == 422
        assert "Noch einmal" in answer.text

    def test_none_without_a_page_is_found_or_invited(self, campaign):
        OrganisationFactory(slug="geheim", name="Geheimer Bund", is_public=False)
        client = logged_in("organiser", campaign.lead)
        assert "Geheimer" not in client.get(f"{CAMPAIGN}?q=bund").text
        assert client.get(f"{CAMPAIGN}invite/geheim/").status_code == 404

    def test_a_draft_is_unknown_to_whoever_would_ask(self, union, campaign):
        Campaign.objects.update(state="draft")
        assert logged_in("owner", union).get(f"{OURS}ask/wahlrecht/").status_code == 404


class TestFinding:
    def test_by_every_word_of_its_name(self, campaign, union):
        OrganisationFactory(name="Bunter Kreis")
        page = logged_in("organiser", campaign.lead).get(f"{CAMPAIGN}?q=bund bunter").text
        assert "invite/bund/" in page
        assert "Bunter Kreis" not in page

    def test_not_who_is_asked_already(self, campaign, invited):
        page = logged_in("organiser", campaign.lead).get(f"{CAMPAIGN}?q=bund").text
        assert "invite/bund/" not in page

    def test_campaigns_by_their_title(self, campaign, union):
        CampaignFactory(slug="bildung")
        page = logged_in("owner", union).get(f"{OURS}?q=wahl").text
        assert "ask/wahlrecht/" in page
        assert "ask/bildung/" not in page

    def test_none_that_only_who_has_the_link_finds(self, campaign, union):
        Campaign.objects.update(visibility="unlisted")
        assert "ask/wahlrecht/" not in logged_in("owner", union).get(OURS).text


class TestCost:
    @pytest.mark.parametrize("state", list(State))
    def test_the_campaigns_page(self, campaign, state):
        client = logged_in("organiser", campaign.lead)
        EndorsementFactory(campaign=campaign, state=state)
        OrganisationFactory()
        one = queries_of(client, f"{CAMPAIGN}?q=verein")
        for _more in range(2):
            EndorsementFactory(campaign=campaign, state=state)
            OrganisationFactory()
        assert queries_of(client, f"{CAMPAIGN}?q=verein") == one

    @pytest.mark.parametrize("state", list(State))
    def test_the_organisations_page(self, union, state):
        client = logged_in("organiser", union)

        def more() -> None:
            EndorsementFactory(campaign=CampaignFactory(), organisation=union, state=state)
            CampaignFactory()

        more()
        one = queries_of(client, OURS)
        more()
        more()
        assert queries_of(client, OURS) == one

    def test_one_with_many_wordings(self, accepted, signer, union):
        client = logged_in("viewer", union)
        one = queries_of(client, f"{OURS}{accepted.pk}/")
        for words in ("Zwei", "Drei"):
            services.propose_wording(accepted, words, actor=signer)
        assert queries_of(client, f"{OURS}{accepted.pk}/") == one
        assert "Drei" in client.get(f"{OURS}{accepted.pk}/").text

    def test_the_public_page_with_one_and_with_nine(self, client, campaign):
        def more(number: int) -> None:
            for _one in range(number):
                EndorsementFactory(campaign=campaign)

        more(1)
        one = queries_of(client, "/de/campaigns/wahlrecht/")
        more(8)
        assert queries_of(client, "/tr/campaigns/wahlrecht/") == one
        page = client.get("/en/campaigns/wahlrecht/").text
        assert page.count("<figcaption") == 9
        assert "and 3 more" in page


def test_a_hostile_statement_stays_text(client, campaign, union, leader):
    signer = somebody("owner", union)
    asked = services.ask_to_endorse(
        campaign, union, "<script>alert(1)</script>\nZweite Zeile", actor=signer
    )
    services.accept_request(asked, actor=leader)
    page = client.get("/de/campaigns/wahlrecht/").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;<br>Zweite Zeile" in page
