"""The workers of a batch that are not on this machine, and what they must have in common."""

from __future__ import annotations

import pickle
from collections.abc import Callable

from narrate import __version__, sound
from narrate.batch.orders import Orders
from narrate.batch.work import contract_of
from narrate.errors import NarrateError
from narrate.lookup import engines_of, voices_of
from narrate.workers import Census, Cluster, Courier


def cluster_of(address: str, orders: Orders) -> Cluster:
    """The workers that the scheduler at this address knows, after a look at each. ClusterError."""
    look = _look_at_versions()
    census = Census(look(), look, voices_here, (pickle.dumps(orders),))
    return Cluster(address, census, _courier(orders))


def _courier(orders: Orders) -> Courier:
    settings = orders.settings
    if not settings.cluster.cache:
        return sound.Post(sound.Cache(orders.cache))
    return sound.Direct(contract_of(orders, None))


def _look_at_versions() -> Callable[[], dict[str, str]]:
    """A function that Dask sends whole, because it stands in another one: a worker may lack narrate."""

    def look() -> dict[str, str]:
        import platform

        try:
            import narrate

            version = narrate.__version__
        except ImportError:
            version = ""
        return {"Python": ".".join(platform.python_version_tuple()[:2]), "narrate": version}

    return look


def voices_here(packed: bytes) -> dict[str, str]:
    """This process's version, and the fingerprint of every voice of the settings; empty for one that is not there.

    VoiceError, EngineError if the narrator's is not.
    """
    orders: Orders = pickle.loads(packed)
    settings = orders.settings
    engine_named = engines_of(settings)
    names = (settings.narrator, settings.quote, *settings.pool, *(entry.voice for entry in settings.cast))
    found = {"narrate": __version__}
    for name in dict.fromkeys(names):
        try:
            voice = voices_of(settings.voices[name].language, settings, engine_named)(name)
            found[f"voice {name}"] = f"{voice.id} of {engine_named(voice.engine).fingerprint(voice)}"
        except NarrateError:
            if name == settings.narrator:
                raise
            found[f"voice {name}"] = ""
    return found
