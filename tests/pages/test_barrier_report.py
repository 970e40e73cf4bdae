from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.urls import reverse
from django.utils import timezone

from jobs.services import run_due
from pages.models import BarrierReport, Instance
from pages.policy import delete_old_barrier_reports

URL = "/de/barrier/"
pytestmark = pytest.mark.django_db(transaction=False)
SECRET = "s3cr3t_" + "x" * 36
FILLED = {
    "message": "Der Kontrast ist zu schwach.",
    "page": "Startseite",
    "contact": "a@b.example",
}


@pytest.mark.parametrize("language", ["de", "en", "tr", "ar"])
def test_the_form_and_the_thanks_in_every_language(client, language):
    assert client.get(f"/{language}/barrier/").status_code == 200
    response = client.post(f"/{language}/barrier/", FILLED, follow=True)
    assert response.redirect_chain == [(f"/{language}/barrier/thanks/", 302)]
    assert BarrierReport.objects.get().language == language


def test_it_needs_words_and_nothing_else(client):
    response = client.post(URL, {"message": "  "})
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"message"}
    assert 'href="#id_message"' in response.text
    assert client.post(URL, {"message": "Hilfe"}).status_code == 302


@pytest.mark.parametrize(
    "wrong",
    [{"message": "x" * 4001}, {"message": "a\x00b"}, {"page": "x" * 301}, {"contact": "x" * 201}],
)
def test_too_long_or_unreadable_is_refused_in_words(client, wrong):
    response = client.post(URL, FILLED | wrong)
    assert response.status_code == 422
    assert set(response.context["form"].errors) == set(wrong)
    assert not BarrierReport.objects.exists()


def test_the_page_one_came_from_is_filled_in(client):
    known = client.get(URL, headers={"Referer": "http://testserver/de/petitions/x/?q=geheim"})
    assert known.context["form"].initial["page"] == "/de/petitions/x/"
    foreign = client.get(URL, headers={"Referer": "https://elsewhere.example/x"})
    assert foreign.context["form"].initial["page"] == ""


@pytest.mark.parametrize("path", ["/de/", "/tr/petitions/x/", "/de/search/", "/ar/about/imprint/"])
def test_a_public_page_is_filled_in_whatever_its_language(client, path):
    form = client.get(URL, headers={"Referer": f"http://testserver{path}?q=x"})
    assert form.context["form"].initial["page"] == path


@pytest.mark.parametrize(
    "path",
    [
        f"/de/me/{SECRET}/",
        f"/de/me/{SECRET}/erase/",
        f"/tr/petitions/x/confirm/{SECRET}/",
        f"/de/petitions/signatures/{SECRET}/{uuid4()}/withdraw/",
        "/de/accounts/password/reset/key/1-abc-def/",
        "/de/accounts/confirm-email/abc:def/",
        "/mailbox/",
        "/admin/",
        "/de/no-such-page/",
    ],
)
def test_the_address_of_a_private_page_is_not_filled_in(client, path):
    form = client.get(URL, headers={"Referer": f"http://testserver{path}"})
    assert form.context["form"].initial["page"] == ""


def test_a_secret_that_is_typed_in_reaches_nobody(client):
    Instance.objects.create(email="office@example.org")
    link = f"http://testserver/de/me/{SECRET}/"
    client.post(URL, {"message": f"Hier: {link} (a@b.example)", "page": link, "contact": ""})
    run_due()
    report = BarrierReport.objects.get()
    assert report.page == "http://testserver/de/me/…/"
    assert report.message == "Hier: http://testserver/de/me/…/ (a@b.example)"
    assert SECRET not in str(mail.outbox[0].message())


def test_it_is_kept_encrypted(client):
    client.post(URL, FILLED)
    with connection.cursor() as cursor:
        cursor.execute("SELECT message, page, contact FROM pages_barrierreport")
        message, page, contact = cursor.fetchone()
    assert "Kontrast" not in message
    assert "Startseite" not in page
    assert "a@b" not in contact


def test_the_administration_lists_no_page(admin_client):
    admin_client.post(URL, FILLED | {"page": "Wo ich war"})
    address = reverse("admin:pages_barrierreport_changelist")
    assert "Wo ich war" not in admin_client.get(address).text


@pytest.mark.django_db(transaction=True)
def test_older_reports_are_encrypted_and_masked_by_the_migration():
    executor = MigrationExecutor(connection)
    executor.migrate([("pages", "0001_initial")])
    before = executor.loader.project_state([("pages", "0001_initial")]).apps
    old = before.get_model("pages", "BarrierReport").objects
    old.create(message="x", page=f"/de/me/{SECRET}/", contact="", language="de")
    old.create(message="x", page="", contact="", language="de")
    MigrationExecutor(connection).migrate([("pages", "0002_barrier_report_page_encrypted")])
    pages = BarrierReport.objects.order_by("pk").values_list("page", flat=True)
    assert list(pages) == ["/de/me/…/", ""]


def test_a_foreign_page_cannot_send_it(client):
    response = client.post(URL, FILLED, headers={"Sec-Fetch-Site": "cross-site"})
    assert response.status_code == 403


def test_a_machine_is_held_back(client, settings):
    settings.LIMITS = settings.LIMITS | {"barrier:network": "2/hour"}
    statuses = [client.post(URL, FILLED).status_code for _ in range(3)]
    assert statuses == [302, 302, 429]


def test_the_office_gets_it_by_mail_once(client):
    Instance.objects.create(email="office@example.org")
    client.post("/tr/barrier/", FILLED)
    run_due()
    run_due()
    [message] = mail.outbox
    assert message.to == ["office@example.org"]
    assert FILLED["message"] in message.body
    assert BarrierReport.objects.get().mailed_at


def test_without_an_office_address_it_waits_in_the_admin(client):
    client.post(URL, FILLED)
    run_due()
    assert mail.outbox == []
    assert BarrierReport.objects.get().mailed_at is None


def test_it_is_deleted_after_a_year(client):
    client.post(URL, FILLED)
    assert delete_old_barrier_reports() == 0
    BarrierReport.objects.update(reported_at=timezone.now() - timedelta(days=366))
    assert delete_old_barrier_reports() == 1
