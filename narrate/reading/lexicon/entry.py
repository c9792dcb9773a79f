"""What one language contributes to the reading rules, loaded from the YAML file beside this module."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files

import yaml

# libyaml reads the lexicons in a tenth of the time; it comes with PyYAML's wheels.
_LOADER: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
LANGUAGES = ("en", "de", "fr", "es", "it", "nl", "pt")


@dataclass(frozen=True)
class Lexicon:
    """Words and phrases of one language, each field one regular expression a line.

    `anchors`, `asides`, `keys` and `chrome` match a whole folded line (lower case, words only, bare numbers dropped);
    `live` is searched in headlines, `paywall` in paragraphs; the others match the start of a line as written,
    ignoring case but for `byline`.
    """

    language: str
    stop_words: str
    months: str
    anchors: str  # a line after which no article goes on: "top articles", "leave a comment"
    asides: str  # a line that is furniture inside an article: "advertisement", "read more"
    keys: str  # keys of scraped metadata: "author", "views", "birthday"
    junk: str  # the start of a line that is page furniture: "Sign up for our newsletter"
    credits: str  # the start of a line that credits a picture
    outro: str  # the start of a closing line of the desk: "Reporting by ..."
    byline: str
    paywall: str
    live: str  # headlines of live blogs
    chrome: str  # site navigation: "skip to content", "log in"

    @cached_property
    def words(self) -> frozenset[str]:
        return frozenset(self.stop_words.split())


@dataclass(frozen=True)
class Phrases:
    """The lexicons that apply to one article, compiled: its own language first, English always.

    Pages in every language carry English furniture ("Share on Facebook"), so English is never left out.
    """

    lexicons: tuple[Lexicon, ...]

    def _lines(self, field: str) -> str:
        lines = (line for lexicon in self.lexicons for line in getattr(lexicon, field).splitlines() if line.strip())
        return "|".join(f"(?:{line})" for line in lines)

    def _start(self, field: str) -> re.Pattern[str]:
        return re.compile(rf"[\s>›→▶►•·*|\[(–—-]{{0,12}}(?:{self._lines(field)})", re.IGNORECASE)

    @cached_property
    def anchors(self) -> re.Pattern[str]:
        return re.compile(self._lines("anchors"))

    @cached_property
    def asides(self) -> re.Pattern[str]:
        return re.compile(self._lines("asides"))

    @cached_property
    def keys(self) -> re.Pattern[str]:
        return re.compile(self._lines("keys"))

    @cached_property
    def chrome(self) -> re.Pattern[str]:
        return re.compile(self._lines("chrome"))

    @cached_property
    def junk(self) -> re.Pattern[str]:
        return self._start("junk")

    @cached_property
    def credits(self) -> re.Pattern[str]:
        return self._start("credits")

    @cached_property
    def outro(self) -> re.Pattern[str]:
        return self._start("outro")

    @cached_property
    def byline(self) -> re.Pattern[str]:
        return re.compile(self._lines("byline"))

    @cached_property
    def paywall(self) -> re.Pattern[str]:
        return re.compile(self._lines("paywall"), re.IGNORECASE)

    @cached_property
    def live(self) -> re.Pattern[str]:
        return re.compile(self._lines("live"), re.IGNORECASE)

    @cached_property
    def months(self) -> re.Pattern[str]:
        return re.compile(rf"\b(?:{self._lines('months')})(?!\w)", re.IGNORECASE)


@cache
def lexicon_of(language: str) -> Lexicon:
    """The lexicon of one of `LANGUAGES`."""
    source = files(__package__).joinpath(f"{language}.yaml").read_text(encoding="utf-8")
    return Lexicon(**yaml.load(source, Loader=_LOADER))


@cache
def phrases_of(language: str) -> Phrases:
    """The compiled phrases for an article in `language` (BCP 47; an unknown one gets English)."""
    own = language.split("-")[0]
    names = dict.fromkeys([own, "en"] if own in LANGUAGES else ["en"])
    return Phrases(tuple(lexicon_of(name) for name in names))
