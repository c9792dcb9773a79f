"""Pronunciation lexicons: reading, checking, exchanging them, and finding names that need an entry."""

from narrate.pronunciations import read_entries
from narrate.speech.lexicon.check import Finding, check_lexicon, entries_used
from narrate.speech.lexicon.files import dump_lexicon, parse_lexicon, shipped_lexicon
from narrate.speech.lexicon.pls import export_pls, import_pls
from narrate.speech.lexicon.suggest import Suggestion, suggest_names

__all__ = [
    "Finding",
    "Suggestion",
    "check_lexicon",
    "dump_lexicon",
    "entries_used",
    "export_pls",
    "import_pls",
    "parse_lexicon",
    "read_entries",
    "shipped_lexicon",
    "suggest_names",
]
