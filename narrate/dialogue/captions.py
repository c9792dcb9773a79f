"""Captions of pictures that stand between the paragraphs of a text: who is named there is shown, and says nothing."""

from __future__ import annotations

import re

from narrate.dialogue.lexicon import Lexicon

_LONGEST = 400  # characters
_SENTENCES = 4
_BREAK = re.compile(r"[.!?] +[A-Z]")
_SHOWN = r"(?:above|below|left|right|here|center|centre|top|bottom|inset)"
_OPENING = re.compile(
    rf"(?:Pictured(?: {_SHOWN})?(?: (?:is|are)\b|[:,])|(?:Photo|Image|Picture|Video)s?(?: {_SHOWN})?:"
    rf"|(?:PHOTO|IMAGE|PICTURED|VIDEO|WATCH)S?\b(?: {_SHOWN})?:?|Scroll down (?:for|to)\b|Above(?: left| right)?: )"
)
_LATER = re.compile(rf"[.!?] Pictured(?: {_SHOWN})?(?: (?:is|are)\b|[:,])")
_PICTURE = r"(?:photo|photograph|picture|image|frame grab|screenshot|video still|selfie|mugshot)s?\b"
_KIND = r"(?:file|undated|handout|courtesy|booking|police|family|recent)"
_SEEN = re.compile(
    rf"\b(?:is|are) (?:seen|shown|pictured)\b[^.]{{0,60}}\bin (?:this|an? {_KIND})\b[^.]{{0,40}}\b{_PICTURE}"
    rf"|(?<!who )(?<!which )\b(?:is|are) (?:pictured (?:here|in|at|on|with|outside|during|{_SHOWN})|seen here)\b"
    rf"|^In (?:this|an?\b[^.]{{0,30}}\b{_KIND})\b[^.]{{0,60}}\b{_PICTURE}"
)
_CREDIT = re.compile(
    r"(?:\((?:AP )?(?:Photo|Image|Picture|Getty|Reuters|REUTERS|AFP)[^()\n]{0,60}\)"
    r"|\b(?:Photo|Image|Picture)(?: by|:) [^.\n]{3,60}"
    r"|\b(?:Getty Images|REUTERS/[A-Z][^.\n]{2,40}|AP Photo/[^.\n]{2,40}))\.?\Z"
)
_SIGN = re.compile(rf"\((?:pictured|seen|{_SHOWN})\b[^()]{{0,40}}\)|, (?:seen|pictured|{_SHOWN})(?:,| )")


def is_caption(text: str, lexicon: Lexicon) -> bool:
    """Whether a paragraph without a quotation tells what a picture shows: Pictured is Ana Ruiz, who ran the ferry.

    Parameters
    ----------
    text : str
        The paragraph.
    lexicon : Lexicon
    """
    if lexicon.language != "en" or len(text) > _LONGEST:
        return False
    if _OPENING.match(text) or _LATER.search(text) or _SEEN.search(text) or _CREDIT.search(text):
        return len(_BREAK.findall(text)) < _SENTENCES
    return text[-1] not in ".!?:" and _SIGN.search(text) is not None
