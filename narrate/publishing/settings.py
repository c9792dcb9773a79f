"""podcast.yaml: shows, what their feeds say, and where they live."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from urllib.parse import urljoin, urlsplit

from narrate.errors import ConfigError
from narrate.located import Located, did_you_mean, load
from narrate.publishing.artwork import EXTENSIONS, faults_of

_START = "narrate init writes one to start from"
TargetKind = Literal["folder", "s3", "sftp", "webdav"]


@dataclass(frozen=True)
class Owner:
    """Who answers for a show; directories mail their verification code there."""

    name: str
    email: str


@dataclass(frozen=True)
class Funding:
    url: str
    text: str = "Support the show"

    def __post_init__(self) -> None:
        if len(self.text) > 128:
            raise ValueError("the funding text is longer than 128 characters")


@dataclass(frozen=True)
class Person:
    """Someone who works on the show; group and role are of the Podcast Taxonomy."""

    name: str
    role: str = "host"
    group: str = "cast"
    img: str = ""
    href: str = ""


@dataclass(frozen=True)
class Licence:
    name: str  # an SPDX-like slug ("cc-by-4.0"), or a name of one's own together with a url
    url: str = ""


@dataclass(frozen=True)
class UpdateFrequency:
    text: str  # "Every weekday"
    rrule: str = ""  # iCalendar, "FREQ=DAILY"
    start: str = ""  # ISO 8601
    complete: bool = False


@dataclass(frozen=True)
class RemoteShow:
    """A show that this one recommends."""

    guid: str
    url: str = ""
    title: str = ""


@dataclass(frozen=True)
class Location:
    """Where a show is about, or where it is made; podcast:location."""

    name: str
    geo: str = ""  # RFC 5870, "geo:54.97,-1.61"
    osm: str = ""  # OpenStreetMap, "R113314"
    rel: str = ""  # subject or creator
    country: str = ""  # ISO 3166-1


@dataclass(frozen=True)
class Picture:
    """A further picture of the show, in a shape of its own; podcast:image."""

    href: str
    alt: str = ""
    aspect_ratio: str = ""  # "16/9"
    width: int = 0  # pixels
    purpose: str = ""  # "artwork", "social", "canvas banner"


@dataclass(frozen=True)
class Recipient:
    """Who gets a share of what listeners send."""

    address: str
    split: int
    type: str = "node"
    name: str = ""
    custom_key: str = ""
    custom_value: str = ""
    fee: bool = False


@dataclass(frozen=True)
class Value:
    """Payments from listeners, handed on to the feed as they stand here; podcast:value."""

    recipients: tuple[Recipient, ...]
    type: str = "lightning"
    method: str = "keysend"
    suggested: str = ""


@dataclass(frozen=True)
class Txt:
    """Free text for machines, such as the code by which a directory verifies the owner; podcast:txt."""

    text: str
    purpose: str = ""


@dataclass(frozen=True)
class Accept:
    """Which editions belong to a show: every list given must agree; none given: all of them."""

    sites: tuple[str, ...] = ()  # the article's site or the host of its address
    authors: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()  # "en" takes en-gb too
    titles: tuple[str, ...] = ()  # regular expressions
    urls: tuple[str, ...] = ()  # regular expressions


@dataclass(frozen=True)
class TargetSettings:
    """Where a show's files are put. Credentials come from the environment or the usual profile files."""

    kind: TargetKind = "folder"
    path: str = ""  # the folder; for s3 the prefix; for sftp the remote folder; for webdav the address
    bucket: str = ""
    endpoint: str = ""
    region: str = ""
    profile: str = ""
    conditional: bool = True  # s3: the service keeps to If-Match and If-None-Match
    host: str = ""
    port: int = 22
    user: str = ""
    key: str = ""  # sftp: private key file
    command: tuple[str, ...] = ()  # folder: run after the files and again after the feed


@dataclass(frozen=True)
class Show:
    """One feed: what it says, which editions it takes, where it lives."""

    name: str
    title: str
    description: str
    language: str
    categories: tuple[tuple[str, str], ...]
    url: str  # the public address of the target's root; ends with "/"
    target: TargetSettings
    feed: str = "feed.xml"  # the feed's name below `url`
    author: str = ""
    owner: Owner | None = None
    explicit: bool = False
    image: str = ""  # a file beside podcast.yaml, or a URL
    link: str = ""
    copyright: str = ""
    type: Literal["episodic", "serial"] = "episodic"
    season: int = 0  # given to new episodes; 0: none
    funding: tuple[Funding, ...] = ()
    guid: str = ""  # empty: derived from the feed's address when first published, then stored
    locked: bool = True
    medium: str = "podcast"
    persons: tuple[Person, ...] = ()
    license: Licence | None = None
    update_frequency: UpdateFrequency | None = None
    podroll: tuple[RemoteShow, ...] = ()
    seasons: tuple[tuple[int, str], ...] = ()  # number, name
    location: Location | None = None
    pictures: tuple[Picture, ...] = ()
    value: Value | None = None
    txt: tuple[Txt, ...] = ()
    block: bool = False  # directories do not list the show
    complete: bool = False
    new_feed_url: str = ""
    ai_disclosure: bool = True  # Apple and the EU AI Act ask for it: a line in descriptions, and podcast:txt
    ai_notice: str = ""  # the line; empty: the edition's own, in its language
    alternates: bool = False  # further audio files of an edition as podcast:alternateEnclosure
    accept: Accept = field(default_factory=Accept)
    keep_episodes: int = 0  # 0: no limit
    keep_days: int = 0  # 0: no limit
    page: int = 0  # episodes a page (RFC 5005); 0: one page
    grace_days: int = 7  # files of removed or replaced audio stay that long
    private: tuple[str, ...] = ()  # subscribers: each gets an address of their own
    hubs: tuple[str, ...] = ()  # WebSub
    podping: bool = False

    def __post_init__(self) -> None:
        if self.keep_episodes and self.page and self.keep_episodes < self.page:
            raise ValueError("keep_episodes is smaller than page; leave out 'page'")
        if not self.url.endswith("/"):
            object.__setattr__(self, "url", self.url + "/")

    @property
    def feed_url(self) -> str:
        return urljoin(self.url, self.feed)

    @property
    def unlisted(self) -> bool:
        return self.block or bool(self.private)


