"""Who agreed to be written to: bound to the words shown, ended with the signature or by a word."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from jobs.services import run_due
from partners.models import Membership, Organisation
from petitions import services
from petitions.consents import contact_purpose
from petitions.models import Contact, Petition, Signature, SignatureExport
from petitions.services.contacts import end_over
from privacy import retention
from privacy import services as privacy
from privacy.models import Consent
from tests.factories import PetitionFactory, details
from tests.organising import somebody
from tests.petitions.contacts import agreed, leave, offered, partner_of, prepared, wording
from tests.petitions.signing import sign, store_signings

pytestmark = pytest.mark.django_db


@pytest.fixture
def partner(petition) -> Organisation:
    return partner_of(petition)


@pytest.fixture
def offer(petition, partner):
    return offered(petition, partner)


def reached(partner) -> set[str]:
    contacts = Contact.objects.reachable_by(partner, timezone.now())
    return {contact.signature.email for contact in contacts.select_related("signature")}


def consent_to(offer) -> Consent:
    return Consent.objects.get(purpose=contact_purpose(offer.pk))


# --- Giving -------------------------------------------------------------------


def test_a_tick_counts_once_the_signature_is_confirmed(offer, partner, secret_mailed):
    shown = wording(offer, "tr")
    sign("wahlrecht", details(contacts=[shown.pk], language="tr"))
    assert reached(partner) == set()
    services.confirm(secret_mailed())
    assert reached(partner) == {"ayse@example.org"}
    consent, signature = consent_to(offer), Signature.objects.get()
    assert consent.wording.text == shown.proof
    assert (consent.wording.language, consent.given_at) == ("tr", signature.signed_at)
    assert Contact.objects.get().wording == shown


def test_german_words_on_an_arabic_page_are_a_consent_in_german(offer):
    sign("wahlrecht", details(contacts=[wording(offer).pk], language="ar"))
    assert consent_to(offer).wording.language == "de"


def test_without_a_tick_nobody_reaches_anybody(offer, partner, secret_mailed):
    sign("wahlrecht", details())
    services.confirm(secret_mailed())
    assert reached(partner) == set()
    assert not Contact.objects.exists()


def test_what_was_shown_is_what_is_stored_though_the_words_changed(petition, partner, offer):
    shown = wording(offer)
    services.sign("wahlrecht", details(contacts=[shown.pk]))
    newer = prepared(petition, partner, {"de": services.Words("Anderes.", "https://x.example/")})
    lead = somebody("organiser", petition.campaign.lead)
    services.put_on_forms(newer, seen=newer.submitted_at, actor=lead)
    store_signings()
    assert Contact.objects.get().wording == shown
    assert consent_to(offer).wording.text == shown.proof


def test_words_nobody_has_seen_are_no_consent(petition, partner, offer):
    prepared(petition, partner, {"de": services.Words("Unbesehen.", "https://x.example/")})
    unseen = offer.wordings.get(version=2)
    sign("wahlrecht", details(contacts=[unseen.pk]))
    assert not Contact.objects.exists()


def test_words_of_another_campaigns_form_are_none_here(offer):
    PetitionFactory(slug="andere")
    sign("andere", details(contacts=[wording(offer).pk]))
    assert not Contact.objects.exists()


def test_who_left_between_the_press_and_the_storing_gets_nobody(partner, offer):
    services.sign("wahlrecht", details(contacts=[wording(offer).pk]))
    leave(partner)
    store_signings()
    assert Signature.objects.count() == 1
    assert not Contact.objects.exists()
    assert not Consent.objects.filter(purpose=contact_purpose(offer.pk)).exists()


def test_signing_again_with_other_ticks_replaces_them(offer, partner, secret_mailed):
    shown = wording(offer)
    sign("wahlrecht", details(contacts=[shown.pk]))
    later = timezone.now() + timedelta(minutes=6)
    with time_machine.travel(later):
        sign("wahlrecht", details())
        services.confirm(secret_mailed())
    assert reached(partner) == set()
    assert not Consent.objects.filter(purpose=contact_purpose(offer.pk)).exists()


def test_the_same_words_and_ticks_again_change_nothing(offer):
    for _ in range(2):
        sign("wahlrecht", details(contacts=[wording(offer).pk]))
    assert Contact.objects.count() == 1
    assert Consent.objects.standing().filter(purpose=contact_purpose(offer.pk)).count() == 1


# --- Ending -------------------------------------------------------------------


def test_the_person_ends_it_for_all_petitions_of_the_organisation(petition, offer, partner):
    second = PetitionFactory(campaign=petition.campaign)
    signature = agreed(petition, offer)
    agreed(second, offer, email=signature.email)
    other = agreed(petition, offer)
    assert len(reached(partner)) == 2  # one line for each person
    consent = Consent.objects.filter(person_key=signature.person_key).first()
    assert privacy.withdraw_consent(signature.person_key, consent.pk)
    assert reached(partner) == {other.email}
    mine = Consent.objects.standing().filter(person_key=signature.person_key)
    assert not mine.exists()
    ended = Contact.objects.of(signature.person_key)
    assert {contact.ending for contact in ended} == {"person"}


def test_withdrawing_the_signature_ends_it(petition, offer, partner):
    signature = agreed(petition, offer)
    services.withdraw(signature)
    assert reached(partner) == set()
    assert not Contact.objects.exists()
    assert consent_to(offer).withdrawn_at


def test_erasing_the_person_ends_it(petition, offer, partner):
    signature = agreed(petition, offer)
    privacy.erase(signature.person_key)
    assert reached(partner) == set()
    assert not Contact.objects.exists()
    assert consent_to(offer).withdrawn_at


def test_an_invalidated_signature_opens_no_address(petition, offer, partner):
    signature = agreed(petition, offer)
    services.fold()
    lead = somebody("owner", petition.initiator)
    services.invalidate(petition, [signature.pk], "machine", actor=lead)
    assert reached(partner) == set()
    services.restore(petition, [signature.pk], actor=lead)
    assert reached(partner) == {signature.email}


def test_access_ends_at_the_very_moment_the_organisation_leaves(petition, offer, partner):
    agreed(petition, offer)
    leave(partner)
    assert reached(partner) == set()


def test_a_hidden_organisation_reaches_nobody(petition, offer, partner):
    agreed(petition, offer)
    Organisation.objects.filter(pk=partner.pk).update(is_public=False)
    assert reached(partner) == set()


def test_access_ends_some_time_after_the_handover(petition, offer, partner, settings):
    settings.CONTACTS_KEPT_DAYS = 30
    agreed(petition, offer)
    now = timezone.now()
    Petition.objects.update(state="handed_over", handed_over_at=now - timedelta(days=29))
    assert len(reached(partner)) == 1
    with time_machine.travel(now + timedelta(days=2)):
        assert reached(partner) == set()
        assert end_over() == 1
    assert Contact.objects.get().ending == "time"
    assert consent_to(offer).withdrawn_at


def test_no_setting_keeps_it_longer_than_the_signatures(petition, offer, partner, settings):
    settings.CONTACTS_KEPT_DAYS = 9999
    agreed(petition, offer)
    Petition.objects.update(
        state="handed_over", handed_over_at=timezone.now() - timedelta(days=181)
    )
    assert reached(partner) == set()
    retention.carry_out()
    assert not Contact.objects.exists()


def test_every_field_has_its_rule():
    assert [one for one in retention.missing() if "ontact" in one] == []


# --- Taking it out ------------------------------------------------------------


@pytest.fixture
def organiser(partner):
    return somebody("organiser", partner)


def made(partner, user, format="csv") -> SignatureExport:
    wanted = {"user": user, "language": "de"}
    export = services.ask_for_export(partner, "contacts", format, **wanted)
    run_due()
    export.refresh_from_db()
    return export


def fetched(export, user) -> str:
    opened = services.open_export(user, services.issue_link(export, user=user))
    return b"".join(opened.pieces).decode("utf-8-sig", "replace")


def test_the_file_holds_those_who_agreed_and_nobody_else(petition, offer, partner, organiser):
    agreed(petition, offer, given_name="=Evil", email="evil@example.org")
    sign("wahlrecht", details(email="other@example.org"))
    text = fetched(made(partner, organiser), organiser)
    assert "evil@example.org" in text
    assert "'=Evil" in text
    assert "other@example.org" not in text
    assert text.splitlines()[0].startswith('"Vorname";"Nachname";"E-Mail-Adresse"')


def test_it_is_written_down_who_took_how_many(petition, offer, partner, organiser):
    from privacy.models import AuditEntry

    agreed(petition, offer)
    fetched(made(partner, organiser, "xlsx"), organiser)
    about = AuditEntry.objects.filter(subject_kind="partners.organisation")
    entry = about.get(verb="petitions.export_downloaded")
    assert (entry.actor, entry.detail["rows"]) == (f"user:{organiser.pk}", 1)


@pytest.mark.parametrize("who", ["editor", "viewer", "administrator", "superuser", "lead", "else"])
def test_nobody_else_gets_a_file(petition, offer, partner, who):
    from django.core.exceptions import PermissionDenied

    agreed(petition, offer)
    user = {
        "lead": lambda: somebody("owner", petition.campaign.lead),
        "else": lambda: somebody("owner", partner_of(petition, "Andere")),
        "superuser": lambda: somebody("stranger"),
    }.get(who, lambda: somebody(who, partner))()
    if who == "superuser":
        user.is_superuser = True
        user.save()
    with pytest.raises(PermissionDenied):
        services.ask_for_export(partner, "contacts", "csv", user=user, language="de")


def test_who_is_no_organiser_any_more_fetches_nothing(petition, offer, partner, organiser):
    from django.core.exceptions import PermissionDenied

    agreed(petition, offer)
    export = made(partner, organiser)
    secret = services.issue_link(export, user=organiser)
    Membership.objects.filter(user=organiser).update(role="editor")
    with pytest.raises(PermissionDenied):
        services.open_export(type(organiser).objects.get(pk=organiser.pk), secret)


@pytest.mark.parametrize("way", ["revoked", "withdrawn", "erased", "invalidated", "left", "ended"])
def test_a_finished_file_goes_with_the_first_who_leaves_it(
    petition, offer, partner, organiser, way
):
    signature = agreed(petition, offer)
    agreed(petition, offer)
    export = made(partner, organiser)
    secret = services.issue_link(export, user=organiser)
    lead = somebody("owner", petition.campaign.lead)
    {
        "revoked": lambda: privacy.withdraw_consent(
            signature.person_key, Consent.objects.get(person_key=signature.person_key).pk
        ),
        "withdrawn": lambda: services.withdraw(signature),
        "erased": lambda: privacy.erase(signature.person_key),
        "invalidated": lambda: services.invalidate(
            petition, [signature.pk], "machine", actor=lead
        ),
        "left": lambda: leave(partner),
        "ended": lambda: services.end_offer(offer, actor=lead),
    }[way]()
    with pytest.raises(services.ExportIsOver):
        services.open_export(organiser, secret)
    export.refresh_from_db()
    assert (export.state, export.parts.count()) == ("outdated", 0)
