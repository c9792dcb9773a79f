"""Words and phrases, by language, that tell an article from what a page puts around it."""

from .entry import LANGUAGES, Lexicon, Phrases, lexicon_of, phrases_of

__all__ = ["LANGUAGES", "Lexicon", "Phrases", "lexicon_of", "phrases_of"]
