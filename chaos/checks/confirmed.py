"""What was answered is confirmed, and nobody is confirmed who did not press the button."""

from collections.abc import Iterator

from chaos.ledger import Books, Checked, Outcome

# Spent already, or replaced by the one in a newer mail, which the person opens as well.
LINK_IS_OVER = (404, 410)
CONFIRMED = "SELECT person_key FROM petitions_signature WHERE NOT is_demo AND state = 'confirmed'"


def check(books: Books) -> Iterator[Checked]:
    confirmed = set(books.column(CONFIRMED))
    answered = books.people("confirm", Outcome.ANSWERED)
    yield Checked(
        "answered confirmations are stored", len(answered), books.told(answered - confirmed)
    )
    sent = books.people("confirm")
    yield Checked(
        "confirmed people have asked for it", len(confirmed), books.told(confirmed - sent)
    )
    told = {
        books.key_of(entry.person)
        for entry in books.entries
        if entry.deed == "confirm" and entry.answer.status in LINK_IS_OVER
    }
    yield Checked("whose link was over is confirmed", len(told), books.told(told - confirmed))
