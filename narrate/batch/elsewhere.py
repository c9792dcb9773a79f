"""The workers of a batch that are not on this machine, and what they must have in common."""

from __future__ import annotations

import pickle

from narrate import __version__, sound
from narrate.batch.orders import Orders
from narrate.errors import NarrateError
from narrate.lookup import engines_of, voices_of
from narrate.workers import Census, Cluster


def cluster_of(address: str, orders: Orders) -> Cluster:
    """The workers that the scheduler at this address knows, after a look at each. ClusterError."""
    census = Census(__version__, voices_here, (pickle.dumps(orders),))
    return Cluster(address, census, sound.Post(sound.Cache(orders.cache)))


def voices_here(packed: bytes) -> dict[str, str]:
    """The fingerprint of every voice of the settings in this process; empty for one that is not there.

    VoiceError, EngineError if the narrator's is not.
    """
    orders: Orders = pickle.loads(packed)
    settings = orders.settings
    engine_named = engines_of(settings)
    names = (settings.narrator, settings.quote, *settings.pool, *(entry.voice for entry in settings.cast))
    found: dict[str, str] = {}
    for name in dict.fromkeys(names):
        try:
            voice = voices_of(settings.voices[name].language, settings, engine_named)(name)
            found[f"voice {name}"] = f"{voice.id} of {engine_named(voice.engine).fingerprint(voice)}"
        except NarrateError:
            if name == settings.narrator:
                raise
            found[f"voice {name}"] = ""
    return found
