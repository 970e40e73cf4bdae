"""The link in the mail: looking does nothing, pressing counts once, and a dead link says why."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from jobs.services import run_due
from petitions import services
from petitions.consents import NEWS, SIGNING
from petitions.models import Petition, Signature
from privacy.models import Consent
from tests.factories import PetitionFactory, details
from tests.petitions.signing import sign

pytestmark = pytest.mark.django_db


def link(secret: str, slug: str = "wahlrecht") -> str:
    return f"/en/petitions/{slug}/confirm/{secret}/"


def count() -> int:
    services.fold()
    return Petition.objects.get(slug="wahlrecht").confirmed_count


def test_opening_the_link_shows_a_button_and_confirms_nothing(client, signed, secret_mailed):
    secret = secret_mailed()
    for _ in range(2):
        page = client.get(link(secret))
        assert page.status_code == 200
        assert f'action="{link(secret)}"' in page.text
        client.head(link(secret))
    assert Signature.objects.get().state == "pending"
    assert count() == 0


def test_pressing_it_counts_and_leads_on(client, signed, secret_mailed):
    answer = client.post(link(secret_mailed()), follow=True)
    assert answer.redirect_chain == [("/en/petitions/wahlrecht/thanks/", 302)]
    assert "Your signature counts" in answer.text
    signature = Signature.objects.get()
    assert signature.state == "confirmed"
    assert signature.confirmed_at
    assert count() == 1
    assert not client.cookies


def test_the_page_is_private(client, signed, secret_mailed):
    page = client.get(link(secret_mailed()))
    assert "no-store" in page["Cache-Control"]
    assert "noindex" in page["X-Robots-Tag"]
    assert "Set-Cookie" not in page


def test_a_foreign_page_cannot_press_it(client, signed, secret_mailed):
    answer = client.post(link(secret_mailed()), headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert Signature.objects.get().state == "pending"


def test_a_forged_link_is_unknown(client, petition):
    for answer in (client.get(link("x" * 43)), client.post(link("x" * 43))):
        assert answer.status_code == 404
        assert "/again/" not in answer.text
        assert "/en/petitions/wahlrecht/#sign" in answer.text
    assert client.post(link("x" * 43) + "again/").status_code == 404


def test_a_self_service_secret_confirms_nothing(client, signed):
    run_due()
    [secret] = [part for part in mail.outbox[0].body.split("/") if len(part) == 43][1:]
    assert client.post(link(secret)).status_code == 404
    assert Signature.objects.get().state == "pending"


def test_a_used_link_says_that_the_signature_counts(client, signed, secret_mailed):
    secret = secret_mailed()
    client.post(link(secret))
    for answer in (client.get(link(secret)), client.post(link(secret))):
        assert answer.status_code == 410
        assert "counts already" in answer.text
        assert "/again/" not in answer.text
    assert count() == 1


def test_an_expired_link_offers_a_new_mail_which_counts(client, signed, secret_mailed):
    secret = secret_mailed()
    with time_machine.travel(timezone.now() + timedelta(days=14, minutes=1)):
        for answer in (client.get(link(secret)), client.post(link(secret))):
            assert answer.status_code == 410
            assert f'action="{link(secret)}again/"' in answer.text
        answer = client.post(link(secret) + "again/")
        assert answer["Location"] == "/en/petitions/wahlrecht/sign/sent/"
        newer = secret_mailed()
        assert newer != secret
        assert len(mail.outbox) == 2
        # Whoever asked again is not deleted by this night's job.
        run_due()
        assert client.post(link(newer)).status_code == 302
        assert count() == 1


def test_a_link_whose_signature_was_deleted_leads_back_to_the_petition(
    client, signed, secret_mailed
):
    secret = secret_mailed()
    signed.delete()
    for answer in (
        client.get(link(secret)),
        client.post(link(secret)),
        client.post(link(secret) + "again/"),
    ):
        assert answer.status_code == 410
        assert "/en/petitions/wahlrecht/#sign" in answer.text
        assert 'method="post"' not in answer.text.partition("<main")[2].partition("</main>")[0]
    run_due()
    assert len(mail.outbox) == 1


def test_what_was_withdrawn_is_not_thanked_for(client, signed, secret_mailed):
    secret = secret_mailed()
    services.withdraw(signed)
    assert client.get(link(secret)).status_code == 404
    assert client.post(link(secret)).status_code == 404
    assert Signature.objects.get().state == "withdrawn"
    assert count() == 0


def test_a_second_link_of_a_confirmed_signature_counts_nothing_more(client, signed, secret_mailed):
    first = secret_mailed()
    Signature.objects.update(mailed_at=None)
    sign("wahlrecht", details())
    second = secret_mailed()
    client.post(link(first))
    for answer in (client.get(link(second)), client.post(link(second))):
        assert answer["Location"] == "/en/petitions/wahlrecht/thanks/"
    assert count() == 1


def test_after_the_handover_nothing_is_counted_and_all_is_forgotten(
    client, petition, signed, secret_mailed
):
    secret = secret_mailed()
    services.hand_over(petition)
    page = client.get(link(secret))
    assert page.status_code == 409
    assert Signature.objects.exists()
    answer = client.post(link(secret))
    assert answer.status_code == 409
    assert "We delete what you told us" in answer.text
    assert not Signature.objects.exists()
    assert not Consent.objects.exists()
    assert count() == 0
    assert client.post(link(secret) + "again/").status_code == 410


def test_an_expired_link_after_the_handover_offers_no_new_mail(client, signed, secret_mailed):
    secret = secret_mailed()
    services.hand_over(Petition.objects.get(slug="wahlrecht"))
    mail.outbox.clear()
    with time_machine.travel(timezone.now() + timedelta(days=15)):
        assert client.get(link(secret)).status_code == 409
        assert client.post(f"{link(secret)}again/").status_code == 409
        run_due()
    assert not [one for one in mail.outbox if "confirm/" in one.body]


def test_one_confirmed_before_the_handover_stays_confirmed(
    client, petition, confirmed, secret_mailed
):
    Signature.objects.update(state="pending", mailed_at=None)
    sign("wahlrecht", details())
    secret = secret_mailed()
    Signature.objects.update(state="confirmed")
    services.hand_over(petition)
    assert client.post(link(secret)).status_code == 302
    assert count() == 1


def test_a_closed_petition_still_takes_what_was_signed_in_time(
    client, petition, signed, secret_mailed
):
    services.close(petition)
    assert client.post(link(secret_mailed())).status_code == 302
    assert count() == 1


def test_a_link_below_another_petition_speaks_of_its_own(client, signed, secret_mailed):
    PetitionFactory(slug="anders")
    secret = secret_mailed()
    page = client.get(link(secret, "anders"))
    assert "wahlrecht (en)" in page.text
    assert "anders (de)" not in page.text
    answer = client.post(link(secret, "anders"))
    assert answer["Location"] == "/en/petitions/wahlrecht/thanks/"


def test_methods(client, petition):
    assert client.put(link("x" * 43)).status_code == 405
    assert client.get(link("x" * 43) + "again/").status_code == 405


def test_after_an_expired_link_a_mail_always_goes_out(client, signed, secret_mailed):
    secret = secret_mailed()
    with time_machine.travel(timezone.now() + timedelta(days=14, minutes=1)):
        # However recently something was mailed, as long as no link works.
        Signature.objects.update(mailed_at=timezone.now())
        for _ in range(3):
            client.post(link(secret) + "again/")
            run_due()
        assert len(mail.outbox) == 2
        assert client.get(link(secret_mailed())).status_code == 200


def test_the_page_shows_what_is_confirmed(client, petition, secret_mailed):
    agreed = {SIGNING: "I agree to be counted.", NEWS: "Send me <news>."}
    sign("wahlrecht", details(consents=agreed))
    page = client.get(link(secret_mailed())).text
    for shown in ("Ayşe Yılmaz", "44137", "I agree to be counted.", "Send me &lt;news&gt;."):
        assert shown in page
    assert "newest e-mail" in page
    services.close(petition)
    assert "newest e-mail" not in client.get(link(secret_mailed())).text


def test_only_the_newest_words_are_shown_and_confirmed(client, signed, secret_mailed):
    old = secret_mailed()
    sign("wahlrecht", details(given_name="Ayşegül", consents={SIGNING: "Indeed."}))
    for answer in (client.get(link(old)), client.post(link(old))):
        assert answer.status_code == 404
        assert "newest e-mail" in answer.text
    new = secret_mailed()
    page = client.get(link(new)).text
    assert "Ayşegül Yılmaz" in page
    assert "Indeed." in page
    assert "I agree." not in page
    assert client.post(link(new)).status_code == 302
    assert Signature.objects.confirmed().get().given_name == "Ayşegül"


def test_a_new_mail_is_not_sent_twice_in_a_minute(client, signed, secret_mailed):
    secret = secret_mailed()
    for _ in range(3):
        assert client.post(link(secret) + "again/").status_code == 302
        run_due()
    assert len(mail.outbox) == 1


def test_links_are_limited_by_network(client, petition, settings):
    settings.LIMITS = settings.LIMITS | {"confirm:network": "2/minute"}
    codes = [client.get(link("x" * 43)).status_code for _ in range(3)]
    assert codes == [404, 404, 429]
