"""Written text to spoken words: numbers, dates, money, abbreviations, a pronunciation lexicon."""

from narrate.speech.sentences import split_sentences
from narrate.speech.tiling import displayed_span
from narrate.speech.verbalizer import Verbalizer

__all__ = ["Verbalizer", "displayed_span", "split_sentences"]
