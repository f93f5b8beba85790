"""Figures for Prometheus, on a port of this machine alone: asked for, each is looked up anew. Start at `serve`."""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from prometheus_client import CollectorRegistry, start_http_server
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

HOST = "127.0.0.1"


class Figure(NamedTuple):
    """One figure: its name, what it counts, and its values, each by the value of its label ('' where it has none)."""

    name: str
    what: str
    values: dict[str, float]
    label: str = ""


def serve(port: int, figures: Callable[[], Iterable[Figure]]) -> Callable[[], None]:
    """Answer on a port, in a thread of its own; return what ends it. OSError if the port is taken."""
    registry = CollectorRegistry()
    registry.register(_Figures(figures))
    server, thread = start_http_server(port, HOST, registry)

    def end() -> None:
        server.shutdown()
        server.server_close()
        thread.join(5)

    return end


class _Figures(Collector):
    def __init__(self, figures: Callable[[], Iterable[Figure]]) -> None:
        self._figures = figures

    def collect(self) -> Iterator[GaugeMetricFamily]:
        for one in self._figures():
            family = GaugeMetricFamily(f"mailservice_{one.name}", one.what, labels=[one.label] if one.label else [])
            for label, value in one.values.items():
                family.add_metric([label] if one.label else [], value)
            yield family
