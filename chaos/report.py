"""What is printed and kept of a run: the ledger, fault by fault, and the judgement."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from chaos.ledger import Books, Checked, Outcome

# Of what is wrong so many are printed; all are kept.
PRINTED = 5


@dataclass(frozen=True)
class Result:
    """One house, what was done to it and how it bore that."""

    house: str
    seconds: int
    ledger: list[dict[str, Any]]
    totals: dict[str, int]
    checked: list[Checked]

    @property
    def is_right(self) -> bool:
        return all(line.is_right for line in self.checked)

    def kept(self) -> dict[str, Any]:
        """The whole of it for results/latest.json."""
        checked = [line._asdict() | {"is_right": line.is_right} for line in self.checked]
        told = {"house": self.house, "seconds": self.seconds, "is_right": self.is_right}
        return told | {"totals": self.totals, "ledger": self.ledger, "checked": checked}

    def line(self) -> dict[str, Any]:
        """Short enough for one line of JSON."""
        wrong = [line.what for line in self.checked if not line.is_right]
        told = {"house": self.house, "seconds": self.seconds, "is_right": self.is_right}
        return told | {"wrong": wrong} | self.totals


def totals(books: Books) -> dict[str, int]:
    """From what was sent to what counts, in people; and how many mails that took."""
    state = "SELECT count(*) FROM petitions_signature WHERE NOT is_demo"
    mails = Counter(books.key_of(mail.to) for mail in books.mails)
    return {
        "signed": len(books.people("sign")),
        "answered": len(books.people("sign", Outcome.ANSWERED)),
        "stored": books.column(state)[0],
        "mailed": len(mails),
        "mails": mails.total(),
        "jobs_tried_again": books.column("SELECT count(*) FROM jobs_job WHERE attempts > 1")[0],
        "pressed_confirm": len(books.people("confirm")),
        "confirmed": books.column(f"{state} AND state = 'confirmed'")[0],
    }


def say(result: Result) -> None:
    """The ledger and the judgement for people."""
    columns = ["during", "deed", "sent", *Outcome, "longest_wait"]
    print(f"\n  {columns[0]:<12}{columns[1]:<10}" + "".join(f"{name:>13}" for name in columns[2:]))
    for row in result.ledger:
        cells = "".join(f"{row[name]:>13}" for name in columns[2:])
        print(f"  {row['during']:<12}{row['deed']:<10}{cells}")
    print("\n  " + ", ".join(f"{name} {number}" for name, number in result.totals.items()) + "\n")
    for line in result.checked:
        print(f"  {'ok   ' if line.is_right else 'WRONG'}  {line.what} ({line.of})")
        for sentence in line.wrong[:PRINTED]:
            print(f"           {sentence}")
        if len(line.wrong) > PRINTED:
            print(f"           and {len(line.wrong) - PRINTED} more")
    print(f"\n  {result.house}: {result.seconds} seconds\n", flush=True)
