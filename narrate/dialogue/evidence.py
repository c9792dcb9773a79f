"""Why a quotation was given to its speaker, in words for people."""

from __future__ import annotations

from narrate.dialogue.decisions import Attribution
from narrate.dialogue.page import Page
from narrate.dialogue.people import Person

_CONTEXT = 45


def evidence_of(page: Page, number: int, found: Attribution) -> str:
    """One phrase: where the speaker's name or pronoun stands and whom it means."""
    if found.person is None:
        return "nobody named nearby"
    person = page.people[found.person]
    if found.how == "label":
        run = page.runs[number]
        return "signed" if run.name is not None and run.name[0] >= run.end else "labelled"
    if found.how == "continued":
        return "continues the quotation above"
    if found.how == "ahead":
        return "its last paragraph names the speaker"
    if found.how == "previous":
        return f"no new speaker: goes on from {person.name} above"
    if found.how == "again":
        return f"repeats words of {person.name} above"
    if found.how == "turn":
        return f"the two speakers take turns: {person.name} again"
    return _by_mention(page, number, found, person)


def _by_mention(page: Page, number: int, found: Attribution, person: Person) -> str:
    candidate = found.candidate
    if candidate is None or candidate.mention is None:
        return ""
    mention, run = candidate.mention, page.runs[number]
    start, end = mention.start, mention.end
    if candidate.tag is not None:
        verb = page.scenes[mention.paragraph].paragraph.tokens[candidate.tag.verb]
        start, end = min(start, verb.start), max(end, verb.end)
    words = " ".join(page.text[start : min(end, start + _CONTEXT)].split())
    where = "after" if start >= run.end else "before"
    reason = f"named {where} the quote: '{words}'"
    if mention.kind != "name":
        said = page.text[mention.start : mention.end]
        return f"{reason}; {said} = {person.name}, {_why(found)}" if said.lower() != person.name.lower() else reason
    return reason


def _why(found: Attribution) -> str:
    how = found.resolution.how if found.resolution is not None else ""
    return {
        "role": "described so before",
        "description": "the same words above",
        "ahead": "the first person named further on",
        "writer": "who writes",
        "kin": "of the same family name",
        "epithet": "who is in focus and fits the description",
        "owner": "whose words these are",
    }.get(how, "the one last written about who fits")
