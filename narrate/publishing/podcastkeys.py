"""The keys of podcast.yaml, their kinds and limits: the one table behind the checks and the JSON Schema."""

from __future__ import annotations

from typing import Any

from narrate.publishing.fields import (
    Category,
    Choice,
    Count,
    Field,
    Flag,
    Items,
    Language,
    Named,
    Numbered,
    Pattern,
    Section,
    Text,
    Url,
)
from narrate.publishing.settings import (
    Accept,
    Funding,
    Licence,
    Location,
    Owner,
    Person,
    Picture,
    Recipient,
    RemoteShow,
    Show,
    TargetSettings,
    Txt,
    UpdateFrequency,
    Value,
    feed_name_pattern,
)

# ISO 639-1
_TWO_LETTERS = """
aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo
es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg
ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn
no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta
te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
"""
LANGUAGES = frozenset(_TWO_LETTERS.split())
# Podcast Index, podcast:medium; a list medium ends with "L"
_MEDIA = ("podcast", "music", "video", "film", "audiobook", "newsletter", "blog", "publisher", "course")
MEDIA = (*_MEDIA, *(f"{medium}L" for medium in _MEDIA), "mixed")
_UUID = r"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}"
EMAIL = r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>]+"
_GROUPS = (
    "administration",
    "audio post-production",
    "cast",
    "community",
    "creative direction",
    "misc.",
    "video post-production",
    "visuals",
    "writing",
)
_ELSEWHERE = "credentials come from the environment or the usual profile files, never from podcast.yaml"
_SECRET_KEYS = ("password", "secret", "token", "access_key", "secret_key", "aws_secret_access_key", "passphrase")
_SECRETS = dict.fromkeys(_SECRET_KEYS, _ELSEWHERE)


def _target(
    folder: str = "",
    s3: str = "",
    sftp: str = "",
    webdav: str = "",
    prefix: str = "",
    path: str = "",
    command: tuple[str, ...] = (),
    **more: Any,
) -> TargetSettings:
    given = [kind for kind, value in (("folder", folder), ("s3", s3), ("sftp", sftp), ("webdav", webdav)) if value]
    if len(given) != 1:
        raise ValueError("expected exactly one of folder, s3, sftp, webdav; folder: ./public writes to a folder")
    if command and not folder:
        raise ValueError("command goes with folder; the files are made there and the command copies them")
    kind = given[0]
    where = {"folder": folder, "s3": prefix, "sftp": path or ".", "webdav": webdav}[kind]
    return TargetSettings(kind=kind, path=where, bucket=s3, host=sftp, command=command, **more)  # type: ignore[arg-type]


_TARGET = Section(
    _target,
    {
        "folder": Text(1000, about="a folder on this machine; relative paths start at podcast.yaml"),
        "s3": Text(63, r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]", "the name of a bucket"),
        "sftp": Text(253, r"[A-Za-z0-9.:_-]+", "a host name"),
        "webdav": Url(),
        "prefix": Text(200, feed_name_pattern(), "a path of ASCII letters, digits and ._-"),
        "path": Text(1000),
        "endpoint": Url(about="s3: R2, MinIO, B2 and the like"),
        "region": Text(40),
        "profile": Text(100, about="s3: a profile of ~/.aws/credentials"),
        "conditional": Flag("s3: false for a service that ignores If-Match; then only one machine may publish"),
        "port": Count(1, 65535),
        "user": Text(200),
        "key": Text(1000, about="sftp: a private key file"),
        "command": Items(Text(1000), about="folder: a program and its arguments; {folder} stands for the folder"),
    },
    short="folder",
    forbidden=_SECRETS,
)

_VALUE = Section(
    Value,
    {
        "type": Text(50),
        "method": Text(50),
        "suggested": Text(30, r"\d+(\.\d+)?", "a number"),
        "recipients": Items(
            Section(
                Recipient,
                {
                    "name": Text(250),
                    "type": Text(50),
                    "address": Text(500),
                    "split": Count(0, 1_000_000),
                    "custom_key": Text(250),
                    "custom_value": Text(500),
                    "fee": Flag(),
                },
                ("address", "split"),
            )
        ),
    },
    ("recipients",),
    about="payments from listeners",
)

_LOCATION = Section(
    Location,
    {
        "name": Text(128),
        "geo": Text(
            100, r"geo:-?\d+(\.\d+)?(,-?\d+(\.\d+)?){1,2}(;.*)?", "an RFC 5870 address such as geo:54.97,-1.61"
        ),
        "osm": Text(30, r"[NWR]\d+(#\d+)?", "an OpenStreetMap identifier such as R113314"),
        "rel": Choice(("subject", "creator")),
        "country": Text(2, r"[A-Z]{2}", "a country code of ISO 3166-1 such as GB"),
    },
    ("name",),
    short="name",
)

