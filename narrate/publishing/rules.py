"""What directories, apps and validators say of a feed's text, without fetching anything it names.

Sources: Apple "Podcast RSS feed requirements", Podcasting 2.0 tags, PSP-1, and what the W3C and Livewire validators
miss (a missing itunes:image, an unknown medium, spaces in addresses ...).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from narrate.publishing.categories import CATEGORIES
from narrate.publishing.channel import is_uuid
from narrate.publishing.elements import Element, qualified
from narrate.publishing.podcastkeys import LANGUAGES, MEDIA
from narrate.publishing.reports import Finding, Level
from narrate.publishing.standing import guid_of
from narrate.publishing.text import one_line

_AUDIO = {"audio/mpeg": ".mp3", "audio/x-m4a": ".m4a", "audio/mp4": ".m4a", "audio/aac": ".aac"}
_TRANSCRIPTS = {"text/vtt", "application/json", "application/x-subrip", "application/srt", "text/html", "text/plain"}
_AHEAD_S = 300  # clocks differ
_NUMBERED = re.compile(r"(?i)(?:s\d{1,3}\s?e|ep(?:isode|\.)?\s?|#)\d{1,4}\b")
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass(frozen=True)
class Looked:
    """A feed as it was found."""

    address: str
    channel: Element
    now: datetime
    private: bool = False


Found = tuple[Level, str, str]  # level, message, hint
_ChannelRule = Callable[[Looked], Iterator[Found]]
_ItemRule = Callable[[Looked, Element], Iterator[Found]]


def findings_of(looked: Looked) -> Iterator[Finding]:
    """Apply every rule."""
    for name, rule in CHANNEL_RULES.items():
        for level, message, hint in rule(looked):
            yield Finding(level, name, looked.address, message, hint)
    for item in looked.channel.iterfind("item"):
        label = one_line(item.findtext("title") or "") or guid_of(item) or "an item without a title"
        for name, item_rule in ITEM_RULES.items():
            for level, message, hint in item_rule(looked, item):
                yield Finding(level, name, f"{looked.address}: '{label}'", message, hint)


def _text(parent: Element, name: str) -> str:
    return (parent.findtext(qualified(name)) or "").strip()


def _attribute(parent: Element, name: str, key: str) -> str:
    child = parent.find(qualified(name))
    return str(child.get(key, "")).strip() if child is not None else ""


# ---------------------------------------------------------------------------------------------------------- channel


def _required(looked: Looked) -> Iterator[Found]:
    for name, who in {"title": "RSS 2.0", "link": "RSS 2.0", "description": "RSS 2.0", "language": "Apple"}.items():
        if not _text(looked.channel, name):
            yield "error", f"<{name}> is missing or empty; {who} requires it", f"{name}: in podcast.yaml"
    if not _attribute(looked.channel, "itunes:image", "href"):
        yield "error", "no artwork (itunes:image); Apple, Spotify and YouTube refuse the show", "image: in podcast.yaml"
    if not _text(looked.channel, "itunes:author"):
        yield "warning", "no itunes:author; Spotify does not list the show without it", "author: in podcast.yaml"
    owner = looked.channel.find(qualified("itunes:owner"))
    if not looked.private and (owner is None or not _text(owner, "itunes:email")):
        yield "warning", "no owner's e-mail; Spotify and YouTube verify by it", "owner: in podcast.yaml"


def _language(looked: Looked) -> Iterator[Found]:
    language = _text(looked.channel, "language")
    first = language.lower().split("-")[0]
    shaped = re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", language)
    if language and (not shaped or (len(first) == 2 and first not in LANGUAGES)):
        yield "error", f"'{language}' is not a language code", "ISO 639 such as en or en-gb"


def _category(looked: Looked) -> Iterator[Found]:
    categories = looked.channel.findall(qualified("itunes:category"))
    if not categories:
        yield "error", "no itunes:category; Apple requires one", "category: in podcast.yaml"
    for category in categories:
        top = category.get("text", "")
        subs = [sub.get("text", "") for sub in category.iterfind(qualified("itunes:category"))]
        for wrong in [top] * (top not in CATEGORIES) + [sub for sub in subs if sub not in CATEGORIES.get(top, subs)]:
            yield "error", f"'{wrong}' is not in Apple's list of categories", "spelling and case must be exact"


def _flags(looked: Looked) -> Iterator[Found]:
    explicit = _text(looked.channel, "itunes:explicit")
    if explicit not in ("true", "false"):
        said = f"is '{explicit}'" if explicit else "is missing"
        yield "error", f"itunes:explicit {said}; Apple takes true or false", ""
    if (kind := _text(looked.channel, "itunes:type")) not in ("", "episodic", "serial"):
        yield "error", f"itunes:type is '{kind}'; Apple takes episodic or serial", ""
    if (locked := _text(looked.channel, "podcast:locked")) not in ("", "yes", "no"):
        yield "error", f"podcast:locked is '{locked}'; yes or no", ""
    if (medium := _text(looked.channel, "podcast:medium")) not in ("", *MEDIA):
        yield "error", f"podcast:medium is '{medium}', which nobody knows", ""


def _identity(looked: Looked) -> Iterator[Found]:
    guid = _text(looked.channel, "podcast:guid")
    if not guid:
        yield "warning", "no podcast:guid; a move to another address loses the show's identity", ""
    elif not is_uuid(guid):
        yield "error", f"podcast:guid '{guid}' is not a UUID", ""
    own = [
        str(link.get("href", ""))
        for link in looked.channel.iterfind(qualified("atom:link"))
        if link.get("rel") == "self"
    ]
    if not own:
        yield "error", "no atom:link rel=self; PSP-1 requires it", ""
    elif own[0] != looked.address:
        yield "warning", f"atom:link rel=self says {own[0]}, but this is {looked.address}", "url: in podcast.yaml"
    if looked.address.startswith("http://"):
        yield "warning", "the feed is not https; Apple expects https", ""
    if not re.fullmatch(r"[!-~]+", looked.address):
        yield "error", "the feed's address is not plain ASCII without spaces; Apple refuses it", ""
    moved = _text(looked.channel, "itunes:new-feed-url")
    if moved and moved != looked.address:
        yield "warning", f"itunes:new-feed-url sends every app to {moved}", "new_feed_url: in podcast.yaml"


def _limits(looked: Looked) -> Iterator[Found]:
    size = len(_text(looked.channel, "description").encode())
    if size > 4000:
        yield "error", f"the description has {size:,} bytes; Apple takes 4,000", ""
    for name, most in {"podcast:funding": 128, "podcast:person": 128, "podcast:txt": 4000}.items():
        for element in looked.channel.iterfind(qualified(name)):
            if len((element.text or "").strip()) > most:
                yield "error", f"the text of {name} is longer than {most:,} characters", ""
            if name != "podcast:txt" and not (element.text or "").strip():
                yield "error", f"an empty {name}", ""
    words = _text(looked.channel, "copyright")
    if re.search(r"(?i)copyright|©|\(c\)|\b(19|20)\d\d\b", words):
        yield "note", f"copyright is '{words}'; PSP-1 wants the owner's name alone, without sign, word or year", ""


def _private(looked: Looked) -> Iterator[Found]:
    if looked.private and _text(looked.channel, "itunes:block") != "Yes":
        yield "error", "a private feed without itunes:block Yes: directories may list it", ""


def _order(looked: Looked) -> Iterator[Found]:
    dates = [date for item in looked.channel.iterfind("item") if (date := _date(item)) is not None]
    if dates != sorted(dates, reverse=True):
        yield "warning", "the items are not sorted, newest first; Pocket Casts misreads such feeds", ""


def _twice(looked: Looked) -> Iterator[Found]:
    items = looked.channel.findall("item")
    yield from _repeated([guid_of(item) for item in items], "error", "GUID", "apps drop all but one")
    urls = [_attribute(item, "enclosure", "url") for item in items]
    yield from _repeated(urls, "error", "audio address", "Apple ignores an address it has seen")
    days = [
        f"{one_line(item.findtext('title') or '').casefold()} ({date:%Y-%m-%d})"
        for item in items
        if (date := _date(item)) is not None
    ]
    yield from _repeated(days, "warning", "title on one day", "AntennaPod merges the two")


def _repeated(values: Sequence[str], level: Level, what: str, why: str) -> Iterator[Found]:
    seen: set[str] = set()
    for value in values:
        if value and value in seen:
            yield level, f"the same {what} twice: {value}; {why}", ""
        seen.add(value)


def _disclosure(looked: Looked) -> Iterator[Found]:
    if not any(txt.get("purpose") == "ai-content" for txt in looked.channel.iterfind(qualified("podcast:txt"))):
        yield "note", "no podcast:txt purpose=ai-content; right only if people read aloud", "ai_disclosure: true"


# ------------------------------------------------------------------------------------------------------------- item


def _item_required(looked: Looked, item: Element) -> Iterator[Found]:
    title, show = one_line(_text(item, "title")), one_line(_text(looked.channel, "title"))
    if not title:
        yield "error", "no title; Apple requires one", ""
    if (show and title.casefold().startswith(f"{show}:".casefold())) or _NUMBERED.match(title):
        yield "note", "the title repeats the show's or a number; Apple wants these in their own elements", ""
    if not _text(item, "guid"):
        yield "error", "no GUID; apps take the audio's address instead, and a correction becomes a new episode", ""


def _item_guid(looked: Looked, item: Element) -> Iterator[Found]:
    guid = item.find("guid")
    permalink = guid is not None and guid.get("isPermaLink", "true") == "true"
    if guid is not None and permalink and not (guid.text or "").startswith(("http://", "https://")):
        yield "warning", "the GUID is no address, but isPermaLink is not 'false'", ""


def _enclosure(looked: Looked, item: Element) -> Iterator[Found]:
    enclosure = item.find("enclosure")
    if enclosure is None:
        yield "error", "no enclosure: nothing to hear", ""
        return
    url, length, kind = (str(enclosure.get(key, "")) for key in ("url", "length", "type"))
    if not re.fullmatch(r"https?://[!-~]+", url):
        yield "error", f"the audio's address is not plain ASCII without spaces: '{url}'", ""
    elif url.startswith("http://"):
        yield "warning", "the audio's address is not https", ""
    if not re.fullmatch(r"[1-9]\d*", length):
        yield "error", f"length is '{length}'; the exact number of bytes is wanted", ""
    elif int(length) < 16_384:
        yield "note", f"length is {length}; AntennaPod takes less than 16384 for unknown", ""
    if not kind.startswith(("audio/", "video/")):
        yield "error", f"type is '{kind}'; audio/mpeg is what every app plays", ""
    elif kind in _AUDIO and not url.partition("?")[0].endswith(_AUDIO[kind]):
        yield "warning", f"the address does not end with {_AUDIO[kind]}; Apple goes by the ending", ""


def _date(item: Element) -> datetime | None:
    try:
        moment = parsedate_to_datetime(item.findtext("pubDate") or "")
    except (ValueError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _pubdate(looked: Looked, item: Element) -> Iterator[Found]:
    moment, text = _date(item), _text(item, "pubDate")
    if moment is None:
        yield "error", f"pubDate '{text}' is not a date of RFC 2822" if text else "no pubDate; Spotify requires it", ""
        return
    if text[:3] in _DAYS and text[:3] != _DAYS[moment.weekday()]:
        yield "error", f"pubDate '{text}': that day is a {_DAYS[moment.weekday()]}", ""
    if (moment - looked.now).total_seconds() > _AHEAD_S:
        yield "error", f"pubDate '{text}' is in the future; apps show the episode all the same", "publish --at TIME"


def _item_values(looked: Looked, item: Element) -> Iterator[Found]:
    duration = _text(item, "itunes:duration")
    if not re.fullmatch(r"\d+|(\d+:)?\d{1,2}:\d\d", duration):
        said = f"is '{duration}'" if duration else "is missing"
        yield "warning", f"itunes:duration {said}; whole seconds are safe everywhere", ""
    for name in ("itunes:episode", "itunes:season"):
        if (number := _text(item, name)) and not re.fullmatch(r"[1-9]\d*", number):
            yield "error", f"{name} is '{number}', not a positive whole number", ""
    serial = _text(looked.channel, "itunes:type") == "serial" and _text(item, "itunes:episodeType") in ("", "full")
    if serial and not _text(item, "itunes:episode"):
        yield "error", "a serial show needs itunes:episode on every full episode", ""
    if (size := len(_text(item, "description").encode())) > 4000:
        yield "error", f"the description has {size:,} bytes; Apple takes 4,000", ""
    if "<script" in _text(item, "description").lower():
        yield "error", "a script in the description", ""


def _extras(looked: Looked, item: Element) -> Iterator[Found]:
    transcripts = item.findall(qualified("podcast:transcript"))
    if not transcripts:
        yield "note", "no transcript", ""
    for transcript in transcripts:
        if transcript.get("type") not in _TRANSCRIPTS:
            yield "error", f"transcript type '{transcript.get('type')}' is not one that apps read", "text/vtt"
    chapters = item.find(qualified("podcast:chapters"))
    if chapters is not None and chapters.get("type") not in ("application/json+chapters", "application/json"):
        yield "error", f"chapters type '{chapters.get('type')}'", "application/json+chapters"
    for element in (*transcripts, *([chapters] if chapters is not None else [])):
        if not re.fullmatch(r"https?://[!-~]+", str(element.get("url", ""))):
            yield "error", f"address '{element.get('url', '')}' is not plain ASCII without spaces", ""
    for person in item.iterfind(qualified("podcast:person")):
        if not (person.text or "").strip():
            yield "error", "an empty podcast:person", ""
    for bite in item.iterfind(qualified("podcast:soundbite")):
        if (
            not re.fullmatch(r"\d+(\.\d+)?", bite.get("duration", ""))
            or not 15 <= float(bite.get("duration", "")) <= 120
        ):
            yield "warning", "a soundbite should last 15 to 120 seconds", ""


CHANNEL_RULES: dict[str, _ChannelRule] = {
    "required": _required,
    "language": _language,
    "category": _category,
    "value": _flags,
    "identity": _identity,
    "limit": _limits,
    "private": _private,
    "order": _order,
    "twice": _twice,
    "disclosure": _disclosure,
}
ITEM_RULES: dict[str, _ItemRule] = {
    "item": _item_required,
    "guid": _item_guid,
    "enclosure": _enclosure,
    "date": _pubdate,
    "item-value": _item_values,
    "extras": _extras,
}
