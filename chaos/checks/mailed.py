"""Whoever's signature is stored has got a mail about it."""

from collections.abc import Iterator

from chaos.ledger import Books, Checked


def check(books: Books) -> Iterator[Checked]:
    stored = set(books.column("SELECT person_key FROM petitions_signature WHERE NOT is_demo"))
    mailed = {books.key_of(mail.to) for mail in books.mails}
    yield Checked("stored signatures have their mail", len(stored), books.told(stored - mailed))
    yield Checked("mails belong to a stored signature", len(mailed), books.told(mailed - stored))
