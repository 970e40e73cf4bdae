"""The pages about contacts: whose, in which role, what they show, what they refuse."""

import pytest
from django.test import Client

from jobs.services import run_due
from petitions.models import Contact, ContactOffer, SignatureExport
from privacy.models import AuditEntry
from tests.factories import PetitionFactory
from tests.organising import logged_in, queries_of, roles_get, somebody
from tests.petitions.contacts import agreed, offered, partner_of, prepared

pytestmark = pytest.mark.django_db


@pytest.fixture
def petition(db):
    return PetitionFactory(slug="wahlrecht")


@pytest.fixture
def partner(petition):
    return partner_of(petition)


def contacts_page(partner) -> str:
    return f"/de/organise/organisations/{partner.slug}/contacts/"


def offers_page(petition) -> str:
    return f"/de/organise/campaigns/{petition.campaign.slug}/contact-offers/"


# --- Who ----------------------------------------------------------------------

OWN = {"stranger": 404, "viewer": 403, "editor": 403, "organiser": 200, "owner": 200}


@roles_get(**OWN, administrator=403, moderator=404)
@pytest.mark.parametrize("page", ["", "files/"])
def test_only_its_own_organisers_see_the_people(petition, partner, page, role, status):
    signature = agreed(petition, offered(petition, partner))
    answer = logged_in(role, partner).get(contacts_page(partner) + page)
    assert answer.status_code == status
    assert (signature.email in answer.content.decode()) == (status == 200 and not page)


def test_whoever_looked_at_the_people_stands_in_the_trail(petition, partner):
    client = logged_in("owner", partner)
    client.get(contacts_page(partner))
    assert not AuditEntry.objects.filter(verb="petitions.contacts_seen").exists()
    agreed(petition, offered(petition, partner))
    logged_in("viewer", partner).get(contacts_page(partner))
    client.get(contacts_page(partner))
    entry = AuditEntry.objects.get(verb="petitions.contacts_seen")
    assert (entry.subject_id, entry.detail) == (str(partner.pk), {"page": 1, "people": 1})
    page = client.get(f"/de/organise/organisations/{partner.slug}/trail/").text
    assert "hat sich die Liste der Kontakte angesehen" in page


@pytest.mark.parametrize("page", ["", "files/"])
def test_neither_the_campaign_nor_another_partner_does(petition, partner, page):
    agreed(petition, offered(petition, partner))
    for organisation in (petition.campaign.lead, petition.initiator, partner_of(petition, "X")):
        client = logged_in("owner", organisation)
        assert client.get(contacts_page(partner) + page).status_code == 404


def test_nor_does_a_superuser(petition, partner):
    agreed(petition, offered(petition, partner))
    root = somebody("stranger")
    root.is_superuser = True
    root.save()
    client = Client()
    client.force_login(root)
    answer = client.get(contacts_page(partner))
    assert answer.status_code == 403
    assert "niemandem sonst" in answer.content.decode()


@roles_get(**OWN)
def test_words_are_prepared_by_the_partners_organisers(petition, partner, role, status):
    page = f"{contacts_page(partner)}ask/{petition.campaign.slug}/"
    assert logged_in(role, partner).get(page).status_code == status


@roles_get(**OWN, administrator=200)
def test_and_let_in_by_the_campaigns(petition, partner, role, status):
    offer = prepared(petition, partner)
    client = logged_in(role, petition.campaign.lead)
    for page in ("", f"{offer.pk}/", f"{offer.pk}/end/"):
        assert client.get(offers_page(petition) + page).status_code == status


def test_the_partner_lets_itself_on_no_form(petition, partner):
    offer = prepared(petition, partner)
    client = logged_in("owner", partner)
    sent = {"seen": offer.submitted_at.isoformat()}
    assert client.post(f"{offers_page(petition)}{offer.pk}/", sent).status_code == 404
    assert ContactOffer.objects.get().state == "draft"


def test_an_offer_is_not_found_under_another_campaign(petition, partner):
    offer = prepared(petition, partner)
    other = PetitionFactory()
    client = logged_in("owner", other.campaign.lead)
    assert client.get(f"{offers_page(other)}{offer.pk}/").status_code == 404


# --- Both say yes -------------------------------------------------------------

TYPED = {
    "words_de": "Wir laden zu Treffen ein.",
    "privacy_url_de": "https://verein.example/datenschutz",
    "words_tr": "Davet ederiz.",
    "privacy_url_tr": "",
}


