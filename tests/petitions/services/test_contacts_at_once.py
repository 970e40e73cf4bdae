"""Ending against taking out, and many for the last place: on connections of their own."""

import pytest
from django.core.exceptions import ValidationError

from jobs.models import Job
from petitions import services
from petitions.models import ContactOffer, SignatureExport
from petitions.services import exporting
from privacy import services as privacy
from privacy.models import Consent
from tests.factories import PetitionFactory
from tests.organising import somebody
from tests.petitions.at_once import amid, at_once
from tests.petitions.contacts import WORDS, agreed, offered, partner_of, prepared

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.many_threads]


@pytest.fixture
def petition(db):
    return PetitionFactory(slug="wahlrecht")


@pytest.fixture
def partner(petition):
    return partner_of(petition)


@pytest.fixture
def offer(petition, partner):
    return offered(petition, partner)


def asked(partner) -> SignatureExport:
    user = somebody("organiser", partner)
    return services.ask_for_export(partner, "contacts", "csv", user=user, language="de")


def revoke(signature) -> bool:
    consent = Consent.objects.get(person_key=signature.person_key)
    return privacy.withdraw_consent(signature.person_key, consent.pk)


def text_of(export: SignatureExport) -> str:
    export.refresh_from_db()
    return b"".join(exporting._pieces(export)).decode()


def make_until_offered(export: SignatureExport) -> None:
    """As the queue does: again, where somebody left while it was made."""
    for _ in range(5):
        try:
            exporting.make(str(export.pk))
        except exporting.SomebodyLeft:
            continue
        return


def test_who_ends_it_while_a_file_is_written_is_not_in_it(petition, partner, offer):
    leaving, staying = agreed(petition, offer), agreed(petition, offer)
    export = asked(partner)
    # The rows are read, the file is not offered yet; there the person presses.
    amid(
        lambda: make_until_offered(export),
        "petitions.services.export_rows.contact_headings",
        lambda: revoke(leaving),
    )
    assert staying.email in text_of(export)
    assert leaving.email not in text_of(export)


def test_an_end_under_way_comes_before_the_reading(petition, partner, offer):
    leaving, staying = agreed(petition, offer), agreed(petition, offer)
    export = asked(partner)
    # Everything of the ending but its COMMIT is done; the making has to wait for it.
    amid(
        lambda: revoke(leaving),
        "petitions.services.contacts.end_rows",
        lambda: make_until_offered(export),
    )
    assert staying.email in text_of(export)
    assert leaving.email not in text_of(export)


def test_an_end_before_anybody_asked_for_the_file_is_waited_for(petition, partner, offer):
    leaving, staying = agreed(petition, offer), agreed(petition, offer)
    made: list[SignatureExport] = []

    def ask_and_make() -> None:
        made.append(asked(partner))
        make_until_offered(made[0])

    # There is no export yet that the ending could make out of date.
    amid(lambda: revoke(leaving), "petitions.services.contacts.end_rows", ask_and_make)
    assert staying.email in text_of(made[0])
    assert leaving.email not in text_of(made[0])


def test_ten_end_it_while_ten_take_it_out(petition, partner, offer):
    people = [agreed(petition, offer) for _ in range(10)]
    staying = agreed(petition, offer)
    exports = [asked(partner) for _ in range(10)]
    Job.objects.all().delete()
    deeds = [lambda one=one: revoke(one) for one in people]
    deeds += [lambda one=one: make_until_offered(one) for one in exports]
    results = at_once(20, lambda: deeds.pop()())
    assert not [one for one in results if isinstance(one, type)]
    addresses = {one.email for one in people}
    for export in exports:
        export.refresh_from_db()
        if export.state == "ready":
            text = text_of(export)
            assert staying.email in text
            assert not [address for address in addresses if address in text]


def test_ten_campaigns_organisers_and_three_places(petition):
    lead = somebody("organiser", petition.campaign.lead)
    waiting = [prepared(petition, partner_of(petition, f"Verein {n}")) for n in range(10)]

    def let_in() -> str:
        offer = waiting.pop()
        try:
            services.put_on_forms(offer, seen=offer.submitted_at, actor=lead)
        except ValidationError:
            return "full"
        return "in"

    results = at_once(10, let_in)
    assert sorted(results) == ["full"] * 7 + ["in"] * 3
    offered_now = ContactOffer.objects.standing()
    assert sorted(offered_now.values_list("place", flat=True)) == [1, 2, 3]


def test_ten_prepare_the_same_offer_at_once(petition, partner):
    actor = somebody("organiser", partner)
    results = at_once(
        10, lambda: services.prepare(partner, petition.campaign, WORDS, actor=actor).pk
    )
    assert len(set(results)) == 1
    offer = ContactOffer.objects.get()
    assert offer.wordings.count() == 2


def test_ending_an_offer_twice_at_once_ends_it_once(petition, offer):
    agreed(petition, offer)
    results = at_once(5, lambda: services.end_offer(offer, actor="system"))
    assert sorted(map(bool, results)) == [False] * 4 + [True]
