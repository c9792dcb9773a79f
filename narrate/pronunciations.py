"""Entries of a pronunciation lexicon as plain data, the way YAML holds them: read with checks, and given back."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any, Literal, cast

from narrate.errors import ConfigError
from narrate.model import Pronunciation, digest_of
from narrate.patterns import PatternError, check_pattern

Path = tuple[str | int, ...]
Where = Callable[[Path], str]
Case = Literal["smart", "exact", "ignore"]

KEYS = ("match", "say", "ipa", "spell", "keep", "case", "when", "voice", "lang", "first_only", "note")
CASES = ("smart", "exact", "ignore")
ACTIONS = ("say", "ipa", "spell", "keep")
IPA_LETTERS = frozenset(
    "abcdefhijklmnopqrstuvwxyzæçðøħŋœβθχᵻɐɑɒɓɔɕɖɗɘəɚɛɜɝɞɟɠɡgɢɣɤɥɦɧɨɪɫɬɭɮɯɰɱɲɳɴɵɶɸɹɺɻɽɾʀʁʂʃʄʈʉʊʋʌʍʎʏʐʑʒʔʕʘʙʛʜʝʟʡʢʣʤʥʦʧʨ"
    "ˈˌːˑ'.·‿|‖ ʰʲʷˠˤⁿˡ"
)
IPA_MARKS = ("Mn", "Lm")
"""Combining marks and raised letters of the phonetic alphabet."""
LONGEST_FORM = 200


def read_entries(data: object, where: Where) -> tuple[Pronunciation, ...]:
    """Entries from plain Python data.

    Parameters
    ----------
    data : list or mapping
        A list of entries, or a mapping with `entries`, and optionally `version` (1) and `lang` for all of them.
    where : function
        From the path of a value inside `data`, such as (3, "match"), to "voices.yaml:12" for messages.

    Raises
    ------
    ConfigError
        Naming place, entry and key.
    """
    entries, prefix, language = _entries_of(data, where)
    return tuple(_entry(item, (*prefix, index), where, language) for index, item in enumerate(entries))


def _entries_of(data: object, where: Where) -> tuple[list[Any], Path, str]:
    if data is None:
        return [], (), ""
    if isinstance(data, list):
        return data, (), ""
    if not isinstance(data, Mapping):
        raise ConfigError(f"{where(())}: pronunciations are a list of entries", "start each entry with '- match: WORD'")
    unknown = [k for k in data if k not in ("version", "lang", "entries")]
    if unknown:
        raise ConfigError(f"{where((str(unknown[0]),))}: unknown key {unknown[0]!r}", "known: version, lang, entries")
    if data.get("version", 1) != 1:
        raise ConfigError(f"{where(('version',))}: version {data['version']!r} of lexicons is unknown", "version: 1")
    entries = data.get("entries") or []
    if not isinstance(entries, list):
        raise ConfigError(f"{where(('entries',))}: entries are a list", "start each entry with '- match: WORD'")
    return entries, ("entries",), _text(data, "lang", (), where)


def _entry(item: object, path: Path, where: Where, language: str) -> Pronunciation:
    if not isinstance(item, Mapping):
        raise ConfigError(f"{where(path)}: an entry needs the key 'match'", "for example: - {match: Kyiv, say: Keev}")
    for key in item:
        if key not in KEYS:
            raise ConfigError(
                f"{where((*path, str(key)))}: unknown key {key!r} in a pronunciation", f"known: {', '.join(KEYS)}"
            )
    forms, regex = _forms(item.get("match"), (*path, "match"), where)
    name = f"pronunciation of {forms[0]!r}"
    _check_actions(item, path, where, name)
    when = _when(item, path, where)
    entry = Pronunciation(
        match=forms,
        regex=regex,
        case=_case(item, path, where),
        say=_text(item, "say", path, where),
        ipa=_ipa(item, path, where, name),
        spell=_flag(item, "spell", path, where),
        keep=_flag(item, "keep", path, where),
        before=when.get("before", ""),
        after=when.get("after", ""),
        voice=_text(item, "voice", path, where),
        language=_text(item, "lang", path, where) or language,
        first_only=_flag(item, "first_only", path, where),
        note=_text(item, "note", path, where),
        where=where(path),
    )
    _check_references(entry, path, where)
    return entry


def _forms(match: object, path: Path, where: Where) -> tuple[tuple[str, ...], bool]:
    items = match if isinstance(match, list) else [match]
    forms: list[str] = []
    kinds: set[bool] = set()
    for item in items:
        regex = isinstance(item, Mapping)
        form = item.get("regex") if isinstance(item, Mapping) and set(item) == {"regex"} else item
        if isinstance(form, (int, float)) and not isinstance(form, bool):
            form = str(form)
        if not isinstance(form, str) or not form.strip():
            raise ConfigError(
                f"{where(path)}: 'match' is a word, a list of words, or {{regex: PATTERN}}",
                "quote words such as 'no' and 'on'",
            )
        if len(form) > LONGEST_FORM:
            raise ConfigError(f"{where(path)}: 'match' is longer than {LONGEST_FORM} characters", "match fewer words")
        if regex:
            _checked_pattern(form, path, where)
        elif not any(map(str.isalnum, form)):
            raise ConfigError(
                f"{where(path)}: 'match' {form!r} holds no letter or figure", "signs need {regex: PATTERN}"
            )
        kinds.add(regex)
        forms.append(form if regex else " ".join(form.split()))
    if len(kinds) != 1:
        raise ConfigError(f"{where(path)}: words and a regex do not mix in one 'match'", "make two entries of it")
    return tuple(forms), kinds.pop()


def _checked_pattern(pattern: str, path: Path, where: Where) -> None:
    try:
        check_pattern(pattern)
    except PatternError as error:
        raise ConfigError(f"{where(path)}: regular expression {pattern!r} {error}", error.hint) from None


def _check_actions(item: Mapping[str, Any], path: Path, where: Where, name: str) -> None:
    given = [k for k in ACTIONS if item.get(k)]
    if not given:
        raise ConfigError(f"{where(path)}: {name} says nothing", "give one of say, ipa, spell, keep")
    if len(given) > 1 and set(given) != {"say", "ipa"}:
        raise ConfigError(
            f"{where(path)}: {name} has both {given[0]!r} and {given[1]!r}", "only say and ipa go together"
        )


def _when(item: Mapping[str, Any], path: Path, where: Where) -> dict[str, str]:
    when = item.get("when") or {}
    if not isinstance(when, Mapping) or any(k not in ("before", "after") for k in when):
        raise ConfigError(f"{where((*path, 'when'))}: 'when' holds 'before' and 'after'", "when: {before: PATTERN}")
    found: dict[str, str] = {}
    for key, pattern in when.items():
        here = (*path, "when", str(key))
        if not isinstance(pattern, str):
            raise ConfigError(f"{where(here)}: {key!r} is a regular expression", "quote it")
        _checked_pattern(pattern, here, where)
        found[str(key)] = pattern
    return found


def _case(item: Mapping[str, Any], path: Path, where: Where) -> Case:
    case = item.get("case", "smart")
    if case not in CASES:
        raise ConfigError(f"{where((*path, 'case'))}: case {case!r} is unknown", f"one of {', '.join(CASES)}")
    return cast(Case, case)


def _ipa(item: Mapping[str, Any], path: Path, where: Where, name: str) -> str:
    ipa = _text(item, "ipa", path, where).strip().strip("/[]")
    for sign in unicodedata.normalize("NFD", ipa):
        if sign not in IPA_LETTERS and unicodedata.category(sign) not in IPA_MARKS:
            raise ConfigError(
                f"{where((*path, 'ipa'))}: {name}: {sign!r} (U+{ord(sign):04X}) is no sign of the phonetic alphabet",
                "or write it out with 'say'",
            )
    return ipa


def _check_references(entry: Pronunciation, path: Path, where: Where) -> None:
    if not entry.regex or not entry.say:
        return
    for form in entry.match:
        try:
            re.compile(form).sub(entry.say, "")
            re.compile(form + "|").sub(entry.say, "x")
        except (re.error, IndexError) as error:
            raise ConfigError(
                f"{where((*path, 'say'))}: {entry.say!r}: {error}", "groups are counted from \\1"
            ) from None


def _text(item: Mapping[str, Any], key: str, path: Path, where: Where) -> str:
    value = item.get(key, "")
    if value is None:
        return ""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        raise ConfigError(f"{where((*path, key))}: {key!r} is text, not {value!r}", "put it in quotes")
    return value


def _flag(item: Mapping[str, Any], key: str, path: Path, where: Where) -> bool:
    value = item.get(key, False)
    if not isinstance(value, bool):
        raise ConfigError(f"{where((*path, key))}: {key!r} is true or false, not {value!r}", f"{key}: true")
    return value


def as_data(entry: Pronunciation) -> dict[str, Any]:
    """Plain data that `read_entries` reads back as the same entry; what is not set is left out."""
    forms: list[Any] = [{"regex": form} if entry.regex else form for form in entry.match]
    when = {k: v for k, v in (("before", entry.before), ("after", entry.after)) if v}
    data = {
        "match": forms[0] if len(forms) == 1 else forms,
        "say": entry.say,
        "ipa": entry.ipa,
        "spell": entry.spell,
        "keep": entry.keep,
        "case": "" if entry.case == "smart" else entry.case,
        "when": when,
        "voice": entry.voice,
        "lang": entry.language,
        "first_only": entry.first_only,
        "note": entry.note,
    }
    return {k: v for k, v in data.items() if v}


def digest_of_entry(entry: Pronunciation) -> str:
    """What a script keeps of an entry that its article brought, to know one that was deleted by hand."""
    return digest_of(repr(key_of(entry)))


def key_of(entry: Pronunciation) -> tuple[object, ...]:
    """What an entry is about, whatever it says: two with the same key contradict each other."""
    return entry.match, entry.regex, entry.before, entry.after, entry.voice, entry.language
