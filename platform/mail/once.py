"""A mail of a job, handed over at most once, however often its job has to begin again.

For mails that a second copy of would trouble people more than the rare one that is missing;
a confirmation is not one of them. What is known stands in the job's own row, written by
itself at the last moment before the bytes leave and as soon as they are answered. A job that
finds that its mail may have left fails for good, where people see it; only they, by *Run
failed jobs again*, let it be sent anew. News has more to lose, and keeps better notes
(mail/journal.py).
"""

from __future__ import annotations

from django.core.mail import EmailMessage

from jobs.models import Job
from jobs.registry import GiveUp
from jobs.services import running_job
from mail.handing import Outcome, Withheld, hand_over

# In the payload of a job: how far its mail got, and in which try.
NOTE = "mail"
LEAVING, TAKEN = "leaving", "taken"


class NotTaken(Exception):
    """Not now: the job tries again."""


class MayHaveLeft(GiveUp):
    """Nobody knows whether the mail was taken."""


class _Handing:
    """Notes in the job's row what happens around the moment in which the bytes leave."""

    def __init__(self, job: Job) -> None:
        self.job = job

    def before(self) -> None:
        if not self._note(LEAVING):
            raise Withheld  # the lease ran out, and somebody else has the job

    def after(self, *, is_taken: bool) -> None:
        self._note(TAKEN if is_taken else None)

    def _note(self, how_far: str | None) -> bool:
        payload = {name: value for name, value in self.job.payload.items() if name != NOTE}
        if how_far is not None:
            payload[NOTE] = [how_far, self.job.attempts]
        return bool(Job.objects.claimed_as(self.job).update(payload=payload))


def send_once(message: EmailMessage) -> None:
    """Hand the message of the running job over, unless an earlier try has done so.

    Call it outside of transactions: its notes must be there when the process is not. Raises
    NotTaken where the job shall try again, GiveUp where the address is refused for good, and
    MayHaveLeft where a copy may be on its way.
    """
    job = running_job()
    if job is None:
        raise RuntimeError("There is no job whose mail it could be.")
    how_far, tried = job.payload.get(NOTE) or (None, 0)
    if how_far == TAKEN:
        return
    # Whoever runs a failed job again has its tries counted anew, and means it.
    if how_far == LEAVING and tried < job.attempts:
        raise MayHaveLeft
    match hand_over(message, _Handing(job)):
        case Outcome.REFUSED:
            raise GiveUp("The address was refused for good.")
        case Outcome.LATER | Outcome.AWAY:
            raise NotTaken
        case Outcome.UNKNOWN:
            raise MayHaveLeft
