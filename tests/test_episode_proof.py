"""Every character of the article is spoken, removed with a reason, or white space."""

from dataclasses import replace

import pytest
from episode_examples import edition_of, ferry, line_of, script_of, utterances_of
from hypothesis import given, settings, strategies as st

from narrate.episode import prove
from narrate.episode.proof import removals
from narrate.errors import NarrateError, ScriptError
from narrate.model import Removal, TimedWord


def tiles_the_article(proof) -> bool:
    bounds = [(start, end) for start, end, _ in proof["tiling"]]
    ends = [0, *(end for _, end in bounds)]
    whole = all(start < end for start, end in bounds) and [start for start, _ in bounds] == ends[:-1]
    return whole and ends[-1] == proof["characters"]


def edited_line(script, number, **changes):
    lines = list(script.lines)
    lines[number] = replace(lines[number], **changes)
    return replace(script, lines=tuple(lines))


def test_an_unedited_article_is_put_together_again_and_has_its_digest():
    script = ferry()
    proof = prove(script, edition_of(script).lines)
    assert tiles_the_article(proof)
    assert proof["verified"] == "article"
    assert proof["spoken"] == sum(len(line.text) for line in script.lines)
    assert proof["removed"] == len("Read more: ten boats you must see")
    assert proof["spoken"] + proof["removed"] + proof["white_space"] == script.article_characters


def test_one_lost_character_is_noticed():
    script = ferry()
    lines = list(script.lines)
    first = lines[0]
    lines[0] = line_of(first.text[:-1], first.kind, start=0)
    script = replace(script, lines=tuple(lines))
    assert prove(script, edition_of(script).lines)["verified"] == "spans"


def test_a_line_that_is_not_in_the_recording_is_an_error():
    script = ferry()
    with pytest.raises(ScriptError, match="line 2 of the script is not in the recording"):
        prove(script, [timed for timed in edition_of(script).lines if timed.line != script.lines[1]])


def test_a_skipped_line_is_removed_with_its_reason():
    script = edited_line(ferry(), 1, skip=True)
    lines = edition_of(script).lines
    assert ("The last boat left on Sunday.", "skipped in the script") in [
        (each.text, each.reason) for each in removals(script, lines)
    ]
    assert tiles_the_article(prove(script, lines))


@pytest.mark.parametrize("number", [0, 1, 3, 7])
def test_a_deleted_line_is_removed_with_its_reason(number):
    whole = ferry()
    script = replace(whole, lines=whole.lines[:number] + whole.lines[number + 1 :])
    lines = edition_of(script).lines
    (deleted,) = [each for each in removals(script, lines) if each.reason == "deleted in the script"]
    assert deleted.start <= whole.lines[number].start
    assert deleted.end >= whole.lines[number].end
    assert tiles_the_article(prove(script, lines))


def test_an_edited_line_counts_as_spoken():
    script = edited_line(ferry(), 1, text="The very last boat has left.")
    proof = prove(script, edition_of(script).lines)
    assert proof["verified"] == "spans"
    assert proof["spoken"] == sum(line.end - line.start for line in script.lines)
    assert tiles_the_article(proof)


def test_a_line_inserted_by_hand_has_no_place_in_the_article():
    script = ferry()
    inserted = replace(line_of("Thank you for listening."), start=0, end=0, digest="")
    script = replace(script, lines=(*script.lines, inserted))
    proof = prove(script, edition_of(script).lines)
    assert tiles_the_article(proof)
    assert not any(name == f"cue {len(script.lines) - 1}" for _, _, name in proof["tiling"])


def test_a_line_without_words_may_be_silent():
    script = script_of([[("title", None, "Boats")], [("narration", None, "* * *")], [("narration", None, "The end.")]])
    lines = [timed for timed in edition_of(script).lines if timed.line.text != "* * *"]
    assert [each.reason for each in removals(script, lines)] == ["no words to speak"]
    assert tiles_the_article(prove(script, lines))


def test_a_word_that_is_not_pronounced_is_listed():
    script = script_of([[("narration", None, "Snow ☃ ahead")]])
    (timed,) = edition_of(script).lines
    snow, snowman, ahead = timed.words
    silent = TimedWord(snowman.start, snowman.end, snow.end_ms, snow.end_ms)
    timed = replace(timed, words=(snow, silent, ahead))
    proof = prove(script, [timed])
    assert proof["tiling"] == [[0, 5, "cue 0"], [5, 6, "removed 0"], [6, 12, "cue 0"]]
    assert removals(script, [timed])[0].reason == "not pronounced"
    assert proof["verified"] == "article"


def test_lines_that_claim_the_same_characters_are_an_error():
    script = ferry()
    script = replace(script, lines=(*script.lines, script.lines[2]))
    with pytest.raises(ScriptError, match="two parts of the script claim characters"):
        prove(script, edition_of(script).lines)


def test_a_span_outside_of_the_article_is_an_error():
    script = replace(ferry(), article_characters=40)
    with pytest.raises(ScriptError, match="outside of the article"):
        prove(script, edition_of(script).lines)


def test_a_removal_with_another_length_is_an_error():
    script = ferry()
    script = replace(script, removed_texts=("Read more",))
    with pytest.raises(ScriptError, match="another length"):
        prove(script, edition_of(script).lines)


def test_a_removal_without_its_text_is_still_listed():
    script = replace(ferry(), removed_texts=())
    lines = edition_of(script).lines
    assert [each.reason for each in removals(script, lines)] == ["end of the article"]
    assert prove(script, lines)["verified"] == "spans"


def test_cuts_inside_a_headline_are_tiles_of_their_own():
    script = script_of([[("title", None, "Ferry stops (2024)")]])
    title = line_of("Ferry stops ", "title")
    cut = Removal(12, 18, "year glued to the headline")
    script = replace(script, lines=(title,), removed=(cut,), removed_texts=("(2024)",))
    proof = prove(script, edition_of(script).lines)
    assert proof["tiling"] == [[0, 12, "cue 0"], [12, 18, "removed 0"]]
    assert proof["verified"] == "article"


PARAGRAPHS = st.lists(
    st.lists(st.tuples(st.just("narration"), st.none(), st.text(min_size=1, max_size=20)), min_size=1, max_size=4),
    min_size=1,
    max_size=5,
)


@given(PARAGRAPHS, st.sets(st.integers(0, 19)), st.sets(st.integers(0, 19)))
@settings(max_examples=80, derandomize=True)
def test_any_edit_by_hand_still_tiles_the_article_or_is_an_error(paragraphs, skipped, deleted):
    script = script_of(paragraphs, title="t")
    lines = [replace(line, skip=number in skipped) for number, line in enumerate(script.lines)]
    script = replace(script, lines=tuple(line for number, line in enumerate(lines) if number not in deleted))
    assert len(utterances_of(script)) <= len(lines)
    try:
        proof = prove(script, edition_of(script).lines)
    except NarrateError:
        pytest.fail("every line is heard, skipped or deleted: there is a proof")
    assert tiles_the_article(proof)
