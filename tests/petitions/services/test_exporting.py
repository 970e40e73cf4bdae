"""Exports: who may, made once, whole or not at all, fetched by a link, gone in time."""

import io
import re
from datetime import timedelta
from uuid import UUID

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.utils import timezone, translation

from accounts.models import User
from jobs.models import Job
from jobs.services import run_due
from partners.models import Membership
from petitions import services
from petitions.models import Petition, PetitionDay, SignatureExport, SignatureExportPart
from petitions.services import export_rows, exporting
from privacy import retention, secrets
from privacy.models import AuditEntry
from tests.factories import SignatureFactory
from tests.web.test_table_files import csv_rows, xlsx_rows

pytestmark = pytest.mark.django_db
Role = Membership.Role


@pytest.fixture(autouse=True)
def _lists_are_given_out(settings):
    settings.HANDOVER_LISTS = True


@pytest.fixture
def closed(petition) -> Petition:
    """A petition with three people, closed so that it can be handed over."""
    # Keys of one millisecond are in no order, and lists are in that of the keys.
    for number, name in enumerate(("Ayşe", "=Evil", "Mehmet"), start=1):
        SignatureFactory(petition=petition, given_name=name, id=UUID(int=number))
    SignatureFactory(petition=petition, given_name="Waits", state="pending")
    SignatureFactory(petition=petition, given_name="Invalid", state="invalidated")
    Petition.objects.update(state="closed", closed_at=timezone.now(), confirmed_count=3)
    petition.refresh_from_db()
    return petition


@pytest.fixture
def member(petition):
    def member(role: str | None, **fields) -> User:
        user = User.objects.create_user(f"{role}@example.org", **fields)
        if role:
            Membership.objects.create(organisation=petition.initiator, user=user, role=role)
        return user

    return member


@pytest.fixture
def owner(member) -> User:
    return member(Role.OWNER)


def ask(petition, user, purpose="handover", format="csv", language="de") -> SignatureExport:
    return services.ask_for_export(petition, purpose, format, user=user, language=language)


def fetch(user: User, export: SignatureExport) -> bytes:
    export.refresh_from_db()
    opened = services.open_export(user, services.issue_link(export, user=user))
    return b"".join(opened.pieces)


def made(petition, user, **wanted) -> SignatureExport:
    export = ask(petition, user, **wanted)
    run_due()
    export.refresh_from_db()
    return export


def names(data: bytes) -> list[str]:
    return [row[1] for row in csv_rows(data)[1:]]


# --- Who may ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "list_too", "figures"),
    [
        (Role.OWNER, True, True),
        (Role.ORGANISER, False, True),
        (Role.EDITOR, False, False),
        (Role.VIEWER, False, False),
        (None, False, False),
    ],
)
def test_roles(closed, member, role, list_too, figures):
    user = member(role)
    for purpose, may in (("handover", list_too), ("figures", figures)):
        if may:
            assert ask(closed, user, purpose)
        else:
            with pytest.raises(PermissionDenied):
                ask(closed, user, purpose)


def test_the_owner_of_another_organisation_may_not(closed, owner):
    Membership.objects.update(organisation=closed.campaign.lead)
    with pytest.raises(PermissionDenied):
        ask(closed, User.objects.get(pk=owner.pk))


def test_where_the_site_gives_out_no_lists_nobody_gets_one(closed, owner, settings):
    settings.HANDOVER_LISTS = False
    superuser = User.objects.create_user("root@example.org", is_superuser=True)
    for user in (owner, superuser):
        with pytest.raises(ValidationError, match="keine Listen mit Namen"):
            ask(closed, user)
        assert ask(closed, user, "figures")


@pytest.mark.parametrize("state", ["draft", "open", "rejected"])
def test_a_list_is_for_the_handover_only(closed, owner, state):
    Petition.objects.update(state=state)
    closed.refresh_from_db()
    with pytest.raises(ValidationError, match="Schließen Sie zuerst"):
        ask(closed, owner)
    assert ask(closed, owner, "figures")


