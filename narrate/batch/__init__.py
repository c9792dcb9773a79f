"""Many articles at once: what there is to build, what stands already, and the making of all that is missing."""

from narrate.batch.elsewhere import cluster_of
from narrate.batch.orders import Orders, ScriptFile
from narrate.batch.production import Batch
from narrate.batch.rows import BATCH, BatchFile, Row, plain
from narrate.batch.run import run
from narrate.batch.sources import Source, gather
from narrate.batch.standing import Shelf, provenance_of
from narrate.batch.watching import Memory, Watch, lock, memory_in

__all__ = [
    "BATCH",
    "Batch",
    "BatchFile",
    "Memory",
    "Orders",
    "Row",
    "ScriptFile",
    "Shelf",
    "Source",
    "Watch",
    "cluster_of",
    "gather",
    "lock",
    "memory_in",
    "plain",
    "provenance_of",
    "run",
]
