"""What a team's members share behind its inner page: links, files and meetings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from privacy import audit
from volunteers.models import Team, TeamFile, TeamLink, TeamMeeting
from volunteers.services.teams import Actor

MOST_FILE_BYTES = 5_000_000
# Together at most 150 MB of the database for each team.
MOST_FILES = 30
MOST_LINKS = 50
LONGEST_NAME = 160

# By the end of a file's name: as which type it is sent, and how it begins. `None` is text.
OFFICE = "application/vnd.openxmlformats-officedocument"
OPEN_DOCUMENT = "application/vnd.oasis.opendocument"
TYPES: Mapping[str, tuple[str, bytes | None]] = {
    "pdf": ("application/pdf", b"%PDF-"),
    "odt": (f"{OPEN_DOCUMENT}.text", b"PK\x03\x04"),
    "ods": (f"{OPEN_DOCUMENT}.spreadsheet", b"PK\x03\x04"),
    "docx": (f"{OFFICE}.wordprocessingml.document", b"PK\x03\x04"),
    "xlsx": (f"{OFFICE}.spreadsheetml.sheet", b"PK\x03\x04"),
    "png": ("image/png", b"\x89PNG\r\n\x1a\n"),
    "jpg": ("image/jpeg", b"\xff\xd8\xff"),
    "jpeg": ("image/jpeg", b"\xff\xd8\xff"),
    "webp": ("image/webp", b"RIFF"),
    "txt": ("text/plain; charset=utf-8", None),
}
# What an office file holds when it is what its name says.
INSIDE = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
ACCEPT = ",".join(f".{end}" for end in TYPES)
NO_SUCH_TYPE = gettext_lazy(
    "Such files can't be shared here. Choose a PDF, a text or table (odt, ods, docx, xlsx, txt) "
    "or a picture (PNG, JPEG, WebP)."
)


@transaction.atomic
def add_link(team: Team, *, label: str, url: str, actor: Actor) -> TeamLink:
    """Add a link. Raises ValidationError where there are too many."""
    _hold(team)
    if team.links.count() >= MOST_LINKS:
        raise ValidationError(_("There are many links already. Remove one first."))
    link = TeamLink.objects.create(team=team, label=label, url=url)
    audit.record("volunteers.team_link_added", actor, team)
    return link


@transaction.atomic
def add_file(team: Team, *, file: UploadedFile, actor: Actor) -> TeamFile:
    """Keep a file for the members. Raises ValidationError for what is no file we know by its
    name and its content, for one too large, and where there are too many."""
    name = (file.name or "").rsplit("/")[-1].rsplit("\\")[-1]
    if (file.size or 0) > MOST_FILE_BYTES:
        raise ValidationError(
            {
                "file": _(
                    "The file is larger than %(number)d MB. Make it smaller, or share a link."
                )
                % {"number": MOST_FILE_BYTES // 1_000_000}
            }
        )
    content = file.read()
    content_type = type_of(name, content)
    _hold(team)
    if team.files.count() >= MOST_FILES:
        raise ValidationError(_("There are many files already. Remove one first."))
    stem, dot, end = name.rpartition(".")
    row = TeamFile.objects.create(
        team=team,
        name=stem[: LONGEST_NAME - len(end) - 1] + dot + end,
        content_type=content_type,
        content=content,
        size=len(content),
    )
    audit.record("volunteers.team_file_added", actor, team)
    return row


def type_of(name: str, content: bytes) -> str:
    """As which type a file may be sent. Raises ValidationError where the content is not what
    the name says: what is called a text must not be a page with a script."""
    end = name.rpartition(".")[2].lower()
    if "." not in name or end not in TYPES:
        raise ValidationError({"file": NO_SUCH_TYPE})
    content_type, beginning = TYPES[end]
    if not content:
        raise ValidationError({"file": _("The file is empty.")})
    if beginning is None:
        is_right = _is_text(content)
    elif beginning == b"PK\x03\x04":
        is_right = content.startswith(beginning) and _holds(content, end, content_type)
    elif end == "webp":
        is_right = content.startswith(beginning) and content[8:12] == b"WEBP"
    else:
        is_right = content.startswith(beginning)
    if not is_right:
        raise ValidationError(
            {"file": _("The content of this file is not what its name says. Save it anew.")}
        )
    return content_type


@transaction.atomic
def plan_meeting(
    team: Team,
    *,
    starts_at: datetime,
    ends_at: datetime,
    subject: str,
    place: str,
    online_url: str,
    is_open: bool,
    actor: Actor,
) -> TeamMeeting:
    """Say when and where the members meet. Raises ValidationError for times the wrong way, and
    where nobody would know where to go."""
    if ends_at <= starts_at:
        raise ValidationError({"ends_at": _("The meeting would end before it starts.")})
    if not place and not online_url:
        raise ValidationError(
            {"place": _("Say where: a place, an address to join online, or both.")}
        )
    meeting = TeamMeeting.objects.create(
        team=team,
        starts_at=starts_at,
        ends_at=ends_at,
        subject=subject,
        place=place,
        online_url=online_url,
        is_open=is_open,
    )
    audit.record("volunteers.meeting_planned", actor, team)
    return meeting


REMOVABLE: Mapping[str, type[models.Model]] = {
    "link": TeamLink,
    "file": TeamFile,
    "meeting": TeamMeeting,
}


@transaction.atomic
def remove_shared(team: Team, kind: str, pk: int, *, actor: Actor) -> bool:
    """Take a link, file or meeting of this team away; False where it is gone already."""
    gone, _by_model = REMOVABLE[kind]._default_manager.filter(team=team, pk=pk).delete()
    if gone:
        audit.record(f"volunteers.team_{kind}_removed", actor, team)
    return bool(gone)


def _hold(team: Team) -> None:
    """Two who add at once see each other: a limit is one."""
    Team.objects.select_for_update(no_key=True, of=("self",)).get(pk=team.pk)


def _is_text(content: bytes) -> bool:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return all(character.isprintable() or character in "\t\r\n\f\ufeff" for character in text)


def _holds(content: bytes, end: str, content_type: str) -> bool:
    """Looks into the list of what is packed; unpacks nothing but a type's name."""
    try:
        with ZipFile(BytesIO(content)) as packed:
            if end in INSIDE:
                return INSIDE[end] in packed.namelist()
            with packed.open("mimetype") as named:
                kind: Any = named.read(200).decode("ascii", "replace").strip()
            return bool(kind == content_type)
    except (BadZipFile, KeyError, OSError, RuntimeError, NotImplementedError, ValueError):
        return False
