"""Quotations that lost a mark: the tag beside them shows where they begin or end."""

from __future__ import annotations

import re

from narrate.dialogue.lexicon import Lexicon

_TAG_INSIDE = re.compile(
    r"(?:,[’'‘”]?|[.?!][’'‘])\s(?:(?P<verb>[a-z]+)\s(?=[A-Z])"
    r"|(?:(?:he|she|they|it)\s(?P<brief>[a-z]+)(?=[,.])|[A-Z][\w.’'-]+(?:\s[A-Z][\w.’'-]+){0,5}\s(?P<last>[a-z]+)\b))"
)
_TAG_AFTER = re.compile(
    r"\s(?:(?P<verb>[a-z]+)\s(?=[A-Z]|the\s|an?\s)|(?:I|he|she|they|it|we)\s(?:\w+ly\s)?(?P<brief>[a-z]+)\b"
    r"|(?:[Tt]he\s[a-z]+|[A-Z][\w.’'-]+(?:\s[A-Z][\w.’'-]+){0,3})\s(?P<last>[a-z]+)\b)"
)
_LEAD_IN = re.compile(r"[,:]\s(?=\[?[A-Z])")
_CLAUSE_BEFORE = re.compile(r"[^.,;:?!“”\"]*\Z")
_CLAUSE_AFTER = re.compile(r"\s[^.;:?!“”\"]*")
_RESUMED = re.compile(r",?\s(?:(?:[\w’'-]+|[A-Z][a-z]*\.)\s){1,6}?[\w’'-]+,\s(?=[a-z])")
SENTENCE_END = re.compile(
    r"(?<![.\s][A-Z])(?<!\b[MDS][rst])(?<!Mrs)(?<!Gov)(?<!Sen)(?<!Rep)(?<!Lt)[.?!…][)’']?\s+(?=[A-Z\[(])"
)
_CLAUSE = re.compile(r"(?:,[’']?|[.?!][’']|[?!](?=\s[a-z]))\s(?P<clause>[^,.;:?!“”\"]+)")
_NESTED = re.compile(r"‘|(?<=\s)'(?=\w)")
_DAYS = frozenset(["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"])
_SUBJECTS = frozenset(["he", "she", "they", "it", "the", "a", "an", "one", "officers", "officials", "reporters"])
_WORD = re.compile(r"[\w’']+")
_CONTRACTED = ("n't", "'re", "'ll", "'ve", "'m", "it's", "that's", "there's", "here's", "let's")
_REACH = 90  # characters after a closing mark within which its tag begins and names its verb
_LEAD = 8  # words from a verb of speech to the comma or colon after it
_BRIEF = 3  # words of a clause that is a tag and nothing else: she promised
_SHORTEST = 3  # words: Look, Ruiz said she would come
_MAX_LOST = 1200  # characters


def has_tag(text: str, start: int, end: int, lexicon: Lexicon) -> bool:
    """Whether a tag stands in text[start:end], after a comma that a closing mark may have followed."""
    return any(_verb(match) in lexicon.strong_verbs for match in _TAG_INSIDE.finditer(text, start, end))


def lost_end(text: str, start: int, end: int, lexicon: Lexicon, goes_on: bool = False) -> int | None:
    """Where a quotation without its closing mark ends: before its tag. "Nobody asked us, she said.

    Parameters
    ----------
    text : str
    start, end : int
        Half-open offsets of the words that the quotation can at most hold.
    lexicon : Lexicon
    goes_on : bool
        The next paragraph may go on with it: the tag must then follow a single mark that closes nothing inside, or end
        the paragraph.
    """
    for match in _TAG_INSIDE.finditer(text, start, end):
        at = match.start() + 1
        if text[at] == "”":  # "They said “we close,” Ruiz said: the last closing mark of two was left out
            if _verb(match) in lexicon.strong_verbs and not (goes_on and SENTENCE_END.search(text, at, end)):
                return at + 1
            continue
        if goes_on and (text[at] != "’" or "‘" in text[start:at]):
            continue
        if _verb(match) in lexicon.strong_verbs:
            return at
    return _end_before_clause(text, start, end, lexicon, goes_on)


def _end_before_clause(text: str, start: int, end: int, lexicon: Lexicon, goes_on: bool) -> int | None:
    """Before a clause of the narrator's about somebody who speaks, after which nobody does: We lost, the clerk said."""
    if lexicon.language != "en" or end - start > _MAX_LOST:
        return None
    last = [match.end() for match in SENTENCE_END.finditer(text, start, end)]
    for match in _CLAUSE.finditer(text, last[-1] if last and goes_on else start, end):
        if text[match.start() + 1] in "’'" and _NESTED.search(text, start + 1, match.start()):
            continue
        words = _words(match.group("clause"))
        plain = match.group()[0] != "," or len(words) <= _BRIEF
        verbs = lexicon.verbs if plain else lexicon.strong_verbs
        verb = next((at for at, word in enumerate(words[:_LEAD]) if word in verbs), -1)
        if verb < 0 or len(_words(text[start : match.start()])) < _SHORTEST or words[verb].endswith("ing"):
            continue
        if _is_subject(match.group("clause"), verb, lexicon) and not _is_spoken(text[match.start() + 1 : end], lexicon):
            return match.start() + 1
    return None


