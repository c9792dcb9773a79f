"""Clauses: what the narrator's words before a run ask for, and whether the quoted words are a clause of their own."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from narrate.dialogue.lexicon import Lexicon
from narrate.dialogue.tokens import Paragraph, Token

MARKS = "\"“”„‟«»‹›‘’'`″ \t\u00a0\u202f\u2009"
SENTENCE_BREAK = re.compile(r"[.?!…][)\]’']?\s+[^a-zß-öø-ÿ\s]")
_LEAD = 10  # tokens from a verb of speech to the run that it leads up to
_CLAUSE = 12  # words within which a clause shows its verb
_TAG = 30  # tokens of a tag between the halves of a quotation
_EXPLETIVES = ("that", "there", "here", "what", "this", "who", "let")  # with a verb: that's, there's
_SUBORDINATE = ("who", "which", "that", "whom", "whose")
_BE = ("is", "are", "was", "were", "be", "been", "being", "am", "isn't", "wasn't", "aren't", "weren't")


def shape_of(inner: str) -> str:
    """Whether the words begin with a capital, editors' brackets aside: “[Lind] never called,” “[I am] worried”."""
    return "upper" if inner.lstrip("[(")[:1].isupper() else "lower"


def clause_features(inner: str, words: list[str], paragraph: Paragraph, at: int, lexicon: Lexicon) -> list[str]:
    """How the quoted words begin, whether they hold a clause, and what the narrator's last word asks for.

    The mayor “is out of touch” goes on with the narrator's clause; the mayor said, “he is out of touch” does not.
    """
    shape = shape_of(inner)
    opening, clause, asks = _opening(words, lexicon), _clause(words, lexicon), _asks(paragraph, at, lexicon)
    return [
        f"asks={asks}",
        f"sentences|{shape}={bool(SENTENCE_BREAK.search(inner))}",
        f"opens={opening}|{shape}",
        f"clause={clause}|{shape}",
        f"asks={asks}|{shape}",
        f"asks={asks}|opens={opening}",
        f"asks={asks}|clause={clause}",
        f"opens={opening}|clause={clause}",
    ]


def _opening(words: Sequence[str], lexicon: Lexicon) -> str:
    """The class of the first quoted word."""
    first = words[0] if words else ""
    stem, _, short = first.partition("'")
    if stem in lexicon.nominative or (short and stem in _EXPLETIVES):
        return "subject"
    for name, listed in (
        ("finite", lexicon.finite),
        ("det", lexicon.determiners),
        ("conj", lexicon.conjunctions),
        ("prep", lexicon.prepositions),
    ):
        if first in listed:
            return name
    return _ending_class(first)


def _ending_class(word: str) -> str:
    return next(
        (ending for ending in ("ing", "ed", "ly") if word.endswith(ending) and len(word) > len(ending) + 2), "word"
    )


def _clause(words: Sequence[str], lexicon: Lexicon) -> str:
    """Where the first finite verb stands that is in no relative clause: "first", "later", or "none"."""
    for place, word in enumerate(words[:_CLAUSE]):
        before = words[place - 1] if place else ""
        stem = word.partition("'")[0]
        if word in lexicon.quoted_verbs and before not in _SUBORDINATE:
            return "first" if place == 0 and stem not in lexicon.nominative and stem not in _EXPLETIVES else "later"
        if before in lexicon.nominative and word not in lexicon.conjunctions:
            return "later"
        if place and before not in _SUBORDINATE and (word in lexicon.other_verbs or word in lexicon.strong_verbs):
            return "later"
    return "none"


