"""What organisations' programs hear of petitions and of who signs them."""

from __future__ import annotations

import json

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from campaigns.models import Endorsement
from jobs.models import Job
from jobs.services import run_due
from petitions import services
from petitions.consents import contact_purpose
from petitions.models import Contact, Signature, TallyEntry
from petitions.services.announcing import KIND, tell_of_signatures
from privacy import services as privacy
from privacy.models import Consent
from tests.factories import OrganisationFactory, details
from tests.petitions.contacts import leave, offered, partner_of, wording
from tests.petitions.signing import sign
from tests.webhooks.conftest import endpoint_of
from webhooks.models import Delivery, Message
from webhooks.services.delivering import body_of

pytestmark = pytest.mark.django_db


def told() -> list[tuple[str, int]]:
    """Types and organisations, in the order in which they were written."""
    return list(
        Message.objects.order_by("type", "organisation").values_list("type", "organisation")
    )


def data(message: Message) -> dict:
    return json.loads(body_of(message))["data"]


def work() -> None:
    """What the worker does with the ledger, and with what follows from it."""
    while services.fold():
        pass
    for job in Job.objects.unfinished().filter(kind=KIND):
        tell_of_signatures(job.payload["lines"])
        job.delete()


@pytest.fixture
def lead(petition):
    endpoint_of(petition.campaign.lead)
    return petition.campaign.lead


@pytest.fixture
def partner(petition):
    """Stands behind the campaign, asks on its forms, and listens."""
    partner = partner_of(petition)
    partner.offer = offered(petition, partner)
    endpoint_of(partner)
    return partner


def ayse_agrees(partner) -> dict:
    return {"contacts": [wording(partner.offer).pk]}


def test_confirming_asks_nothing_more(petition, lead, signed, secret_mailed):
    """The hottest path costs the same, whether somebody listens or not."""
    secret = secret_mailed()
    with CaptureQueriesContext(connection) as asked:
        services.confirm(secret)
    assert not [one["sql"] for one in asked if "webhooks" in one["sql"]]
    (entry,) = TallyEntry.objects.all()
    assert entry.signature_id == signed.pk
    assert Message.objects.count() == 0


def test_who_leads_hears_of_a_signature_once(lead, confirmed):
    work()
    work()
    (message,) = Message.objects.all()
    assert (message.type, message.organisation) == ("signature.confirmed", lead)
    assert data(message) == {
        "signature": str(confirmed.pk),
        "petition": {"slug": "wahlrecht", "url": "http://127.0.0.1:8000/de/petitions/wahlrecht/"},
        "campaign": data(message)["campaign"],
        "person": None,
    }
    assert message.occurred_at == confirmed.confirmed_at


def test_nobody_listens_so_nothing_is_written(confirmed):
    services.withdraw(confirmed)
    work()
    assert not Message.objects.exists()
    assert not Job.objects.filter(kind=KIND).exists()


def test_a_killed_job_tells_nothing_twice_and_loses_nothing(lead, signed, secret_mailed):
    services.confirm(secret_mailed())
    services.fold()
    (job,) = Job.objects.filter(kind=KIND)
    tell_of_signatures(job.payload["lines"])
    # Killed here, before it was noted as done: it runs again.
    tell_of_signatures(job.payload["lines"])
    assert Message.objects.count() == Delivery.objects.count() == 1


def test_a_fold_that_is_rolled_back_tells_later(lead, signed, secret_mailed, monkeypatch):
    services.confirm(secret_mailed())

    def die(entries):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("petitions.services.tally.note_folded", die)
        with pytest.raises(KeyboardInterrupt):
            services.fold()
    assert TallyEntry.objects.count() == 1
    work()
    assert told() == [("signature.confirmed", lead.pk)]


def test_signing_again_after_leaving_is_told_again(lead, confirmed, secret_mailed):
    services.withdraw(confirmed)
    work()
    sign("wahlrecht", details())
    services.confirm(secret_mailed())
    work()
    types = [type for type, _organisation in told()]
    assert types == ["signature.confirmed"] * 2 + ["signature.withdrawn"]


def test_of_a_withdrawal_that_is_told_late_the_newest_message_is_still_how_it_is(
    lead, confirmed, secret_mailed
):
    work()
    services.withdraw(confirmed)
    services.fold()
    # Its job waits, while they sign anew.
    (late,) = Job.objects.unfinished().filter(kind=KIND)
    late.delete()
    sign("wahlrecht", details())
    services.confirm(secret_mailed())
    tell_of_signatures(late.payload["lines"])
    work()
    newest = Message.objects.order_by("-occurred_at").values_list("type", flat=True)
    assert list(newest) == [
        "signature.confirmed",
        "signature.withdrawn",
        "signature.confirmed",
    ]


def test_came_and_left_in_one_batch(lead, signed, secret_mailed):
    services.confirm(secret_mailed())
    services.withdraw(Signature.objects.get())
    work()
    assert [type for type, _organisation in told()] == [
        "signature.confirmed",
        "signature.withdrawn",
    ]


