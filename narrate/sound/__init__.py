"""Takes to one MP3: the cache of takes, the mix, loudness, encoding."""

from narrate.sound.cache import CacheCheck, CacheInfo, cache_info, prune, verify
from narrate.sound.missing import missing_takes
from narrate.sound.purse import Purse
from narrate.sound.recording import record

__all__ = ["CacheCheck", "CacheInfo", "Purse", "cache_info", "missing_takes", "prune", "record", "verify"]
