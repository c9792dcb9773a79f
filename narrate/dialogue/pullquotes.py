"""Pull quotes that repeat the narrator: a paragraph in marks whose words stand in the article without them too."""

from __future__ import annotations

from collections.abc import Iterator

from narrate.dialogue.page import Page
from narrate.dialogue.tokens import Token, words_of

Words = tuple[str, ...]
_OPENING = 6  # words that are looked for; shorter quotations may repeat a stock phrase by chance


def narrated_runs(page: Page) -> frozenset[int]:
    """Numbers of the runs that nobody says, since they repeat a sentence of the narrator's.

    Parameters
    ----------
    page : Page
    """
    wanted: dict[Words, dict[Words, list[int]]] = {}
    for number, words in _alone(page):
        wanted.setdefault(words[:_OPENING], {}).setdefault(words, []).append(number)
    if not wanted:
        return frozenset()
    return frozenset(number for prose in _prose(page) for number in _repeated(prose, wanted))


def _alone(page: Page) -> Iterator[tuple[int, Words]]:
    """Runs that are a paragraph, closed and continued nowhere, with their words."""
    going = {run.continues for run in page.runs}
    for number, run in enumerate(page.runs):
        paragraph, _ = page.places[number]
        if not (run.opened and run.closed) or run.continues is not None or number in going:
            continue
        if run.family not in ("double", "angle") or len(page.scenes[paragraph].paragraph.tokens) > 1:
            continue
        words = _spelled(words_of(page.text, run.start, run.end, page.lexicon.language))
        if len(words) >= _OPENING:
            yield number, words


def _prose(page: Page) -> Iterator[Words]:
    """The narrator's words between quotations, stretch by stretch."""
    for scene in page.scenes:
        tokens, begun = scene.paragraph.tokens, 0
        for at in (*scene.paragraph.quotes, len(tokens)):
            if at - begun >= _OPENING:
                yield _spelled(tokens[begun:at])
            begun = at + 1


def _repeated(prose: Words, wanted: dict[Words, dict[Words, list[int]]]) -> Iterator[int]:
    """The runs found in the prose; what is found once is looked for no more."""
    for at in range(len(prose) - _OPENING + 1):
        runs = wanted.get(prose[at : at + _OPENING], {})
        for words in [words for words in runs if prose[at : at + len(words)] == words]:
            yield from runs.pop(words)


def _spelled(tokens: list[Token]) -> Words:
    return tuple(token.lower for token in tokens if token.is_word)
