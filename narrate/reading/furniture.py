"""Lines inside and around an article that nobody wants to hear: adverts, links, credits, bylines, dates."""

from __future__ import annotations

import re
from collections import Counter

from .draft import Draft
from .passages import Passage

_URL = re.compile(r"(?:https?://|www\.)\S+$|[\w.+-]+@[\w-]+\.[\w.]+$", re.IGNORECASE)
_TAGS = re.compile(r"(?:[#@][\w-]+[\s,|·]*)+$")
_NUMBER_DATE = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}")
_CLOCK = re.compile(r"\d{1,2}[:.h]\d{2}")
_CREDITED = re.compile(
    r"[(\[](?:(?:image|photo|picture|pic|credit|foto|bild|imagen|crédit|crédito|getty|ap photo|file photo|source)s?\b"
    r"(?: by| credit| source)?\s*[:/©]?[^()\[\]]{0,80}|[^()\[\]]{0,60}(?:/(?:AP|AFP|Getty|Reuters|EPA)|Getty Images)"
    r"[^()\[\]]{0,30})[)\]]\.?$"
    r"|(?-i:\b(?:Photo|Photograph|Picture|Image|Credit|Foto|Bild|Crédit|Crédito|Imagen|Fotografia|Immagine|Beeld)s?"
    r"(?: [Cc]redit| by)?) ?: ?[^:!?]{1,79}[^:.!?]$"
    r"|^[^:!?]{2,60}[/|] ?(?:(?:AP|AFP|PA|EPA|EFE|ANSA|ANP|DPA|Lusa|Reuters|Bloomberg|NurPhoto|ZUMA)|Getty Images)"
    r"(?: (?:file|images|photo|media))?$",
    re.IGNORECASE,
)
_ROLE = (
    r"\b(?:writer|reporter|journalist\w*|editor|correspondent|columnist|contributor|autorin|autor|redakteur\w*|"
    r"korrespondent\w*|journaliste|rédact\w+|correspondante?|periodista|redactora?|colaboradora?|corresponsal)\b"
)
_WRITER = re.compile(
    r"(?:\W*[\w.'’-]+ ){1,4}(?:is|ist|est|es) (?:an? |the |our |eine?n? |une? |una |freie[rn]? )?.{0,90}" + _ROLE,
    re.IGNORECASE,
)
_JOB = re.compile(r".{0,60}" + _ROLE + r".{0,40}$", re.IGNORECASE)
_OUTRO_FROM = 0.6  # share of the prose before a closing line of the desk
_MOST_DATES = 3  # lines; more are the headings of a chronicle
_TOP_WORDS = 60  # of prose, above which bylines and dates stand
_CREDIT_WORDS = 60
_SETTLED = ("caption", "table", "code")  # a setting has decided about them
_NAME_WORDS = 6  # of a byline


def drop_furniture(draft: Draft, author: str = "") -> None:
    """Drop page furniture among the kept passages; a line that is no more than the author's folded name is a byline."""
    total = max(1, draft.prose_words())
    heard = 0
    seen: set[str] = set()
    repeats = _repeats_itself(draft)
    chronicle = sum(is_date_line(draft, passage) for _, passage in draft.kept()) > _MOST_DATES
    for index, passage in list(draft.kept()):
        if index == draft.title or draft.blocks[index].kind in _SETTLED:
            continue
        reason = _why_furniture(draft, passage) or _by_place(draft, index, heard, total)
        if author and passage.folded == author:
            reason = "byline"
        if reason == "date line" and chronicle and heard:
            reason = ""
        if reason:
            draft.drop(index, reason, "metadata" if reason in ("byline", "date line") else "boilerplate")
            continue
        if passage.is_prose:
            heard += passage.words
        if passage.words >= 12 and passage.is_sentence and not repeats:
            if passage.folded in seen:
                draft.drop(index, "said before, word for word")
            seen.add(passage.folded)
    _drop_biographies(draft)
    _drop_last_lines(draft)


