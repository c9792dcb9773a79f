"""Many articles at once: what there is to build, what stands already, and the making of all that is missing."""

from narrate.batch.elsewhere import cluster_of
from narrate.batch.orders import Orders, ScriptFile
from narrate.batch.production import Batch
from narrate.batch.rows import BATCH, BatchFile, Row, plain
from narrate.batch.run import run
from narrate.batch.sources import Source, gather
from narrate.batch.standing import Shelf, provenance_of

__all__ = [
    "BATCH",
    "Batch",
    "BatchFile",
    "Orders",
    "Row",
    "ScriptFile",
    "Shelf",
    "Source",
    "cluster_of",
    "gather",
    "plain",
    "provenance_of",
    "run",
]
