"""One's own hours and certificates, behind the secret of one's own page."""

from datetime import timedelta

import pytest
from django.utils import timezone

from privacy import secrets
from tests.factories import CampaignFactory
from tests.organising import queries_of
from tests.volunteers.factories import TaskFactory, VolunteerFactory
from tests.volunteers.helping import came, over
from volunteers.models import Certificate, TaskClaim

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna():
    return VolunteerFactory(name="Anna Öztürk")


@pytest.fixture
def secret(anna):
    return secret_of(anna)


@pytest.fixture
def campaign():
    return CampaignFactory()


def secret_of(person) -> str:
    return secrets.issue(secrets.SELF_SERVICE, person_key=person.pk, lifetime=timedelta(days=1))


def path(secret, ending="", language="de") -> str:
    return f"/{language}/volunteering/mine/{secret}/hours/{ending}"


def choice(**more) -> dict[str, object]:
    return {"name": "Anna Öztürk", "campaign": "", "language": "ar"} | more


def made(client, secret, **more) -> Certificate:
    answer = client.post(path(secret, "certificate/"), choice(**more))
    assert answer.status_code == 302
    return Certificate.objects.latest("issued_at")


def test_hours_by_campaign_approved_or_waiting(client, anna, secret, campaign):
    came(over(campaign=campaign), 210, volunteer=anna, is_approved=True)
    came(over(2, campaign=campaign), 60, volunteer=anna)
    came(over(campaign=campaign), 999)
    page = client.get(path(secret)).text
    assert str(campaign) in page
    assert "<dd>3:30 Std.</dd>" in page
    assert "<dd>1 Std.</dd>" in page
    assert "16:39" not in page
    assert "noch nicht anerkannt" in page


def test_somebody_without_hours_is_told_how_they_come(client, secret):
    page = client.get(path(secret)).text
    assert "Noch keine Stunden" in page
    assert "certificate/" not in page
    assert "Noch keine anerkannten Stunden" in client.get(path(secret, "certificate/")).text
    answer = client.post(path(secret, "certificate/"), choice())
    assert not Certificate.objects.exists()
    assert "Noch keine anerkannten Stunden" in answer.text


@pytest.mark.parametrize("ending", ["", "certificate/", "ABCD.pdf"])
def test_a_wrong_secret_opens_nothing(client, ending):
    assert client.get(path("x" * 43, ending)).status_code == 404


def test_it_is_kept_nowhere(client, secret):
    for ending in ("", "certificate/"):
        answer = client.get(path(secret, ending))
        assert "no-store" in answer["Cache-Control"]
        assert "noindex" in answer["X-Robots-Tag"]


def test_a_certificate_as_it_was_chosen(client, anna, secret, campaign):
    came(over(campaign=campaign), 210, volunteer=anna, is_approved=True)
    page = client.get(path(secret, "certificate/", "ar")).text
    assert 'value="Anna Öztürk"' in page
    assert '<option value="ar" selected>' in page
    one = made(
        client, secret, name="A. Öztürk", campaign=campaign.pk, language="ar", shows_name="on"
    )
    assert (one.name, one.campaign, one.minutes, one.language) == (
        "A. Öztürk", campaign, 210, "ar",
    )  # fmt: skip
    assert (one.shows_name, one.shows_hours, one.shows_deeds) == (True, False, False)
    page = client.get(path(secret)).text
    assert one.code in page
    assert "meinen Namen" in page


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"name": ""}, "Es fehlt noch"),
        ({"campaign": "999999"}, "error-summary"),
        ({"campaign": "x"}, "error-summary"),
        ({"language": "xx"}, "error-summary"),
        ({"first_day": "2026-13-01"}, "error-summary"),
        ({"first_day": "2026-05-02", "last_day": "2026-05-01"}, "liegt vor dem ersten"),
        ({"last_day": "2001-01-01"}, "keine Stunden anerkannt"),
    ],
)
def test_what_is_not_right_comes_back_as_it_was_typed(
    client, anna, secret, campaign, change, words
):
    came(over(campaign=campaign), 210, volunteer=anna, is_approved=True)
    answer = client.post(path(secret, "certificate/"), choice(shows_deeds="on") | change)
    assert answer.status_code == 422
    assert words in answer.text
    assert 'name="shows_deeds" id="id_shows_deeds" checked' in answer.text
    assert not Certificate.objects.exists()


def test_a_campaign_without_approved_hours_is_no_choice(client, anna, secret):
    approved, waiting = CampaignFactory(), CampaignFactory()
    came(over(campaign=approved), 210, volunteer=anna, is_approved=True)
    came(over(2, campaign=waiting), 60, volunteer=anna)
    page = client.get(path(secret, "certificate/")).text
    assert f'<option value="{approved.pk}">' in page
    assert f'<option value="{waiting.pk}">' not in page


def test_its_file_is_a_pdf_until_it_is_withdrawn(client, anna, secret, campaign):
    came(over(campaign=campaign), 210, volunteer=anna, is_approved=True)
    one = made(client, secret)
    answer = client.get(path(secret, f"{one.code}.pdf"))
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    assert "attachment" in answer["Content-Disposition"]
    page = client.post(path(secret, f"{one.code}/withdraw/"), follow=True)
    assert "gilt nicht mehr" in page.text
    assert client.get(path(secret, f"{one.code}.pdf")).status_code == 404
    client.post(path(secret, f"{one.code}/withdraw/"))


def test_nobody_fetches_or_withdraws_anothers(client, anna, secret, campaign):
    came(over(campaign=campaign), 210, volunteer=anna, is_approved=True)
    one = made(client, secret)
    stranger = secret_of(VolunteerFactory())
    assert client.get(path(stranger, f"{one.code}.pdf")).status_code == 404
    assert client.post(path(stranger, f"{one.code}/withdraw/")).status_code == 404
    assert one.code not in client.get(path(stranger)).text
    one.refresh_from_db()
    assert one.withdrawn_at is None


def test_a_foreign_page_makes_and_withdraws_nothing(client, anna, secret, campaign):
    came(over(campaign=campaign), 210, volunteer=anna, is_approved=True)
    foreign = {"Sec-Fetch-Site": "cross-site"}
    assert client.post(path(secret, "certificate/"), choice(), headers=foreign).status_code == 403
    one = made(client, secret)
    withdraw = path(secret, f"{one.code}/withdraw/")
    assert client.post(withdraw, headers=foreign).status_code == 403
    assert client.get(withdraw).status_code == 405


def test_the_page_costs_the_same_for_one_and_for_three(client, anna, secret, campaign):
    def more(days):
        shift = over(days, campaign=CampaignFactory())
        came(shift, 60, volunteer=anna, is_approved=True)
        TaskClaim.objects.create(
            task=TaskFactory(campaign=shift.campaign),
            person_key=anna.pk,
            state="approved",
            minutes=5,
            decided_at=timezone.now(),
        )
        made(client, secret)

    more(0)
    one = [queries_of(client, path(secret)), queries_of(client, path(secret, "certificate/"))]
    more(2)
    more(4)
    assert [
        queries_of(client, path(secret)),
        queries_of(client, path(secret, "certificate/")),
    ] == one
