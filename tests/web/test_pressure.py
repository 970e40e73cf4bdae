"""What is left out under pressure, in which order, and when; the clock is the test's own."""

from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait

import pytest
from django.http import HttpResponse
from prometheus_client import REGISTRY

from tests.web.urls import Counting
from web import cache, front, held, pressure
from web.errors import NotNow
from web.meter import Level, Meter, level_for
from web.pressure import Order, admit, order_of, prefers_stale
from web.waiting import or_wait

pytestmark = pytest.mark.django_db
THREADS = 4


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def meter(clock):
    return Meter(THREADS, clock)


@pytest.fixture
def at(monkeypatch):
    """Set the process to a level, in a moment that does not pass."""

    def at(level: Level, under_way: int = 0) -> Meter:
        standing = Meter(THREADS, clock=lambda: 0.0)
        standing.level, standing.under_way = level, under_way
        for _ in range(min(under_way, THREADS)):
            standing._places.get_nowait()
        monkeypatch.setattr(pressure, "meter", standing)
        return standing

    return at


def work(meter, clock, threads: int, seconds: float, took: float = 0.1) -> None:
    """So many threads at work for so many seconds, each request taking that long."""
    for _ in range(round(seconds / took)):
        began = [meter.begin() for _ in range(threads)]
        clock.now += took
        for one in began:
            meter.end(one)


