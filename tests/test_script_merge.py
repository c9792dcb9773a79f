"""An edited script meets its changed article: hand edits stay, news comes in, conflicts show, nothing is lost."""

from dataclasses import replace

import pytest
from hypothesis import given, settings, strategies as st

from narrate.errors import ScriptError
from narrate.model import Line, Pronunciation, Script, Speaker, digest_of
from narrate.pronunciations import digest_of_entry
from narrate.script import Merged, dump, load, merge
from narrate.script.load import DELETED
from narrate.script.notice import with_notice

ORIGIN = "script.yaml"


def article(*paragraphs: str) -> Script:
    """A script as narrate writes it: 'Name> words' is a quotation, '|' parts the lines of a paragraph."""
    lines, at, names = [], 0, {}
    for number, paragraph in enumerate(paragraphs):
        for part in paragraph.split("|"):
            name, mark, words = part.rpartition(">")
            kind = "title" if number == 0 else "quote" if mark else "narration"
            if name:
                names[name] = Speaker(name)
            lines.append(
                Line(words, kind, name or None, number, int(number == 0), at, at + len(words), digest_of(words))
            )
            at += len(words) + 1
    return Script(paragraphs[0], tuple(lines), tuple(names.values()), article_sha256="ab" * 32, article_characters=at)


OLD = (
    "The ferry",
    "It was late when it came in.",
    "Marsh>“We waited,”|said Marsh.",
    "Nobody was hurt at all.",
    "The cafe opened its doors at noon again.",
)


def edited(*changes: tuple[str, str]) -> str:
    text = dump(article(*OLD)).replace("- narrator: Nobody", "# my comment\n- narrator: Nobody")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return text


def merged(text: str, *paragraphs: str) -> Merged:
    theirs = article(*paragraphs)
    result = merge(text, ORIGIN, theirs)
    again = load(result.text, ORIGIN)
    assert again == result.script
    for line in theirs.lines:
        places = [(each.start, each.end) for each in again.lines] + [(gap.start, gap.end) for gap in again.removed]
        assert (line.start, line.end) in places, f"the article's words are not accounted for: {line.text}"
    return result


def rows(result: Merged) -> list[tuple[str, str]]:
    return [(line.label + "?" * line.unsure, line.text) for line in result.script.lines]


def kinds(result: Merged) -> list[str]:
    return [note.kind for note in result.notes]


def test_nothing_new_changes_nothing() -> None:
    text = edited(("- - Marsh:", "- - Ada:"), ("  Marsh: {}", "  Marsh: {}\n  Ada: {}"))
    result = merged(text, *OLD)
    assert result.text == text
    assert kinds(result) == ["kept"]


def test_new_paragraphs_come_in_where_they_stand_and_the_rest_stays_to_the_letter() -> None:
    text = edited(("said Marsh.", "'said Marsh.'   # sic\n    note: check"))
    result = merged(text, *OLD[:3], "Ada>“News,”|said Ada.", *OLD[3:])
    assert rows(result)[4:6] == [("Ada", "“News,”"), ("narrator", "said Ada.")]
    assert kinds(result) == ["new", "new"]
    assert "  Marsh: {}\n  Ada: {}\n" in result.text
    assert "note: check\n- - Ada: '“News,”'\n  - narrator: said Ada.\n# my comment\n- narrator: Nobody" in result.text
    assert "'said Marsh.'   # sic\n    note: check" in result.text


def test_words_edited_by_hand_stay_when_the_article_did_not_touch_them() -> None:
    result = merged(edited(("Nobody was hurt at all", "No one was hurt")), *OLD, "And a last line.")
    assert ("narrator", "No one was hurt.") in rows(result)
    assert kinds(result) == ["new"]


def test_words_the_article_changed_are_taken_over_with_the_speaker_given_by_hand() -> None:
    text = edited(("- - Marsh:", "- - Ada:"), ("  Marsh: {}", "  Marsh: {}\n  Ada: {}"))
    result = merged(text, *OLD[:2], "Marsh>“We waited long,”|said Marsh.", *OLD[3:])
    assert ("Ada", "“We waited long,”") in rows(result)
    assert kinds(result) == ["kept", "changed"]