def _drop_last_lines(draft: Draft) -> None:
    """Drop the short lines left at the end among furniture: one that no lexicon knows stands between two known."""
    last = max((i for i, p in draft.kept() if p.is_sentence or p.is_long), default=-1)
    end = range(last + 1, len(draft.passages))
    left = [i for i in end if draft.is_kept(i) and i != draft.title and draft.blocks[i].kind != "block_quote"]
    if last >= 0 and len(left) < len(end) / 2:
        for index in left:
            draft.drop(index, "among page furniture at the end")


def _drop_biographies(draft: Draft) -> None:
    """Drop "Jo Doe is a reporter in Vienna." at the end, if the article itself never names Jo Doe."""
    kept = list(draft.kept())
    for index, passage in kept[-2:]:
        if index == draft.title or passage.words > 80 or not _WRITER.match(passage.text):
            continue
        name = next((word for word in re.findall(r"[^\W\d_]+", passage.text)[1:3] if word[0].isupper()), "")
        if name and not any(name in other.text for i, other in kept if i < index and other.words > _NAME_WORDS):
            draft.drop(index, "about the author")
            above = [i for i, other in kept if i < index and draft.is_kept(i)][-1:]
            if above and above[0] != draft.title and passage.text.startswith(draft.passages[above[0]].text):
                draft.drop(above[0], "about the author")


def _repeats_itself(draft: Draft) -> bool:
    """Whether repetition is the form of the text: recipes, tables of results, litanies."""
    counts = Counter(p.folded for _, p in draft.kept() if p.words >= 12)
    return sum(count > 1 for count in counts.values()) > 2 or max(counts.values(), default=0) > 3


def _why_furniture(draft: Draft, passage: Passage) -> str:
    text, phrases = passage.text, draft.phrases
    if not passage.words or (passage.folded and not passage.phrase and passage.words == 1):
        return "no words"
    if passage.words <= 14 and passage.phrase and phrases.asides.fullmatch(passage.phrase):
        return "page furniture"
    if _URL.match(text):
        return "bare address"
    if _TAGS.match(text):
        return "tags"
    if passage.words <= 45 and phrases.junk.match(text):
        return "page furniture"
    if passage.words <= _CREDIT_WORDS and is_credited(text):
        return "picture caption with its credit"
    if match := phrases.credits.match(text):
        limit = _CREDIT_WORDS if match[0].rstrip().endswith((":", "|", "/")) else 12
        if passage.words <= limit:
            return "picture credit"
    return ""


def is_credited(text: str) -> bool:
    """Whether a line ends in the credit of a picture: "... (Photo: Jo Lind)"."""
    return credit_at(text) is not None


def credit_at(text: str) -> int | None:
    """Where the credit begins that a line about a picture ends in."""
    match = _CREDITED.search(text)
    return match.start() if match else None


def _by_place(draft: Draft, index: int, heard: int, total: int) -> str:
    passage = draft.passages[index]
    if heard >= _OUTRO_FROM * total and passage.words <= 45 and draft.phrases.outro.match(passage.text):
        return "closing line of the desk"
    if passage.words > 16 or (passage.is_sentence and passage.words > 8):
        return ""
    if (heard <= _TOP_WORDS or heard >= _OUTRO_FROM * total) and is_date_line(draft, passage):
        return "date line"
    is_label = passage.is_sentence or passage.text.endswith(":")
    if heard <= _TOP_WORDS and draft.phrases.byline.match(passage.text) and not is_label:
        return "byline"
    if index and draft.blocks[index - 1].reason == "byline" and passage.words <= 8 and _JOB.match(passage.text):
        return "byline"
    return ""


def is_date_line(draft: Draft, passage: Passage) -> bool:
    """Whether a short line says nothing but when: "Published 3 May 2024, 10:15"."""
    text = passage.text
    dated = _NUMBER_DATE.search(text) or (draft.phrases.months.search(text) and re.search(r"\b(?:19|20)\d\d\b", text))
    if not dated or passage.words > 14 or "@" in text:
        return False
    digits = sum(word.isdigit() for word in passage.folded.split())
    others = [word for word in passage.phrase.split() if not draft.phrases.months.fullmatch(word)]
    return digits >= 2 and (len(others) <= 4 or (len(others) <= 7 and bool(_CLOCK.search(text))))
