"""What was answered is stored, and nothing is stored that nobody sent."""

from collections.abc import Iterator

from chaos.ledger import Books, Checked, Outcome


def check(books: Books) -> Iterator[Checked]:
    stored = set(books.column("SELECT person_key FROM petitions_signature WHERE NOT is_demo"))
    answered = books.people("sign", Outcome.ANSWERED)
    yield Checked("answered signings are stored", len(answered), books.told(answered - stored))
    sent = books.people("sign")
    yield Checked("stored signatures were sent", len(stored), books.told(stored - sent))