def test_where_both_changed_the_hand_wins_and_the_article_stands_beside_it() -> None:
    text = edited(("Nobody was hurt at all", "No one was hurt at all"))
    result = merged(text, *OLD[:3], "Nobody was hurt at all, says the line.", OLD[4])
    assert ("narrator?", "No one was hurt at all.") in rows(result)
    assert "# my comment\n# conflict: the article now reads: Nobody was hurt at all, says the line.\n" in result.text
    assert [note.kind for note in result.conflicts] == ["conflict"]


def test_a_paragraph_that_left_the_article_goes_but_its_comments_stay() -> None:
    result = merged(edited(), *OLD[:3], OLD[4])
    assert "Nobody" not in result.text
    assert "# my comment\n- narrator: The cafe" in result.text
    assert kinds(result) == ["gone"]


def test_a_line_worked_on_is_kept_when_its_words_left_the_article() -> None:
    result = merged(edited(("was hurt at all.", "was hurt at all.\n  note: check")), *OLD[:3], OLD[4])
    assert ("narrator?", "Nobody was hurt at all.") in rows(result)
    assert "# conflict: these words are no longer in the article\n- narrator?: Nobody" in result.text


def test_a_line_deleted_by_hand_stays_deleted() -> None:
    text = edited(("- narrator: Nobody was hurt at all.\n", ""))
    result = merged(text, *OLD, "And a last line.")
    assert [removal.reason for removal in result.script.removed] == [DELETED]
    once_more = merged(result.text, *OLD, "And a last line.", "And more.")
    assert all("Nobody" not in words for _, words in rows(once_more))


def test_a_line_added_by_hand_stays() -> None:
    result = merged(edited(("# my comment", "- Marsh: Mine alone.\n# my comment")), *OLD, "And a last line.")
    assert rows(result)[4] == ("Marsh", "Mine alone.")


NOTICE = "Read by synthetic voices."


def noticed(*paragraphs: str) -> Script:
    return with_notice(article(*paragraphs), NOTICE, "end")


def test_a_notice_stands_once_follows_the_article_and_stays_deleted() -> None:
    text = dump(noticed(*OLD)).replace("Nobody was hurt", "No one was hurt")
    result = merge(text, ORIGIN, noticed(*OLD, "And a last line."))
    assert [line.text for line in result.script.lines].count(NOTICE) == 1
    assert kinds(result) == ["new"]
    edited_notice = text.replace(NOTICE, "By machines.")
    result = merge(edited_notice, ORIGIN, noticed(*OLD, "And a last line."))
    assert [line.text for line in result.script.lines if line.text in (NOTICE, "By machines.")] == ["By machines."]
    deleted = text.replace(f"- narrator: {NOTICE}\n", "")
    result = merge(deleted, ORIGIN, noticed(*OLD, "And a last line."))
    assert NOTICE not in [line.text for line in result.script.lines]
    without = merge(edited(), ORIGIN, noticed(*OLD))
    assert without.script.lines[-1].text == NOTICE


def test_lines_by_hand_stand_within_a_shorter_article() -> None:
    result = merged(edited(("# my comment", "- Marsh: Mine alone.\n# my comment")), OLD[0])
    assert all(line.end <= result.script.article_characters for line in result.script.lines)


def test_a_renamed_speaker_is_known_again_by_the_alias() -> None:
    text = edited(("- - Marsh:", "- - Ivo Marsh:"), ("  Marsh: {}", "  Ivo Marsh: {aliases: [Marsh]}"))
    result = merged(text, *OLD, "Marsh>“More,”|he said.")
    assert rows(result)[-2] == ("Ivo Marsh", "“More,”")
    assert [speaker.name for speaker in result.script.speakers] == ["Ivo Marsh"]
    assert kinds(result) == ["new", "new"]


def test_a_changed_headline_changes_the_title_unless_somebody_wrote_another() -> None:
    new = ("The ferry that stayed", *OLD[1:])
    assert merged(edited(), *new).script.title == "The ferry that stayed"
    own = edited(("title: The ferry", "title: Mine"), ("- title: The ferry", "- title: Mine"))
    result = merged(own, *new)
    assert (result.script.title, result.script.lines[0].text, kinds(result)) == ("Mine", "Mine", ["conflict"])


