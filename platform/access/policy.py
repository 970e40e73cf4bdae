"""How long what programs sent and were answered is kept."""

from django.utils.translation import gettext_lazy as _

from access.services.once import KEPT, forget_answers
from privacy.retention import rule


def register() -> None:
    rule(
        model="access.IdempotentAnswer",
        name=_("Answers to programs, to be given again when the same is sent twice"),
        fields=("answer",),
        basis=_("Our legitimate interest that nothing happens twice (Art. 6 (1) f GDPR)."),
        keeps=_("24 hours, encrypted."),
        after=KEPT,
        run=forget_answers,
    )
