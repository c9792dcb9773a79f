"""Addresses of the web, e-mail, handles and hashtags."""

from __future__ import annotations

import re

from narrate.speech.english.dialect import AMERICAN, English, spelled
from narrate.speech.english.numbers import digits
from narrate.speech.rules import Rule, word_set

TOP_DOMAINS = (
    "com|org|net|edu|gov|mil|int|info|biz|io|ai|app|dev|news|tv|co|me|uk|us|au|nz|ca|ie|de|fr|es|it|nl|be|ch|at|se|no|"
    "dk|fi|pl|cz|ru|ua|by|tr|gr|pt|il|in|pk|cn|jp|kr|tw|hk|sg|my|th|vn|id|ph|za|ng|ke|eg|br|mx|ar|cl|eu|gov\\.uk|sm|abc|pdf|docx|xlsx|csv|exe|jpe?g|png|html"
)
WORD_DOMAINS = word_set("co com org net edu gov mil info biz app dev news int")
SAID = {
    "jpg": "jpeg",
    "abc": "A.B.C",
    "bbc": "B.B.C",
    "cnn": "C.N.N",
    "nbc": "N.B.C",
    "cbs": "C.B.S",
    "npr": "N.P.R",
    "pbs": "P.B.S",
    "faq": "F.A.Q",
    "faqs": "F.A.Q's",
}
MARKS = {
    ".": " dot ", "@": " at ", "/": " slash ", "-": " dash ", "_": " underscore ", "&": " ampersand ",
    "?": " question mark ", "=": " equals ", "#": " hash ", "%": " percent ", "+": " plus ", ":": " colon ",
    "~": " tilde ",
}  # fmt: skip
SHORT = 5
READABLE_PATH = re.compile(r"(?:/[a-z]+(?:[-_][a-z]+){0,4}){1,3}/?\Z")
PIECE = re.compile(r"\d+|[A-Za-z]+|[^\w]|_")


def url(match: re.Match[str], en: English) -> str | None:
    """https://www.example.com/news/2024"""
    if en.urls == "skip":
        return ""
    host, path = match["host"] or "", match["path"] or ""
    tail = ""
    while path and path[-1] in ".,;:!?)'\"":
        path, tail = path[:-1], path[-1] + tail
    if en.urls == "full":
        scheme = match["scheme"] or ""
        return _address(f"{scheme}{host}{path}") + tail
    # Without "https://" an address is written to be read and typed: "gov.uk/vote".
    typed = not match["scheme"] and READABLE_PATH.match(path)
    return _address(host.removeprefix("www.") + (path if typed else "")) + tail


def domain(match: re.Match[str], en: English) -> str | None:
    """abc.net.au, Amazon.com."""
    return _address(match.group())


def email(match: re.Match[str], en: English) -> str | None:
    """john.doe@example.com"""
    return _address(match.group())


def _address(text: str) -> str:
    pieces = PIECE.findall(text)
    said = [_piece(p, i, pieces) for i, p in enumerate(pieces)]
    return re.sub(r" {2,}", " ", "".join(said)).strip()


def _piece(piece: str, index: int, pieces: list[str]) -> str:
    if piece in MARKS:
        return MARKS[piece]
    if piece.isdigit():
        return f" {AMERICAN.cardinal(int(piece)) if piece.endswith('000') and len(piece) == 4 else digits(piece)} "
    low = piece.lower()
    if low in SAID:
        return SAID[low]
    after_dot = index > 0 and pieces[index - 1] == "."
    if low in WORD_DOMAINS:
        return piece
    vowelless = not re.search(r"[aeiouy]", low)
    last = index + 1 == len(pieces) or pieces[index + 1] in "./?#:"
    if (after_dot and last and len(piece) == 2) or (vowelless and len(piece) < 6) or low in ("www", "http", "https"):
        return spelled(piece)
    return camel_words(piece) if len(piece) > SHORT else piece


def camel_words(text: str) -> str:
    """ "Black Lives Matter" for "BlackLivesMatter"; capitals stay together: "BBC News"."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", text)


def handle(match: re.Match[str], en: English) -> str | None:
    """@AmyKup"""
    return "at " + _tag(match["tag"])


def hashtag(match: re.Match[str], en: English) -> str | None:
    """#BlackLivesMatter, #1"""
    tag = match["tag"]
    if tag.isdigit():
        return "number " + en.numbers.of_digits(tag)
    if match.string[match.start() - 1 : match.start()].isalnum():
        return " hash " + _tag(tag)
    return "hashtag " + _tag(tag)


def _tag(tag: str) -> str:
    parts = re.findall(r"\d+|[^\W\d_]+", tag)
    said = [_tag_number(p) if p.isdigit() else _shortened(camel_words(p)) for p in parts]
    return " ".join(said)


def _tag_number(figures: str) -> str:
    if len(figures) == 4:
        return AMERICAN.year(int(figures))
    return digits(figures) if len(figures) > 2 or figures[0] == "0" else AMERICAN.cardinal(int(figures))


def _shortened(words: str) -> str:
    return " ".join(spelled(w) if w.isupper() and 1 < len(w) <= 3 else w for w in words.split())


HOST = r"(?:[A-Za-z0-9-]{1,63}\.){1,6}[A-Za-z]{2,24}"
URL = Rule(
    "web",
    re.compile(
        rf"(?P<scheme>(?:https?|ftp)://|(?=www\.)|file://(?=/))(?P<host>{HOST}|localhost|(?<=///)|"
        rf"(?<=//)(?=/))(?::\d+)?(?P<path>[/?#][^\s<>\"]*)?"
    ),
    url,
)
PATHED = Rule(
    "web",
    re.compile(rf"(?P<scheme>)(?P<host>(?:[A-Za-z0-9-]{{1,63}}\.){{1,4}}(?:{TOP_DOMAINS}))(?P<path>/[^\s<>\"]*)"),
    url,
)
EMAIL = Rule("web", re.compile(rf"[A-Za-z0-9][\w.+&-]{{0,64}}@{HOST}(?:/[\w/.-]*\w)?(?!\w)"), email)
DOMAIN = Rule("web", re.compile(rf"(?:[A-Za-z0-9-]{{1,63}}\.){{1,4}}(?:{TOP_DOMAINS})(?![\w@]|\.\w)"), domain)
NUMBERED = Rule("web", re.compile(r"\d{1,5}\.(?:com|org|net|gov|info|io|co\.uk)(?![\w@]|\.\w)"), domain)
HANDLE = Rule("web", re.compile(r"@(?P<tag>[A-Za-z_]\w{1,30})"), handle)
HASHTAG = Rule("web", re.compile(r"#(?P<tag>\w{1,60})"), hashtag)