def test_line_ends_of_windows_stay() -> None:
    result = merged(edited().replace("\n", "\r\n"), *OLD, "And a last line.")
    assert "\n" not in result.text.replace("\r\n", "")


sentences = st.sampled_from([f"Sentence {word} stands here alone." for word in ("one", "two", "three", "four", "five")])
quotes = st.builds(lambda name, words: f"{name}>“{words},”|said {name}.", st.sampled_from("ABC"), sentences)
articles = st.lists(st.one_of(sentences, quotes), min_size=1, max_size=6)


@settings(max_examples=120, deadline=None, derandomize=True)
@given(articles, articles, st.data())
def test_any_two_articles_merge_and_no_word_by_hand_is_lost(
    old: list[str], new: list[str], data: st.DataObject
) -> None:
    text = dump(article("Title", *old))
    written = load(text, ORIGIN)
    index = data.draw(st.integers(0, len(written.lines) - 1))
    by_hand = f"{written.lines[index].text} By hand"
    changed = dump(
        Script(
            **{
                **vars(written),
                "lines": tuple(
                    replace(line, text=by_hand if i == index else line.text) for i, line in enumerate(written.lines)
                ),
            }
        )
    )
    result = merged(changed, "Title", *new)
    assert by_hand in [line.text for line in result.script.lines]
    again = merge(result.text, ORIGIN, article("Title", *new))
    assert [line.text for line in again.script.lines] == [line.text for line in result.script.lines]


def test_pronunciations_by_hand_stay_and_new_ones_of_the_article_join_them() -> None:
    mine = "pronunciations:\n# the mayor's own way\n- {match: Marsh, say: Mars}\n"
    text = edited(("\nscript:\n", f"\n{mine}script:\n"))
    gained = (Pronunciation(("Marsh",), say="Marsh"), Pronunciation(("quay",), say="key"))
    merged = merge(text, ORIGIN, replace(article(*OLD), pronunciations=gained))
    assert mine + "- {match: quay, say: key}\n" in merged.text
    assert [entry.say for entry in merged.script.pronunciations] == ["Mars", "key"]
    assert [note.words for note in merged.notes] == ["quay"]


def test_an_article_that_gains_pronunciations_brings_them_to_a_script_without_any() -> None:
    gained = (Pronunciation(("quay",), ipa="kiː", before="the $"),)
    for text in (edited(), edited(("\nscript:\n", "\npronunciations: []\nscript:\n"))):
        merged = merge(text, ORIGIN, replace(article(*OLD), pronunciations=gained))
        assert merged.script.pronunciations == gained
        assert load(merged.text, ORIGIN).pronunciations == gained


def test_a_pronunciation_deleted_by_hand_does_not_come_back() -> None:
    quay, tern = Pronunciation(("quay",), say="key"), Pronunciation(("tern",), say="turn")
    written = replace(article(*OLD), pronunciations=(quay,), offered=(digest_of_entry(quay),))
    text = dump(written).replace("- {match: quay, say: key}\n", "").replace("\npronunciations:\n", "\n")
    theirs = replace(written, pronunciations=(quay, tern), offered=(digest_of_entry(quay), digest_of_entry(tern)))
    once = merge(text, ORIGIN, theirs)
    assert once.script.pronunciations == (tern,)
    again = merge(
        once.text.replace("- {match: tern, say: turn}\n", "").replace("\npronunciations:\n", "\n"), ORIGIN, theirs
    )
    assert again.script.pronunciations == ()
    assert again.notes == ()


def test_a_script_is_not_taken_over_by_another_article() -> None:
    stranger = replace(article("The mill", "It burned.", "Nobody knew why.", "It was old."), origin="mill.txt")
    with pytest.raises(ScriptError, match=r"script.yaml: shares no line with mill\.txt"):
        merge(edited(), ORIGIN, stranger)
    assert merge(edited(), ORIGIN, replace(article(*OLD), origin="elsewhere.txt")).conflicts == ()