def _asks(paragraph: Paragraph, at: int, lexicon: Lexicon) -> str:
    """The class of the narrator's last word before the run, as finely as needed to tell what it asks for."""
    before = paragraph.tokens[at - 1] if at else None
    kind = word_class(before, lexicon)
    if kind in (",", ":"):
        return _lead(paragraph, at, lexicon) + kind
    if before is None or not before.is_word:
        return kind
    if at > 1 and _is_shouted(before) and _is_shouted(paragraph.tokens[at - 2]):
        return "edge"  # HARLAN ENDS FERRY TAX “The ferry is free from Monday.”
    word = before.lower
    if word in lexicon.nominative:
        return "subject"
    if word in _BE:
        return "be"
    if word in lexicon.finite:
        return "finite"
    if kind == "verb" or word in lexicon.conjunctions or word in ("of", "to", "as"):
        return word if kind != "verb" else kind
    if word.endswith(("'s", "’s")) or (kind == "pronoun" and word in lexicon.determiners and word != "her"):
        return "det"
    return _ending_class(word) if kind == "word" else kind


def _lead(paragraph: Paragraph, at: int, lexicon: Lexicon) -> str:
    """What stands before a comma or a colon: the rest of a tag, a tag, a tag in mid-sentence, or none."""
    if _resumes(paragraph, at, lexicon):
        return "resumed"
    if not _is_led(paragraph, at, lexicon):
        return ""
    return "aside" if _is_aside(paragraph, at, lexicon) else "led"


def _resumes(paragraph: Paragraph, at: int, lexicon: Lexicon) -> bool:
    """Whether the run goes on with the sentence that a tag broke off: “If it rains,” said Ruiz, “that worries me.”"""
    tokens, sentences = paragraph.tokens, paragraph.sentences
    if at < 2 or tokens[at - 1].text not in (",", ":"):
        return False
    for back in range(at - 2, max(-1, at - _TAG), -1):
        if sentences[back] != sentences[at]:
            return False
        if tokens[back].run >= 0:
            inner = tokens[back].text.strip(MARKS)
            between = tokens[back + 1 : at]
            return inner[:1].isupper() and inner[-1:] not in ".;" and any(t.lower in lexicon.verbs for t in between)
    return False


def _is_led(paragraph: Paragraph, at: int, lexicon: Lexicon) -> bool:
    """Whether a verb of speech leads up to the run: she wrote to her followers, “Q.”, not the song, “Q.”."""
    tokens, sentences = paragraph.tokens, paragraph.sentences
    for back in range(at - 2, max(-1, at - _LEAD), -1):
        if sentences[back] != sentences[at] or tokens[back].run >= 0 or tokens[back].text == ",":
            return False
        if tokens[back].lower in lexicon.verbs:
            return True
    return False


def _is_aside(paragraph: Paragraph, at: int, lexicon: Lexicon) -> bool:
    """Whether the tag before the run stands after the subject of the sentence: the ferry, he said, “is for goats.”"""
    tokens, number = paragraph.tokens, paragraph.sentences[at]
    comma = next((back for back in range(at - 2, max(0, at - _LEAD), -1) if tokens[back].text == ","), 0)
    if not comma or paragraph.sentences[comma] != number or tokens[comma + 1].lower in lexicon.verbs:
        return False
    first = tokens[bisect_left(paragraph.sentences, number)]
    adverbial = lexicon.prepositions | lexicon.conjunctions | lexicon.adverbs | lexicon.openers
    return first.run < 0 and first.lower not in adverbial and _ending_class(first.lower) == "word"


def _is_shouted(token: Token) -> bool:
    return token.is_word and len(token.text) > 1 and token.text.isupper()


def word_class(token: Token | None, lexicon: Lexicon) -> str:
    if token is None:
        return "edge"
    if token.run >= 0:
        return "quote"
    word = token.lower
    if not token.is_word:
        return token.text if token.text in ",.:;()" else ("dash" if token.text[0] in "—–-" else "sign")
    for name, words in (
        ("verb", lexicon.verbs),
        ("pronoun", lexicon.pronouns),
        ("det", lexicon.determiners),
        ("prep", lexicon.prepositions),
    ):
        if word in words:
            return name
    if word in ("that", "and", "or", "but", "as", "because", "is", "was", "are"):
        return word
    return "name" if token.text[0].isupper() else "word"
