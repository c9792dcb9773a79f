"""Swearing, masked or plain: said, softened, bleeped or left as written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal

from narrate.speech.rules import word_set
from narrate.speech.tiling import Edit

Profanity = Literal["say", "soften", "bleep", "as-written"]
RULE = "profanity"

SOFT = {
    "fuck": "eff", "fucks": "effs", "fucked": "effed", "fucking": "effing", "fuckin": "effing", "fucker": "effer",
    "fuckers": "effers", "fuckup": "eff-up", "motherfucker": "mother-effer", "motherfuckers": "mother-effers",
    "motherfucking": "mother-effing", "shit": "crap", "shits": "craps", "shitty": "crappy", "shitting": "crapping",
    "bullshit": "bull", "horseshit": "bull", "shithole": "hellhole", "shitholes": "hellholes", "shitshow": "mess",
    "dipshit": "fool",
    "batshit": "stark", "apeshit": "ape",
    "cunt": "C-word", "cunts": "C-words", "bitch": "B-word", "bitches": "B-words", "bitching": "moaning",
    "bastard": "so-and-so", "bastards": "so-and-sos", "arse": "backside", "arsehole": "A-hole", "arseholes": "A-holes",
    "ass": "butt", "asses": "butts", "asshole": "A-hole", "assholes": "A-holes", "dick": "jerk", "dicks": "jerks",
    "dickhead": "jerk", "dickheads": "jerks", "cock": "member", "cocksucker": "so-and-so", "piss": "pee",
    "pissed": "ticked", "pissing": "peeing", "goddamn": "gosh-darn", "goddamned": "gosh-darned", "wanker": "jerk",
    "wankers": "jerks", "twat": "fool", "twats": "fools", "prick": "jerk", "pricks": "jerks", "slut": "S-word",
    "sluts": "S-words", "whore": "W-word", "whores": "W-words", "bollocks": "nonsense", "pussy": "P-word",
    "tits": "chest",
    "bugger": "so-and-so", "wank": "W-word", "damn": "darn", "crap": "crud", "hell": "heck", "bloody": "blooming",
}  # fmt: skip
SLURS = {
    "nigger": "N-word", "niggers": "N-words", "nigga": "N-word", "niggas": "N-words", "faggot": "F-slur",
    "faggots": "F-slurs", "fag": "F-slur", "fags": "F-slurs", "retard": "R-word", "retards": "R-words",
    "retarded": "R-word", "paki": "P-word", "pakis": "P-words", "kike": "slur", "kikes": "slurs", "tranny": "T-slur",
    "spic": "slur", "chink": "slur", "gook": "slur",
}  # fmt: skip
"""Never unmasked: who masked them meant it."""
MILD = word_set(
    "damn crap hell bloody cock prick dick pussy tits bugger ass asses faggot fag retard retarded spic chink "
    "paki whore prick"
)
"""Left alone when written out: mild, or ordinary words and names too (Dick, cocktail, a prick of the needle)."""
PLAIN = re.compile(r"\b(?:" + "|".join(sorted(set(SOFT) - MILD, key=len, reverse=True)) + r")\b", re.IGNORECASE)
MASKED = re.compile(
    r"(?<![\w@#&/.*])(?=[A-Za-z*])(?:[A-Za-z]{1,9}[*•·]{1,12}[A-Za-z*•·]{0,12}|\*{1,12}[A-Za-z]{1,9}[A-Za-z*]{0,12}|"
    r"[A-Za-z]{1,6}[*#@$%!&]{2,12}[A-Za-z]{0,4}|[A-Za-z]{1,7}[@$!][A-Za-z]{1,5})(?![\w@*])"
)
DASHED = re.compile(r"(?<!\w)[A-Za-z]{1,8}(?:-{2,8}|—{1,4}|_{2,8})[A-Za-z]{0,4}(?![\w-])")
GRAWLIX = re.compile(r"(?<![\w#@%&*!$])[#@%&*!$]{4,12}(?![\w#@%&*!$])")
"""Signs instead of a word: "@#$%!". A row of one sign is decoration, except four asterisks."""
GRADE = re.compile(r"[A-E]\*+s?")
"""Marks of British schools: "three A*s"."""
EXPLETIVE = re.compile(r"[\[(]expletive(?: deleted)?[\])]", re.IGNORECASE)


def find(text: str, setting: Profanity) -> Iterator[Edit]:
    """Edits for swearing in order; an edit whose words are empty is a bleep, one without change keeps its signs."""
    found: dict[int, Edit] = {}
    for start, end, word in _masked(text):
        found[start] = Edit(start, end, _said(word, text[start:end], setting), RULE)
    if setting in ("soften", "bleep"):
        for match in PLAIN.finditer(text):
            word = match.group().lower()
            found.setdefault(match.start(), Edit(match.start(), match.end(), _said(word, match.group(), setting), RULE))
    if setting == "bleep":
        for match in EXPLETIVE.finditer(text):
            found[match.start()] = Edit(match.start(), match.end(), "", RULE)
    done = 0
    for edit in sorted(found.values(), key=lambda e: e.start):
        if edit.start >= done:
            yield edit
            done = edit.end


def _masked(text: str) -> Iterator[tuple[int, int, str]]:
    patterns = [p for p, signs in ((MASKED, "*@$#•·!"), (DASHED, ("--", "—", "__"))) if any(s in text for s in signs)]
    for pattern in patterns:
        for match in pattern.finditer(text):
            word = "" if GRADE.fullmatch(match.group()) else unmasked(match.group().lower())
            if word:
                yield match.start(), match.end(), word
    if any(sign in text for sign in "#@%*"):
        for match in GRAWLIX.finditer(text):
            if len(set(match.group().rstrip("!"))) < 3 and match.group() != "****":
                continue
            yield match.start(), match.end(), "expletive"


@lru_cache(maxsize=512)
def unmasked(written: str) -> str:
    """The word behind "f**k", "sh*t", "f---" or "b@stard"; empty if none fits."""
    letters = re.split(r"[^a-z]+", written)
    if "-" in written or "_" in written or "—" in written:
        wide = re.compile("[a-z]+".join(map(re.escape, letters)) + r"\Z")
        fits = [w for w in SOFT if wide.match(w) and w not in MILD]
        marks = re.sub("[a-z—]", "", written)
        exact = [w for w in fits if len(w) == sum(map(len, letters)) + len(marks)]
        return (exact or fits or [""])[0] if sum(map(len, letters)) <= 5 else ""
    shape = re.compile("".join(c if c.isalpha() else "[a-z]" for c in written) + r"\Z")
    table = {**SOFT, **SLURS}
    exact = [w for w in table if shape.match(w)]
    if exact:
        return exact[0]
    loose = re.compile(re.sub(r"[^a-z]+", "[a-z]+", written) + r"\Z")
    fits = [w for w in table if loose.match(w) and w not in MILD]
    return fits[0] if fits else ""


def _said(word: str, written: str, setting: Profanity) -> str:
    if setting in ("bleep", "as-written"):
        return written if setting == "as-written" else ""
    if word in SLURS:
        said = SLURS[word]
    elif word == "expletive":
        said = "expletive"
    else:
        said = SOFT.get(word, word) if setting == "soften" else word
    return said.capitalize() if written[:1].isupper() else said
