"""Markdown, with or without front matter, to an article."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

from narrate import located
from narrate.errors import ConfigError, SourceError
from narrate.model import Article, Pronunciation, Raw, ReadingSettings
from narrate.pronunciations import read_entries

from .compose import Facts, compose
from .parts import Part, with_images
from .plain import decoded_text
from .xhtml import parts_of_markup

MOST_CHARACTERS = 1_000_000  # ten seconds of parsing at worst, fifteen hours of speech
_LONGEST_PLACE = 2000
_FRONT = re.compile(r"---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|$)", re.DOTALL)
_OPENED = re.compile(r"---[ \t]*\n(?:title|author|date|lang|image|voices)[ \t]*:")
_NOTE = re.compile(r"\[\^[^\]\s]{1,40}\](?!:)")
_NOTE_TEXT = re.compile(r"^\[\^[^\]\s]{1,40}\]:.*(?:\n[ \t]+.*)*", re.MULTILINE)


def read_markdown(raw: Raw, settings: ReadingSettings) -> Article:
    """Read Markdown; SourceError for front matter that is wrong, with its line."""
    text = decoded_text(raw)
    if len(text) > MOST_CHARACTERS:
        raise SourceError(
            f"{raw.origin}: {len(text):,} characters of Markdown are too many for one article",
            "cut it into articles, one file each",
        )
    front, body = _split(text, raw.origin)
    body = _NOTE.sub("", _NOTE_TEXT.sub("", body))
    parts = with_images(_parts(MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(body)))
    facts = _facts(front)
    parts, facts = _with_title(parts, facts)
    article = compose(parts, facts, settings, raw.origin)
    return replace(
        article,
        voices=_voices(front, raw.origin),
        pronunciations=_pronunciations(front, text, raw.origin),
        lexicons=_lexicons(front, raw.origin),
    )


def _split(text: str, origin: str) -> tuple[dict[str, Any], str]:
    match = _FRONT.match(text)
    if not match:
        if _OPENED.match(text):
            raise SourceError(f"{origin}, line 1: the front matter has no end", "close it by a line of its own: ---")
        return {}, text
    try:
        front = yaml.safe_load(match[1])
    except yaml.MarkedYAMLError as error:
        line = (error.problem_mark.line if error.problem_mark else 0) + 2
        raise SourceError(f"{origin}, line {line}: front matter: {error.problem}", "correct it, or remove it") from None
    except (yaml.YAMLError, ValueError, RecursionError):
        raise SourceError(f"{origin}: its front matter cannot be read", "correct it, or remove it") from None
    if front is None:
        return {}, text[match.end() :]
    if not isinstance(front, dict):
        return {}, text  # a rule, some words and another rule: text, not front matter
    return {str(key).lower(): value for key, value in front.items()}, text[match.end() :]


def _facts(front: Mapping[str, Any]) -> Facts:
    return Facts(
        title=_words(front.get("title")),
        author=_words(front.get("author") or front.get("authors")),
        date=_date(front.get("date")),
        language=_words(front.get("lang") or front.get("language")).replace("_", "-").lower(),
        image=_words(front.get("image") or front.get("cover")),
        site=_words(front.get("site")),
        url=_words(front.get("url") or front.get("canonical")),
    )


def _words(value: Any, inside: bool = False) -> str:
    """Words of a scalar, or of a list of scalars; nothing deeper, for YAML aliases can nest without end."""
    if isinstance(value, list) and not inside:
        return ", ".join(words for item in value if (words := _words(item, inside=True)))
    if isinstance(value, (dict, list)) or value is None:
        return ""
    return " ".join(str(value).split())


def _date(value: Any) -> str:
    if isinstance(value, (datetime.datetime, datetime.date)):
        return value.isoformat()
    return _words(value)


def _voices(front: Mapping[str, Any], origin: str) -> tuple[tuple[str, str], ...]:
    voices = front.get("voices") or {}
    if not isinstance(voices, dict):
        raise SourceError(
            f"{origin}: front matter: voices is a list of speaker: voice", "write `voices: {Name: voice}`"
        )
    return tuple((_words(speaker), _words(voice)) for speaker, voice in voices.items())


def _pronunciations(front: Mapping[str, Any], text: str, origin: str) -> tuple[Pronunciation, ...]:
    """The article's own lexicon; mistakes are named with their line."""
    match = _FRONT.match(text)
    if match is None or not front.get("pronunciations"):
        return ()
    root = located.load("\n" + match[1], origin, SourceError)
    node = next((value for key, value in root.items() if key.lower() == "pronunciations"), None) if root else None
    if node is None:
        return ()
    try:
        return read_entries(node.plain(), node.where)
    except ConfigError as error:
        raise SourceError(error.message, error.hint) from None