def test_from_the_words_to_the_form(petition, partner):
    page = f"{contacts_page(partner)}ask/{petition.campaign.slug}/"
    assert logged_in("organiser", partner).post(page, TYPED).status_code == 302
    lead = logged_in("organiser", petition.campaign.lead)
    assert "Verein Vielfalt möchte Unterzeichnenden schreiben" in (
        lead.get("/de/organise/").content.decode()
    )
    offer = ContactOffer.objects.get()
    read = f"{offers_page(petition)}{offer.pk}/"
    html = lead.get(read).content.decode()
    assert "Davet ederiz." in html
    assert lead.post(read, {"seen": offer.submitted_at.isoformat()}).status_code == 302
    html = Client().get("/tr/petitions/wahlrecht/").content.decode()
    assert "Davet ederiz." in html
    assert offer.wordings.get(language="tr").privacy_url == TYPED["privacy_url_de"]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"words_de": ""}, "Schreiben Sie auf Deutsch"),
        ({"privacy_url_de": ""}, "Geben Sie die Adresse Ihrer Datenschutzhinweise ein"),
        ({"privacy_url_de": "http://verein.example/"}, "mit https:// beginnt"),
        ({"privacy_url_de": "javascript:alert(1)"}, "Geben Sie eine Adresse wie"),
        ({"words_tr": "", "privacy_url_tr": "https://x.example/"}, "auch in dieser Sprache"),
        ({"words_de": "x" * 301}, "300"),
    ],
)
def test_bad_words_come_back_as_typed(petition, partner, change, sentence):
    page = f"{contacts_page(partner)}ask/{petition.campaign.slug}/"
    answer = logged_in("organiser", partner).post(page, TYPED | change)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in html
    kept = (TYPED | change)["words_tr"] or (TYPED | change)["words_de"]
    assert kept in html
    assert not ContactOffer.objects.exists()


def test_words_that_changed_while_they_were_read_are_refused(petition, partner):
    seen = prepared(petition, partner).submitted_at
    offer = prepared(petition, partner)
    lead = logged_in("organiser", petition.campaign.lead)
    for sent in (seen.isoformat(), "", "2026-13-45T99:99"):
        answer = lead.post(f"{offers_page(petition)}{offer.pk}/", {"seen": sent})
        assert answer.status_code in (404, 409)
    assert ContactOffer.objects.get().state == "draft"


@pytest.mark.parametrize("side", ["partner", "campaign"])
def test_either_side_ends_it(petition, partner, side):
    offer = offered(petition, partner)
    agreed(petition, offer)
    if side == "partner":
        client, page = (
            logged_in("organiser", partner),
            (f"{contacts_page(partner)}ask/{petition.campaign.slug}/end/"),
        )
    else:
        client = logged_in("organiser", petition.campaign.lead)
        page = f"{offers_page(petition)}{offer.pk}/end/"
    assert client.get(page).status_code == 200
    assert ContactOffer.objects.get().state == "offered"
    assert client.post(page).status_code == 302
    assert ContactOffer.objects.get().state == "ended"
    assert client.post(page).status_code == 404


# --- The list and the file ----------------------------------------------------


def test_page_by_page_and_no_small_number(petition, partner):
    offer = offered(petition, partner)
    for number in range(52):
        agreed(petition, offer, language="tr" if number < 2 else "de")
    client = logged_in("organiser", partner)
    html = client.get(contacts_page(partner)).content.decode()
    assert "52 Personen" in html
    assert html.count("@example.org</bdi>") == 50
    assert (
        client.get(contacts_page(partner) + "?page=2").content.decode().count("@example.org</bdi>")
        == 2
    )
    breakdown = html[html.index('id="languages"') :]
    assert "Türkçe" not in breakdown.partition("</section>")[0]


def test_the_list_costs_the_same_for_one_and_for_three(petition, partner):
    offer = offered(petition, partner)
    client = logged_in("organiser", partner)
    costs = []
    for _ in range(3):
        agreed(petition, offer)
        costs.append(queries_of(client, contacts_page(partner)))
    assert costs[0] == costs[2]


def test_the_campaigns_list_costs_the_same_for_one_and_for_three(petition):
    client = logged_in("organiser", petition.campaign.lead)
    costs = []
    for number in range(3):
        offered(petition, partner_of(petition, f"Verein {number}"))
        costs.append(queries_of(client, offers_page(petition)))
    assert costs[0] == costs[2]


def test_a_file_is_made_and_fetched_by_its_asker_only(petition, partner):
    agreed(petition, offered(petition, partner))
    client, page = logged_in("organiser", partner), contacts_page(partner) + "files/"
    assert client.post(page, {"format": "exe"}).status_code == 422
    assert client.post(page, {"format": "csv"}).status_code == 302
    run_due()
    export = SignatureExport.objects.get()
    fetch = f"{page}{export.pk}/fetch/"
    assert page in client.get("/de/organise/").content.decode()
    assert fetch in client.get(page).content.decode()
    assert logged_in("owner", partner).post(fetch).status_code == 404
    assert logged_in("owner", petition.campaign.lead).post(fetch).status_code == 404
    answer = client.post(fetch, follow=True)
    assert b"@example.org" in b"".join(answer.streaming_content)
    trail = logged_in("owner", partner).get(f"/de/organise/organisations/{partner.slug}/trail/")
    html = trail.content.decode()
    assert "hat einen Export heruntergeladen" in html
    assert "1 Zeile" in html


def test_who_ended_it_is_gone_from_the_list_and_from_the_file(petition, partner):
    signature = agreed(petition, offered(petition, partner))
    client, page = logged_in("organiser", partner), contacts_page(partner)
    client.post(page + "files/", {"format": "csv"})
    run_due()
    from privacy import services as privacy
    from privacy.models import Consent

    consent = Consent.objects.get(person_key=signature.person_key)
    privacy.withdraw_consent(signature.person_key, consent.pk)
    assert signature.email not in client.get(page).content.decode()
    export = SignatureExport.objects.get()
    assert export.state == "outdated"
    answer = client.post(f"{page}files/{export.pk}/fetch/", follow=True)
    assert not answer.streaming
    assert Contact.objects.get().ending == "person"
