"""Takes to one MP3: the cache of takes, the mix, loudness, encoding."""

from narrate.sound.cache import Cache, CacheCheck, CacheInfo, cache_info, prune, verify
from narrate.sound.contract import Contract
from narrate.sound.missing import missing_takes
from narrate.sound.parcels import Direct, Post
from narrate.sound.purse import Purse
from narrate.sound.recording import Session, Ways, record
from narrate.sound.shared import SharedCache
from narrate.sound.upkeep import most_bytes, size_of

__all__ = [
    "Cache",
    "CacheCheck",
    "CacheInfo",
    "Contract",
    "Direct",
    "Post",
    "Purse",
    "Session",
    "SharedCache",
    "Ways",
    "cache_info",
    "missing_takes",
    "most_bytes",
    "prune",
    "record",
    "size_of",
    "verify",
]