@pytest.mark.parametrize(("purpose", "format"), [("all", "csv"), ("handover", "exe")])
def test_what_there_is_not(closed, owner, purpose, format):
    with pytest.raises(ValidationError):
        ask(closed, owner, purpose, format)
    assert not SignatureExport.objects.exists()


# --- What is in it --------------------------------------------------------------


def test_a_list_has_names_and_postcodes_of_those_who_count_and_no_address(closed, owner):
    export = made(closed, owner)
    data = fetch(owner, export)
    rows = csv_rows(data)
    assert rows[0] == ["Nr.", "Vorname", "Nachname", "Postleitzahl", "Bestätigt am"]
    assert names(data) == ["Ayşe", "'=Evil", "Mehmet"]
    assert rows[1][3] == "44137"
    assert b"@" not in data
    assert (export.state, export.row_count) == ("ready", 3)


def test_a_spreadsheet_has_the_same(closed, owner):
    data = fetch(owner, made(closed, owner, format="xlsx"))
    rows = xlsx_rows(data)
    assert [row[1] for row in rows[1:]] == [
        ("inlineStr", name) for name in ("Ayşe", "'=Evil", "Mehmet")
    ]
    assert rows[1][0] == ("n", "1")


def test_a_list_in_batches_leaves_nobody_out(closed, owner, monkeypatch):
    monkeypatch.setattr(export_rows, "BATCH", 2)
    monkeypatch.setattr(exporting, "PIECE", 50)
    export = made(closed, owner)
    assert export.part_count > 3
    assert len(names(fetch(owner, export))) == 3


def test_figures_name_nobody_and_hide_small_cells(closed, owner):
    PetitionDay.objects.create(petition=closed, day="2026-11-01", confirmed=3)
    for number in range(12):
        language = "tr" if number < 6 else "ar"
        SignatureFactory(petition=closed, language=language, district="Hörde")
    services.scan()
    data = fetch(owner, made(closed, owner, purpose="figures", language="en"))
    rows = csv_rows(data)
    assert rows[0] == ["What", "Which", "Signatures"]
    assert ["Day", "2026-11-01", "3"] in rows
    # Three speak German: alone they could be told from the sum.
    languages = [row[1:] for row in rows if row[0] == "Language"]
    assert languages == [["too few to be told apart", "15"]]
    assert b"Ay" not in data
    assert b"example.org" not in data


def test_nothing_of_it_is_readable_in_the_database(closed, owner):
    made(closed, owner)
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM petitions_signatureexportpart")
        stored = str(cursor.fetchall())
    for trace in ("Ayşe", "QXnFn2U", "44137"):
        assert trace not in stored


# --- Made once, whole -----------------------------------------------------------


def test_asked_for_twice_it_is_made_once(closed, owner):
    first, second = ask(closed, owner), ask(closed, owner)
    assert first == second
    assert Job.objects.filter(kind="petitions.make_export").count() == 1
    assert ask(closed, owner, format="xlsx") != first
    run_due()
    assert ask(closed, owner) != first


def test_its_job_tells_how_far_it_is(closed, owner):
    export = ask(closed, owner)
    assert services.job_of(export)
    job_id = services.job_of(export).pk
    run_due()
    job = Job.objects.get(pk=job_id)
    assert (job.done, job.total) == (3, 3)
    assert services.job_of(export) is None


