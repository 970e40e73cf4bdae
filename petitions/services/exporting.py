"""Taking people out as a file: asked for once, made by a job, encrypted, fetched by a link.

A file is offered when all of it is there. Each try to make it writes parts of its own, so one
that was killed in the middle leaves nothing that anybody can fetch.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from jobs.models import Job
from jobs.services import announce, enqueue, new_job
from partners.models import Organisation
from petitions.models import Petition, SignatureExport, SignatureExportPart
from petitions.models.exports import EXPORT_KEPT, EXPORT_LISTED
from petitions.models.petitions import CLOSED_KEPT, HANDED_OVER_KEPT
from petitions.services import export_rows
from petitions.services.contacts import end_over, hold_contacts_alone
from petitions.services.export_rights import require_right
from petitions.services.offering import end_without_ground
from petitions.services.tally import hold_alone
from privacy import audit, secrets
from web.table_files import CONTENT_TYPES, PIECE, WRITERS, forget_left_behind
from web.together import insert_together

DOWNLOAD = "petitions.download_export"
LINK_LIFETIME = timedelta(hours=1)

Purpose = SignatureExport.Purpose
State = SignatureExport.State


class ExportIsOver(Exception):
    """The file is not there any more: expired, or out of date since somebody on it left."""


class SomebodyLeft(Exception):
    """While the list was made; it is made anew."""


@dataclass(frozen=True)
class OpenedExport:
    """A file to be sent, piece by piece."""

    file_name: str
    content_type: str
    pieces: Iterator[bytes]


def ask_for_export(
    about: Petition | Organisation, purpose: str, format: str, *, user: User, language: str
) -> SignatureExport:
    """Have a file made of a petition's signatures, or of an organisation's contacts; asked for
    again while it is made, give the one under way.

    Raises PermissionDenied for somebody who may not, and ValidationError when there is no
    such list of this petition, with a sentence that says why.
    """
    require_right(about, purpose, user)
    if format not in SignatureExport.Format.values:
        raise ValidationError(_("Choose a format."))
    now = timezone.now()
    with transaction.atomic():
        export = SignatureExport(
            **_named(about),
            asked_by=user,
            purpose=purpose,
            format=format,
            language=language,
            created_at=now,
            expires_at=now + EXPORT_KEPT,
        )
        if insert_together(export, [job := _job(export)]):
            announce(job)
            told = {"export": str(export.pk), "purpose": purpose, "format": format}
            audit.record("petitions.export_asked_for", user, about, **told)
            return export
    return _under_way(about, purpose, format, user, language)


def make(export_id: str) -> None:
    """Write the file, and offer it once all of it is there. Safe to run twice, even at once.

    Raises SomebodyLeft when it has to be made anew.
    """
    waiting = SignatureExport.objects.waiting().select_related("petition", "organisation")
    wanted = waiting.filter(pk=export_id).first()
    if wanted is None:
        return
    attempt = _begin(wanted)
    parts = _Parts(wanted, attempt)
    with translation.override(wanted.language):
        headings, rows = _content(wanted)
        write = WRITERS[wanted.format]
        write(headings, parts.counting(rows), parts.write, translation.get_language_bidi())
    parts.close()
    _offer(wanted, attempt, parts)


def issue_link(export: SignatureExport, *, user: User) -> str:
    """A secret that fetches this file for an hour, and for this account only."""
    require_right(export.about, export.purpose, user)
    if export.asked_by_id != user.pk:
        raise PermissionDenied
    if not SignatureExport.objects.ready(timezone.now()).filter(pk=export.pk).exists():
        raise ExportIsOver
    return secrets.issue(
        DOWNLOAD, person_key=_bound_to(user), subject_id=export.pk, lifetime=LINK_LIFETIME
    )


def open_export(user: User, secret: str) -> OpenedExport:
    """The file behind a link. It is written down who fetched it, each time.

    Raises privacy.secrets.SecretError (SecretUnknown for another's link), ExportIsOver, and
    PermissionDenied for somebody who may no more.
    """
    row = secrets.look_up(secret, DOWNLOAD)
    if row.person_key != _bound_to(user):
        raise secrets.SecretUnknown
    _end_what_is_over(row.subject_id)
    now = timezone.now()
    with transaction.atomic():
        exports = SignatureExport.objects.ready(now).filter(pk=row.subject_id, asked_by=user)
        export = exports.select_related("petition", "organisation").first()
        if export is None:
            raise ExportIsOver
        require_right(export.about, export.purpose, user)
        SignatureExport.objects.filter(pk=export.pk, downloaded_at=None).update(downloaded_at=now)
        told = {"export": str(export.pk), "purpose": export.purpose, "rows": export.row_count}
        audit.record("petitions.export_downloaded", user, export.about, **told)
    return OpenedExport(export.file_name, CONTENT_TYPES[export.format], _pieces(export))


def job_of(export: SignatureExport) -> Job | None:
    """The job that makes it, which tells how far it is (done, total); None when it is over."""
    return jobs_of([export]).get(export.pk)


def jobs_of(exports: Iterable[SignatureExport]) -> dict[UUID, Job]:
    """By export, the newest job of each that is not over, in one query."""
    by_key = {export.job_key: export.pk for export in exports}
    tried = Job.objects.exclude(state=Job.State.DONE).filter(key__in=by_key)
    return {by_key[job.key]: job for job in tried.order_by("created_at")}


def delete_expired() -> int:
    """Delete the files whose time is over, and much later the lines that tell of them."""
    now = timezone.now()
    forget_left_behind()
    over = [one.pk for one in SignatureExport.objects.expired(now)]
    parts = SignatureExportPart.objects.filter(export__in=over).delete()[0]
    SignatureExport.objects.filter(pk__in=over).update(state=State.EXPIRED, attempt=None)
    SignatureExport.objects.filter(created_at__lt=now - EXPORT_LISTED).delete()
    return parts


def _named(about: Petition | Organisation) -> dict[str, Any]:
    return {"organisation" if isinstance(about, Organisation) else "petition": about}


def _end_what_is_over(export_id: str) -> None:
    """An organisation that has just left fetches nothing, nor anybody past their time."""
    of_contacts = SignatureExport.objects.filter(pk=export_id, organisation__isnull=False)
    for organisation_id in of_contacts.values_list("organisation", flat=True):
        end_without_ground(organisation_id)
        end_over(organisation_id)


def _under_way(
    about: Petition | Organisation, purpose: str, format: str, user: User, language: str
) -> SignatureExport:
    """The one that is being made. If its job has failed for good, it gets another one."""
    waiting = SignatureExport.objects.waiting()
    mine = waiting.filter(**_named(about), purpose=purpose, format=format, asked_by=user)
    export = mine.first()
    if export is None:  # just ready
        return ask_for_export(about, purpose, format, user=user, language=language)
    enqueue(**_told(export))
    return export


def _told(export: SignatureExport) -> dict[str, Any]:
    return {
        "kind": "petitions.make_export",
        "payload": {"export": str(export.pk)},
        "key": export.job_key,
    }


def _job(export: SignatureExport) -> Job:
    return new_job(**_told(export))


def _content(export: SignatureExport) -> tuple[list[str], Iterator[export_rows.Row]]:
    if isinstance(export.about, Organisation):
        return export_rows.contact_headings(), export_rows.contact_rows(export.about)
    if export.purpose == Purpose.HANDOVER:
        return export_rows.handover_headings(), export_rows.handover_rows(export.about)
    return export_rows.figures_headings(), export_rows.figures_rows(export.about)


def _begin(export: SignatureExport) -> UUID:
    """Take the making over. Whoever has begun to leave is gone before the list is read; who
    begins later says so on the export (outdating)."""
    attempt = uuid4()
    with transaction.atomic():
        if export.petition_id:
            hold_alone(export.petition_id)
        elif export.organisation_id:
            hold_contacts_alone(export.organisation_id)
        waiting = SignatureExport.objects.waiting().filter(pk=export.pk)
        waiting.update(attempt=attempt, left_at=None)
    return attempt


def _offer(export: SignatureExport, attempt: UUID, parts: _Parts) -> None:
    """Offer what the newest try has made; an older one clears away what it wrote."""
    now = timezone.now()
    with transaction.atomic():
        mine = SignatureExport.objects.waiting().filter(pk=export.pk, attempt=attempt)
        held = mine.select_for_update().first()
        written = SignatureExportPart.objects.filter(export=export.pk)
        if held is None or held.left_at:
            written.filter(attempt=attempt).delete()
        else:
            mine.update(
                state=State.READY,
                ready_at=now,
                expires_at=_until(export.about, now),
                part_count=parts.number,
                row_count=parts.rows,
            )
            # What tries that were killed have left.
            written.exclude(attempt=attempt).delete()
            audit.record(
                "petitions.export_made",
                subject=export.about,
                export=str(export.pk),
                rows=parts.rows,
            )
    if held and held.left_at:
        raise SomebodyLeft


def _until(petition: Petition | Organisation, now: datetime) -> datetime:
    """A week, and never longer than the signatures themselves are kept. Contacts past their
    time are taken back (contacts.end_over)."""
    until = [now + EXPORT_KEPT]
    if isinstance(petition, Organisation):
        return until[0]
    if petition.handed_over_at:
        until.append(petition.handed_over_at + HANDED_OVER_KEPT)
    elif petition.closed_at:
        until.append(petition.closed_at + CLOSED_KEPT)
    return min(until)


class _Parts:
    """Takes the bytes of a file, and stores them part by part."""

    def __init__(self, export: SignatureExport, attempt: UUID) -> None:
        self.export, self.attempt = export, attempt
        self.number = self.rows = 0
        self._waiting = bytearray()

    def write(self, data: bytes) -> None:
        self._waiting += data
        while len(self._waiting) >= PIECE:
            self._store(bytes(self._waiting[:PIECE]))
            del self._waiting[:PIECE]

    def close(self) -> None:
        if self._waiting:
            self._store(bytes(self._waiting))

    def counting(self, rows: Iterator[export_rows.Row]) -> Iterator[export_rows.Row]:
        for row in rows:
            self.rows += 1
            yield row

    def _store(self, data: bytes) -> None:
        SignatureExportPart.objects.create(
            export=self.export,
            attempt=self.attempt,
            number=self.number,
            content=b64encode(data).decode(),
        )
        self.number += 1


def _pieces(export: SignatureExport) -> Iterator[bytes]:
    """Part after part, each read when the one before is sent."""
    if export.attempt is None:
        raise ExportIsOver
    parts = SignatureExportPart.objects.filter(export=export, attempt=export.attempt)
    for number in range(export.part_count):
        part = parts.filter(number=number).first()
        if part is None:
            # Out of date while it was sent: a file that breaks off must not look whole.
            raise ExportIsOver
        yield b64decode(part.content)


def _bound_to(user: User) -> str:
    return f"user:{user.pk}"
