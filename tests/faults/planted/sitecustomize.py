"""Faults planted in a process of the service, by whoever puts this folder on PYTHONPATH; the product has no hook for it.

Each stands in one function of ours, and breaks out while its name stands in the file that FAULTS_PLANTED names.
"""

import os
import re
import sys
from collections.abc import Callable, Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path
from types import ModuleType
from typing import Any

FILE = os.environ.get("FAULTS_PLANTED", "")


def planted(name: str) -> bool:
    """Tell whether a fault breaks out now."""
    try:
        return name in Path(FILE).read_text("utf-8").split()
    except OSError:
        return False


def endless() -> None:
    """Look for what is not there, for years: nothing else of this process runs meanwhile."""
    re.match(r"(a+)+$", "a" * 60 + "b")


class PlantedError(Exception):
    """A defect that was planted."""


def _before(place: Any, name: str, does: Callable[..., object]) -> None:
    real = getattr(place, name)

    def instead(*given: Any, **named: Any) -> Any:
        found = does(*given, **named)
        return real(*given, **named) if found is None else found

    setattr(place, name, instead)


def _fails(name: str, here: Callable[..., bool] = lambda *_, **__: True) -> Callable[..., None]:
    def does(*given: Any, **named: Any) -> None:
        if planted(name) and here(*given, **named):
            raise PlantedError(name)

    return does


def _hangs(name: str, here: Callable[..., bool]) -> Callable[..., None]:
    def does(*given: Any, **named: Any) -> None:
        if here(*given, **named) and planted(name):
            endless()

    return does


def _drilling(module: ModuleType) -> None:
    _before(module.Drilling, "work", _fails("duty"))


def _sweeping(module: ModuleType) -> None:
    _before(module.Sweeping, "waits", lambda _: {1: ["planted"]} if planted("date") else None)
    _before(module.Sweeping, "_call", _fails("date", lambda _, case, *__: case == 1))


def _writing(module: ModuleType) -> None:
    _before(module, "compose", _fails("letter", lambda order, *_, **__: order.template == "stranger"))


def _hearing(module: ModuleType) -> None:
    _before(module, "read", _hangs("reading", lambda _, raw, *__: b"planted-reading" in raw))


def _receiving(module: ModuleType) -> None:
    _before(
        module.Receiving, "_decide", _hangs("deciding", lambda _, __, read: "planted-deciding" in read.mail.subject)
    )


PLANTS = {
    "mailservice.service.drilling": _drilling,
    "mailservice.service.sweeping": _sweeping,
    "mailservice.mail.compose.writing": _writing,
    "mailservice.service.hearing": _hearing,
    "mailservice.service.receiving": _receiving,
}


class _Planting(Loader):
    def __init__(self, real: Loader, plant: Callable[[ModuleType], None]) -> None:
        self.real, self.plant = real, plant

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return self.real.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        self.real.exec_module(module)
        self.plant(module)


class _Finder(MetaPathFinder):
    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        plant = PLANTS.get(fullname)
        found = PathFinder.find_spec(fullname, path, target) if plant else None
        if found is None or found.loader is None or plant is None:
            return None
        found.loader = _Planting(found.loader, plant)
        return found


if FILE:
    sys.meta_path.insert(0, _Finder())