class TestTheLevel:
    @pytest.mark.parametrize(
        ("share", "waited", "took", "level"),
        [
            (0.0, 0.0, 0.0, Level.CALM),
            (0.74, 0.0, 60.0, Level.CALM),
            (0.75, 0.0, 0.1, Level.BUSY),
            (0.95, 0.0, 0.1, Level.VERY_BUSY),
            (1.0, 0.0, 2.9, Level.VERY_BUSY),
            (1.0, 0.0, 3.0, Level.FULL),
            (0.1, 0.75, 0.1, Level.BUSY),
            (0.1, 1.5, 0.1, Level.VERY_BUSY),
            (0.1, 3.0, 0.1, Level.FULL),
        ],
    )
    def test_what_makes_it(self, share, waited, took, level):
        assert level_for(share, waited, took) == level

    def test_the_thresholds_are_settings(self, settings):
        settings.SHED_BUSY, settings.SHED_VERY_BUSY, settings.SHED_WAIT_SECONDS = 0.2, 0.3, 8.0
        assert level_for(0.2, 0.0, 0.0) == Level.BUSY
        assert level_for(0.3, 0.0, 7.9) == Level.VERY_BUSY
        assert level_for(0.3, 0.0, 8.0) == Level.FULL

    @pytest.mark.parametrize(
        ("threads", "level"), [(1, Level.CALM), (3, Level.BUSY), (4, Level.VERY_BUSY)]
    )
    def test_it_rises_within_two_seconds(self, meter, clock, threads, level):
        work(meter, clock, threads, seconds=2)
        assert meter.level == level

    def test_waiting_before_us_makes_it_rise_as_well(self, meter, clock):
        for _ in range(30):
            began = meter.begin(waited=2.0)
            clock.now += 0.05
            meter.end(began)
        assert meter.level == Level.VERY_BUSY

    def test_it_falls_by_one_level_in_five_seconds(self, meter, clock):
        work(meter, clock, THREADS, seconds=2)
        levels = []
        for _ in range(14):
            work(meter, clock, 1, seconds=1)
            levels.append(meter.level)
        assert levels[:4] == [Level.VERY_BUSY] * 4
        assert levels[6:9] == [Level.BUSY] * 3
        assert levels[-1] == Level.CALM

    def test_a_little_less_is_not_calmer(self, meter, clock):
        work(meter, clock, 3, seconds=2)
        assert meter.level == Level.BUSY
        for _ in range(20):
            # Two thirds of the time: below what makes it rise, but not clearly.
            work(meter, clock, 3, seconds=0.9)
            clock.now += 0.1
        assert meter.level == Level.BUSY

    def test_after_a_pause_it_is_calm_at_the_first_request(self, meter, clock):
        work(meter, clock, THREADS, seconds=2)
        clock.now += 60
        meter.begin()
        assert meter.level == Level.CALM

    def test_it_is_full_when_nothing_comes_to_an_end(self, meter, clock):
        for _ in range(THREADS):
            meter.begin()
        clock.now += 2
        meter.begin()
        assert meter.level == Level.VERY_BUSY
        clock.now += 2
        meter.begin()
        assert meter.level == Level.FULL

    def test_quick_refusals_hide_no_slow_request(self, meter, clock):
        slow = [meter.begin() for _ in range(THREADS)]
        clock.now += 0.9
        work(meter, clock, 1, seconds=0.05, took=0.01)
        for one in slow:
            one.began -= 4.0
            meter.end(one)
        clock.now += 0.05
        meter.begin()
        assert meter.level == Level.FULL

    def test_half_of_the_threads_stuck_keeps_it_full(self, meter, clock):
        meter.level = Level.FULL
        for _ in range(4):
            stuck = [meter.begin() for _ in range(THREADS // 2)]
            clock.now += 4.0
            for one in stuck:
                meter.end(one)
        meter.begin()
        assert meter.level == Level.FULL


class TestTheThreadKeptBack:
    """granian runs one thread more than the meter gives out."""

    def test_a_place_is_handed_on_to_one_who_waits(self, meter):
        working = [meter.begin() for _ in range(THREADS)]
        waiting = [meter.begin() for _ in range(2)]
        assert [one.has_place for one in [*working, *waiting]] == [True] * THREADS + [False] * 2
        with ThreadPoolExecutor(2) as pool:
            waits = [pool.submit(meter.wait, one) for one in waiting]
            meter.end(working[0])
            done, still = wait(waits, return_when=FIRST_COMPLETED)
            assert (len(done), len(still)) == (1, 1)
            meter.end(working[1])
        assert [one.has_place for one in waiting] == [True, True]
        assert meter.level == Level.CALM

    def test_each_place_comes_back(self, meter):
        for _ in range(3):
            for one in [meter.begin() for _ in range(THREADS + 2)]:
                meter.end(one)
        assert meter._places.qsize() == THREADS
        assert meter.under_way == 0

    def test_when_none_ends_the_process_is_full_and_nobody_waits_again(self, meter, settings):
        settings.SHED_WAIT_SECONDS = 0
        for _ in range(THREADS):
            meter.begin()
        last = meter.begin()
        meter.wait(last)
        assert not last.has_place
        assert meter.level == Level.FULL
        settings.SHED_WAIT_SECONDS = 3600
        meter.wait(last)
        assert not last.has_place

    @pytest.mark.parametrize("path", ["/read/", "/api/v1/entries/", "/de/page/"])
    def test_nothing_that_could_get_stuck_gets_it(self, client, at, counting, path):
        at(Level.FULL, under_way=THREADS)
        assert client.get(path).status_code == 503

    def test_not_even_what_is_never_left_out(self, client, at, monkeypatch):
        monkeypatch.setattr(pressure, "order_of", lambda *_: Order.NEVER)
        at(Level.FULL, under_way=THREADS - 1)
        assert client.get("/read/").status_code == 200
        at(Level.FULL, under_way=THREADS)
        assert client.get("/read/").status_code == 503

    def test_it_goes_on_by_what_is_known(self, client, at, monkeypatch):
        """The page with the typed form shows the site's name; asking for it could get stuck."""
        seen = []
        waits = or_wait(lambda request, waiting: HttpResponse(held.held("x", 1, ask, unknown="-")))

        def ask():
            seen.append("asked")
            return "now"

        monkeypatch.setattr("tests.web.urls.Counting.answer", waits(lambda request: None))
        at(Level.FULL, under_way=THREADS)
        answer = client.post("/de/page/")
        assert (answer.status_code, answer.content, seen) == (503, b"-", [])
        at(Level.CALM)
        assert held.held("x", 1, ask, unknown="-") == "now"

    def test_what_needs_no_waiting_does(self, client, at, counting):
        client.get("/de/page/")
        front.forget()
        at(Level.FULL, under_way=THREADS)
        assert client.get("/de/page/").status_code == 200


class TestTheOrder:
    @pytest.mark.parametrize(
        ("level", "left_out"),
        [
            (Level.CALM, set()),
            (Level.BUSY, set()),
            (Level.VERY_BUSY, {Order.LISTS, Order.PAGES}),
            (Level.FULL, {Order.LISTS, Order.PAGES, Order.SIGNING}),
        ],
    )
    def test_who_is_left_out(self, at, level, left_out):
        at(level, under_way=THREADS)
        found = set()
        for order in Order:
            try:
                admit(order)
            except NotNow:
                found.add(order)
        assert found == left_out

    def test_signing_goes_on_while_half_of_the_threads_are_free(self, at):
        at(Level.FULL, under_way=THREADS // 2)
        admit(Order.SIGNING)
        at(Level.FULL, under_way=THREADS // 2 + 1)
        with pytest.raises(NotNow):
            admit(Order.SIGNING)

    @pytest.mark.parametrize(
        ("level", "stale"),
        [(Level.CALM, set()), (Level.BUSY, {Order.LISTS}), (Level.VERY_BUSY, set(Order))],
    )
    def test_what_is_shown_from_an_old_copy(self, at, level, stale):
        at(level)
        assert {order for order in Order if prefers_stale(order)} == stale

    def test_what_is_left_out_is_counted(self, at):
        def count() -> float:
            return REGISTRY.get_sample_value("mitstimme_shed_total", {"order": "lists"}) or 0

        before = count()
        at(Level.VERY_BUSY)
        with pytest.raises(NotNow):
            admit(Order.LISTS)
        assert count() == before + 1

    def test_views_say_what_they_are(self):
        @pressure.sheds(Order.LISTS)
        def marked(request): ...

        assert order_of(marked) == Order.LISTS
        assert order_of(cache.cached_page()(marked)) == Order.LISTS
        assert order_of(lambda request: None) == Order.PAGES


class TestRequests:
    @pytest.fixture(autouse=True)
    def _counting(self, counting):
        """Pages that count how often they were made."""

    @pytest.mark.parametrize("path", ["/read/", "/api/v1/entries/"])
    def test_what_no_cache_holds_is_answered_by_a_503(self, client, at, path):
        assert client.get(path).status_code == 200
        at(Level.VERY_BUSY)
        answer = client.get(path)
        assert (answer.status_code, answer["Retry-After"]) == (503, "15")
        assert answer["Cache-Control"] == "no-store"
        if "api" in path:
            assert answer.json()["code"] == "unavailable"

    def test_a_page_with_a_copy_is_shown_from_it(self, client, at, monkeypatch):
        client.get("/de/page/")
        front.forget()
        later = pressure.time.time() + 30
        monkeypatch.setattr("web.stored_page.now", lambda: later)
        monkeypatch.setattr(front, "now", lambda: later)
        at(Level.VERY_BUSY)
        for _ in range(3):
            assert client.get("/de/page/").status_code == 200
        assert Counting.made == 1
        # The front shows it on its own for as long as a new one.
        assert next(iter(front._pages.values())).fresh_until == later + 5
        at(Level.CALM)
        front.forget()
        client.get("/de/page/")
        assert Counting.made == 2

    def test_a_page_without_a_copy_waits(self, client, at):
        at(Level.VERY_BUSY)
        assert client.get("/de/page/").status_code == 503
        at(Level.BUSY)
        assert client.get("/de/page/").status_code == 200

    def test_the_front_answers_all_the_same_and_is_not_measured(self, client, at):
        client.get("/de/page/")
        meter = at(Level.FULL, under_way=THREADS)
        assert client.get("/de/page/").status_code == 200
        assert meter._begun == 0

    def test_each_request_is_measured_once(self, client, at):
        meter = at(Level.CALM)
        client.get("/read/")
        client.get("/refuse/gone/")
        assert (meter._begun, meter.under_way) == (2, 0)

    @pytest.mark.parametrize(
        ("said", "waited"),
        [
            ("t={}", 2.0),
            ("{}", 2.0),
            ("t={}000", 2.0),
            ("{}000000", 2.0),
            ("soon", 0.0),
            ("nan", 0.0),
            ("inf", 0.0),
            ("t=9999999999", 0.0),
            ("t=1", 0.0),
            ("", 0.0),
        ],
    )
    def test_how_long_it_waited_before_us(self, rf, settings, time_machine, said, waited):
        time_machine.move_to(1_800_000_002, tick=False)
        settings.TRUSTED_PROXIES = 1
        request = rf.get("/", headers={"X-Request-Start": said.format(1_800_000_000)})
        assert pressure._waited(request) == waited
        settings.TRUSTED_PROXIES = 0
        assert pressure._waited(request) == 0.0
