"""What is decided about one run, and what its candidates alone tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from narrate.dialogue.candidates import Candidate
from narrate.dialogue.focus import Resolution
from narrate.dialogue.mentions import Mention
from narrate.dialogue.ranker import is_plain
from narrate.model import QuotationKind

_OWN_TAG = 0.8  # belief from which a tag ends a quotation that was never closed


@dataclass(slots=True)
class Attribution:
    """What is decided about one run."""

    kind: QuotationKind
    speech: float = 0.0  # probability that the run is speech
    person: int | None = None
    candidate: Candidate | None = None
    belief: float = 0.0
    resolution: Resolution | None = None
    how: str = ""  # tag | near | previous | turn | continued | label | ahead | again
    rivals: list[tuple[int, float]] = field(default_factory=list)
    mention: Mention | None = None  # the words that name the speaker, here or where the speech began
    head: int | None = None  # the run whose speech this one goes on with, if nothing here speaks for somebody else


def has_own_tag(ranked: Sequence[tuple[Candidate, float]]) -> bool:
    """Whether the run is plainly somebody's, so that a quotation never closed before it ends here."""
    return bool(ranked) and is_plain(ranked[0][0]) and ranked[0][1] >= _OWN_TAG


def shares_tag(candidate: Candidate, last: Attribution) -> bool:
    """Whether the run goes on after the tag of the one before: "Q," the nominee said. "Q.": whoever the nominee is."""
    before = last.candidate.tag if last.candidate is not None else None
    return before is not None and candidate.tag is before


def how_found(candidate: Candidate, paragraph: int) -> str:
    if candidate.kind != "mention":
        return candidate.kind
    assert candidate.mention is not None
    same = candidate.mention.paragraph == paragraph
    return "tag" if same and candidate.tag is not None else "near"
