"""When lines and words are heard."""

from dataclasses import replace

import pytest
from episode_examples import RATE, edition_of, ferry, frames, plain_spoken, recording_of, script_of, utterances_of
from hypothesis import given, settings, strategies as st

from narrate.episode import time_lines
from narrate.episode.timing import milliseconds, word_spans
from narrate.errors import SoundError
from narrate.model import CastVoice, Cue, Recording, Script, Spoken, SpokenSpan, Utterance, WordTime

VOICE = CastVoice("anna", "silence", "en")


def one_line_heard(text: str, spoken: Spoken, words=(), length_ms: int = 1000):
    script = script_of([[("narration", None, text)]])
    utterance = Utterance(0, 0, len(text), spoken, VOICE, 0)
    cue = Cue(0, frames(500), frames(500 + length_ms), tuple(words))
    recording = Recording((cue,), frames(2500), RATE, -16.0, -1.0, 1, 0)
    (timed,) = time_lines(script, [utterance], recording)
    return timed


def shown(timed):
    return [timed.line.text[word.start : word.end] for word in timed.words]


def test_a_line_starts_with_its_first_utterance_and_ends_with_its_last():
    script = script_of([[("narration", None, "One two. Three four.")]])
    pieces = [(0, 8, "One two."), (9, 20, "Three four.")]
    utterances = [Utterance(0, start, end, plain_spoken(text), VOICE, 0) for start, end, text in pieces]
    cues = (Cue(0, frames(500), frames(1000)), Cue(1, frames(1300), frames(2000)))
    (timed,) = time_lines(script, utterances, Recording(cues, frames(2500), RATE, -16.0, -1.0, 2, 0))
    assert (timed.start_ms, timed.end_ms, timed.voice) == (500, 2000, "anna")
    assert shown(timed) == ["One", "two", "Three", "four"]
    assert timed.words[2].start_ms == 1300


def test_word_times_of_the_engine_are_kept_exactly():
    text = "“Well, yes,” he said."
    words = [WordTime(1, 5, frames(500), frames(700)), WordTime(7, 10, frames(800), frames(1000))]
    words += [WordTime(13, 15, frames(1100), frames(1200)), WordTime(16, 20, frames(1200), frames(1490))]
    timed = one_line_heard(text, plain_spoken(text), words)
    assert shown(timed) == ["Well", "yes", "he", "said"]
    assert [(word.start_ms, word.end_ms) for word in timed.words] == [
        (500, 700),
        (800, 1000),
        (1100, 1200),
        (1200, 1490),
    ]
    assert not any(word.estimated for word in timed.words)


def test_a_rewritten_number_lights_up_while_its_spoken_words_last():
    displayed, spoken = "It cost $42 then.", "It cost forty-two dollars then."
    spans = (SpokenSpan(0, 8, 0, 8), SpokenSpan(8, 11, 8, 25, "money"), SpokenSpan(11, 17, 25, 31))
    words = [WordTime(0, 2, frames(500), frames(600)), WordTime(3, 7, frames(600), frames(700))]
    words += [WordTime(8, 17, frames(700), frames(900)), WordTime(18, 25, frames(900), frames(1200))]
    words += [WordTime(26, 30, frames(1200), frames(1400))]
    timed = one_line_heard(displayed, Spoken(spoken, spans), words)
    assert shown(timed)[2] == "$42"
    assert (timed.words[2].start_ms, timed.words[2].end_ms, timed.words[2].estimated) == (700, 1200, False)
    assert timed.words[3].start_ms == 1200


def test_words_that_share_a_rewritten_span_are_estimated_in_order():
    spans = (SpokenSpan(0, 11, 0, 24, "money"),)
    words = [WordTime(0, 9, frames(500), frames(800)), WordTime(10, 17, frames(800), frames(1200))]
    timed = one_line_heard("$42 million", Spoken("forty-two million dollars"[:24], spans), words)
    first, second = timed.words
    assert first.estimated
    assert second.estimated
    assert 500 <= first.start_ms < first.end_ms <= second.start_ms < second.end_ms <= 1500


def test_without_word_times_every_word_is_estimated_within_the_cue():
    text = "A short word, then an extraordinarily long one."
    timed = one_line_heard(text, plain_spoken(text))
    lengths = {shown(timed)[index]: word.end_ms - word.start_ms for index, word in enumerate(timed.words)}
    assert all(word.estimated for word in timed.words)
    assert lengths["extraordinarily"] > 3 * lengths["then"] > 0
    assert timed.words[0].start_ms == 500
    assert timed.words[-1].end_ms <= 1500


