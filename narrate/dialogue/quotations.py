"""From decisions to the result: quotations with the names shown to people, and everyone who speaks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from narrate.dialogue.attribution import Attributor
from narrate.dialogue.confidence import confidence_of
from narrate.dialogue.decisions import Attribution
from narrate.dialogue.evidence import evidence_of
from narrate.dialogue.genders import suggested_gender
from narrate.dialogue.headlines import Echo
from narrate.dialogue.model import weights
from narrate.dialogue.page import Page, page_of
from narrate.dialogue.people import Person
from narrate.dialogue.runs import Run
from narrate.model import Article, Dialogue, DialogueSettings, Quotation, Speaker

_HEADINGS = ("title", "heading", "caption")


def find_quotations(article: Article, settings: DialogueSettings) -> Dialogue:
    """Every quotation of an article with its speaker.

    Parameters
    ----------
    article : Article
        Kept blocks are read, others ignored; `article.language` chooses the styles of quotation.
    settings : DialogueSettings
        Only `min_confidence` matters here: below it the speaker is left open and named as a candidate, unless the
        words go on with a speech whose speaker is not.

    Returns
    -------
    Dialogue
        Quotations in order, half-open offsets into `article.text`; speakers in order of their first words.
    """
    page = page_of(article)
    attributions = Attributor(page, weights()).attribute()
    names = shown_names(page.people)
    confidences = _confidences(page, attributions)
    sure = _sure(attributions, confidences, settings.min_confidence)
    body = [
        _quotation(page, number, found, names, confidences[number], sure[number])
        for number, found in enumerate(attributions)
        if found.kind != "headline"
    ]
    quotations = sorted([*body, *_headings(page, attributions, body)], key=lambda quotation: quotation.start)
    return Dialogue(tuple(quotations), _speakers(page.people, names, quotations))


def _confidences(page: Page, attributions: Sequence[Attribution]) -> list[float]:
    """Confidence of every run; words that go on from others are no surer than what they go on from."""
    found: list[float] = []
    for number, attribution in enumerate(attributions):
        origin = page.runs[number].continues if attribution.how == "continued" else None
        limit = 1.0 if origin is None else found[origin]
        found.append(min(confidence_of(attribution, page.lexicon.language), limit))
    return found


def _sure(attributions: Sequence[Attribution], confidences: Sequence[float], minimum: float) -> list[bool]:
    """Which runs may name their speaker: one speech has one voice, though each link costs a few hundredths."""
    sure: list[bool] = []
    for found, confidence in zip(attributions, confidences, strict=True):
        sure.append(confidence >= minimum or (found.head is not None and sure[found.head]))
    return sure


def shown_names(people: Sequence[Person]) -> list[str]:
    """One name for each person, no two alike."""
    seen: dict[str, int] = {}
    names = []
    for person in people:
        count = seen.get(person.name.lower(), 0) + 1
        seen[person.name.lower()] = count
        names.append(person.name if count == 1 else f"{person.name} ({count})")
    return names


def _quotation(
    page: Page, number: int, found: Attribution, names: Sequence[str], confidence: float, sure: bool
) -> Quotation:
    run = page.runs[number]
    mention = found.mention
    tag = found.candidate.tag if found.candidate is not None else None
    cue = None
    if tag is not None:
        token = page.scenes[tag.mention.paragraph].paragraph.tokens[tag.verb]
        cue = (token.start, token.end)
    rivals = tuple((names[person], round(belief, 3)) for person, belief in found.rivals)
    evidence = evidence_of(page, number, found)
    speaker = names[found.person] if found.person is not None else None
    if speaker is not None and not sure:
        rivals = ((speaker, round(confidence, 3)), *rivals)
        evidence = f"unsure: {evidence}"
        speaker = None
    return Quotation(
        start=run.start,
        end=run.end,
        kind=found.kind,
        speaker=speaker,
        mention=run.name or ((mention.start, mention.end) if mention is not None else None),
        cue=cue,
        confidence=round(confidence, 3),
        evidence=evidence,
        candidates=rivals,
    )


def _headings(page: Page, attributions: Sequence[Attribution], body: Sequence[Quotation]) -> Iterable[Quotation]:
    """Headings and captions that repeat a quotation of the body, in the voice of whoever said it."""
    known = [quotation for quotation in body if quotation.kind == "speech" and quotation.speaker is not None]
    echo = Echo([page.text[quotation.start : quotation.end] for quotation in known])
    for number, found in enumerate(attributions):
        if found.kind != "headline":
            continue
        run = page.runs[number]
        match = echo.match(page.inner(run))
        if match is None:
            yield _named_heading(page, run, known)
            continue
        source, share = known[match[0]], match[1]
        yield Quotation(
            run.start,
            run.end,
            "headline",
            speaker=source.speaker,
            confidence=round(min(source.confidence, 0.5 + share / 2), 3),
            evidence=f"repeats the quotation '{' '.join(page.text[source.start : source.start + 40].split())}…' below",
        )


def _named_heading(page: Page, run: Run, known: Sequence[Quotation]) -> Quotation:
    """A heading that repeats nothing: whoever it names, if one of the people quoted below."""
    block = page.blocks[run.block]
    outside = page.text[block.start : run.start] + " " + page.text[run.end : block.end]
    words = set(re.findall(r"\w+", outside))
    named = {quotation.speaker for quotation in known if quotation.speaker and quotation.speaker.split()[-1] in words}
    if len(named) != 1:
        return Quotation(run.start, run.end, "headline", evidence="no quotation below says this")
    (speaker,) = named
    return Quotation(run.start, run.end, "headline", speaker, confidence=0.7, evidence=f"the heading names {speaker}")


def _speakers(people: Sequence[Person], names: Sequence[str], quotations: Iterable[Quotation]) -> tuple[Speaker, ...]:
    by_name = dict(zip(names, people, strict=True))
    order = dict.fromkeys(quotation.speaker for quotation in quotations if quotation.speaker is not None)
    return tuple(
        Speaker(name, tuple(alias for alias in by_name[name].aliases if alias != name), suggested_gender(by_name[name]))
        for name in order
    )
