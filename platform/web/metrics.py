"""What `/metrics` tells: how requests go in this process, and the gauges other apps bring.

Each web process counts for itself and tells its own: run one process per web node
(WEB_PROCESSES=1) and let Prometheus scrape each node. Names of views and counts only.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from prometheus_client import REGISTRY, Histogram
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

type GetResponse = Callable[[HttpRequest], HttpResponse]
# One number, or one for each tuple of the labels' values.
type Reading = float | Mapping[tuple[str, ...], float]

REQUESTS = Histogram(
    "mitstimme_request_seconds",
    "Time from a request to the beginning of its answer.",
    ("view", "status"),
    buckets=(0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 5),
)


class RequestMetricsMiddleware:
    """Count each request by the name of its view and the class of its status, with its time."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        # Looking a label up takes most of the time. Names of views and classes are few.
        self.series: dict[tuple[str, int], Histogram] = {}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        response = self.get_response(request)
        match = request.resolver_match
        key = (match.view_name if match else "none", response.status_code // 100)
        series = self.series.get(key)
        if series is None:
            series = self.series[key] = REQUESTS.labels(key[0], f"{key[1]}xx")
        series.observe(time.perf_counter() - began)
        return response


@dataclass(frozen=True)
class Gauge:
    """A number that is asked for at each scrape. `read` needs a fixed number of queries."""

    name: str
    documentation: str
    read: Callable[[], Reading]
    labels: tuple[str, ...] = ()


_gauges: dict[str, Gauge] = {}


def gauge(
    name: str, documentation: str, read: Callable[[], Reading], labels: tuple[str, ...] = ()
) -> None:
    """Add a gauge; apps call this in AppConfig.ready. No personal data in any label."""
    # ready() runs again where tests isolate apps: the gauge takes its own place.
    _gauges[name] = Gauge(name, documentation, read, labels)


class Gauges(Collector):
    """Asks every gauge; without a database only that is told, and what this process counted."""

    def describe(self) -> list[Metric]:
        return []  # asked at the import, before there is a database

    def collect(self) -> Iterator[Metric]:
        answers = 1
        for one in list(_gauges.values()):
            try:
                reading = one.read()
            except DatabaseError:
                answers = 0
                break
            family = GaugeMetricFamily(one.name, one.documentation, labels=one.labels)
            values = reading if isinstance(reading, Mapping) else {(): reading}
            for labels, value in values.items():
                family.add_metric(labels, value)
            yield family
        yield GaugeMetricFamily(
            "mitstimme_database_up", "1 while the database answers, else 0.", answers
        )


REGISTRY.register(Gauges())
