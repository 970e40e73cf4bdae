"""Lists of signatures by program: made by the same job, for the same people, on record."""

import pytest
from django.utils import timezone

from jobs.services import run_due
from petitions.models import Petition, SignatureExport
from privacy.models import AuditEntry
from tests.factories import SignatureFactory
from tests.organising import queries_of, somebody
from tests.petitions.api.conftest import refused

pytestmark = pytest.mark.django_db
READ = ["signatures:read"]
HANDOVER = {"purpose": "handover", "format": "csv"}
FIGURES = {"purpose": "figures", "format": "csv"}


@pytest.fixture
def closed(draft, settings) -> Petition:
    settings.HANDOVER_LISTS = True
    SignatureFactory(petition=draft, given_name="Ayşe")
    Petition.objects.update(state="closed", closed_at=timezone.now(), confirmed_count=1)
    return draft


@pytest.fixture
def ask(call):
    def ask(body, role="owner", **more):
        return call("post", "exports/", body, as_role=role, scopes=READ, **more)

    return ask


def test_asked_for_made_and_fetched(call, ask, closed):
    answer = ask(HANDOVER)
    assert (answer.status_code, answer.json()["state"]) == (201, "waiting"), answer.content
    path = answer["Location"]

    def get(more=""):
        accept = "text/csv" if more else "application/json"
        return call("get", f"{path}{more}", as_role="owner", scopes=READ, accept=accept)

    refused(get("file/"), 409, "export_not_ready")
    run_due()
    assert (get().json()["state"], get().json()["rows"]) == ("ready", 1)
    file = get("file/")
    assert file.status_code == 200
    assert file["Content-Type"].startswith("text/csv")
    assert file["Cache-Control"] == "private, no-store"
    assert "attachment" in file["Content-Disposition"]
    assert "Ayşe" in b"".join(file.streaming_content).decode("utf-8-sig")
    verbs = list(AuditEntry.objects.values_list("verb", flat=True).order_by("pk"))
    assert "petitions.export_downloaded" in verbs


def test_asked_for_twice_it_is_made_once(ask, closed):
    assert ask(HANDOVER).json()["id"] == ask(HANDOVER).json()["id"]
    assert SignatureExport.objects.count() == 1


def test_figures_for_organisers_and_names_for_owners_only(ask, closed):
    assert ask(FIGURES, "organiser").status_code == 201
    refused(ask(HANDOVER, "organiser"), 403, "forbidden")
    refused(ask(HANDOVER, "administrator"), 403, "forbidden")
    refused(ask(FIGURES, "editor"), 403, "forbidden")
    refused(ask(FIGURES, "stranger"), 404, "not_found")


def test_writing_petitions_does_not_include_reading_names(call, closed):
    scopes = ["petitions:read", "petitions:write"]
    refused(
        call("post", "exports/", HANDOVER, as_role="owner", scopes=scopes), 403, "scope_missing"
    )


def test_no_list_while_people_sign_or_where_the_site_gives_none(ask, closed, settings):
    Petition.objects.update(state="open")
    refused(ask(HANDOVER), 409, "no_list")
    Petition.objects.update(state="closed")
    settings.HANDOVER_LISTS = False
    refused(ask(HANDOVER), 409, "no_list")
    assert not SignatureExport.objects.exists()


def test_another_owner_finds_nothing(call, ask, closed):
    path = ask(HANDOVER)["Location"]
    run_due()
    other = somebody("owner", closed.initiator)
    for part in ("", "file/"):
        refused(call("get", f"{path}{part}", as_role=other, scopes=READ), 404, "not_found")
    listed = call("get", "exports/", as_role=other, scopes=READ).json()["results"]
    assert listed == []


def test_out_of_date_and_no_longer_the_owner(call, ask, closed):
    path = ask(HANDOVER)["Location"]
    run_due()
    SignatureExport.objects.update(state="outdated")
    refused(call("get", f"{path}file/", as_role="owner", scopes=READ), 410, "export_over")
    SignatureExport.objects.update(state="ready")
    closed.initiator.memberships.update(role="organiser")
    refused(call("get", f"{path}file/", as_role="owner", scopes=READ), 403, "forbidden")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"purpose": "contacts"}, "purpose"),
        ({"purpose": ["handover"]}, "purpose"),
        ({"format": "pdf"}, "format"),
    ],
)
def test_wrong_types(ask, closed, wrong, field):
    assert list(refused(ask(HANDOVER | wrong), 422, "invalid")["errors"]) == [field]


def test_as_many_queries_for_three_as_for_one(client, closed):
    user = somebody("owner", closed.initiator)
    client.force_login(user)
    path = "/api/v1/organise/petitions/entwurf/exports/"

    def more() -> None:
        SignatureExport.objects.create(
            petition=closed, asked_by=user, purpose="figures", format="csv", language="de",
            state="ready", expires_at=timezone.now(),
        )  # fmt: skip

    more()
    one = queries_of(client, path)
    more()
    more()
    assert queries_of(client, path) == one
