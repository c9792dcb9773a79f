"""Paragraphs that are a quotation without marks: block quotes, and what is left of them in plain text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from narrate.dialogue.lexicon import Lexicon
from narrate.model import Block

_PERSONAL = re.compile(r"\b(?:I|I['’](?:m|ve|d|ll)|[Mm]y|[Ww]e|[Ww]e['’](?:re|ve|d|ll)|[Oo]ur)\b")
_NARRATOR = re.compile(r"\b(?:I|me|my)\b")
_WORD = re.compile(r"[\w'’-]+")
_MARKS = re.compile("[\"“”„«»]|(?<!\\w)[‘']|[’'](?!\\w)")
_LEAD = 160  # characters before the colon that tell who speaks
_SENTENCE = re.compile(r"[.!?][\"”’']?\s")
_AFTER_VERB = 9  # words of "told the paper in an email on Monday:"
_POSTING = ("tweet", "post", "wr")  # what they lead up to is often a picture that plain text has lost
_SHORTEST = 8  # words
_BEGINNING = 400  # characters in which a speaker says I


def is_quoted_block(text: str, blocks: Sequence[Block], index: int, lexicon: Lexicon) -> bool:
    """Whether a block without marks is somebody's words: a block quote after a colon, or what "Lind said:" leads up to.

    Parameters
    ----------
    text : str
        The article's text.
    blocks : sequence of Block
        The kept blocks.
    index : int
        Of the block in question, in which no quotation was found.
    lexicon : Lexicon
    """
    start = index
    while start >= 0 and blocks[start].kind == "block_quote":
        start -= 1
    if 0 <= start < index:
        return text[blocks[start].start : blocks[start].end].rstrip().endswith(":")
    return start == index > 0 and _is_led_up_to(text, blocks[index - 1], blocks[index], lexicon)


def _is_led_up_to(text: str, above: Block, block: Block, lexicon: Lexicon) -> bool:
    """Whether the narrator's paragraph above ends with a tag and a colon, and who speaks in this one says I or we.

    A paragraph that names who is about to speak is the narrator's own: his words were a picture.
    """
    if lexicon.language != "en" or above.kind != "paragraph" or block.kind != "paragraph":
        return False
    lead = text[max(above.start, above.end - _LEAD) : above.end].rstrip()
    if not lead.endswith(":") or _NARRATOR.search(lead) or _MARKS.search(text, block.start, block.end):
        return False
    tag = _WORD.findall(_SENTENCE.split(lead)[-1])[-_AFTER_VERB:]
    if not any(_says(word.lower(), lexicon) for word in tag):
        return False
    words = text[block.start : min(block.end, block.start + _BEGINNING)]
    named = {word for word in tag if word[0].isupper()} & set(_WORD.findall(words))
    return len(words.split()) >= _SHORTEST and _PERSONAL.search(words) is not None and not named


def _says(word: str, lexicon: Lexicon) -> bool:
    return (word in lexicon.strong_verbs or word in lexicon.object_verbs) and not word.startswith(_POSTING)
