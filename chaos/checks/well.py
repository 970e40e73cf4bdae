"""Refusals are honest, and after the last fault everybody is served again."""

from collections.abc import Iterator

from chaos.ledger import Books, Checked, Entry, Outcome

AFTERWARDS = "afterwards"
# An error of the house, or nobody there. A link that is spent or replaced says 404 or 410.
EXCUSED = {"confirm": (404, 410), "open": (404, 410)}


def check(books: Books) -> Iterator[Checked]:
    wrong = [said(entry) for entry in books.entries if is_blamed(entry)]
    yield Checked("requests were not refused for what they were", len(books.entries), wrong)
    last = [entry for entry in books.entries if entry.during == AFTERWARDS]
    failed = [said(entry) for entry in last if is_in_trouble(entry)]
    yield Checked("requests after the last fault were served", len(last), failed)


def is_blamed(entry: Entry) -> bool:
    """A refusal that blames the person: too often, not valid, gone."""
    status = entry.answer.status or 0
    return 400 <= status < 500 and status not in EXCUSED.get(entry.deed, ())


def is_in_trouble(entry: Entry) -> bool:
    status = entry.answer.status or 0
    return entry.outcome == Outcome.UNANSWERED or status == 0 or status >= 500


def said(entry: Entry) -> str:
    return f"{entry.deed} of {entry.person} during {entry.during}: {entry.answer.status}"
