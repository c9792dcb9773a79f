"""Parts of a document whose format says what they are, put together as one clean text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from narrate.model import Block, BlockKind, ReadingSettings

from .draft import Draft
from .encoding import clean
from .furniture import credit_at
from .lexicon import phrases_of
from .passages import Passage

_TABLE = {
    "en": ("Table with one row: {heads}.", "Table with {rows} rows: {heads}."),
    "de": ("Tabelle mit einer Zeile: {heads}.", "Tabelle mit {rows} Zeilen: {heads}."),
    "fr": ("Tableau d’une ligne : {heads}.", "Tableau de {rows} lignes : {heads}."),
    "es": ("Tabla de una fila: {heads}.", "Tabla de {rows} filas: {heads}."),
    "it": ("Tabella di una riga: {heads}.", "Tabella di {rows} righe: {heads}."),
    "nl": ("Tabel met één rij: {heads}.", "Tabel met {rows} rijen: {heads}."),
    "pt": ("Tabela de uma linha: {heads}.", "Tabela de {rows} linhas: {heads}."),
}
_CODE = {
    "en": "Code example.",
    "de": "Codebeispiel.",
    "fr": "Exemple de code.",
    "es": "Ejemplo de código.",
    "it": "Esempio di codice.",
    "nl": "Codevoorbeeld.",
    "pt": "Exemplo de código.",
}

_PICTURE = {
    "en": "Picture: {words}.",
    "de": "Bild: {words}.",
    "fr": "Image : {words}.",
    "es": "Imagen: {words}.",
    "it": "Immagine: {words}.",
    "nl": "Beeld: {words}.",
    "pt": "Imagem: {words}.",
}
_FIRST_SENTENCE = re.compile(r".{20,200}?[^\W\d_]{3}[.!?](?= )")


@dataclass(frozen=True)
class Part:
    """One block of a document before offsets exist."""

    kind: BlockKind
    text: str
    level: int = 0
    rows: tuple[tuple[str, ...], ...] = ()  # of a table
    reason: str = ""  # why it is not read; empty: it may be
    image: str = ""  # address of a picture that stands here


def with_images(parts: Iterable[Part]) -> list[Part]:
    """Parts without those that are nothing but a picture: the next part has it instead, or the last of its section."""
    made: list[Part] = []
    waiting = ""
    for part in parts:
        if part.kind == "caption" and not part.text:
            waiting = waiting or part.image
            continue
        if waiting and part.kind == "heading" and made:
            made[-1] = replace(made[-1], image=made[-1].image or waiting)
            waiting = ""
        made.append(replace(part, image=part.image or waiting))
        waiting = ""
    if waiting and made:
        made[-1] = replace(made[-1], image=made[-1].image or waiting)
    return made


def draft_of(parts: Iterable[Part], language: str, settings: ReadingSettings) -> Draft:
    """Join parts with blank lines; captions, tables and code are kept, announced or dropped as the settings say."""
    texts: list[str] = []
    blocks: list[Block] = []
    position = 0
    for part in parts:
        for kind, text, level, reason in _as_read(part, language, settings):
            text = _tidy(text, kind)
            if not text:
                continue
            blocks.append(Block(kind, position, position + len(text), level, not reason, reason, part.image))
            texts.append(text)
            position += len(text) + 2
    text = "\n\n".join(texts)
    passages = [Passage(b.start, b.end, text[b.start : b.end]) for b in blocks]
    draft = Draft(text, passages, phrases_of(language), blocks)
    draft.title = next((i for i, b in enumerate(blocks) if b.kind == "title"), None)
    return draft


def _tidy(text: str, kind: BlockKind) -> str:
    lines = [" ".join(line.split()) for line in clean(text).split("\n")]
    if kind in ("code", "table"):
        return "\n".join(line for line in lines if line)
    return " ".join(line for line in lines if line)


_Read = tuple[BlockKind, str, int, str]


def _as_read(part: Part, language: str, settings: ReadingSettings) -> Sequence[_Read]:
    if part.reason:
        return [(part.kind, part.text or table_text(part.rows), part.level, part.reason)]
    if part.kind == "caption":
        return _caption(part, language, settings)
    if part.kind == "table":
        return _table(part, language, settings)
    if part.kind == "code":
        return _code(part, language, settings)
    return [(part.kind, part.text, part.level, "")]


def _caption(part: Part, language: str, settings: ReadingSettings) -> list[_Read]:
    if settings.captions == "read":
        return [("caption", part.text, 0, "")]
    content: _Read = ("caption", part.text, 0, f"caption (setting captions: {settings.captions})")
    if settings.captions == "skip":
        return [content]
    words = " ".join(part.text.split())
    words = words[: credit_at(words)].rstrip()
    if not words:
        return [content]
    first = (match[0] if (match := _FIRST_SENTENCE.match(words)) else words).rstrip(".")
    return [("caption", _PICTURE.get(language.split("-")[0], _PICTURE["en"]).format(words=first), 0, ""), content]


def _table(part: Part, language: str, settings: ReadingSettings) -> list[_Read]:
    if settings.tables == "read":
        return [("table", table_text(part.rows), 0, "")]
    content: _Read = ("table", table_text(part.rows), 0, f"table (setting tables: {settings.tables})")
    if settings.tables == "skip":
        return [content]
    heads = ", ".join(cell for cell in part.rows[0] if cell) if part.rows else ""
    rows = max(1, len(part.rows) - 1)
    one, several = _TABLE.get(language.split("-")[0], _TABLE["en"])
    words = (one if rows == 1 else several).format(rows=rows, heads=heads[:200])
    return [("table", words, 0, ""), content]


def _code(part: Part, language: str, settings: ReadingSettings) -> list[_Read]:
    if settings.code == "read":
        return [("code", part.text, 0, "")]
    content: _Read = ("code", part.text, 0, f"code (setting code: {settings.code})")
    if settings.code == "skip":
        return [content]
    return [("code", _CODE.get(language.split("-")[0], _CODE["en"]), 0, ""), content]


def table_text(rows: Sequence[Sequence[str]]) -> str:
    """Rows as sentences: cells joined by commas."""
    lines = (", ".join(" ".join(cell.split()) for cell in row if cell.strip()) for row in rows)
    return "\n".join(line if line.endswith((".", "!", "?")) else line + "." for line in lines if line)