def test_words_that_one_event_covers_share_its_time():
    text = "Sit on the chair."
    words = [WordTime(0, 3, frames(500), frames(700)), WordTime(4, 6, frames(700), frames(1000))]
    words += [WordTime(11, 16, frames(1000), frames(1450))]
    timed = one_line_heard(text, plain_spoken(text), words)
    _, on, the, chair = timed.words
    assert (on.start_ms, the.end_ms, chair.start_ms) == (700, 1000, 1000)
    assert 80 < on.end_ms - on.start_ms < the.end_ms - the.start_ms < 220
    assert [word.estimated for word in timed.words] == [False, False, True, False]


def test_a_word_without_an_event_keeps_the_gap_that_is_left_for_it():
    text = "Sit there now."
    words = [WordTime(0, 3, frames(500), frames(700)), WordTime(10, 13, frames(1100), frames(1400))]
    there = one_line_heard(text, plain_spoken(text), words).words[1]
    assert 700 < there.start_ms < there.end_ms <= 1100
    assert there.estimated


def test_a_dropped_emoji_has_no_length_and_no_estimate():
    spoken = Spoken("Snow ahead", (SpokenSpan(0, 5, 0, 5), SpokenSpan(5, 7, 5, 5, "emoji"), SpokenSpan(7, 12, 5, 10)))
    timed = one_line_heard("Snow ☃ ahead", spoken)
    snowman = timed.words[1]
    assert shown(timed)[1] == "☃"
    assert snowman.start_ms == snowman.end_ms
    assert not snowman.estimated


def test_a_line_with_other_words_to_say_keeps_its_displayed_words():
    script = ferry()
    lines = (replace(script.lines[0], say="Ferry stops"), *script.lines[1:])
    script = replace(script, lines=lines)
    spoken = Spoken("Ferry stops", (SpokenSpan(0, len(lines[0].text), 0, 11, "say"),))
    utterances = utterances_of(script)
    utterances[0] = replace(utterances[0], spoken=spoken)
    timed = time_lines(script, utterances, recording_of(utterances))
    assert len(timed[0].words) == len(word_spans(lines[0].text))


def test_an_utterance_without_a_cue_is_refused():
    script = ferry()
    utterances = utterances_of(script)
    recording = recording_of(utterances)
    with pytest.raises(SoundError, match="line 3 of the script"):
        time_lines(script, utterances, replace(recording, cues=recording.cues[:2] + recording.cues[3:]))


def test_milliseconds_do_not_drift_in_an_hour():
    assert milliseconds(RATE * 3600, RATE) == 3_600_000
    assert milliseconds(22, RATE) == 0
    assert milliseconds(23, RATE) == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Don’t stop—go!", ["Don’t", "stop", "go"]),
        ("$42,000 (50%) e-mail", ["$42,000", "50%", "e-mail"]),
        ("新しい船", ["新", "し", "い", "船"]),
        ("قال: نعم", ["قال", "نعم"]),
        ("… — !", []),
    ],
)
def test_words_are_what_a_reader_calls_words(text, words):
    assert [text[start:end] for start, end in word_spans(text)] == words


def test_events_out_of_order_never_turn_time_back():
    text = "one two three"
    words = [WordTime(0, 3, frames(900), frames(1400)), WordTime(4, 7, frames(600), frames(700))]
    words += [WordTime(8, 13, frames(5000), frames(6000))]
    times = [(word.start_ms, word.end_ms) for word in one_line_heard(text, plain_spoken(text), words).words]
    assert times == [(900, 1400), (1400, 1400), (1500, 1500)]


@given(st.lists(st.text(max_size=60), min_size=1, max_size=6), st.booleans())
@settings(max_examples=60, derandomize=True)
def test_times_are_ordered_and_inside_the_recording_for_any_text(texts, known):
    script: Script = script_of([[("narration", None, text)] for text in texts], title="t")
    edition = edition_of(script, words=known)
    before = 0
    for timed in edition.lines:
        assert before <= timed.start_ms <= timed.end_ms <= edition.duration_ms
        for word in timed.words:
            assert before <= word.start_ms <= word.end_ms <= timed.end_ms
            before = max(before, word.start_ms)
        before = timed.end_ms