def _lexicons(front: Mapping[str, Any], origin: str) -> tuple[str, ...]:
    """Files of pronunciations, one or a list."""
    named = front.get("lexicons") or []
    files = named if isinstance(named, list) else [named]
    if not all(isinstance(file, str) and file.strip() for file in files):
        raise SourceError(f"{origin}: front matter: lexicons is a list of files", "write `lexicons: [names.yaml]`")
    return tuple(files)


def _with_title(parts: list[Part], facts: Facts) -> tuple[list[Part], Facts]:
    """The title of the front matter leads; otherwise the first heading, if nothing stands before it."""
    if facts.title:
        return [Part("title", facts.title, 1), *parts], facts
    first = next((i for i, part in enumerate(parts) if part.kind == "heading"), None)
    if first is None or (first > 0 and parts[first].level != 1):
        return parts, facts
    title = Part("title", parts[first].text, 1, image=parts[first].image)
    return [title, *parts[:first], *parts[first + 1 :]], replace(facts, title=title.text)


def _parts(tokens: Sequence[Token]) -> Iterator[Part]:
    within: list[str] = []
    rows: list[tuple[str, ...]] = []
    cells: list[str] = []
    heading = 0
    in_cell = False
    for token in tokens:
        if token.type in ("blockquote_open", "list_item_open", "blockquote_close", "list_item_close"):
            within.append(token.type[:-5]) if token.nesting == 1 else within.pop()
        elif token.type == "heading_open":
            heading = int(token.tag[1])
        elif token.type == "heading_close":
            heading = 0
        elif token.type == "table_open":
            rows = []
        elif token.type == "tr_open":
            cells = []
        elif token.type == "tr_close":
            rows.append(tuple(cells))
        elif token.type == "table_close":
            yield Part("table", "", rows=tuple(rows))
        elif token.type in ("fence", "code_block"):
            yield Part("code", token.content)
        elif token.type == "html_block":
            yield from parts_of_markup(token.content)
        elif token.type in ("td_open", "th_open"):
            in_cell = True
        elif token.type == "inline" and in_cell:
            cells.append(_inline(token))
            in_cell = False
        elif token.type == "inline":
            yield from _text(token, within, heading)


def _text(token: Token, within: Sequence[str], heading: int) -> Iterator[Part]:
    children = token.children or []
    if children and all(child.type == "image" or not child.content.strip() for child in children):
        for child in children:
            if child.type == "image":
                yield Part("caption", child.content.strip(), image=_place(str(child.attrGet("src") or "")))
        return
    text = _inline(token)
    if heading:
        yield Part("heading", text, heading)
    elif "blockquote" in within:
        yield Part("block_quote", text)
    else:
        yield Part("list_item" if within else "paragraph", text)


def _place(source: str) -> str:
    """A picture's file or address; empty for one that is written into the text itself."""
    elsewhere = re.match(r"[a-z][a-z0-9+.-]+:", source, re.IGNORECASE)
    known = not elsewhere or source.lower().startswith(("http://", "https://"))
    return source if known and len(source) <= _LONGEST_PLACE else ""


def _inline(token: Token) -> str:
    pieces = []
    for child in token.children or []:
        if child.type in ("softbreak", "hardbreak"):
            pieces.append(" ")
        elif child.type in ("text", "code_inline", "text_special"):
            pieces.append(child.content)
    return "".join(pieces)
