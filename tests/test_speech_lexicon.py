"""Pronunciation lexicons."""

from __future__ import annotations

from dataclasses import replace

import pytest

from narrate.engines.ipa import ipa_to_mnemonics
from narrate.errors import ConfigError
from narrate.model import Pronunciation, SpeechSettings
from narrate.speech import Verbalizer, displayed_span
from narrate.speech.lexicon import (
    check_lexicon,
    dump_lexicon,
    export_pls,
    import_pls,
    parse_lexicon,
    read_entries,
    shipped_lexicon,
    suggest_names,
)

EXAMPLE = r"""
version: 1
lang: en
entries:
  - match: Kyiv
    say: Keev
    ipa: ˈkiːjɪv
  - match: [VK, V.K.]
    spell: true
  - match: AEST
    say: Australian Eastern Standard Time
    first_only: true
  - match: {regex: '\b(\d+)-all\b'}
    say: '\1 all'
  - match: lead
    when: {after: '^ (?:poisoning|pipes?)'}
    ipa: lɛd
    say: led
  - match: Soldier X
    keep: true
  - match: us
    case: exact
    voice: desk
    lang: en-AU
    say: ours
    note: from the desk
"""


def said(text: str, *entries: Pronunciation, language: str = "en-US", ipa: bool = False, voice: str = "") -> str:
    return Verbalizer(language, SpeechSettings(pronunciations=entries), ipa=ipa).say(text, voice).text


def from_yaml(text: str) -> tuple[Pronunciation, ...]:
    return parse_lexicon(text, "own.yaml")


def test_an_example_with_every_key_is_read() -> None:
    entries = from_yaml(EXAMPLE)
    assert [e.where for e in entries] == [f"own.yaml:{n}" for n in (5, 8, 10, 13, 15, 19, 21)]
    assert entries[0].language == "en"
    assert entries[6] == Pronunciation(
        ("us",), case="exact", say="ours", voice="desk", language="en-AU", note="from the desk", where="own.yaml:21"
    )


def test_a_written_lexicon_reads_back_the_same() -> None:
    entries = from_yaml(EXAMPLE)
    again = from_yaml(dump_lexicon(entries))
    assert [replace(e, where="") for e in again] == [replace(e, where="") for e in entries]


def test_plain_data_is_read_with_places_from_outside() -> None:
    entries = read_entries([{"match": "Kyiv", "say": "Keev"}], lambda path: f"voices.yaml{path}")
    assert entries[0].where == "voices.yaml(0,)"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("- match: a", "own.yaml:1: pronunciation of 'a' says nothing"),
        ("- match: b\n  say: x\n- match: Kyiv\n  ipa: k5v", "own.yaml:4: pronunciation of 'Kyiv': '5' (U+0035)"),
        ("- {match: {regex: '(a+)+b'}, say: x}", "repeats something that repeats"),
        ("- {match: {regex: '(a|aa)*b'}, say: x}", "repeats something that repeats or branches"),
        ("- {match: {regex: '\\d+\\d+'}, say: x}", "two open-ended repeats in a row"),
        ("- {match: {regex: '(a'}, say: x}", "cannot be read"),
        ("- {match: {regex: '(a)\\1'}, say: x}", "refers back"),
        ("- {match: x, say: y, when: {before: '(b*)*'}}", "repeats something that repeats"),
        ("- {match: x, say: y, whne: z}", "unknown key 'whne'"),
        ("- {match: x, say: y, spell: true}", "both 'say' and 'spell'"),
        ("- {match: no, say: x}", "'match' is a word"),
        ("- {match: '...', say: x}", "no letter or figure"),
        ("- {match: x, say: [1]}", "'say' is text"),
        ("- {match: x, say: a, say: b}", "'say' is given twice"),
        ("- {match: {regex: 'a(b)'}, say: '\\2'}", "invalid group reference"),
        ("- &a {match: *a, say: x}", "own.yaml:1"),
        ("x: 1", "unknown key 'x'"),
        ("- [", "not YAML"),
        ("version: 2\nentries: []", "version 2"),
        ("- {match: x, say: y, case: UPPER}", "case 'UPPER' is unknown"),
    ],
)
def test_a_bad_entry_is_refused_with_file_and_line(text: str, words: str) -> None:
    with pytest.raises(ConfigError) as caught:
        from_yaml(text)
    assert words in caught.value.message
    assert "own.yaml" in caught.value.message
    assert "\n" not in caught.value.message


