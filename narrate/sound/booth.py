"""The booth: one worker's engines and its share of the work. It runs in a worker process or in this one."""

from __future__ import annotations

import contextlib
import pickle
import threading
from dataclasses import replace
from functools import lru_cache
from typing import Protocol, runtime_checkable

from narrate.errors import EngineError, NarrateError, SoundError, VoiceError
from narrate.model import Engine
from narrate.sound import lame, lossless, takes
from narrate.sound.cache import Store
from narrate.sound.contract import Contract
from narrate.sound.faults import Spoilt
from narrate.sound.keys import is_speakable
from narrate.sound.mix import measure
from narrate.sound.orders import KINDS, ClipOrder, EffectOrder, MixOrder, Order, SpeakOrder, blame
from narrate.tasks import FAREWELLS

_TRIES = 2
_OTHER_SEED = 1000
_CONTRACTS = 4  # that a worker remembers: their engines may be large models


@lru_cache(_CONTRACTS)
def booth_for(contract: bytes) -> Booth:
    """The booth of this process for a pickled contract: its engines stay loaded from order to order."""
    booth = Booth(pickle.loads(contract))
    FAREWELLS.append(booth.close)
    return booth


class Booth:
    """Carries out orders; everything it makes goes to the store."""

    def __init__(self, contract: Contract) -> None:
        self.contract = contract
        self.store = contract.store
        self._engines: dict[str, Engine] = {}
        self._loading = threading.Lock()

    def carry_out(self, order: Order, store: Store | None = None) -> bool:
        """False if somebody did it meanwhile; `store` stands in for that of the contract.

        Raises NarrateError, with the number of the line where one is to blame, and Unusable.
        """
        store = self.store if store is None else store
        settings = self.contract.settings
        if store.has(KINDS[type(order)], order.key) and not isinstance(order, ClipOrder):
            return False
        if isinstance(order, SpeakOrder):
            self._speak(order, store)
        elif isinstance(order, EffectOrder):
            takes.store_treated(store, order.key, order.take, order.effects)
        elif isinstance(order, ClipOrder):
            self._decode(order, store)
        elif isinstance(order, MixOrder):
            head = measure(store, order, settings.sample_rate_hz, settings.loudness_lufs)
            store.write("mixes", order.key, head, b"")
        else:
            encode = lame.encode if settings.format == "mp3" else lossless.encode
            encoded = encode(order.piece, store, settings)
            head = {"frames": encoded.frames, "peak": encoded.peak}
            store.write("pieces", order.key, head, encoded.data)
        return True

    def _decode(self, order: ClipOrder, store: Store) -> None:
        from narrate.sound.clips import decode  # brings libsndfile, which most recordings need not

        try:
            decode(order.key, order.file, self.contract.settings.sample_rate_hz, self.contract.settings.channels, store)
        except SoundError as error:
            raise SoundError(f"{order.where}: {error.message}" if order.where else error.message, error.hint) from error

    def _speak(self, order: SpeakOrder, store: Store) -> None:
        if order.bleep_ms > 0:
            take = takes.bleep(order.bleep_ms)
        elif not is_speakable(order.text):
            take = takes.EMPTY
        else:
            take = self._take(order)
        takes.store(store, order.key, take)

    def _take(self, order: SpeakOrder) -> takes.Take:
        for attempt in range(_TRIES):
            last = attempt == _TRIES - 1
            try:
                engine = self._engine(order.voice.engine)
                # From the same seed a spoilt take would come again.
                voice = replace(order.voice, take=order.voice.take + attempt * _OTHER_SEED) if attempt else order.voice
                speech = engine.speak(order.text, voice)
                return takes.inspect(speech, order.text, order.voice, engine.capabilities.silent)
            except Spoilt as fault:
                if last:
                    raise blame(order, EngineError(f"the take is not usable: {fault}", _SPOILT_HINT)) from fault
            except VoiceError as error:
                raise blame(order, error) from error
            except NarrateError as error:
                if last:
                    raise blame(order, error) from error
            except Exception as error:
                if last:
                    what = EngineError(f"{type(error).__name__}: {error}", _ENGINE_HINT)
                    raise blame(order, what) from error
        raise AssertionError("every attempt returns or raises")

    def _engine(self, name: str) -> Engine:
        with self._loading:
            if name not in self._engines:
                self._engines[name] = self.contract.load_engine(name)
            return self._engines[name]

    def close(self) -> None:
        """Let the engines end what they have started, while others may be speaking in another thread."""
        for engine in list(self._engines.values()):
            if isinstance(engine, Closable):
                with contextlib.suppress(Exception):
                    engine.close()


@runtime_checkable
class Closable(Protocol):
    """An engine that has something to end when narrate is done with it: programs that it runs, connections."""

    def close(self) -> None: ...


_SPOILT_HINT = "run again; if it stays, change the words of this line or give its speaker another voice"
_ENGINE_HINT = "run again: what is finished is kept; `narrate voices` shows what can speak here"
