"""IPA in espeak-ng's mnemonics."""

from __future__ import annotations

import unicodedata

import pytest

from narrate.engines.ipa import TABLE, UnknownSymbol, ipa_to_mnemonics


@pytest.mark.parametrize(
    ("ipa", "mnemonics"),
    [
        ("ˈkiːjɪv", "'k|i:|j|I|v"),
        ("kˈiːjɪv", "k|'i:|j|I|v"),
        ("həˈloʊ", "h|@|'l|oU"),
        ("tʃɜːtʃ", "tS|3:|tS"),
        ("t͡ʃɜːt͡ʃ", "tS|3:|tS"),
        ("/lɛd/", "l|E|d"),
        ("[lɛd]", "l|E|d"),
        ("bɑx", "b|A:|x"),
        ("sɪˈnjɔɹ ɡoʊˈmɛz", "s|I|'n|j|O2|r||g|oU|'m|E|z"),
    ],
)
def test_words_in_mnemonics(ipa: str, mnemonics: str) -> None:
    assert ipa_to_mnemonics(ipa) == mnemonics


def test_a_stress_mark_goes_to_the_next_sound() -> None:
    assert ipa_to_mnemonics("ˈpɛni") == "'p|E|n|i"


def test_neighbours_that_spell_another_sound_are_kept_apart() -> None:
    assert ipa_to_mnemonics("tʃ") != ipa_to_mnemonics("t" + "·" + "ʃ") == "t|S"


def test_composed_and_decomposed_letters_are_the_same() -> None:
    assert ipa_to_mnemonics(unicodedata.normalize("NFC", "ʒãbõ")) == ipa_to_mnemonics(
        unicodedata.normalize("NFD", "ʒãbõ")
    )


def test_an_unknown_symbol_is_named_with_its_place() -> None:
    with pytest.raises(UnknownSymbol, match="'5'") as caught:
        ipa_to_mnemonics("lɛ5d")
    assert (caught.value.symbol, caught.value.position) == ("5", 2)


def test_every_row_is_ascii_and_cannot_end_the_phonemes() -> None:
    for symbol, mnemonic in TABLE.items():
        assert mnemonic.isascii(), symbol
        assert "]" not in mnemonic, symbol
        assert not mnemonic.strip() or " " not in mnemonic, symbol


def test_nothing_gives_nothing() -> None:
    assert ipa_to_mnemonics("  ") == ""