def test_until_it_is_whole_nobody_gets_a_link(closed, owner):
    with pytest.raises(services.ExportIsOver):
        services.issue_link(ask(closed, owner), user=owner)


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_killed_in_the_middle_no_half_file_is_offered(closed, owner, monkeypatch, format):
    monkeypatch.setattr(exporting, "PIECE", 50)
    store, calls = exporting._Parts._store, []

    def killed(self, data):
        calls.append(data)
        if len(calls) == 2:
            raise SystemExit
        store(self, data)

    export = ask(closed, owner, format=format)
    with monkeypatch.context() as patch:
        patch.setattr(exporting._Parts, "_store", killed)
        with pytest.raises(SystemExit):
            run_due()
    export.refresh_from_db()
    assert (export.state, export.parts.count()) == ("waiting", 1)
    with pytest.raises(services.ExportIsOver):
        services.issue_link(export, user=owner)
    Job.objects.update(lease_until=timezone.now() - timedelta(minutes=1))
    run_due()
    export.refresh_from_db()
    assert export.state == "ready"
    assert set(export.parts.values_list("attempt", flat=True)) == {export.attempt}
    read = csv_rows if format == "csv" else xlsx_rows
    assert len(read(fetch(owner, export))) == 4


def test_two_workers_on_one_job_offer_one_file(closed, owner, monkeypatch):
    """The lease of the first ran out although it lives: the second takes over."""
    export = ask(closed, owner)
    begin, calls = exporting._begin, []

    def overtaken(wanted):
        attempt = begin(wanted)
        if not calls:
            calls.append(attempt)
            exporting.make(str(export.pk))
        return attempt

    monkeypatch.setattr(exporting, "_begin", overtaken)
    exporting.make(str(export.pk))
    export.refresh_from_db()
    assert export.attempt != calls[0]
    assert len(names(fetch(owner, export))) == 3
    assert not export.parts.exclude(attempt=export.attempt).exists()


def test_a_job_that_failed_for_good_is_no_dead_end(closed, owner):
    export = ask(closed, owner)
    Job.objects.update(state="failed", finished_at=timezone.now())
    assert ask(closed, owner) == export
    run_due()
    export.refresh_from_db()
    assert export.state == "ready"


# --- Who leaves, leaves the list --------------------------------------------------


@pytest.mark.parametrize("leave", ["erase", "withdraw", "invalidate"])
def test_who_leaves_is_on_no_later_list_and_on_no_file_that_waits(closed, owner, leave):
    export, figures = made(closed, owner), made(closed, owner, purpose="figures")
    link = services.issue_link(export, user=owner)
    left = closed.signatures.confirmed().order_by("pk").first()
    match leave:
        case "erase":
            services.erase(left.person_key)
        case "withdraw":
            services.withdraw(left)
        case "invalidate":
            services.invalidate(closed, [left.pk], "twice", actor=owner)
    with pytest.raises(services.ExportIsOver):
        services.open_export(owner, link)
    export.refresh_from_db()
    assert (export.state, export.parts.count()) == ("outdated", 0)
    assert names(fetch(owner, made(closed, owner))) == ["'=Evil", "Mehmet"]
    assert fetch(owner, figures)


def test_who_leaves_while_it_is_made_is_not_in_it(closed, owner, monkeypatch):
    export = ask(closed, owner)
    left = closed.signatures.confirmed().order_by("pk").first()
    close, calls = exporting._Parts.close, []

    def somebody_leaves(self):
        if not calls:
            calls.append(services.withdraw(left))
        close(self)

    monkeypatch.setattr(exporting._Parts, "close", somebody_leaves)
    run_due()
    export.refresh_from_db()
    assert (export.state, export.parts.count()) == ("waiting", 0)
    with time_machine.travel(timezone.now() + timedelta(minutes=1)):
        run_due()
        assert names(fetch(owner, export)) == ["'=Evil", "Mehmet"]


def test_a_file_breaks_off_rather_than_name_who_has_left(closed, owner, monkeypatch):
    monkeypatch.setattr(exporting, "PIECE", 50)
    export = made(closed, owner)
    opened = services.open_export(owner, services.issue_link(export, user=owner))
    next(opened.pieces)
    services.erase(closed.signatures.confirmed().first().person_key)
    with pytest.raises(services.ExportIsOver):
        list(opened.pieces)


# --- The link ---------------------------------------------------------------------


