"""What was heard against what should be said."""

from __future__ import annotations

import pytest
from hypothesis import given, settings, strategies as st

from narrate.hearing import Heard, judge, summaries
from narrate.hearing.verdicts import words_of

LINE = "the council would not accept any of the proposals before the summer"


def heard(said: str, found: str, line: int = 0, voice: str = "Anna") -> Heard:
    return Heard(line, "narrator", voice, said, found)


@pytest.mark.parametrize(
    ("said", "found", "errors", "run"),
    [
        (LINE, LINE, 0, 0),
        ("“Yes,” said Zoë O’Hara.", "yes said zoe ohara", 0, 0),
        ("the harbour master", "the harbor master", 0, 0),
        ("everyone knew", "every one knew", 0, 0),
        ("the council would", "the would", 1, 1),
        ("the council would", "the town council would", 1, 1),
        ("the council would", "the tavern would", 1, 1),
        (LINE, "the council would not accept", 7, 7),
        (LINE, f"{LINE} {LINE}", 12, 12),
        ("harrowmere admitted it", "her own merit but to it", 5, 0),
        ("say [[ˈmeɪɚ]] now", "say now", 0, 0),
        ("", "", 0, 0),
        ("no", "", 1, 1),
        ("", "no", 1, 1),
    ],
)
def test_errors_and_the_longest_run_of_them(said: str, found: str, errors: int, run: int) -> None:
    (verdict,) = judge([heard(said, found)])
    assert (verdict.errors, verdict.longest_run) == (errors, run)


def test_the_longest_run_is_quoted_with_what_was_heard_instead() -> None:
    (verdict,) = judge([heard(LINE, LINE.replace("any of the proposals", "all summer long"))])
    assert (verdict.missing, verdict.instead) == ("any of the proposals", "all summer long")


def lines(voice: str, every: int, words: int = 20, count: int = 40) -> list[Heard]:
    """Lines of a voice of which every so many words is misheard."""
    said = [[f"word{number}{'abcdefghijklmnopqrstuvwxyz'[index]}" for index in range(words)] for number in range(count)]
    found = [["xyzzy" if index % every == every - 1 else word for index, word in enumerate(each)] for each in said]
    return [heard(" ".join(a), " ".join(b), n, voice) for n, (a, b) in enumerate(zip(said, found, strict=True))]


def test_a_voice_that_is_misheard_often_is_not_bad_for_it() -> None:
    assert not any(verdict.bad for verdict in judge([*lines("robot", 2), *lines("clear", 20)]))


def test_the_same_gap_is_bad_for_a_clear_voice_and_not_for_one_that_is_always_misheard() -> None:
    gap = heard(LINE, LINE.replace("accept any of the proposals", ""), 99, "clear")
    also = heard(LINE, LINE.replace("accept any of the proposals", ""), 99, "robot")
    verdicts = judge([*lines("robot", 2), *lines("clear", 20), gap, also])
    assert [verdict.heard.voice for verdict in verdicts if verdict.bad] == ["clear"]


def test_voices_are_summed_up_those_that_say_most_first() -> None:
    first, second = summaries(judge([heard("one two", "one", voice="Bo"), *lines("Anna", 10)]))
    assert (first.voice, first.lines, first.words, first.errors) == ("Anna", 40, 800, 80)
    assert first.word_error == pytest.approx(0.1)
    assert (second.voice, second.word_error, second.longest_run) == ("Bo", 0.5, 1)


@given(st.text(max_size=60), st.text(max_size=60))
@settings(max_examples=150, derandomize=True, deadline=None)
def test_errors_lie_between_the_difference_in_length_and_the_longer_text(said: str, found: str) -> None:
    (verdict,) = judge([heard(said, found)])
    lengths = len(words_of(said)), len(words_of(found))
    assert 0 <= verdict.errors <= sum(lengths)
    assert verdict.longest_run <= max(lengths)
    assert (verdict.errors == 0) or words_of(said) != words_of(found)