_SHOW: dict[str, Field] = {
    "title": Text(250),
    "description": Text(4000, about="at most 4000 bytes"),
    "language": Language(LANGUAGES),
    "category": Items(Category(), 10, about="Apple's spelling; Apple uses the first"),
    "url": Url("the public address of the target's root"),
    "target": _TARGET,
    "feed": Text(300, rf"{feed_name_pattern()}", "a name of ASCII letters, digits and ._-"),
    "author": Text(250),
    "owner": Section(Owner, {"name": Text(250), "email": Text(250, EMAIL, "an e-mail address")}, ("name", "email")),
    "explicit": Flag(),
    "image": Text(1000, about="square JPEG or PNG of 1400 to 3000 pixels: a file beside podcast.yaml, or a URL"),
    "link": Url("the show's web page"),
    "copyright": Text(250),
    "type": Choice(("episodic", "serial")),
    "season": Count(0, 9999),
    "funding": Items(Section(Funding, {"url": Url(), "text": Text(500)}, ("url",), short="url"), 10),
    "guid": Text(36, _UUID, "a UUID"),
    "locked": Flag("asks other platforms not to import the feed"),
    "medium": Choice(MEDIA),
    "persons": Items(
        Section(
            Person,
            {"name": Text(128), "role": Text(128), "group": Choice(_GROUPS), "img": Url(), "href": Url()},
            ("name",),
            short="name",
        )
    ),
    "license": Section(Licence, {"name": Text(128), "url": Url()}, ("name",), short="name"),
    "update_frequency": Section(
        UpdateFrequency,
        {
            "text": Text(128),
            "rrule": Text(250, r"FREQ=[A-Z]+(;[A-Z]+=[A-Za-z0-9,:+-]+)*", "an iCalendar RRULE"),
            "start": Text(40, r"\d{4}-\d\d-\d\d([T ].*)?", "an ISO 8601 date"),
            "complete": Flag(),
        },
        ("text",),
        short="text",
    ),
    "podroll": Items(
        Section(RemoteShow, {"guid": Text(36, _UUID, "a UUID"), "url": Url(), "title": Text(250)}, ("guid",), "guid")
    ),
    "seasons": Numbered(Text(128), "names of seasons by number"),
    "location": _LOCATION,
    "pictures": Items(
        Section(
            Picture,
            {
                "href": Url(),
                "alt": Text(500),
                "aspect_ratio": Text(11, r"\d{1,4}/\d{1,4}", "a ratio such as 16/9"),
                "width": Count(1, 20_000),
                "purpose": Text(128),
            },
            ("href",),
            short="href",
        ),
        20,
        about="further pictures of the show in other shapes",
    ),
    "value": _VALUE,
    "txt": Items(
        Section(Txt, {"text": Text(4000), "purpose": Text(128)}, ("text",), short="text"),
        20,
        about="text for machines, such as a directory's verification code",
    ),
    "block": Flag("directories do not list the show"),
    "complete": Flag("no more episodes will follow"),
    "new_feed_url": Url("where the feed has moved"),
    "ai_disclosure": Flag("say in descriptions and in podcast:txt that the voices are synthetic; Apple asks for it"),
    "ai_notice": Text(500, about="the line that says so, instead of the edition's own"),
    "alternates": Flag("offer further audio files of an edition as well"),
    "accept": Section(
        Accept,
        {
            "sites": Items(Text(250)),
            "authors": Items(Text(250)),
            "languages": Items(Language(LANGUAGES)),
            "titles": Items(Pattern()),
            "urls": Items(Pattern()),
        },
        about="which editions belong here; left out: all",
    ),
    "keep_episodes": Count(0, 100_000, "the newest so many stay in the feed; 0: all"),
    "keep_days": Count(0, 100_000, "episodes of so many days stay in the feed; 0: all"),
    "page": Count(0, 10_000, "episodes a page (RFC 5005); 0: one page"),
    "grace_days": Count(0, 3650, "how long files of removed or replaced audio stay"),
    "private": Items(Text(100), 1000, about="subscribers; each gets a secret address of their own"),
    "hubs": Items(Url(), 10, about="WebSub hubs to notify"),
    "podping": Flag("notify podping.cloud; the token comes from NARRATE_PODPING_TOKEN"),
}


def _show(category: tuple[tuple[str, str], ...] = (), **values: Any) -> Show:
    return Show(categories=category, **values)


PODCAST = Section(
    dict,
    {
        "shows": Named(
            Section(
                _show,
                _SHOW,
                ("title", "description", "language", "category", "url", "target"),
                forbidden=_SECRETS,
            ),
            r"[a-z0-9][a-z0-9-]{0,49}",
            "show",
        )
    },
    ("shows",),
)