def test_a_link_is_its_askers_alone(closed, owner, member):
    export = made(closed, owner)
    link = services.issue_link(export, user=owner)
    other = User.objects.create_user("zweite@example.org")
    Membership.objects.create(organisation=closed.initiator, user=other, role=Role.OWNER)
    with pytest.raises(secrets.SecretUnknown):
        services.open_export(other, link)
    with pytest.raises(PermissionDenied):
        services.issue_link(export, user=other)
    with pytest.raises(secrets.SecretUnknown):
        services.open_export(owner, "x" * 43)


def test_a_link_lives_an_hour_and_the_file_a_week(closed, owner):
    export = made(closed, owner)
    link = services.issue_link(export, user=owner)
    with (
        time_machine.travel(timezone.now() + timedelta(minutes=61)),
        pytest.raises(secrets.SecretExpired),
    ):
        services.open_export(owner, link)
    with time_machine.travel(timezone.now() + timedelta(days=6)):
        retention.carry_out()
        assert fetch(owner, export)
    with time_machine.travel(timezone.now() + timedelta(days=7, minutes=1)):
        with pytest.raises(services.ExportIsOver):
            services.issue_link(export, user=owner)
        retention.carry_out()
        assert not SignatureExportPart.objects.exists()
        export.refresh_from_db()
        assert export.state == "expired"
    with time_machine.travel(timezone.now() + timedelta(days=91)):
        retention.carry_out()
        assert not SignatureExport.objects.exists()


def test_one_that_was_never_made_expires_too(closed, owner):
    ask(closed, owner)
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        retention.carry_out()
        assert SignatureExport.objects.get().state == "expired"
        run_due()
        assert SignatureExport.objects.get().state == "expired"


def test_a_list_lives_no_longer_than_its_signatures(closed, owner):
    services.hand_over(closed)
    with time_machine.travel(timezone.now() + timedelta(days=178)):
        export = made(closed, owner)
        assert export.expires_at < timezone.now() + timedelta(days=3)


def test_who_is_owner_no_more_fetches_nothing(closed, owner):
    export = made(closed, owner)
    link = services.issue_link(export, user=owner)
    Membership.objects.update(role=Role.ORGANISER)
    with pytest.raises(PermissionDenied):
        services.open_export(User.objects.get(pk=owner.pk), link)


def test_everything_is_written_down(closed, owner):
    export = made(closed, owner)
    fetch(owner, export)
    fetch(owner, export)
    told = AuditEntry.objects.filter(verb__startswith="petitions.export").order_by("pk")
    assert [(one.verb, one.actor) for one in told] == [
        ("petitions.export_asked_for", f"user:{owner.pk}"),
        ("petitions.export_made", "system"),
        ("petitions.export_downloaded", f"user:{owner.pk}"),
        ("petitions.export_downloaded", f"user:{owner.pk}"),
    ]
    assert {one.detail["export"] for one in told} == {str(export.pk)}
    assert told[1].detail["rows"] == 3
    export.refresh_from_db()
    assert export.downloaded_at


# --- The page -----------------------------------------------------------------------


def test_the_page_sends_it_piece_by_piece_to_its_asker_only(client, closed, owner):
    export = made(closed, owner)
    url = f"/de/organise/exports/{services.issue_link(export, user=owner)}/"
    assert client.get(url).status_code == 302
    client.force_login(User.objects.create_user("fremd@example.org"))
    assert client.get(url).status_code == 404
    client.force_login(owner)
    answer = client.get(url)
    assert answer.streaming
    assert re.fullmatch(
        r'attachment; filename="wahlrecht-handover-\d{4}-\d\d-\d\d\.csv"',
        answer["Content-Disposition"],
    )
    assert "no-store" in answer["Cache-Control"]
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    data = io.BytesIO(b"".join(answer.streaming_content)).getvalue()
    assert len(names(data)) == 3
    assert client.post(url).status_code == 405
    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        client.force_login(owner)
        assert client.get(url).status_code == 410


def test_headings_are_in_the_askers_language(closed, owner):
    with translation.override("tr"):
        rows = csv_rows(fetch(owner, made(closed, owner, language="en")))
    assert rows[0][1] == "Given name"
