"""Words in capitals: EU, USA, OMS are letters, NATO and DAX are words. espeak-ng says "oi", "uza" and "omm"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from narrate.speech.rules import word_set

VOWELS = "AEIOUYÄÖÜÉ"
ONSET = "[BCDFGKPTVW][LR]|[BGKPSTW]H|S[CKLMNPTW]|SCH|SP[LR]|STR|KN|GN|PF|PS|QU|TS|ZW|TH|CH"
UNSAYABLE = re.compile(
    rf"\A[^{VOWELS}]+\Z|[^{VOWELS}]{{4}}|[^{VOWELS}]{{3}}\Z|\A(?!{ONSET})[^{VOWELS}]{{2}}|[JVQ][^{VOWELS}]"
)
ROMAN = re.compile(r"[IVXL]+\Z")
BEFORE = re.compile(r"([^\W\d_]+) \Z")
AFTER = re.compile(r" ([^\W\d_]+)")


@dataclass(frozen=True)
class Initialisms:
    """Which capitals of a language are letters.

    Parameters
    ----------
    words : frozenset of str
        Said as words, although they are short.
    letters : frozenset of str
        Said letter by letter, although they could be words.
    mixed : mapping
        Forms with small letters in them, and what is said.
    longest : int
        Up to so many letters are letters without being named.
    plural : str
        What the "s" behind them sounds like: "'s", or nothing.
    """

    words: frozenset[str] = frozenset()
    letters: frozenset[str] = frozenset()
    mixed: Mapping[str, str] = field(default_factory=dict)
    longest: int = 3
    plural: str = ""

    @property
    def pattern(self) -> str:
        """Such words, alone or before a hyphen; not beside figures and full stops, which belong to names."""
        mixed = "".join(f"{re.escape(form)}|" for form in self.mixed)
        return rf"(?<![\w.])(?:{mixed}[A-ZÄÖÜÉ]{{2,6}}){'s?' if self.plural else ''}(?!\w|\.\w)"

    def say(self, match: re.Match[str], small: frozenset[str]) -> str | None:
        """Letters with full stops between them, or None for a word.

        Parameters
        ----------
        small : frozenset of str
            Words of the language that are in capitals only where all is.
        """
        written = match.group()
        word = written.rstrip("s")
        tail = self.plural if word != written else ""
        if word in self.mixed:
            return self.mixed[word] + tail
        if word in self.words or word.lower() in small or ROMAN.match(word) or _among_capitals(match, small):
            return None
        if word in self.letters or len(word) <= self.longest or UNSAYABLE.search(word):
            return ".".join(word) + tail
        return None


def _among_capitals(match: re.Match[str], small: frozenset[str]) -> bool:
    """Whether a neighbour is an ordinary word in capitals, so that capitals say nothing."""
    text = match.string
    before = BEFORE.search(text, max(0, match.start() - 24), match.start())
    after = AFTER.match(text, match.end())
    neighbours = [found.group(1) for found in (before, after) if found]
    return any(n.isupper() and (len(n) > 6 or n.lower() in small) for n in neighbours)


GERMAN = Initialisms(
    words=word_set(
        "UNO DAX TÜV GAU PIN SIM RAM TAN LAN OK DJ ESA DIN ISO FED AWO PEN TAZ VIP BIO AIDS SARS OBI HUK MAN SAT"
    ),
    letters=word_set("OSZE OECD ADAC DAAD BASF IAEA DIHK"),
    mixed={
        "AfD": "A.F.D", "EuGH": "E.U.G.H", "MdB": "M.D.B", "MdL": "M.D.L", "KfW": "K.F.W", "StGB": "S.T.G.B",
        "StPO": "S.T.P.O", "EnBW": "E.N.B.W", "StVO": "S.T.V.O", "BVerfG": "Bundesverfassungsgericht",
    },
    plural="'s",
)  # fmt: skip
FRENCH = Initialisms(
    words=word_set("ONU ENA ZAC ZUP CAC INA VIP SIM BAC FED ZAD CAF DOM TOM PIN NON OUI"),
    letters=word_set("OCDE EELV RATP OSCE AIEA OMPI"),
)
SPANISH = Initialisms(
    words=frozenset(),
    letters=word_set("UE OMS ONG ADN IA UGT OEA ERC BCE FMI ARN AEPD OCDE OSCE OIT OMC OPS IPC CGT USB GPS"),
    longest=0,
)
