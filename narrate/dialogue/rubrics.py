"""Labels of lists, which nobody says: "When:", "Price:", "Pros:", "New release:"."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable

from narrate.dialogue.lexicon import Lexicon, suggested_names

_NAMED = re.compile(r"(?<![\w:])[^\W\d_A-ZÀ-Þ]\w*,? (?P<name>[A-ZÀ-Þ]\w+(?: [A-ZÀ-Þ]\w+){0,2})(?![:\w])")
_SMALL = frozenset(["the", "a", "an", "of", "it", "to", "and", "for", "on", "in", "at", "our", "your", "this", "is"])
_ACTING = ("er", "or", "ist", "man", "men", "ant")  # a caller, an editor: callings that no list holds
_PERSONS = frozenset(["me", "you", "us", "i", "all", "both", "everybody", "everyone", "nobody", "someone"])
_LOWER = re.compile(r"(?<!\w)[^\W\d_A-ZÀ-Þ][^\W\d_]*")


def is_rubric(label: str, lexicon: Lexicon) -> bool:
    """Whether a label is certainly the rubric of a list: Price drop, Bottom line; not Price, which is a name, too."""
    words = _words(label)
    known = (lexicon.rubrics, lexicon.names_and_rubrics, _SMALL)
    listed = all(word.isdigit() or any(word in some for some in known) for word in words)
    return listed and not lexicon.rubrics.isdisjoint(words)


def is_list(labels: Iterable[str], text: str, lexicon: Lexicon) -> bool:
    """Whether none of the labels of an article can be told to name somebody.

    Each is a rubric, or made of words that the article writes without a capital alone, and that stand for nobody.
    """
    small = {match.group() for match in _LOWER.finditer(text)} | lexicon.names_and_rubrics | lexicon.rubrics | _SMALL
    small -= {word for match in _NAMED.finditer(text) for word in match.group("name").lower().split()}
    return all(is_rubric(label, lexicon) or _is_common(label, small, lexicon) for label in labels)


def _is_common(label: str, small: Container[str], lexicon: Lexicon) -> bool:
    for word in _words(label):
        listed = word in lexicon.names_and_rubrics
        acts = word.endswith(_ACTING) and not listed
        if acts or word in _PERSONS or word in lexicon.people or word in lexicon.given or word not in small:
            return False
        if word in lexicon.titles or word in lexicon.pronouns or (word in suggested_names() and not listed):
            return False
    return True


def _words(label: str) -> list[str]:
    return [word.removesuffix("'s").rstrip(".") for word in label.lower().replace("’", "'").split()]
