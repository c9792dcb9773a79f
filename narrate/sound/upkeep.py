"""Upkeep: the cache stays under its size without anybody's doing."""

from __future__ import annotations

import os
import re
import time
from pathlib import Path

from narrate.sound.cache import prune

LIMIT = "NARRATE_CACHE_SIZE"
"""The environment variable with the size that the cache may have, such as 500M or 20G."""
MOST_BYTES = 5 * 10**9  # takes and encoded pieces of about a day of audio
_UNITS = {"": 1, "K": 10**3, "M": 10**6, "G": 10**9, "T": 10**12}
_STAMP = ".tended"
_EVERY_SECONDS = 3600.0  # counting a full cache takes a second, and no hour fills a disk


def size_of(text: str) -> int | None:
    """The bytes that 500M, 2.5G or 0 stand for; None for anything else."""
    match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([KMGT]?)B?", text.strip(), re.IGNORECASE)
    return int(float(match[1]) * _UNITS[match[2].upper()]) if match else None


def most_bytes() -> int:
    """The size that the cache may have."""
    wanted = size_of(os.environ.get(LIMIT, ""))
    return MOST_BYTES if wanted is None else wanted


def tend(path: Path) -> int:
    """Bring the cache down to its size by what was used longest ago, once an hour at most; give the bytes freed."""
    stamp = path / _STAMP
    try:
        if time.time() - stamp.stat().st_mtime < _EVERY_SECONDS:
            return 0
    except OSError:
        pass  # never tended
    try:
        stamp.touch()
    except OSError:
        return 0  # a cache that cannot be written to does not grow
    return prune(path, most_bytes())