def _is_subject(clause: str, verb: int, lexicon: Lexicon) -> bool:
    """Whether the words before the verb name somebody, or those after it do where it comes first."""
    words = clause.split()
    if verb == 0:
        after = words[1] if len(words) > 1 else ""
        return after not in _DAYS and (
            after[:1].isupper() or after in lexicon.determiners or after.lower() in lexicon.people
        )
    named = words[0][0].isupper() or words[0] in _SUBJECTS
    return named and words[verb - 1].lower() not in lexicon.prepositions


def is_tagged(text: str, mark: int, end: int, lexicon: Lexicon) -> bool:
    """Whether the quotation that ends with the mark before offset `end` is followed by its tag: “We lost,” she said."""
    match = _TAG_AFTER.match(text, end, end + _REACH)
    return text[mark - 1] in ",?!" and match is not None and _verb(match) in lexicon.strong_verbs


def lost_start(text: str, start: int, mark: int, end: int, first: bool, lexicon: Lexicon) -> int | None:
    """Where a quotation without its opening mark begins: Nobody asked us,” she said. None where there is a doubt.

    Parameters
    ----------
    text : str
    start : int
        The end of the quotation before in this block, or the start of the block.
    mark, end : int
        Half-open offsets of the closing mark.
    first : bool
        Whether `start` is the start of the block.
    lexicon : Lexicon
    """
    if mark - start > _MAX_LOST or mark <= start or text[start:mark].rstrip("’' ")[-1:] not in (*",.?!…",):
        return None
    led = _led_start(text, start, mark, lexicon)
    if led is not None:
        return led
    tagged = _has_verb_after(text, mark, end, lexicon)
    if not first:
        resumed = _RESUMED.match(text, start, mark)
        goes_on = resumed and not SENTENCE_END.search(text, resumed.end(), mark)
        if resumed and goes_on and not lexicon.strong_verbs.isdisjoint(_words(resumed.group())):
            return resumed.end()
        told = SENTENCE_END.search(text, start, mark)
        if told is None:
            return None
        tagged = tagged or not lexicon.verbs.isdisjoint(_words(text[start : told.start()]))
        start = told.end()
    return _spoken_start(text, start, mark, tagged, lexicon)


def _led_start(text: str, start: int, mark: int, lexicon: Lexicon) -> int | None:
    """After the verb of speech that leads up to it: She said, We lost.”"""
    found: int | None = None
    for match in _LEAD_IN.finditer(text, start, mark):
        if found is not None and SENTENCE_END.search(text, found, match.start()):
            break
        before = _CLAUSE_BEFORE.search(text[max(start, match.start() - _REACH) : match.start()])
        if before and not lexicon.verbs.isdisjoint(_words(before.group())[-_LEAD:]):
            found = match.end()
    return found


def _has_verb_after(text: str, mark: int, end: int, lexicon: Lexicon) -> bool:
    """Whether a verb of speech stands in the words that go on after a comma within the mark."""
    clause = _CLAUSE_AFTER.match(text, end, end + _REACH)
    if clause is None or text[mark - 1 : mark] not in ",?!’'":
        return False
    return not lexicon.strong_verbs.isdisjoint(_words(clause.group()))


def _spoken_start(text: str, start: int, mark: int, tagged: bool, lexicon: Lexicon) -> int | None:
    """The sentence that the mark ends, if it is speech for sure, and those before it that sound spoken too."""
    starts = [start, *(match.end() for match in SENTENCE_END.finditer(text, start, mark))]
    ends = [*starts[1:], mark]
    if not tagged and not (_is_spoken(text[starts[-1] : mark], lexicon) and not text[mark + 1 : mark + 2].strip()):
        return None
    if _is_spoken(text[start : ends[0]], lexicon):
        return start
    begun = starts[-1]
    for a, b in zip(starts[-2::-1], ends[-2::-1], strict=True):
        if not _is_spoken(text[a:b], lexicon):
            break
        begun = a
    return begun


def _verb(match: re.Match[str]) -> str:
    return match.group(match.lastgroup or 0)


def _words(text: str) -> list[str]:
    return [match.group().lower().replace("’", "'") for match in _WORD.finditer(text)]


def _is_spoken(sentence: str, lexicon: Lexicon) -> bool:
    """Whether somebody speaks for himself here: "We won’t go", not "The ferry is late"."""
    words = _words(sentence)
    return not lexicon.persons.isdisjoint(words) or any(word.endswith(_CONTRACTED) for word in words)
