"""Exchange with other programs: W3C Pronunciation Lexicon Specification 1.0 (https://www.w3.org/TR/pronunciation-lexicon/)."""

from __future__ import annotations

from collections.abc import Sequence

from narrate.errors import ConfigError
from narrate.model import Pronunciation
from narrate.pronunciations import read_entries

NAMESPACE = "http://www.w3.org/2005/01/pronunciation-lexicon"
XML = "{http://www.w3.org/XML/1998/namespace}"


def import_pls(data: bytes, origin: str) -> tuple[Pronunciation, ...]:
    """Entries of a PLS document: graphemes become `match`, the first phoneme `ipa`, the first alias `say`.

    PLS knows no other case than the one written, so the entries are matched exactly.

    Raises
    ------
    ConfigError
        For anything that is not PLS, has a document type, or uses another alphabet than IPA.
    """
    from xml.etree import ElementTree

    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise ConfigError(f"{origin}: a lexicon with a document type is not read", "remove the <!DOCTYPE ...> part")
    try:
        root = ElementTree.fromstring(data)
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise ConfigError(f"{origin}: not XML: {error}", "expected a W3C pronunciation lexicon (.pls)") from None
    if _local(root.tag) != "lexicon":
        raise ConfigError(f"{origin}: <{_local(root.tag)}> is not a pronunciation lexicon", "expected <lexicon>")
    alphabet = root.get("alphabet", "ipa")
    language = root.get(f"{XML}lang", "")
    lexemes = [e for e in root if _local(e.tag) == "lexeme"]
    data_entries = []
    for lexeme in lexemes:
        texts: dict[str, list[str]] = {"grapheme": [], "phoneme": [], "alias": []}
        for child in lexeme:
            texts.setdefault(_local(child.tag), []).append(" ".join("".join(child.itertext()).split()))
            if _local(child.tag) == "phoneme" and child.get("alphabet", alphabet) != "ipa":
                raise ConfigError(
                    f"{origin}: alphabet {child.get('alphabet', alphabet)!r} is not IPA", "convert it to IPA"
                )
        data_entries.append(_as_data(texts))

    def where(path: tuple[str | int, ...]) -> str:
        number = next((p for p in path if isinstance(p, int)), 0)
        return f"{origin}: lexeme {number + 1}"

    return read_entries({"version": 1, "lang": language, "entries": data_entries}, where)


def export_pls(entries: Sequence[Pronunciation], language: str) -> bytes:
    """A PLS document in UTF-8.

    Left out are entries that PLS cannot express: regular expressions, `keep`, and those bound to neighbour words, a
    voice or the first mention.
    """
    from xml.etree import ElementTree

    ElementTree.register_namespace("", NAMESPACE)
    root = ElementTree.Element(f"{{{NAMESPACE}}}lexicon", {"version": "1.0", "alphabet": "ipa", f"{XML}lang": language})
    for entry in entries:
        if entry.regex or entry.keep or entry.before or entry.after or entry.voice or entry.first_only:
            continue
        lexeme = ElementTree.SubElement(root, f"{{{NAMESPACE}}}lexeme")
        for form in entry.match:
            ElementTree.SubElement(lexeme, f"{{{NAMESPACE}}}grapheme").text = form
        if entry.ipa:
            ElementTree.SubElement(lexeme, f"{{{NAMESPACE}}}phoneme").text = entry.ipa
        alias = " ".join(c for c in entry.match[0].upper() if c.isalnum()) if entry.spell else entry.say
        if alias:
            ElementTree.SubElement(lexeme, f"{{{NAMESPACE}}}alias").text = alias
    ElementTree.indent(root)
    text: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def _as_data(texts: dict[str, list[str]]) -> dict[str, object]:
    entry: dict[str, object] = {"match": texts["grapheme"] or None, "case": "exact"}
    if texts["phoneme"]:
        entry["ipa"] = texts["phoneme"][0]
    if texts["alias"]:
        entry["say"] = texts["alias"][0]
    return entry


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]
