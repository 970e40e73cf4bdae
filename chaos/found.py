"""Parts are files: whoever adds a fault, a load or a check adds one, and is found."""

from __future__ import annotations

import pkgutil
from importlib import import_module
from types import ModuleType


def modules(package: ModuleType) -> dict[str, ModuleType]:
    """Every module of a package by its name, in the order of their names."""
    names = sorted(module.name for module in pkgutil.iter_modules(package.__path__))
    return {name: import_module(f"{package.__name__}.{name}") for name in names}
