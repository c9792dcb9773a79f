"""Interviews: "Q:" and "A:", and paragraphs that begin with the speaker's name and a colon."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from narrate.dialogue.lexicon import Lexicon
from narrate.dialogue.rubrics import is_list, is_rubric
from narrate.dialogue.runs import Run
from narrate.model import Block

_LABEL = re.compile(
    r"[*_ \t]{0,3}(?P<name>[QA]|[^\W\d_][\w.’'&-]*(?:[ \t]+[\w.’'&-]+){0,3}?)"
    r"(?:[ \t]*\([^()\n]{1,30}\))?[*_]{0,2}[ \t]?"
    r"(?P<colon>[:：])[*_]{0,2}(?P<space>[ \t\u00a0]+)(?=\S)"
)
# Q. How many? A. Forty. P. ¿Cuántas? R. Cuarenta.
_DOTTED = re.compile(r"[*_ \t]{0,3}(?P<name>[QAPR])[.][—–-]?[*_]{0,2}[ \t\u00a0]+(?=[¿¡\"“«*_]*[^\W\d_])")
_SHOUTED = re.compile(r"[\"“]\[?(?P<name>[A-Z][A-Z.'’-]+(?: [A-Z][A-Z.'’-]+){0,3}):[ \u00a0]+(?=\S)")
_QUESTION = {"q", "question", "frage", "f", "p", "pregunta", "d", "domanda", "вопрос"}
_ANSWER = {"a", "answer", "antwort", "r", "respuesta", "risposta", "ответ"}
_NETWORKS = "Twitter|Facebook|Instagram|YouTube|Snapchat|LinkedIn|TikTok|Threads|Bluesky|Mastodon|X"
_PROMOTION = re.compile(
    r"\W{0,3}(?:[Ff]ollow|[Ll]ike|[Ff]ind)\b(?!\s+(?:me|us)\b)[^.?!\n]{2,60}?\s[Oo]n\s+(?:"
    + _NETWORKS
    + r")\b[^\n]{0,80}"
)
_MARKS = "\"“”„«»‘’'"
_SPEAKERS = 2  # names, and times of each, that make a transcript
_BEGINNING = 400  # characters of a paragraph that tell who tells it
_ASIDE = re.compile(r"(?:The|This|Our) (?:interview|conversation|transcript|exchange|discussion|call|tape)\b")
_FIRST_PERSON = re.compile(r"\b(?:I|[Ww]e|[Yy]ou|[Mm]y|[Oo]ur|[Yy]our|[Mm]e|[Uu]s)\b")
_NAMED = re.compile(
    r"(?<!\w)(?P<name>[A-ZÀ-Þ][\w’'-]+)(?! [A-ZÀ-Þ])(?P<verb> (?:then )?"
    r"(?:said|says|asked|asks|told|tells|replied|added|laughed|nodded|paused|smiled|showed|turned)\b)?"
)
_MAX_GAP = 3  # paragraphs without a label between two labelled ones still belong to the speaker before


def is_answer(label: str) -> bool:
    """Whether a label says that somebody answers, but not who: A, Antwort."""
    return label.lower() in _ANSWER


def label_runs(text: str, blocks: Sequence[Block], lexicon: Lexicon) -> dict[int, Run]:
    """One run for every paragraph that a label gives to a speaker, by index of the block.

    A page is read as an interview only if labels repeat or ask and answer: "Photo: ..." alone is no speaker, nor is
    "Interview: the keeper of the bees", the title of one, nor whom it quotes: "Mayor Lind: Ferry Toll Is ‘Over’".
    The rubrics of a list speak neither: "When: Friday".
    """
    spans = [block.span for block in blocks]
    labels = {
        index: found
        for index, block in enumerate(blocks)
        if block.kind != "title" and (found := _label(text, *block.span))
    }
    names = {index: text[first:last] for index, (first, last, _) in labels.items()}
    asked = _asks_and_answers(names.values())
    if not asked:
        labels = {index: found for index, found in labels.items() if not is_rubric(names[index], lexicon)}
        names = {index: names[index] for index in labels}
    if not asked and (not _is_repeated(names.values()) or is_list(names.values(), text, lexicon)):
        return {}
    if 2 * sum(text[body].isdigit() for _, _, body in labels.values()) > len(labels):
        return {}  # a table of results
    runs = {
        index: Run(index, body, spans[index][1], family="label", name=(a, b)) for index, (a, b, body) in labels.items()
    }
    return runs | _unlabelled(runs, spans, text)


def _label(text: str, start: int, end: int) -> tuple[int, int, int] | None:
    match = _LABEL.match(text, start, end)
    if match is None or text[match.end()] in _MARKS:
        match = _DOTTED.match(text, start, end)
        return None if match is None else (match.start("name"), match.end("name"), match.end())
    name = match.group("name")
    words = name.split()
    if not words[0][0].isupper() or not (words[-1][0].isupper() or words[-1][0].isdigit()):
        return None
    return match.start("name"), match.end("name"), match.end()


def _asks_and_answers(names: Iterable[str]) -> bool:
    lowered = {name.lower() for name in names}
    return not _QUESTION.isdisjoint(lowered) and not _ANSWER.isdisjoint(lowered)


def _is_repeated(names: Iterable[str]) -> bool:
    """Whether two labels at least stand twice or more."""
    counts = Counter(name.lower().split()[-1] for name in names)
    return len(counts) >= _SPEAKERS and sum(count >= _SPEAKERS for count in counts.values()) >= _SPEAKERS


def _unlabelled(runs: dict[int, Run], spans: Sequence[tuple[int, int]], text: str) -> dict[int, Run]:
    """Further paragraphs of an answer, up to the next label or to the narrator."""
    found: dict[int, Run] = {}
    numbers = sorted(runs)
    names = {text[slice(*run.name)].split()[-1] for run in runs.values() if run.name is not None}
    for before, after in pairwise(numbers):
        if after - before - 1 > _MAX_GAP:
            continue
        for index in range(before + 1, after):
            start, end = spans[index]
            if _is_narrated(text[start:end], text[slice(*(runs[before].name or (0, 0)))], names):
                break
            if text[end - 1] in ".!?…" + _MARKS and not is_promotion(text, start, end):
                found[index] = Run(index, start, end, opened=False, family="label", name=runs[before].name)
    return found


def _is_narrated(words: str, label: str, names: set[str]) -> bool:
    """Whether a paragraph tells of the speakers instead of going on with one: Lind then took out a picture."""
    if _ASIDE.match(words):
        return True
    words = words[:_BEGINNING]
    if _FIRST_PERSON.search(words):
        return False
    own = label.split()[-1]
    for match in _NAMED.finditer(words):
        name = match.group("name").lower()
        if name == own.lower() or (match.group("verb") and any(name == other.lower() for other in names)):
            return True
    return False


def is_promotion(text: str, start: int, end: int) -> bool:
    """Whether a paragraph asks readers to follow somebody on a network: nobody in the article says that.

    Who says so himself speaks of "me" or "us": Follow me on Twitter.
    """
    return _PROMOTION.fullmatch(text, start, end) is not None


def name_in_marks(text: str, runs: Sequence[Run]) -> None:
    """Give runs that begin with a name in capitals to whom it names, in a transcript: “LIND: We lost.” “RUIZ: We did.”

    Parameters
    ----------
    text : str
        The article's text.
    runs : sequence of Run
        Runs between marks, in order; those with a name lose it from their words.
    """
    found = [(run, match) for run in runs if run.family == "double" and (match := _SHOUTED.match(text, run.start))]
    if len({match.group("name") for _, match in found}) < _SPEAKERS:
        return
    for run, match in found:
        if match.end() < run.end:
            run.start, run.name, run.family, run.continues = match.end(), match.span("name"), "label", None
