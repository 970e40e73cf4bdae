"""Nothing is there by half, whether it was answered or not."""

from collections.abc import Iterator

from chaos.ledger import Books, Checked

SIGNED = "SELECT person_key FROM petitions_signature WHERE NOT is_demo"
AGREED = (
    "SELECT person_key FROM privacy_consent WHERE purpose = 'petitions.signing'"
    " AND withdrawn_at IS NULL AND person_key IN (SELECT person_key FROM petitions_signature"
    " WHERE NOT is_demo)"
)
CONSENTS = "SELECT person_key FROM privacy_consent WHERE subject_kind = 'petitions.Signature'"
EVERYBODY = "SELECT person_key FROM petitions_signature"


def check(books: Books) -> Iterator[Checked]:
    signed, agreed = set(books.column(SIGNED)), set(books.column(AGREED))
    yield Checked("signatures have their consent", len(signed), books.told(signed - agreed))
    consents, everybody = set(books.column(CONSENTS)), set(books.column(EVERYBODY))
    yield Checked("consents have their signature", len(consents), books.told(consents - everybody))
