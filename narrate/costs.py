"""What a script would cost: how much of it would have to be spoken, by which engine, at what price."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from narrate.model import Capabilities, Utterance


@dataclass(frozen=True)
class Cost:
    """Of one engine, for words that are not in the cache."""

    engine: str
    takes: int
    characters: int
    price_per_million: float  # characters, in the currency of the settings; 0: it costs nothing
    max_cost: float  # 0: no cap

    @property
    def price(self) -> float:
        return self.characters * self.price_per_million / 1_000_000


def estimate(missing: Iterable[Utterance], capabilities: Callable[[str], Capabilities]) -> tuple[Cost, ...]:
    """The cost of speaking these utterances, by engine; words that come twice in one voice are spoken once."""
    texts: dict[str, set[tuple[object, str]]] = {}
    for utterance in missing:
        if utterance.bleep_ms <= 0 and any(map(str.isalnum, utterance.spoken.text)):
            voice = utterance.voice
            own = (voice.id, voice.language, voice.rate, voice.pitch, voice.take)
            texts.setdefault(voice.engine, set()).add((own, utterance.spoken.text))
    costs = []
    for engine, spoken in sorted(texts.items()):
        able = capabilities(engine)
        characters = sum(len(text) for _, text in spoken)
        costs.append(Cost(engine, len(spoken), characters, able.price_per_million, able.max_cost))
    return tuple(costs)
