"""A partner's own links: made by themselves, the same for ever, and one number each."""

import pytest

from campaigns import services as campaigns
from campaigns.models import Endorsement
from jobs.services import run_due
from petitions import services
from petitions.models import Petition, SourceLink
from petitions.services import links_of_partner
from petitions.services.links import way_of
from tests.factories import (
    EndorsementFactory,
    OrganisationFactory,
    PetitionFactory,
    SignatureFactory,
    SourceLinkFactory,
)
from tests.organising import somebody
from tests.petitions.at_once import at_once
from web.cache import forget_remembered

pytestmark = pytest.mark.django_db


@pytest.fixture
def union(db):
    return OrganisationFactory(slug="bund", name="Bunter Bund")


@pytest.fixture
def stands(petition, union) -> Endorsement:
    return EndorsementFactory(campaign=petition.campaign, organisation=union)


@pytest.fixture
def link(petition, union, stands) -> SourceLink:
    services.link_partner(petition.campaign_id, union.pk)
    return SourceLink.objects.get()


def test_it_comes_with_the_acceptance_and_leads_to_the_petition(petition, union):
    leader = somebody("organiser", petition.campaign.lead)
    signer = somebody("owner", union)
    asked = campaigns.invite_partner(petition.campaign, union, actor=leader)
    run_due()
    assert not SourceLink.objects.exists()
    campaigns.accept_invitation(asked, "Ja.", actor=signer)
    run_due()
    link = SourceLink.objects.get()
    assert (link.organisation, link.petition, link.source) == (union, petition, "partner-bund")
    assert way_of(link.code).path() == "/de/petitions/wahlrecht/?from=partner-bund"


def test_it_is_retired_with_the_withdrawal_and_comes_back_the_same(petition, union, link, stands):
    leader = somebody("organiser", petition.campaign.lead)
    signer = somebody("owner", union)
    campaigns.withdraw(stands, actor=signer)
    run_due()
    assert way_of(link.code).path() == "/de/petitions/wahlrecht/"
    assert links_of_partner(union) == []
    again = campaigns.ask_to_endorse(petition.campaign, union, "Doch.", actor=signer)
    campaigns.accept_request(again, actor=leader)
    run_due()
    forget_remembered()
    assert way_of(link.code).path().endswith("?from=partner-bund")
    assert [one.link for one in links_of_partner(union)] == [link]


def test_a_petition_that_comes_later_gets_one_too(petition, union, link):
    draft = PetitionFactory(campaign=petition.campaign, state=Petition.State.DRAFT)
    assert services.link_missing_partners() == 0
    Petition.objects.filter(pk=draft.pk).update(state=Petition.State.OPEN)
    assert services.link_missing_partners() == 1
    assert services.link_missing_partners() == 0
    assert SourceLink.objects.filter(organisation=union).count() == 2


def test_what_an_organiser_retired_stays_retired(petition, union, link):
    services.retire_link(link)
    PetitionFactory(campaign=petition.campaign)
    services.link_missing_partners()
    link.refresh_from_db()
    assert not link.is_active


def test_an_organisers_own_word_is_left_alone(petition, union, stands):
    SourceLinkFactory(petition=petition, source="partner-bund")
    services.link_partner(petition.campaign_id, union.pk)
    mine = SourceLink.objects.get(organisation=union)
    assert mine.source == "partner-bund-2"


def test_a_long_name_and_a_long_slug_fit(petition):
    union = OrganisationFactory(slug="b" * 50, name="B" * 160)
    EndorsementFactory(campaign=petition.campaign, organisation=union)
    services.link_partner(petition.campaign_id, union.pk)
    assert len(SourceLink.objects.get().source) <= 40


@pytest.mark.django_db(transaction=True)
@pytest.mark.many_threads
def test_twenty_workers_make_one(petition, union, stands):
    at_once(20, lambda: services.link_partner(petition.campaign_id, union.pk))
    assert SourceLink.objects.filter(organisation=union).count() == 1


class TestNumbers:
    def told(self, union) -> list[int | None]:
        return [one.confirmed for one in links_of_partner(union)]

    def test_what_came_through_it(self, petition, union, link):
        SignatureFactory.create_batch(7, petition=petition, source=link.source)
        SignatureFactory.create_batch(20, petition=petition, source="")
        SignatureFactory.create_batch(3, petition=petition, source=link.source, state="pending")
        assert self.told(union) == [None]
        services.scan()
        assert self.told(union) == [7]

    def test_fewer_than_five_are_not_told(self, petition, union, link):
        SignatureFactory.create_batch(4, petition=petition, source=link.source)
        SignatureFactory.create_batch(20, petition=petition, source="")
        services.scan()
        assert self.told(union) == [None]

    def test_nor_what_would_tell_anothers_few(self, petition, union, link):
        SignatureFactory.create_batch(6, petition=petition, source=link.source)
        SignatureFactory.create_batch(9, petition=petition, source="")
        SignatureFactory.create_batch(1, petition=petition, source="moschee")
        services.scan()
        assert self.told(union) == [None]
        assert services.figures_of(petition).sources.withheld == 7

    def test_another_partners_are_not_told(self, petition, union, link):
        other = EndorsementFactory(campaign=petition.campaign).organisation
        services.link_partner(petition.campaign_id, other.pk)
        theirs = SourceLink.objects.get(organisation=other)
        SignatureFactory.create_batch(9, petition=petition, source=theirs.source)
        SignatureFactory.create_batch(8, petition=petition, source=link.source)
        services.scan()
        assert self.told(union) == [8]

    @pytest.mark.parametrize("number", [1, 3])
    def test_three_questions_however_many(self, union, number, django_assert_num_queries):
        for _one in range(number):
            petition = PetitionFactory()
            EndorsementFactory(campaign=petition.campaign, organisation=union)
            services.link_partner(petition.campaign_id, union.pk)
            SignatureFactory.create_batch(6, petition=petition, source="partner-bund")
        services.scan()
        with django_assert_num_queries(3):
            found = links_of_partner(union)
        assert [one.confirmed for one in found] == [6] * number
