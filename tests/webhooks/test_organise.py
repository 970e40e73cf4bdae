"""An organisation's webhooks in the workspace: for its owners, and nobody else."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone, translation

from accounts.models import User
from jobs.services import run_due
from partners.workspace import trail
from tests.factories import OrganisationFactory
from tests.organising import logged_in, queries_of, roles_get, somebody
from tests.webhooks.conftest import delivered, endpoint_of
from webhooks import services
from webhooks.models import Delivery, Endpoint
from webhooks.services.telling_owners import tell_owners

pytestmark = pytest.mark.django_db

TYPED = {
    "url": "https://hooks.example/in",
    "description": "Adressbuch",
    "types": "petition.opened",
}


@pytest.fixture(autouse=True)
def _strict(settings) -> None:
    settings.WEBHOOKS_ALLOW_PRIVATE = False


@pytest.fixture
def known(organisation) -> Endpoint:
    return endpoint_of(organisation, description="Adressbuch")


@pytest.fixture
def owner(organisation):
    return logged_in("owner", organisation)


def path(organisation, ending: str = "", language: str = "de") -> str:
    return f"/{language}/organise/organisations/{organisation.slug}/webhooks/{ending}"


def text_of(answer) -> str:
    return answer.content.decode()


PAGES = ["", "new/", "{pk}/", "{pk}/change/", "{pk}/key/", "{pk}/remove/"]


@pytest.mark.parametrize("ending", PAGES)
@roles_get(stranger=404, viewer=403, editor=403, organiser=403, owner=200, administrator=200)
def test_who_may_see(organisation, known, ending, role, status):
    if role == "administrator" and ending.endswith(("new/", "change/", "key/")):
        # Who runs the site helps, and reads nobody's name by it.
        status = 403
    client = logged_in(role, organisation)
    assert client.get(path(organisation, ending.format(pk=known.pk))).status_code == status


DEEDS = [
    "pause/",
    "resume/",
    "test/",
    "key/",
    "remove/",
    "change/",
    "deliveries/{delivery}/again/",
]


@pytest.mark.parametrize("deed", DEEDS)
@pytest.mark.parametrize(("role", "status"), [("stranger", 404), ("organiser", 403)])
def test_who_may_do(organisation, known, deed, role, status):
    services.tell("petition.opened", [organisation.pk], {})
    delivery = Delivery.objects.get()
    client = logged_in(role, organisation)
    ending = f"{known.pk}/" + deed.format(delivery=delivery.pk)
    before = Endpoint.objects.values().get()
    assert client.post(path(organisation, ending), TYPED).status_code == status
    assert Endpoint.objects.values().get() == before
    assert Delivery.objects.count() == 1


@pytest.mark.parametrize("ending", PAGES[2:])
def test_anothers_endpoint_is_not_found(organisation, owner, ending):
    theirs = endpoint_of(OrganisationFactory())
    assert owner.get(path(organisation, ending.format(pk=theirs.pk))).status_code == 404


def test_anothers_delivery_is_not_found(organisation, owner, known):
    other = OrganisationFactory()
    endpoint_of(other)
    services.tell("petition.opened", [other.pk], {})
    theirs = Delivery.objects.get()
    ending = f"{known.pk}/deliveries/{theirs.pk}/again/"
    assert owner.post(path(organisation, ending)).status_code == 404


@pytest.mark.parametrize("ending", ["pause/", "resume/", "test/", "deliveries/1/again/"])
def test_deeds_are_posted(organisation, owner, known, ending):
    assert owner.get(path(organisation, f"{known.pk}/{ending}")).status_code == 405


def test_the_key_is_shown_once(organisation, owner):
    answer = owner.post(path(organisation, "new/"), TYPED)
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    (key,) = re.findall(r"whsec_[\w+/=]+", text_of(answer))
    endpoint = Endpoint.objects.get()
    assert endpoint.secret == key
    assert endpoint.types == ["petition.opened"]
    assert endpoint.created_by is not None
    for ending in ("", f"{endpoint.pk}/", f"{endpoint.pk}/change/", f"{endpoint.pk}/key/"):
        assert "whsec_" not in text_of(owner.get(path(organisation, ending)))


@pytest.mark.parametrize("ending", ["new/", "{pk}/change/", "{pk}/key/"])
def test_not_even_a_superuser_says_where_names_go(organisation, known, client, ending):
    client.force_login(User.objects.create_superuser("tech@example.org"))
    answer = client.post(path(organisation, ending.format(pk=known.pk)), {**TYPED, "seen": ""})
    assert answer.status_code == 403
    assert Endpoint.objects.get().url == known.url
    page = text_of(client.get(path(organisation, f"{known.pk}/")))
    assert "/change/" not in page


def test_the_key_is_encrypted_at_rest(organisation, known):
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM webhooks_endpoint")
        (stored,) = cursor.fetchone()
    assert "whsec_" not in stored


def test_a_form_that_is_sent_twice_adds_one(organisation, owner):
    owner.post(path(organisation, "new/"), TYPED)
    answer = owner.post(path(organisation, "new/"), TYPED)
    assert answer.status_code == 422
    assert "hat schon einen Webhook" in text_of(answer)
    assert Endpoint.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"url": "http://hooks.example/"}, "https://"),
        ({"url": "https://127.0.0.1/"}, "nicht öffentlich"),
        ({"url": "https://a:b@hooks.example/"}, "Kennwort"),
        ({"url": "quatsch"}, "keine Adresse"),
        ({"url": ""}, "Es fehlt noch"),
        ({"types": []}, "mindestens"),
        ({"types": ["ping"]}, "ping"),
    ],
)
def test_errors_are_said_and_what_was_typed_stays(organisation, owner, typed, said):
    answer = owner.post(path(organisation, "new/"), {**TYPED, **typed})
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert 'value="Adressbuch"' in text_of(answer)
    assert not Endpoint.objects.exists()


def test_ten_are_enough(organisation, owner):
    for number in range(10):
        endpoint_of(organisation, f"https://hooks.example/{number}")
    assert owner.post(path(organisation, "new/"), TYPED).status_code == 422
    assert Endpoint.objects.count() == 10


def test_change(organisation, owner, known):
    answer = owner.post(path(organisation, f"{known.pk}/change/"), TYPED)
    assert answer.status_code == 302
    known.refresh_from_db()
    assert (known.url, known.types) == ("https://hooks.example/in", ["petition.opened"])


def test_rotating_by_a_page_that_is_loaded_anew_makes_no_second_key(organisation, owner, known):
    page = text_of(owner.get(path(organisation, f"{known.pk}/key/")))
    (seen,) = re.findall(r'name="seen" value="([^"]*)"', page)
    first = owner.post(path(organisation, f"{known.pk}/key/"), {"seen": seen})
    (key,) = re.findall(r"whsec_[\w+/=]+", text_of(first))
    again = owner.post(path(organisation, f"{known.pk}/key/"), {"seen": seen})
    assert again.status_code == 302
    known.refresh_from_db()
    assert known.secret == key


def test_pause_resume_test_and_send_again(organisation, owner, receiver, settings):
    settings.WEBHOOKS_ALLOW_PRIVATE = True
    endpoint = endpoint_of(organisation, receiver.url)
    here = path(organisation, f"{endpoint.pk}/")
    for deed, state in (("pause", "paused"), ("resume", "active")):
        assert owner.post(f"{here}{deed}/").status_code == 302
        endpoint.refresh_from_db()
        assert endpoint.state == state
    owner.post(f"{here}test/")
    (delivery,) = delivered()
    assert b'"type":"ping"' in receiver.received[0].body
    page = text_of(owner.get(here))
    assert "zugestellt" in page
    assert "HTTP 204" in page
    owner.post(f"{here}deliveries/{delivery.pk}/again/")
    delivered()
    assert len(receiver.received) == 2


def test_a_paused_one_gets_no_test(organisation, owner, known):
    Endpoint.objects.update(state="paused")
    answer = owner.post(path(organisation, f"{known.pk}/test/"), follow=True)
    assert "pausiert" in text_of(answer)
    assert not Delivery.objects.exists()


def test_tests_are_limited(organisation, owner, known, settings):
    settings.LIMITS = {**settings.LIMITS, "webhook:test": "2/hour"}
    for _ in range(4):
        answer = owner.post(path(organisation, f"{known.pk}/test/"), follow=True)
    assert "sehr oft" in text_of(answer)
    assert Delivery.objects.count() == 2


def test_removed_it_is_gone_and_the_trail_knows(organisation, owner, known):
    services.tell("petition.opened", [organisation.pk], {})
    owner.post(path(organisation, f"{known.pk}/key/"), {"seen": ""})
    answer = owner.post(path(organisation, f"{known.pk}/remove/"), follow=True)
    assert "Adressbuch" not in text_of(answer)
    assert owner.get(path(organisation, f"{known.pk}/")).status_code == 404
    entries, names = trail.entries_of(organisation)
    assert [(one.verb, one.detail) for one in entries.order_by("pk")] == [
        ("webhooks.rotated", {}),
        ("webhooks.removed", {"host": "hooks.example"}),
    ]
    with translation.override("en"):
        told = [(deed.what, deed.thing) for deed in trail.told(entries.order_by("pk"), names)]
    assert told == [
        ("gave a webhook a new key", "Adressbuch"),
        ("removed a webhook", "Adressbuch"),
    ]


def test_the_organisations_page_leads_here_for_owners_only(organisation, owner):
    detail = f"/de/organise/organisations/{organisation.slug}/"
    assert path(organisation) in text_of(owner.get(detail))
    organiser = logged_in("organiser", organisation)
    assert path(organisation) not in text_of(organiser.get(detail))


@pytest.mark.parametrize("language", ["de", "en", "tr", "ar"])
def test_the_pages_speak_every_language(organisation, owner, known, language):
    services.tell("petition.opened", [organisation.pk], {})
    Delivery.objects.update(state="failed", attempts=3, error="timeout", tried_at=timezone.now())
    for ending in PAGES:
        answer = owner.get(path(organisation, ending.format(pk=known.pk), language))
        assert answer.status_code == 200
        assert f'lang="{language}"' in text_of(answer)


def test_a_page_costs_the_same_with_one_and_with_three(organisation, owner, known):
    services.tell("petition.opened", [organisation.pk], {})
    one = [queries_of(owner, path(organisation, ending)) for ending in ("", f"{known.pk}/")]
    for number in range(2):
        endpoint_of(organisation, f"https://hooks.example/{number}")
        services.tell("petition.closed", [organisation.pk], {})
    three = [queries_of(owner, path(organisation, ending)) for ending in ("", f"{known.pk}/")]
    assert one == three


def test_the_mail_of_a_pause_speaks_the_owners_language(organisation, known):
    turkish = somebody("owner", organisation)
    User.objects.filter(pk=turkish.pk).update(language="tr")
    Endpoint.objects.update(state="paused", pause="failing")
    tell_owners(known)
    run_due()
    (letter,) = mail.outbox
    assert f"/tr/organise/organisations/{organisation.slug}/webhooks/{known.pk}/" in letter.body
    with translation.override("tr"):
        assert known.host in letter.subject


def test_a_pause_that_is_over_is_no_longer_mailed(organisation, known):
    somebody("owner", organisation)
    tell_owners(known)
    run_due()
    assert mail.outbox == []
