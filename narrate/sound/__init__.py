"""Takes to one MP3: the cache of takes, the mix, loudness, encoding."""

from narrate.sound.atonce import parts_of, session_here, without_body
from narrate.sound.cache import Cache, CacheCheck, CacheInfo, Store, Unusable, cache_info, prune, verify
from narrate.sound.contract import Contract
from narrate.sound.desk import audio_ms_of, patience_seconds
from narrate.sound.missing import missing_takes, takes_of
from narrate.sound.parcels import Direct, Entry, Post, Tray
from narrate.sound.purse import Purse
from narrate.sound.recording import NO_FURNITURE, Session, Ways, record
from narrate.sound.shared import SharedCache
from narrate.sound.upkeep import most_bytes, size_of

__all__ = [
    "NO_FURNITURE",
    "Cache",
    "CacheCheck",
    "CacheInfo",
    "Contract",
    "Direct",
    "Entry",
    "Post",
    "Purse",
    "Session",
    "SharedCache",
    "Store",
    "Tray",
    "Unusable",
    "Ways",
    "audio_ms_of",
    "cache_info",
    "missing_takes",
    "most_bytes",
    "parts_of",
    "patience_seconds",
    "prune",
    "record",
    "session_here",
    "size_of",
    "takes_of",
    "verify",
    "without_body",
]
