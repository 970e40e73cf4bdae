"""Everyone counts once, and the number on the page is the number of those who count."""

from collections.abc import Iterator

from chaos.ledger import Books, Checked

PEOPLE = "SELECT petition_id, person_key, count(*) FROM petitions_signature GROUP BY 1, 2"
COUNTS = (
    "SELECT p.slug, p.confirmed_count,"
    " (SELECT count(*) FROM petitions_signature s"
    "  WHERE s.petition_id = p.id AND s.state = 'confirmed'),"
    " (SELECT coalesce(sum(d.confirmed), 0) FROM petitions_petitionday d"
    "  WHERE d.petition_id = p.id)"
    " FROM petitions_petition p WHERE p.state = 'open'"
)
UNFOLDED = "SELECT count(*) FROM petitions_tallyentry"


def check(books: Books) -> Iterator[Checked]:
    people = books.rows(PEOPLE)
    twice = [f"{key} has {rows} signatures" for _, key, rows in people if rows > 1]
    yield Checked("people are there once", len(people), twice)
    counts = books.rows(COUNTS)
    wrong = [
        f"{slug} says {count}, its days {days}, and {rows} are confirmed"
        for slug, count, rows, days in counts
        if not count == rows == days
    ]
    yield Checked("counted signatures are confirmed ones", sum(row[1] for row in counts), wrong)
    (unfolded,) = books.column(UNFOLDED)
    waiting = [f"{unfolded} entries are not in a count"] if unfolded else []
    yield Checked("counts have nothing left to fold", len(counts), waiting)
