from narrate.cast import Casting
from narrate.direction import LONGEST_CALL, Direction, inserts_of, pause_after, utter
from narrate.model import CastVoice, Clip, Line, Pauses, Script, Spoken, SpokenSpan, Utterance

PAUSES = Pauses(start=1, clause=2, sentence=3, speaker=4, paragraph=5, heading=6, title=7, end=8)


class Words:
    """Sentences end at full stops; an asterisk is a bleep."""

    def say(self, text: str, voice: str = "") -> Spoken:
        return Spoken(text.upper(), (SpokenSpan(0, len(text), 0, len(text)),))

    def utterances(
        self, text: str, voice: str = "", max_characters: int = 0
    ) -> tuple[tuple[int, int, Spoken | None], ...]:
        found: list[tuple[int, int, Spoken | None]] = []
        at = 0
        for part in text.split("."):
            if part:
                end = min(len(text), at + len(part) + 1)
                found.append((at, end, None if "*" in part else self.say(text[at:end])))
            at += len(part) + 1
        return tuple(found)


def directed(*lines: Line) -> list[Utterance]:
    casting = Casting("N", "Q", {"A": "VA", "B": "VB"})
    direction = Direction(casting, lambda name: CastVoice(name, "e", name), lambda engine: 0, Words(), PAUSES)
    return list(utter(Script("T", lines), direction))


def pauses(*lines: Line) -> list[int]:
    return [utterance.pause_ms for utterance in directed(*lines)]


def narration(text: str, paragraph: int) -> Line:
    return Line(text, "narration", None, paragraph)


def test_each_pause_has_its_reason() -> None:
    assert pauses(
        Line("Title", "title", None, 0),
        narration("One. Two.", 1),
        Line("Three", "quote", "A", 1),
        narration("he said.", 1),
        narration("Four.", 2),
        Line("Head", "heading", None, 3),
        narration("Five.", 4),
    ) == [1, 7, 3, 4, 4, 5, 6, 6]


def test_a_sentence_that_was_cut_goes_on_after_the_pause_of_a_clause() -> None:
    assert pause_after("He came, ", PAUSES) == PAUSES.clause
    assert pause_after("He came — ", PAUSES) == PAUSES.clause
    assert pause_after('He came." ', PAUSES) == PAUSES.sentence
    assert pause_after("He came … ", PAUSES) == PAUSES.sentence


def test_one_voice_goes_on_in_one_sentence() -> None:
    assert pauses(narration("He called it", 0), narration("a day.", 0), narration("Then he left.", 0)) == [1, 2, 3]


def test_a_pause_chosen_by_hand_wins() -> None:
    assert pauses(narration("One.", 0), Line("Two.", "narration", None, 1, pause_ms=900)) == [1, 900]


def test_a_skipped_line_is_not_said_and_leaves_no_gap() -> None:
    said = directed(narration("One.", 0), Line("Two.", "quote", "A", 1, skip=True), narration("Three.", 2))
    assert [utterance.line for utterance in said] == [0, 2]
    assert said[1].pause_ms == PAUSES.paragraph


def test_words_to_say_by_hand_stand_for_the_whole_line() -> None:
    (said,) = directed(Line("Displayed. Words.", "narration", say="other"))
    assert said.spoken.text == "OTHER"
    assert (said.start, said.end) == (0, 17)
    assert said.spoken.spans == (SpokenSpan(0, 17, 0, 5, "say"),)


def test_a_bleep_is_as_long_as_its_word_and_sounds_in_the_speakers_place() -> None:
    before, bleep, after = directed(Line("One.", "quote", "A"), Line("****.Two.", "quote", "A"))
    assert (before.bleep_ms, bleep.bleep_ms, after.bleep_ms) == (0, 350, 0)
    assert after.pause_ms == 0


def test_a_rate_chosen_for_one_line_holds_for_that_line() -> None:
    first, second = directed(Line("One.", "quote", "A", rate=200), Line("Two.", "quote", "A", 1))
    assert (first.voice.rate, second.voice.rate) == (200, 145)


def test_a_line_without_words_says_nothing() -> None:
    assert [utterance.line for utterance in directed(narration("—.", 0), narration("One.", 1))] == [1]


def sound(name: str, paragraph: int, **facts: object) -> Line:
    return Line(name, "sound", paragraph=paragraph, clip=Clip(name), **facts)  # type: ignore[arg-type]


def test_sounds_are_not_spoken_and_stand_before_what_follows_them() -> None:
    lines = (
        narration("One. Two.", 0),
        sound("a", 1),
        sound("b", 1, pause_ms=9, under=True),
        sound("c", 1, skip=True),
        narration("Three.", 2),
        sound("d", 3),
    )
    utterances = directed(*lines)
    assert len(utterances) == 3
    inserts = inserts_of(Script("T", lines), utterances, None, PAUSES)
    assert [(each.clip.file, each.before, each.pause_ms, each.under) for each in inserts] == [
        ("a", 2, 5, False),
        ("b", 2, 9, True),
        ("d", 3, 5, False),
    ]


def test_a_sting_opens_each_section_once() -> None:
    lines = (
        Line("Title", "title", None, 0),
        Line("He said:", "heading", None, 1, 2),
        Line("Go", "heading", "A", 1, 2),
        narration("One.", 2),
        Line("End", "heading", None, 3, 2),
        narration("Two.", 4),
    )
    inserts = inserts_of(Script("T", lines), directed(*lines), Clip("sting"), PAUSES)
    assert [(each.clip.file, each.before, each.pause_ms) for each in inserts] == [("sting", 1, 6), ("sting", 4, 6)]


class Cut(Words):
    """Cuts where it is told to."""

    def utterances(
        self, text: str, voice: str = "", max_characters: int = 0
    ) -> tuple[tuple[int, int, Spoken | None], ...]:
        cuts = range(0, len(text), max_characters or len(text))
        return tuple((at, min(len(text), at + max_characters), self.say(text[at : at + max_characters])) for at in cuts)


def test_a_line_of_hours_is_spoken_in_calls_of_minutes_with_room_to_breathe() -> None:
    casting = Casting("N", "Q", {})
    direction = Direction(casting, lambda name: CastVoice(name, "e", name), lambda engine: 0, Cut(), PAUSES)
    spoken = list(utter(Script("T", (narration("word " * 27_000, 0),)), direction))
    assert len(spoken) == 27_000 * 5 // LONGEST_CALL + 1
    assert {utterance.pause_ms for utterance in spoken[1:]} == {PAUSES.sentence}
