"""Written text to spoken words, with the exact map back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise, zip_longest

from narrate.model import SpeechSettings, Spoken, SpokenSpan
from narrate.speech import profanity
from narrate.speech.characters import clean
from narrate.speech.languages import grammar_for
from narrate.speech.matching import KEPT, Matcher
from narrate.speech.rules import LETTER_A
from narrate.speech.sentences import cut_points, split_sentences
from narrate.speech.tiling import Edit, Parts, apply_edits, compose

BLEEP = "bleep"


class Verbalizer:
    """Says the lines of one episode; the order of the calls is the order in which they are read.

    Parameters
    ----------
    language : str
        BCP 47, such as "en", "en-GB", "en-au".
    settings : SpeechSettings
        `pronunciations` of article, show and user; the shipped ones come behind them.
    ipa : bool
        Whether the engine takes `[[ipa]]` inside the text.
    """

    def __init__(self, language: str, settings: SpeechSettings, *, ipa: bool = False) -> None:
        from narrate.speech.lexicon.files import shipped_lexicon

        self._language = language
        self._settings = settings
        self._ipa = ipa
        self._grammar = grammar_for(language, settings.urls, settings.emoji)
        self._matcher = Matcher(language, settings.pronunciations, shipped_lexicon(language), ipa=ipa)

    def say(self, text: str, voice: str = "") -> Spoken:
        """The words to say for `text`.

        Parameters
        ----------
        text : str
            One line as displayed.
        voice : str
            The voice's name in voices.yaml, for pronunciations that hold for one voice.

        Returns
        -------
        Spoken
            Its spans tile `text` and the spoken text; never empty for a text with a letter or figure.
        """
        spoken, _ = self._say(text, voice)
        return spoken

    def utterances(
        self, text: str, voice: str = "", max_characters: int = 0
    ) -> tuple[tuple[int, int, Spoken | None], ...]:
        """A line cut into sentences, and long sentences into clauses.

        Parameters
        ----------
        max_characters : int
            The most spoken characters an engine takes in one call; 0 for no limit.

        Returns
        -------
        tuple of (start, end, Spoken or None)
            Displayed characters, tiling `text`; None stands for a bleep. The spans of each Spoken count from `start`.
        """
        spoken, bleeps = self._say(text, voice)
        parts = Parts(spoken)
        ends = {end for _, end in split_sentences(text, self._language)}
        ends.update(edge for bleep in bleeps for edge in bleep)
        edges = sorted({0, len(text), *(e for e in ends if not parts.inside_edit(e))})
        pieces = [
            piece
            for start, end in pairwise(edges)
            for piece in ([(start, end)] if (start, end) in bleeps else _cut(text, parts, start, end, max_characters))
        ]
        joined = _join_silent(parts, pieces, bleeps)
        return tuple((a, b, None if (a, b) in bleeps else parts.part(a, b)) for a, b in joined)

    def _say(self, text: str, voice: str) -> tuple[Spoken, set[tuple[int, int]]]:
        base = clean(text)
        if not base.text:
            return base, set()
        edits, bleeps = self._edits(base.text, voice)
        spoken = compose(base, apply_edits(base.text, edits))
        if not has_words(spoken.text) and has_words(text):
            spoken = _as_written(text, base)
        if not bleeps:
            return spoken, set()
        return spoken, {(s.start, s.end) for s in spoken.spans if s.rule == profanity.RULE}

    def _edits(self, text: str, voice: str) -> tuple[list[Edit], bool]:
        claimed = [self._without_figures(claim) for claim in self._matcher.claims(text, voice)]
        bleep = self._settings.profanity == "bleep"
        swearing = [
            Edit(e.start, e.end, BLEEP, e.rule) if bleep else e for e in profanity.find(text, self._settings.profanity)
        ]
        claimed = merged(claimed, swearing)
        edits: list[Edit] = []
        at = 0
        for claim in (*claimed, Edit(len(text), len(text), "", "")):
            if claim.start > at:
                edits.extend(map(self._lettered, self._grammar.edits(text, at, claim.start)))
            if claim.end > claim.start and claim.spoken != text[claim.start : claim.end]:
                edits.append(claim)
            at = claim.end
        return list(_close_gaps(text, edits)), bleep and bool(swearing)

    def _lettered(self, edit: Edit) -> Edit:
        if LETTER_A not in edit.spoken:
            return edit
        if not self._ipa:
            return replace(edit, spoken=edit.spoken.replace(LETTER_A, "A"))
        sounds = edit.spoken.replace(f"{LETTER_A}'s", "[[ˈeɪz]]").replace(LETTER_A, "[[ˈeɪ]]")
        return replace(edit, spoken=sounds)

    def _without_figures(self, claim: Edit) -> Edit:
        """An entry may say "\\1 all": the figure it caught is put in words too."""
        said = claim.spoken
        if claim.rule == KEPT or "[[" in said or not any(map(str.isdigit, said)):
            return claim
        edits = map(self._lettered, self._grammar.edits(said, 0, len(said)))
        return replace(claim, spoken=apply_edits(said, edits).text)


def merged(first: Sequence[Edit], second: Sequence[Edit]) -> list[Edit]:
    """Both in order, without those of `second` that overlap one of `first`."""
    if not second:
        return list(first)
    kept = [e for e in second if not any(f.start < e.end and e.start < f.end for f in first)]
    return sorted([*first, *kept], key=lambda e: e.start)


def _close_gaps(text: str, edits: Sequence[Edit]) -> Iterator[Edit]:
    """No two blanks in a row: where something was dropped between two, or words were set off by them on both sides."""
    done, last = 0, " "
    for edit, following in zip_longest(edits, edits[1:]):
        last = last if edit.start == done else text[edit.start - 1]
        done = edit.end
        if last == " " and edit.spoken.startswith(" "):
            edit = replace(edit, spoken=edit.spoken.lstrip(" "))
        last = edit.spoken[-1:] or last
        alone = (
            not edit.spoken
            and (edit.start == 0 or text[edit.start - 1] == " ")
            and text[edit.end : edit.end + 1] == " "
        )
        if alone and (following is None or following.start > edit.end):
            yield Edit(edit.start, edit.end + 1, "", edit.rule)
        else:
            yield edit


def has_words(text: str) -> bool:
    """Whether there is a letter or figure to pronounce."""
    return any(map(str.isalnum, text))


def _as_written(text: str, base: Spoken) -> Spoken:
    """The text without what no engine may see; "a link" and the like where rules left nothing."""
    words = "".join(c if c.isalnum() or c in " .,;:!?'-" else " " for c in base.text).strip()
    said = words if has_words(words) else "sign"
    return Spoken(said, (SpokenSpan(0, len(text), 0, len(said), "as written"),))


def _cut(text: str, parts: Parts, start: int, end: int, limit: int) -> Iterator[tuple[int, int]]:
    """Pieces of a sentence whose spoken form is within the limit where the text allows it."""
    if not limit or parts.length(start, end) <= limit:
        yield start, end
        return
    points = sorted((at, rank) for at, rank in cut_points(text, start, end) if not parts.inside_edit(at))
    first = 0
    while first < len(points) and parts.length(start, end) > limit:
        last = first
        while last < len(points) and parts.length(start, points[last][0]) <= limit:
            last += 1
        # Where nothing fits, the next place at all: one long word must not keep the rest together.
        fitting = range(first, last) or range(first, first + 1)
        roomy = [i for i in fitting if parts.length(start, points[i][0]) * 3 >= limit] or fitting
        chosen = min(roomy, key=lambda i: (points[i][1], -i))
        yield start, points[chosen][0]
        start = points[chosen][0]
        first = chosen + 1
    yield start, end


def _join_silent(
    parts: Parts, pieces: Sequence[tuple[int, int]], bleeps: set[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Pieces without a word join a neighbour, so that no engine is asked for silence."""
    joined: list[tuple[int, int]] = []
    last_heard = False
    for piece in pieces:
        heard = has_words(parts.text(*piece))
        last = joined[-1] if joined else None
        if last and last not in bleeps and piece not in bleeps and not (last_heard and heard):
            joined[-1] = (last[0], piece[1])
            last_heard = last_heard or heard
        else:
            joined.append(piece)
            last_heard = heard
    return joined
