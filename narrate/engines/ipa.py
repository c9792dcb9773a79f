"""The International Phonetic Alphabet in espeak-ng's own ASCII phoneme mnemonics.

espeak-ng takes phonemes inside `[[ ]]` in its own alphabet only; IPA there is cut off at the first letter that is not
ASCII (https://github.com/espeak-ng/espeak-ng/issues/27). The English rows were derived by aligning espeak-ng's two
phoneme outputs, symbol by symbol, on 1,500 words (`benchmarks/ipa.py` repeats it and measures the table on other
words); the rows for sounds that English lacks are mnemonics that espeak-ng's base phoneme table prints as that symbol.
"""

from __future__ import annotations

import re
import unicodedata

ENGLISH = {
    "p": "p", "b": "b", "t": "t", "d": "d", "k": "k", "ɡ": "g", "g": "g", "m": "m", "n": "n", "ŋ": "N", "f": "f",
    "v": "v", "θ": "T", "ð": "D", "s": "s", "z": "z", "ʃ": "S", "ʒ": "Z", "h": "h", "w": "w", "j": "j", "l": "l",
    "ɹ": "r", "r": "r", "ɾ": "t#", "ʔ": "?", "tʃ": "tS", "dʒ": "dZ", "ʧ": "tS", "ʤ": "dZ", "n̩": "n-", "m̩": "m-",
    "l̩": "@L", "əl": "@L", "ɪəl": "I|@L",
    "i": "i", "iː": "i:", "ɪ": "I", "ᵻ": "I#", "ɨ": "I#", "e": "E", "ɛ": "E", "ɛː": "e@", "æ": "a", "a": "a",
    "ɑ": "A:", "ɑː": "A:", "aː": "A:", "ɒ": "0", "ɔ": "O2", "ɔː": "O:", "o": "oU", "oː": "o@", "ʊ": "U", "u": "u:",
    "uː": "u:", "ʉ": "u:", "ʉː": "u:", "ʌ": "V", "ɐ": "a#", "ə": "@", "ɚ": "3", "ɝ": "3:", "ɜ": "3:", "ɜː": "3:",
    "ɝː": "3:",
    "eɪ": "eI", "ɛɪ": "eI", "aɪ": "aI", "ɑɪ": "aI", "ɔɪ": "OI", "oɪ": "OI", "aʊ": "aU", "ɑʊ": "aU", "oʊ": "oU",
    "əʊ": "oU", "ɑːɹ": "A@", "ɛɹ": "e@", "eə": "e@", "ɛə": "e@", "eəɹ": "e@", "ɔːɹ": "O@", "oːɹ": "o@",
    "ɔəɹ": "O@", "ɪɹ": "i@3",
    "ɪə": "i@3", "ɪəɹ": "i@3", "iə": "i@", "ʊɹ": "U@", "ʊə": "U@", "ʊəɹ": "U@", "aɪə": "aI@", "aɪɚ": "aI3", "ɜːɹ": "3:",
}  # fmt: skip
"""What English voices print, and the symbols that dictionaries of English use for the same sounds."""
FOREIGN = {
    "x": "x", "χ": "X", "ç": "C", "ɣ": "Q", "ɲ": "n^", "ʎ": "l^", "ɬ": "l", "ɫ": "L", "ɭ": "l", "ɳ": "n", "ʁ": "r",
    "ʀ": "r", "β": "B", "ʋ": "v", "ɸ": "f", "ʂ": "s;", "ʐ": "z;", "ʑ": "z;", "ɕ": "S;", "tɕ": "tS;", "c": "c", "ɟ": "J",
    "ʍ": "w#", "ħ": "h", "ɦ": "h", "ʕ": "?", "q": "k", "ɢ": "g", "ɖ": "d", "ʈ": "t", "ɻ": "r", "ɽ": "t#", "ts": "ts",
    "dz": "dz", "pf": "pf", "ʦ": "ts", "ʣ": "dz",
    "y": "u:", "yː": "u:", "ʏ": "U", "ø": "3:", "øː": "3:", "œ": "3:", "œː": "3:", "ɯ": "u:", "ɤ": "V", "ɵ": "@",
    "ɘ": "@", "ɞ": "3:", "ɶ": "a", "eː": "eI", "æː": "a", "ɛ̃": "an", "ɑ̃": "A~", "ɔ̃": "O~", "õ": "O~", "ã": "A~",
    "œ̃": "an",
}  # fmt: skip
"""Sounds that English lacks: the mnemonic of espeak-ng's base table, else that of the nearest English sound."""
MARKS = {
    "ˈ": "'",
    "ˌ": ",",
    "'": "'",
    "ː": "",
    "ˑ": "",
    ".": "",
    "·": "",
    "‿": "",
    "͡": "",
    "͜": "",
    "ʰ": "",
    "ʲ": ";",
    "ʷ": "w",
}
"""Stress, and what has no mnemonic of its own: length on other vowels, syllable breaks, ties, aspiration."""
BLANK = re.compile(r"\s+")
TABLE = {unicodedata.normalize("NFD", k): v for k, v in {**MARKS, **ENGLISH, **FOREIGN}.items()}
LONGEST = max(map(len, TABLE))
SEPARATOR = "|"
"""Keeps neighbouring mnemonics apart: without it "t" and "S" would be read as the one sound "tS"."""

WORD_BOUNDARY = "||"


class UnknownSymbol(ValueError):
    """A symbol that is no IPA, or none that espeak-ng can say.

    Attributes
    ----------
    symbol : str
        The character.
    position : int
        Its place in the IPA given, decomposed (NFD).
    """

    def __init__(self, symbol: str, position: int) -> None:
        super().__init__(f"no sound is known for {symbol!r} (U+{ord(symbol[0]):04X}) in phonetic writing")
        self.symbol = symbol
        self.position = position


def ipa_to_mnemonics(ipa: str) -> str:
    """Phonemes for espeak-ng's `[[ ]]`, from IPA.

    Parameters
    ----------
    ipa : str
        One or several words, such as "ˈkiːjɪv"; enclosing slashes or brackets are passed over.

    Returns
    -------
    str
        ASCII, without the double brackets; empty for empty input.

    Raises
    ------
    UnknownSymbol
        For anything that is not in the table: a typing error would otherwise be heard.
    """
    words = BLANK.split(unicodedata.normalize("NFD", ipa.strip().strip("/[]")).replace("͡", "").replace("͜", ""))
    return WORD_BOUNDARY.join(_word(word) for word in words if word)


def _word(word: str) -> str:
    said: list[str] = []
    stress = ""
    at = 0
    while at < len(word):
        length = next((n for n in range(LONGEST, 0, -1) if word[at : at + n] in TABLE), 0)
        if not length:
            raise UnknownSymbol(word[at], at)
        mnemonic = TABLE[word[at : at + length]]
        at += length
        if mnemonic in ("'", ","):
            stress = mnemonic
        elif mnemonic:
            said.append(stress + mnemonic)
            stress = ""
    return SEPARATOR.join(said)
