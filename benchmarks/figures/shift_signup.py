"""Signing up for a shift with few places, against the view that inserts a row; and whether
exactly the maximum is taken."""

from collections.abc import Iterator

from benchmarks.bench import Bench
from benchmarks.figure import Figure, alternating
from benchmarks.load import load
from benchmarks.storing import WORKERS, store_all

MAXIMUM = 1000
SHIFT = f"""
from datetime import timedelta
from django.utils import timezone
from campaigns.models import Campaign
from volunteers.models import Requirement, Shift, ShiftText
start = timezone.now() + timedelta(days=30)
shift = Shift.objects.create(
    campaign=Campaign.objects.running().first(), state="open", place="Bench",
    starts_at=start, ends_at=start + timedelta(hours=2),
)
ShiftText.objects.create(shift=shift, language="de", title="Bench")
Requirement.objects.create(shift=shift, minimum=1, maximum={MAXIMUM})
"""
FIND = (
    "SELECT s.id, r.id FROM volunteers_shift s"
    " JOIN volunteers_requirement r ON r.shift_id = s.id WHERE s.place = 'Bench'"
)


def measure(bench: Bench) -> Iterator[Figure]:
    bench.instance.call("manage.py", "shell", "-v0", "-c", SHIFT)
    with bench.database() as database:
        shift, requirement = database.execute(FIND).fetchone()
    # The script says the role with each sign-up.
    role = bench.folder / "role.txt"
    role.write_text(str(requirement))
    with bench.both() as (ours, bare):
        address = f"{ours}/de/shifts/{shift}/sign-up/"
        yield alternating(
            "shift_signup_vs_bare",
            lambda: load("shift", address, seconds=bench.seconds, file=role).rate,
            lambda: load("enter", bare + "/enter/", seconds=bench.seconds).rate,
            goal=0.3,
            rounds=bench.rounds,
        )
    yield from shift_signup_exact(bench, shift)


def shift_signup_exact(bench: Bench, shift: int) -> Iterator[Figure]:
    """Store what was taken by several workers at once, and count the places and who holds them."""
    seconds = store_all(bench, "volunteers.store_signup")
    with bench.database() as database:
        taken, held, signed_up = database.execute(
            "SELECT (SELECT sum(taken) FROM volunteers_requirement WHERE shift_id = %(shift)s),"
            " count(*) FILTER (WHERE has_place), count(*)"
            " FROM volunteers_shiftsignup WHERE shift_id = %(shift)s",
            {"shift": shift},
        ).fetchone()
    yield Figure(
        "shift_signup_exact",
        float(abs(taken - MAXIMUM) + abs(held - MAXIMUM)),
        goal=0,
        unit="places off",
        less_is_better=True,
        detail=f"{signed_up} stored at {signed_up / seconds:.0f} a second by {WORKERS} workers",
    )
