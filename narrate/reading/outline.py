"""The outline of an article: every block, read or not and why; as data, and as a file to edit and build from."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, get_args

import yaml

from narrate.errors import ConfigError, SourceError
from narrate.model import Article, Block, BlockKind, Removal
from narrate.pronunciations import as_data, read_entries

MARK = "# narrate outline"
_HEAD = (
    MARK
    + """ - edit it, then give this file to `narrate build` in place of the article.
# `read: false` leaves a block out, `read: true` or no `read` at all reads it. The word before the text is its kind:
# title, heading, paragraph, list_item, block_quote, caption, table, code. `unread` lists words inside it to leave out.
"""
)
_FACTS = ("title", "author", "date", "language", "site", "url", "image", "origin")
_KINDS = frozenset(get_args(BlockKind))
_EDITS = frozenset({"read", "why", "level", "unread", "image"})


def outline_of(article: Article) -> dict[str, Any]:
    """The outline as plain data for JSON: facts, warnings, and blocks with kind, offsets, kept, reason and text."""
    return {
        **{name: getattr(article, name) for name in _FACTS},
        "warnings": list(article.warnings),
        "blocks": [
            {
                "kind": block.kind,
                "level": block.level,
                "start": block.start,
                "end": block.end,
                "kept": block.kept,
                "reason": block.reason,
                "text": article.text[block.start : block.end],
            }
            for block in article.blocks
        ],
        "cuts": [
            {"start": cut.start, "end": cut.end, "reason": cut.reason, "text": article.text[cut.start : cut.end]}
            for cut in article.cuts
        ],
    }


def dump_outline(article: Article) -> str:
    """The outline as a YAML file for people to edit; `load_outline` reads it back."""
    facts = {name: getattr(article, name) for name in _FACTS if getattr(article, name)}
    if article.voices:
        facts["voices"] = dict(article.voices)
    if article.pronunciations:
        facts["pronunciations"] = [as_data(entry) for entry in article.pronunciations]
    blocks = [_entry(article, block) for block in article.blocks]
    return _HEAD + yaml.safe_dump(
        {**facts, "blocks": blocks}, allow_unicode=True, sort_keys=False, width=1_000_000, default_flow_style=False
    )


def _entry(article: Article, block: Block) -> dict[str, Any]:
    entry: dict[str, Any] = {block.kind: article.text[block.start : block.end]}
    if block.kind == "heading":
        entry["level"] = block.level
    if not block.kept:
        entry["read"] = False
    if block.reason:
        entry["why"] = block.reason
    unread = [article.text[c.start : c.end] for c in article.cuts if block.start <= c.start and c.end <= block.end]
    if unread:
        entry["unread"] = unread
    if block.image:
        entry["image"] = block.image
    return entry


def load_outline(text: str, origin: str) -> Article:
    """Read an edited outline.

    Raises
    ------
    SourceError
        It is no outline: with file, line and what was expected.
    """
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        data = yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        line = (error.problem_mark.line if error.problem_mark else 0) + 1
        raise SourceError(f"{origin}, line {line}: {error.problem or 'not YAML'}", "see `narrate outline`") from None
    except (yaml.YAMLError, ValueError, RecursionError):
        raise SourceError(f"{origin}: this outline cannot be read", "write it again by `narrate outline`") from None
    if not isinstance(data, dict) or not isinstance(data.get("blocks"), list) or not isinstance(node, yaml.MappingNode):
        raise SourceError(f"{origin}: this outline has no blocks", "write it again by `narrate outline`")
    lines = _lines_of(node, len(data["blocks"]))
    blocks: list[Block] = []
    cuts: list[Removal] = []
    texts: list[str] = []
    position = 0
    for line, entry in zip(lines, data["blocks"], strict=True):
        block, words, unread = _block(entry, position, f"{origin}, line {line}")
        blocks.append(block)
        cuts.extend(unread)
        texts.append(words)
        position = block.end + 2
    return _article(data, "\n\n".join(texts), blocks, cuts, origin)


def _lines_of(node: yaml.MappingNode, count: int) -> list[int]:
    for key, value in reversed(node.value):  # of keys given twice YAML takes the last
        if key.value == "blocks" and isinstance(value, yaml.SequenceNode) and len(value.value) == count:
            return [item.start_mark.line + 1 for item in value.value]
    return [node.start_mark.line + 1] * count  # blocks merged in from elsewhere have no line of their own


def _block(entry: Any, start: int, where: str) -> tuple[Block, str, list[Removal]]:
    kinds = [key for key in entry if key in _KINDS] if isinstance(entry, dict) else []
    unknown = [str(key) for key in entry if key not in _KINDS | _EDITS] if isinstance(entry, dict) else []
    if len(kinds) != 1 or unknown:
        what = f"unknown {unknown[0]!r}" if unknown else "each block has one kind and its text"
        raise SourceError(f"{where}: {what}", "kinds: " + ", ".join(sorted(_KINDS)))
    kind = kinds[0]
    text = str(entry[kind]).strip() if isinstance(entry[kind], (str, int, float)) else ""
    if not text:
        raise SourceError(f"{where}: this block has no text", "give it words, or delete its lines")
    kept = entry.get("read", kind not in ("boilerplate", "metadata"))
    level = entry.get("level", {"title": 1, "heading": 2}.get(kind, 0))
    if not isinstance(kept, bool) or not isinstance(level, int) or not 0 <= level <= 6:
        raise SourceError(f"{where}: read is true or false, level a number from 1 to 6", "see the head of the outline")
    reason = str(entry.get("why") or ("" if kept else "left out by hand"))
    image = str(entry.get("image") or "")
    return Block(kind, start, start + len(text), level, kept, reason, image), text, _cuts(entry, text, start, where)


def _cuts(entry: Mapping[str, Any], text: str, start: int, where: str) -> list[Removal]:
    cuts: list[Removal] = []
    position = 0
    listed = entry.get("unread") or []
    for words in listed if isinstance(listed, list) else [listed]:
        found = text.find(str(words), position)
        if found < 0 or not words:
            raise SourceError(f"{where}: unread words do not stand in the block: {str(words)[:40]!r}", "copy them")
        position = found + len(str(words))
        cuts.append(Removal(start + found, start + position, "left out in the outline"))
    return cuts


def _article(data: Mapping[str, Any], text: str, blocks: list[Block], cuts: list[Removal], origin: str) -> Article:
    scalars = {name: data[name] for name in _FACTS if isinstance(data.get(name), (str, int, float, datetime.date))}
    facts = {name: str(scalars.get(name, "")) for name in _FACTS if name != "origin"}
    voices = data.get("voices") or {}
    try:
        pronunciations = read_entries(data.get("pronunciations"), lambda path: f"{origin}: pronunciations")
    except ConfigError as error:
        raise SourceError(error.message, error.hint) from None
    return Article(
        pronunciations=pronunciations,
        text=text,
        blocks=tuple(blocks),
        cuts=tuple(cuts),
        origin=origin,
        voices=tuple((str(k), str(v)) for k, v in voices.items()) if isinstance(voices, dict) else (),
        title=facts["title"],
        author=facts["author"],
        date=facts["date"],
        language=facts["language"] or "en",
        site=facts["site"],
        url=facts["url"],
        image=facts["image"],
    )