def test_a_respelling_is_said_where_the_engine_takes_no_ipa() -> None:
    kyiv = Pronunciation(("Kyiv",), say="Keev", ipa="ˈkiːjɪv")
    assert said("In Kyiv’s centre", kyiv) == "In Keev's centre"
    assert said("In Kyiv's centre", kyiv, ipa=True) == "In [[ˈkiːjɪvz]] centre"


def test_whole_words_match_and_a_capital_makes_case_count() -> None:
    assert said("US and us and USing", Pronunciation(("US",), say="America")) == "America and us and USing"
    assert said("Gif gif GIF", Pronunciation(("gif",), say="jif")) == "jif jif jif"


def test_own_entries_win_over_shipped_ones_and_longer_over_shorter() -> None:
    assert said("401(k) plans", Pronunciation(("401",), say="four hundred one")) == "four hundred one(k) plans"
    short, long = Pronunciation(("New York",), say="Noo Yawk"), Pronunciation(("New York Times",), say="the Times")
    assert said("The New York Times of New York", short, long) == "The the Times of Noo Yawk"


def test_of_two_entries_for_one_word_the_first_wins() -> None:
    assert said("Kyiv", Pronunciation(("Kyiv",), say="one"), Pronunciation(("Kyiv",), say="two")) == "one"


def test_neighbours_decide_about_homographs() -> None:
    lead = Pronunciation(("lead",), say="led", after="^ (?:pipes?|poisoning)")
    assert said("They lead the way to lead pipes", lead) == "They lead the way to led pipes"


def test_an_entry_for_one_voice_is_said_by_that_voice_only() -> None:
    entry = Pronunciation(("scone",), say="skon", voice="ann")
    assert said("a scone", entry, voice="ann") == "a skon"
    assert said("a scone", entry, voice="bob") == "a scone"


def test_an_entry_for_one_language_is_for_it_and_its_countries() -> None:
    entry = Pronunciation(("tomato",), say="tom ah toe", language="en-GB")
    assert said("tomato", entry, language="en-GB") == "tom ah toe"
    assert said("tomato", entry, language="en-US") == "tomato"
    assert said("tomato", replace(entry, language="en"), language="en-AU") == "tom ah toe"


def test_an_entry_for_the_first_mention_holds_once_an_episode() -> None:
    verbalizer = Verbalizer("en-AU", SpeechSettings(pronunciations=(from_yaml(EXAMPLE)[2],)))
    assert verbalizer.say("At 9am AEST").text == "At 9am Australian Eastern Standard Time".replace("9am", "nine A.M")
    assert verbalizer.say("At 9am AEST").text == "At nine A.M A.E.S.T"


def test_kept_words_are_protected_from_every_rule() -> None:
    assert said("Channel 9 and Area 51", Pronunciation(("Channel 9",), keep=True)) == "Channel 9 and Area fifty one"


def test_figures_that_a_regex_caught_are_put_in_words() -> None:
    entry = Pronunciation((r"\b(\d{1,3})-all\b",), regex=True, say=r"\1 all")
    assert said("It ended 2-all", entry) == "It ended two all"


def test_what_an_entry_says_is_not_looked_up_again() -> None:
    a, b = Pronunciation(("aye",), say="bee"), Pronunciation(("bee",), say="aye")
    assert said("aye bee", a, b) == "bee aye"
    assert "leads back" in check_lexicon([a, b])[0].problem


def test_nothing_in_an_entry_reaches_an_engine_as_an_instruction() -> None:
    assert said("x", Pronunciation(("x",), say="<break/> [[h]] y")) == "break/ h y"


def test_check_names_doubles_and_what_never_matched() -> None:
    entries = from_yaml(
        "- {match: Kyiv, say: a}\n- {match: Kyiv, say: b}\n- {match: Lviv, say: c}\n- {match: go, say: go}"
    )
    found = [(f.where, f.problem) for f in check_lexicon(entries, ["In Kyiv we go"])]
    assert ("own.yaml:2", "'Kyiv' is given before, at own.yaml:1, which wins") in found
    assert ("own.yaml:2", "'Kyiv' is always covered by 'Kyiv' at own.yaml:1") in found
    assert ("own.yaml:3", "'Lviv' matched nothing") in found
    assert ("own.yaml:4", "'go' is said as it is written") in found


