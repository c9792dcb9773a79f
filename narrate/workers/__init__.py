"""Who does the work: this process, worker processes, or a cluster; and many jobs shared fairly among them."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from narrate.workers.cluster import Census, Cluster, Courier
    from narrate.workers.pool import Here, Pool
    from narrate.workers.processes import Processes
    from narrate.workers.schedule import Done, finish, work_off

__all__ = ["Census", "Cluster", "Courier", "Done", "Here", "Pool", "Processes", "finish", "work_off"]

_HOMES = {
    "Census": "cluster",
    "Cluster": "cluster",
    "Courier": "cluster",
    "Done": "schedule",
    "Here": "pool",
    "Pool": "pool",
    "Processes": "processes",
    "finish": "schedule",
    "work_off": "schedule",
}


def __getattr__(name: str) -> Any:
    """Load what is asked for when it is asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f".{_HOMES[name]}", __name__), name)
