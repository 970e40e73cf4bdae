"""Which mail somebody gets about a task now: what has become untrue meanwhile is not sent."""

from __future__ import annotations

from typing import Any

from django.utils import translation

from volunteers.emails import tasks as emails
from volunteers.models import Task, TaskClaim, Volunteer

TRUE_FOR = {
    TaskClaim.State.APPROVED: TaskClaim.State.APPROVED,
    TaskClaim.State.RETURNED: TaskClaim.State.RETURNED,
    "released": TaskClaim.State.DROPPED,
}


def mail_claim(payload: dict[str, Any]) -> None:
    """Write to one person about their task, unless something else was decided since."""
    about = payload["about"]
    claim = TaskClaim.objects.filter(pk=payload["claim"], state=TRUE_FOR[about]).first()
    if claim is None or claim.decided_at is None:
        return
    person = Volunteer.objects.filter(pk=claim.person_key).first()
    is_other = claim.decided_at.isoformat() != payload["moment"]
    if is_other or person is None or not person.email:
        return
    # Texts come in the language that is active while they are fetched.
    with translation.override(person.language):
        claim.task = Task.objects.with_texts().get(pk=claim.task_id)
    emails.write(about, claim, person)