def test_pls_there_and_back() -> None:
    entries = tuple(replace(e, case="exact", language="en-US", where="") for e in from_yaml(EXAMPLE)[:1])
    data = export_pls(entries, "en-US")
    assert "<phoneme>ˈkiːjɪv</phoneme>".encode() in data
    assert [replace(e, where="") for e in import_pls(data, "x.pls")] == list(entries)


@pytest.mark.parametrize(
    "data",
    [b"", b"nonsense", b"<html/>", b"<!DOCTYPE a [<!ENTITY b 'c'>]><lexicon>&b;</lexicon>", b"\xff\xfe",
     b"<lexicon alphabet='x-sampa'><lexeme><grapheme>a</grapheme><phoneme>b</phoneme></lexeme></lexicon>",
     b"<lexicon><lexeme><phoneme>b</phoneme></lexeme></lexicon>"],
)  # fmt: skip
def test_what_is_not_pls_is_refused_with_its_name(data: bytes) -> None:
    with pytest.raises(ConfigError, match=r"^names\.pls: "):
        import_pls(data, "names.pls")


def test_names_that_an_engine_must_guess_are_suggested_strange_ones_first() -> None:
    text = "Mayor Anders Hvidbjerg met Ms Tallow. Tallow agreed. The Wexcombe bridge, Tallow said, is old."
    names = [s.name for s in suggest_names(text)]
    assert names[0] == "Hvidbjerg"
    assert "Tallow" in names
    assert "Mayor" not in names
    assert not {"The", "Ms"} & set(names)
    assert next(s for s in suggest_names(text) if s.name == "Tallow").count == 3


def test_the_first_word_below_a_heading_is_no_name() -> None:
    assert suggest_names("Automation\n\n“His post stays.\n\nHers goes.") == ()


def test_names_with_an_entry_are_not_suggested() -> None:
    assert suggest_names("We saw Hvidbjerg.", entries=[Pronunciation(("Hvidbjerg",), say="Veedbyer")]) == ()


def test_the_shipped_lexicon_is_sound() -> None:
    entries = shipped_lexicon("en-GB")
    assert len(entries) > 300
    assert check_lexicon(entries) == ()
    for entry in entries:
        if entry.ipa:
            assert ipa_to_mnemonics(entry.ipa), entry.match


def test_every_entry_of_the_shipped_lexicon_matches_its_own_word() -> None:
    for entry in shipped_lexicon("en"):
        if entry.ipa and not (entry.before or entry.after):
            for form in entry.match:
                assert f"[[{entry.ipa}]]" in said(f"It was {form} again.", ipa=True), form


def test_other_languages_have_no_shipped_lexicon_yet() -> None:
    assert shipped_lexicon("de") == ()


def test_whose_entry_it_is_counts_before_its_length() -> None:
    show = Pronunciation(("Dynamo Kyiv",), say="show", level="show")
    mine = Pronunciation(("Kyiv",), say="article", level="article")
    user = Pronunciation(("Kyiv fans",), say="user", level="user")
    verbalizer = Verbalizer("en", SpeechSettings(pronunciations=(user, show, mine)))
    assert verbalizer.say("Dynamo Kyiv fans").text == "Dynamo article fans"
    assert Verbalizer("en", SpeechSettings(pronunciations=(user, show))).say("Dynamo Kyiv fans").text == "show fans"


@pytest.mark.parametrize(
    ("written", "spoken"),
    [("Kyiv's mayor", "[[ˈkiːɪvz]] mayor"), ("Lodz’s mayor", "[[wuːtʃɪz]] mayor"), ("Tashkent's", "[[tæʃˈkɛnts]]"),
     ("Kyiv-based", "[[ˈkiːɪv]]-based"), ("Kyiv'sky", "[[ˈkiːɪv]]'sky")],
)  # fmt: skip
def test_a_possessive_is_part_of_the_phonemes_not_a_letter_behind_them(written: str, spoken: str) -> None:
    entries = tuple(
        Pronunciation((form,), ipa=ipa)
        for form, ipa in (("Kyiv", "ˈkiːɪv"), ("Lodz", "wuːtʃ"), ("Tashkent", "tæʃˈkɛnt"))
    )
    verbalizer = Verbalizer("en", SpeechSettings(pronunciations=entries), ipa=True)
    said = verbalizer.say(written)
    assert said.text == spoken
    assert displayed_span(said, 0, 4)[0] == 0