def test_a_partner_hears_of_those_who_agreed_and_of_nobody_else(
    petition, lead, partner, secret_mailed
):
    sign("wahlrecht", details(**ayse_agrees(partner)))
    services.confirm(secret_mailed())
    sign("wahlrecht", details(email="else@example.org", given_name="Else"))
    services.confirm(secret_mailed())
    work()
    assert Message.objects.filter(organisation=lead).count() == 2
    (message,) = Message.objects.filter(organisation=partner)
    assert data(message)["person"] == {
        "given_name": "Ayşe",
        "family_name": "Yılmaz",
        "email": "ayse@example.org",
    }
    # The lead has no such consent.
    assert [data(one)["person"] for one in Message.objects.filter(organisation=lead)] == [None] * 2
    assert "ayse" not in json.dumps(list(Message.objects.values_list("data", flat=True)))


def test_a_consent_that_ended_meanwhile_opens_nothing(petition, partner, secret_mailed):
    sign("wahlrecht", details(**ayse_agrees(partner)))
    services.confirm(secret_mailed())
    work()
    (message,) = Message.objects.all()
    assert data(message)["person"]["email"] == "ayse@example.org"
    contact = Contact.objects.get()
    (consent,) = Consent.objects.filter(purpose=contact_purpose(partner.offer.pk))
    assert privacy.withdraw_consent(contact.person_key, consent.pk)
    assert data(message)["person"] is None


def test_a_partner_that_left_the_campaign_learns_no_name(petition, partner, secret_mailed):
    sign("wahlrecht", details(**ayse_agrees(partner)))
    services.confirm(secret_mailed())
    work()
    leave(partner)
    assert data(Message.objects.get())["person"] is None


def test_a_partner_hears_that_one_it_knew_has_left(petition, partner, secret_mailed):
    sign("wahlrecht", details(**ayse_agrees(partner)))
    services.confirm(secret_mailed())
    work()
    sign("wahlrecht", details(email="else@example.org"))
    services.confirm(secret_mailed())
    for signature in Signature.objects.all():
        services.withdraw(signature)
    work()
    assert told() == [("signature.confirmed", partner.pk), ("signature.withdrawn", partner.pk)]
    left = Message.objects.get(type="signature.withdrawn")
    assert left.person_key == ""
    assert "person" not in data(left)


def test_taken_back_after_the_handover_is_told_as_well(petition, lead, confirmed):
    work()
    services.hand_over(petition)
    services.withdraw(confirmed)
    run_due()
    assert ("signature.withdrawn", lead.pk) in told()


def test_erasing_leaves_no_key_and_opens_nothing(petition, partner, secret_mailed):
    sign("wahlrecht", details(**ayse_agrees(partner)))
    services.confirm(secret_mailed())
    work()
    key = Signature.objects.get().person_key
    assert privacy.export(key)["data"]["webhooks"]["told"][0]["type"] == "signature.confirmed"
    privacy.erase(key)
    work()
    assert not Message.objects.exclude(person_key="").exists()
    assert {data(one).get("person") for one in Message.objects.all()} == {None}


def test_a_petitions_way_is_told_to_all_who_stand_behind_it(petition, lead, partner):
    other = OrganisationFactory()
    endpoint_of(other)
    invited = partner_of(petition, "Noch nicht")
    Endorsement.objects.filter(organisation=invited).update(state=Endorsement.State.INVITED)
    endpoint_of(invited)
    services.close(petition)
    services.hand_over(petition)
    services.answer(petition)
    both = sorted([lead.pk, partner.pk])
    assert told() == [
        (type, organisation)
        for type in ("petition.answered", "petition.closed", "petition.handed_over")
        for organisation in both
    ]
    message = Message.objects.filter(type="petition.closed").first()
    assert data(message)["petition"]["state"] == "closed"


def test_a_no_of_the_addressee_is_an_answer(petition, lead):
    services.hand_over(petition)
    services.refuse(petition)
    message = Message.objects.get(type="petition.answered")
    assert data(message)["petition"]["state"] == "rejected"


def test_telling_a_state_costs_one_question_where_nobody_listens(petition):
    services.close(petition)
    with CaptureQueriesContext(connection) as asked:
        services.publish(petition)
    assert len([one for one in asked if "webhooks" in one["sql"]]) == 1


def test_what_is_rolled_back_is_not_told(petition, lead):
    with transaction.atomic():
        services.close(petition)
        transaction.set_rollback(True)
    assert told() == []


def test_a_batch_costs_the_same_for_one_and_for_three(petition, lead, partner, secret_mailed):
    def cost(lines) -> int:
        with CaptureQueriesContext(connection) as asked:
            tell_of_signatures(lines)
        return len(asked)

    lines = []
    for number in range(4):
        sign("wahlrecht", details(email=f"a{number}@example.org", **ayse_agrees(partner)))
        services.confirm(secret_mailed())
    for entry in TallyEntry.objects.all():
        lines.append([f"{entry.pk}:1", petition.pk, str(entry.signature_id), True])
    assert cost(lines[:1]) == cost(lines[1:])
    assert Message.objects.count() == 8