@dataclass(frozen=True)
class Podcast:
    """podcast.yaml, checked."""

    shows: Mapping[str, Show]
    origin: Path
    warnings: tuple[str, ...] = ()

    @property
    def folder(self) -> Path:
        """Relative paths in podcast.yaml start here."""
        return self.origin.parent

    def chosen(self, names: tuple[str, ...] | list[str]) -> list[Show]:
        """The shows of these names, or all. ConfigError for an unknown name."""
        for name in names:
            if name not in self.shows:
                raise ConfigError(f"{self.origin.name}: there is no show '{name}'", did_you_mean(name, self.shows))
        return [show for name, show in self.shows.items() if not names or name in names]


def load_podcast(path: str | Path = "podcast.yaml") -> Podcast:
    """Read and check podcast.yaml.

    Parameters
    ----------
    path : str or Path
        The file; relative paths in it start at its folder.

    Returns
    -------
    Podcast
        Its shows; `warnings` says what is allowed but unwise, one line each.

    Raises
    ------
    ConfigError
        With file, line and key, and a hint.
    """
    from narrate.publishing.podcastkeys import PODCAST

    file = Path(path)
    root = load(_text_of(file), str(file), ConfigError)
    if root is None or not root.is_mapping:
        raise ConfigError(f"{file}: expected a mapping with the key 'shows'", _START)
    shows = PODCAST.read(root)["shows"]
    _check_together(shows, root)
    for show in shows.values():
        _check_image(show, root, file)
    return Podcast(shows, file.absolute(), tuple(_warnings(shows, root, file)))


def example_podcast() -> str:
    """A commented podcast.yaml to start from."""
    return (Path(__file__).parent / "podcast.example.yaml").read_text(encoding="utf-8")


def _text_of(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConfigError(f"{file}: not UTF-8 (byte {error.start})", "save the file as UTF-8") from error
    except OSError as error:
        raise ConfigError(
            f"{file}: cannot be read: {error.strerror}", f"--podcast FILE names another; {_START}"
        ) from error


def podcast_schema() -> dict[str, object]:
    """The JSON Schema (2020-12) of podcast.yaml, for editors."""
    from narrate.publishing.podcastkeys import PODCAST

    dialect = "https://json-schema.org/draft/2020-12/schema"
    return {"$schema": dialect, "title": "podcast.yaml of narrate", **PODCAST.schema()}


def _check_together(shows: Mapping[str, Show], root: Located) -> None:
    """No two shows may write one feed file."""
    taken: dict[tuple[TargetSettings, str], str] = {}
    for show in shows.values():
        other = taken.setdefault((show.target, show.feed), show.name)
        if other != show.name and not (show.private and shows[other].private):
            where = root.where(("shows", show.name))
            message = f"{where}: shows '{other}' and '{show.name}' have the same target and feed"
            raise ConfigError(message, f"give '{show.name}' a feed of its own, feed: {show.name}.xml")


def _check_image(show: Show, root: Located, file: Path) -> None:
    if not show.image:
        return
    where = _place(root, show, "image")
    if Path(urlsplit(show.image).path).suffix.lower() not in EXTENSIONS:
        raise ConfigError(f"{where}: '{show.image}' is neither JPEG nor PNG")
    if not is_url(show.image) and not (file.parent / show.image).is_file():
        raise ConfigError(f"{where}: there is no file '{file.parent / show.image}'")


def is_url(text: str) -> bool:
    """Whether a setting is an address and not a file."""
    return bool(re.match(r"https?://", text))


def _warnings(shows: Mapping[str, Show], root: Located, file: Path) -> list[str]:
    found: list[str] = []
    for show in shows.values():
        doubts = [
            (not show.url.startswith("https://"), "url", "is not https; Apple expects https"),
            (not show.author, "author", "missing; Spotify does not list a show without it"),
            (show.owner is None, "owner", "missing; Spotify and YouTube mail their verification code to it"),
            (not show.image, "image", "missing; Apple, Spotify and YouTube refuse a show without artwork"),
            (not show.link, "link", "missing; RSS 2.0 requires it, the feed will name 'url' instead"),
        ]
        told = [(key, text) for wrong, key, text in doubts if wrong and not show.private]
        if show.image and not is_url(show.image):
            told += [("image", fault) for fault in faults_of((file.parent / show.image).read_bytes(), show.image)]
        found += [f"{_place(root, show, key)}: {text}" for key, text in told]
    return found


def _place(root: Located, show: Show, key: str) -> str:
    """Where a key stands, or would stand."""
    return f"{root.where(('shows', show.name, key))}: shows.{show.name}.{key}"


@functools.cache
def feed_name_pattern() -> str:
    """Names of feeds: ASCII path segments, none of which starts with a dot."""
    segment = r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}"
    return rf"{segment}(?:/{segment}){{0,4}}"
