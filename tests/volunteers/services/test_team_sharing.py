"""What members share: files that are what their name says, meetings one can find, and limits."""

from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tests.volunteers.factories import TeamFactory
from volunteers import services
from volunteers.models import TeamFile, TeamLink
from volunteers.services import team_sharing
from volunteers.services.team_sharing import type_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    return TeamFactory()


def packed(**files: str) -> bytes:
    whole = BytesIO()
    with ZipFile(whole, "w") as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return whole.getvalue()


ODT = packed(mimetype="application/vnd.oasis.opendocument.text")
DOCX = packed(word__document_xml="<w/>")
XLSX = packed(xl__workbook_xml="<x/>")


@pytest.mark.parametrize(
    ("name", "content", "content_type"),
    [
        ("Protokoll.pdf", b"%PDF-1.7 ...", "application/pdf"),
        ("plan.ODT", ODT, "application/vnd.oasis.opendocument.text"),
        ("brief.docx", DOCX, f"{team_sharing.OFFICE}.wordprocessingml.document"),
        ("liste.xlsx", XLSX, f"{team_sharing.OFFICE}.spreadsheetml.sheet"),
        ("bild.png", b"\x89PNG\r\n\x1a\nrest", "image/png"),
        ("bild.jpeg", b"\xff\xd8\xff\xe0rest", "image/jpeg"),
        ("bild.webp", b"RIFF\0\0\0\0WEBPrest", "image/webp"),
        ("ملاحظات.txt", "اجتماع\nنص".encode(), "text/plain; charset=utf-8"),
    ],
)
def test_a_file_that_is_what_its_name_says(name, content, content_type):
    assert type_of(name, content) == content_type


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("seite.html", b"<script>"),
        ("bild.svg", b"<svg>"),
        ("ohne-ende", b"%PDF-"),
        ("pdf", b"%PDF-"),
        ("falsch.pdf", b"<html>"),
        ("falsch.png", b"\xff\xd8\xff"),
        ("falsch.webp", b"RIFF\0\0\0\0WAVE"),
        ("falsch.txt", b"\xff\xfe\0"),
        ("falsch.txt", b"MZ\0\x01"),
        ("falsch.docx", packed(word__other_xml="")),
        ("falsch.odt", packed(mimetype="application/java-archive")),
        ("falsch.odt", b"PK\x03\x04 no archive"),
        ("falsch.ods", ODT),
        ("leer.pdf", b""),
    ],
)
def test_what_is_something_else_is_refused(name, content):
    with pytest.raises(ValidationError):
        type_of(name, content)


def test_a_file_is_kept_under_its_bare_name(team, actor):
    sent = SimpleUploadedFile("plan.txt", b"Montag")
    sent._name = "C:\\Leute\\plan.txt"
    row = services.add_file(team, file=sent, actor=actor)
    assert (row.name, row.size, bytes(row.content)) == ("plan.txt", 6, b"Montag")


def test_a_long_name_keeps_its_end(team, actor):
    row = services.add_file(
        team, file=SimpleUploadedFile("x" * 300 + ".txt", b"Montag"), actor=actor
    )
    assert len(row.name) == 160
    assert row.name.endswith(".txt")


def test_a_file_too_large_is_refused(team, actor, monkeypatch):
    monkeypatch.setattr(team_sharing, "MOST_FILE_BYTES", 5)
    with pytest.raises(ValidationError):
        services.add_file(team, file=SimpleUploadedFile("a.txt", b"sechs!"), actor=actor)
    assert not TeamFile.objects.exists()


def test_there_are_limits(team, actor, monkeypatch):
    monkeypatch.setattr(team_sharing, "MOST_FILES", 1)
    monkeypatch.setattr(team_sharing, "MOST_LINKS", 1)
    services.add_link(team, label="Chat", url="https://example.org/", actor=actor)
    services.add_file(team, file=SimpleUploadedFile("a.txt", b"a"), actor=actor)
    with pytest.raises(ValidationError):
        services.add_link(team, label="Chat", url="https://example.org/", actor=actor)
    with pytest.raises(ValidationError):
        services.add_file(team, file=SimpleUploadedFile("b.txt", b"b"), actor=actor)


def meeting(**more):
    now = timezone.now() + timedelta(days=2)
    words = {
        "starts_at": now,
        "ends_at": now + timedelta(hours=2),
        "subject": "",
        "place": "Keuning-Haus",
        "online_url": "",
        "is_open": False,
    }
    return words | more


def test_a_meeting_has_a_place_and_ends_after_its_start(team, actor):
    services.plan_meeting(team, **meeting(), actor=actor)
    services.plan_meeting(
        team, **meeting(place="", online_url="https://example.org/"), actor=actor
    )
    with pytest.raises(ValidationError):
        services.plan_meeting(team, **meeting(place=""), actor=actor)
    with pytest.raises(ValidationError):
        services.plan_meeting(team, **meeting(ends_at=timezone.now()), actor=actor)


def test_only_a_teams_own_is_taken_away(team, actor):
    link = services.add_link(TeamFactory(), label="A", url="https://example.org/", actor=actor)
    assert not services.remove_shared(team, "link", link.pk, actor=actor)
    assert TeamLink.objects.exists()
    assert services.remove_shared(link.team, "link", link.pk, actor=actor)
    assert not services.remove_shared(link.team, "link", link.pk, actor=actor)
