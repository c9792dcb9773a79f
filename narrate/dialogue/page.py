"""An article as the attributor sees it: paragraphs, quotations, names, mentions and tags."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from narrate.dialogue.antecedents import with_told_genders
from narrate.dialogue.captions import is_caption
from narrate.dialogue.dashes import dash_runs, incised
from narrate.dialogue.families import with_family_names
from narrate.dialogue.glued import parted
from narrate.dialogue.habits import habits_of
from narrate.dialogue.labels import label_runs, name_in_marks
from narrate.dialogue.lexicon import Lexicon, lexicon_of
from narrate.dialogue.marks import Mark
from narrate.dialogue.mentions import Mention, Scene
from narrate.dialogue.names import Name, names_in, without_offices
from narrate.dialogue.people import Person, locate, people_of
from narrate.dialogue.posts import post_runs
from narrate.dialogue.repairs import lost_end
from narrate.dialogue.runs import MAX_BETWEEN, Run, link_blocks, runs_in
from narrate.dialogue.tags import scene_of
from narrate.dialogue.tokens import Paragraph, paragraph_of
from narrate.dialogue.unmarked import is_quoted_block
from narrate.model import Article, Block, BlockKind

_QUOTING_TITLE = re.compile(r"[^\"“”'‘’:\n]{2,50}: ?['‘“\"][^\"“\n]{4,90}['’”\"]\.?(?!.)")
# 'I ate it,' he said. 'I am well.' Or with the comma outside: 'I ate it', he said.
_CLOSED_SINGLE = re.compile(r"[.,?!…]['’] \w|\w['’], [^\W\d_A-ZÀ-ÞА-Я]")
_CAPITALS = re.compile(r"[A-Z][A-Z ’'&-]{3,}[.:]?")  # FULL TEXT.
_TAG = re.compile(r"(?:[,?!][\"”]|,['’]) (?P<tag>[^\"“”‘\n]{2,60})")
_PAST = ("said", "told", "wrote", "thought", "swore")  # headlines say: says
_PASSIVE = ("told", "warned", "urged", "asked", "advised")  # “Stay in,” sailors told
# The port at dusk (pictured) before the storm
_PICTURED = re.compile(r"\b[Pp]ictured\b|^(?:Scroll down for|SCROLL DOWN FOR) ")
_ORNAMENTS = " ♦◆■□▪●•∎*#"  # signs that stand after the last sentence of an article
_SINGLE = re.compile(r"(?<!\w)['‘][^\W\d_][^'‘’\n]{2,60}[^\s.,?!…'‘’]['’](?![\w,])")
# “Nobody asked us.” ― Ana Ruiz; not the title of a source with its date: “Ferry late” — Courier, May 2
_SIGNED = re.compile(r"[“\"][^“”\"\n]{20,}[.!?…][”\"] ?(?:[―—–]|--?) ?[A-ZÀ-Þ][^“”\"\d\n]{2,60}")
_DOUBLE = '"“”«„'
_SMALL = frozenset([  # words that a heading leaves small
    "a", "an", "the", "and", "or", "but", "nor", "of", "in", "on", "at", "to", "for", "by", "from", "with", "as", "off",
    "out", "up", "over", "into", "via", "vs", "is", "it", "its", "s", "t",
])  # fmt: skip
_TAG_WORDS = 8
_DECK = 3  # lines above the article: headline, kicker, summary
_MAX_HEADING = 120  # characters
_LINE = re.compile(r"[^\n]+")


@dataclass(slots=True)
class Page:
    """Everything that is known of an article before anyone speaks."""

    text: str
    lexicon: Lexicon
    blocks: list[Block]
    runs: list[Run]
    scenes: list[Scene]
    people: list[Person]
    places: dict[int, tuple[int, int]] = field(default_factory=dict)  # run -> (paragraph, token)

    def inner(self, run: Run) -> str:
        return self.text[run.start : run.end]


def article_of(text: str, language: str = "en") -> Article:
    """Bare text as an article: every line that is not blank is a paragraph, a short first one may be a title."""
    spans = []
    for match in _LINE.finditer(text):
        line = match.group()
        start = match.start() + len(line) - len(line.lstrip())
        end = match.start() + len(line.rstrip())
        if end > start:
            spans.append((start, end))
    return Article(
        text, tuple(Block(_kind(text, spans, at), *span) for at, span in enumerate(spans)), language=language
    )


def _kind(text: str, spans: Sequence[tuple[int, int]], at: int) -> BlockKind:
    start, end = spans[at]
    end = start + len(text[start:end].rstrip(_ORNAMENTS) or text[start:end])
    if 0 < at < len(spans) - 1 and end - start < 60 and _CAPITALS.fullmatch(text, start, end):
        return "heading"
    if len(spans) > (1 if at == 0 else 2) and _is_title_case(text[start:end]):
        return "title" if at == 0 else "heading"
    if at == 0 and len(spans) > 2 and _QUOTING_TITLE.match(text, start, end):
        return "title"
    if _is_told(text, start, min(end, start + _MAX_HEADING)) or _SIGNED.fullmatch(text, start, end):
        return "paragraph"
    if (
        text[end - 1].isalnum()
        and not any(mark in text[start:end] for mark in _DOUBLE)
        and _PICTURED.search(text[start:end])
    ):
        return "caption"
    if at < min(_DECK, len(spans) - 1) and _is_deck(text, start, end):
        return "title" if at == 0 else "heading"
    if end - start > _MAX_HEADING or len(spans) < 3 or text[end - 1] in '.:,;?!…"”»“«':
        return "paragraph"
    if text[end - 1] in "'’" and (_CLOSED_SINGLE.search(text, start, end) or _is_single_speech(text, start, end)):
        return "paragraph"
    if text[start] in "—–-*•" or (text[end - 1] in "’'" and text[start] not in "‘'"):
        return "paragraph"
    last = at + 1 == len(spans)
    return "paragraph" if last else ("title" if at == 0 else "heading")


def _is_told(text: str, start: int, end: int) -> bool:
    """Whether somebody is told to have said the quoted words, as no headline tells it: “We wait,” Ana Ruiz insisted"""
    verbs = lexicon_of("en").verbs
    for match in _TAG.finditer(text, start, end):
        words = [word.strip(",.") for word in match.group("tag").split()]
        if words[:2] == ["according", "to"]:
            return True
        if words[-1] in _PASSIVE:
            words.pop()
        if any(word in verbs and (word in _PAST or word.endswith("ed")) for word in words[:_TAG_WORDS]):
            return True
    return False


def _is_deck(text: str, start: int, end: int) -> bool:
    """A short line above the article that quotes in single marks, as headlines do, where the body has double ones.

    ‘Smoke everywhere’ in the old town of Harlan. Not: ‘Smoke everywhere,’ she said.
    """
    if end - start > _MAX_HEADING or any(mark in text[start:end] for mark in _DOUBLE):
        return False
    return _SINGLE.search(text, start, end) is not None and any(mark in text for mark in _DOUBLE)


def _is_single_speech(text: str, start: int, end: int) -> bool:
    """A sentence in single marks, in an article that has no others; beside double marks it is a heading."""
    return text[start] in "'‘" and text[end - 2] in ".?!…" and not any(mark in text for mark in _DOUBLE)


def _is_title_case(line: str) -> bool:
    """Reid: 'Never Underestimate The Man From Ohio.'"""
    if line[0] in "—–-•" or (line[-1] in '"”»' and not re.search(r"[\"“«]", line[:-1])):
        return False
    every = re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)?", line)
    if line[-1] == "." and any(word.islower() and word.isalpha() and word not in _SMALL for word in line.split()):
        return False  # Mayor Ana Ruiz met Sheriff Bo Lind in Elm on Sunday.
    words = [word for word in every if len(word) > 3]
    return 3 <= len(words) <= 18 and sum(word[0].isupper() for word in words) >= 0.85 * len(words) and line[-1:] != ":"


def page_of(article: Article) -> Page:
    """Find runs, tokens, names, mentions and tags of the kept blocks."""
    lexicon = lexicon_of(article.language)
    kept = (block for block in article.blocks if block.kept and block.end > block.start)
    blocks = [part for block in kept for part in parted(article.text, block, lexicon)]
    runs = _runs(article, blocks, lexicon)
    paragraphs = _paragraphs(article.text, blocks, runs, lexicon)
    people, names = _people(paragraphs, lexicon)
    scenes = [scene_of(paragraph, names.get(paragraph.index, []), lexicon) for paragraph in paragraphs]
    page = Page(article.text, lexicon, blocks, runs, scenes, people)
    for paragraph in paragraphs:
        for at in paragraph.quotes:
            page.places[paragraph.tokens[at].run] = (paragraph.index, at)
    return page


def _runs(article: Article, blocks: Sequence[Block], lexicon: Lexicon) -> list[Run]:
    spans = [block.span for block in blocks]
    labelled = post_runs(article.text, blocks) | label_runs(article.text, blocks, lexicon)
    runs: list[Run] = []
    orphans: list[Mark] = []
    for index, (start, end) in enumerate(spans):
        if index in labelled:
            runs.append(labelled[index])
            continue
        dashes = dash_runs(article.text, index, start, end, lexicon)
        repeated = _mark_ahead(article.text, blocks, index)
        resumed = _is_resumed(article.text, runs, index, start)
        found, loose = runs_in(article.text, index, start, end, article.language, repeated, resumed)
        found = [part for run in _uncovered(found, dashes) for part in _parts(article.text, run, lexicon)]
        if not dashes and not found and is_quoted_block(article.text, blocks, index, lexicon):
            found = [Run(index, start, end, family="block")]
        runs.extend(run for run in dashes + found if any(c.isalnum() for c in article.text[run.start : run.end]))
        orphans.extend(() if dashes else loose)
    linked = link_blocks(article.text, runs, orphans, spans, lexicon)
    following = {run.continues: run for run in linked if run.continues is not None}
    for number, run in enumerate(linked):
        after = following.get(number)
        if not run.closed and run.opened and (after is None or after.opened):
            lost = lost_end(article.text, run.start, run.end, lexicon, after is not None)
            if lost is not None:
                run.end, run.closed = lost, True
            if lost is not None and after is not None:
                after.continues = None
    name_in_marks(article.text, linked)
    return linked


def _mark_ahead(text: str, blocks: Sequence[Block], index: int) -> str:
    """The mark of the next paragraph that may repeat the opening mark of a quotation not closed here, or empty."""
    following = blocks[index + 1 : index + 2 + MAX_BETWEEN]
    ahead = next((block for block in following if not _is_between(text, block)), None)
    if ahead is None:
        return ""
    sign, follows = text[ahead.start], text[ahead.start + 1 : ahead.end][:1]
    return sign if sign in '“"' or (sign in "‘'" and follows.isupper()) else ""


def _is_between(text: str, block: Block) -> bool:
    """Whether the block may stand between two paragraphs of a quotation."""
    return block.kind in ("heading", "caption") or text[block.end - 1].isalnum()


def _is_resumed(text: str, runs: Sequence[Run], block: int, start: int) -> bool:
    """Whether the block begins with the opening mark of the quotation that the block above left open."""
    last = runs[-1] if runs else None
    return last is not None and last.block == block - 1 and not last.closed and text[last.start] == text[start]


def _uncovered(runs: Sequence[Run], dashes: Sequence[Run]) -> list[Run]:
    """Runs between marks that no dash run holds; one in which dashes begin ends there: « Oui, dit-il. – Non. »."""
    kept = []
    for run in runs:
        at = bisect_left(dashes, run.end, key=lambda dash: dash.start)
        first = bisect_right(dashes, run.start, key=lambda dash: dash.end)
        if first >= at:
            kept.append(run)
        elif run.start < dashes[first].start and run.family == "angle":
            kept.append(replace(run, end=dashes[first].start, closed=True))
    return kept


def _parts(text: str, run: Run, lexicon: Lexicon) -> list[Run]:
    """A run, cut where a tag stands inside of it (the French incise)."""
    if lexicon.language != "fr" or run.family != "angle":
        return [run]
    cuts = incised(text, run.start, run.end, lexicon)
    if not cuts or cuts == [(run.start, run.end)]:
        return [run]
    last = len(cuts) - 1
    return [replace(run, start=a, end=b, closed=run.closed or n < last, opened=n == 0) for n, (a, b) in enumerate(cuts)]


def _paragraphs(text: str, blocks: Sequence[Block], runs: Sequence[Run], lexicon: Lexicon) -> list[Paragraph]:
    by_block: dict[int, list[tuple[int, Run]]] = {}
    for number, run in enumerate(runs):
        by_block.setdefault(run.block, []).append((number, run))
    return [
        paragraph_of(
            text, index, _read_as(text, block, index in by_block, lexicon), block.span, quoted, lexicon.language
        )
        for index, (block, quoted) in enumerate((block, by_block.get(at, ())) for at, block in enumerate(blocks))
    ]


def _read_as(text: str, block: Block, quotes: bool, lexicon: Lexicon) -> BlockKind:
    caption = (
        block.kind in ("paragraph", "heading") and not quotes and is_caption(text[block.start : block.end], lexicon)
    )
    return "caption" if caption else block.kind


def _proper(names: Sequence[Name]) -> list[Name]:
    """Where every noun has a capital, a single word is a name only after a title or as part of a full name."""
    full = [name for name in names if len(name.words) > 1]
    known = {name.words[-1].lower() for name in full if name.given or name.title}
    known |= {name.words[0].lower() for name in full if name.given}
    return [name for name in names if len(name.words) > 1 or name.title or name.words[0].lower() in known]


def _people(
    paragraphs: Sequence[Paragraph], lexicon: Lexicon
) -> tuple[list[Person], dict[int, list[tuple[Name, int]]]]:
    body = [paragraph for paragraph in paragraphs if paragraph.kind not in ("title", "heading")]
    habits = habits_of(paragraphs, lexicon)
    names = without_offices([name for paragraph in body for name in names_in(paragraph, lexicon, habits)])
    by_index = {paragraph.index: paragraph for paragraph in body}
    names = with_told_genders(with_family_names(names, by_index, lexicon), by_index, lexicon)
    if lexicon.capital_nouns:
        names = _proper(names)
    people, numbers = people_of(names)
    if lexicon.language == "en":
        locate(people, names, numbers, by_index)
    by_paragraph: dict[int, list[tuple[Name, int]]] = {}
    for name, number in zip(names, numbers, strict=True):
        by_paragraph.setdefault(name.paragraph, []).append((name, number))
    return people, by_paragraph


def nearest(mentions: Sequence[Mention], token: int, reach: int) -> Sequence[Mention]:
    """The mentions that begin at most `reach` tokens from `token`."""
    low = bisect_left(mentions, token - reach, key=lambda mention: mention.first)
    high = bisect_left(mentions, token + reach, key=lambda mention: mention.first)
    return mentions[low:high]


def style_of(page: Page) -> str:
    """Novels are full of short closed paragraphs of speech without a tag; reports are not."""
    bare = spoken = 0
    for scene in page.scenes:
        tokens = scene.paragraph.tokens
        if tokens and tokens[0].run >= 0:
            spoken += 1
            run = page.runs[tokens[0].run]
            bare += len(tokens) == 1 and run.closed and run.continues is None
    return "dialogue" if bare > 4 and bare > 0.3 * spoken else "report"
