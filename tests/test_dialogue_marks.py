"""Runs of quoted words: which marks belong together."""

from __future__ import annotations

import pytest

from narrate.dialogue import find_quotations
from narrate.dialogue.page import article_of, page_of
from narrate.model import DialogueSettings


def quoted(text: str, language: str = "en") -> list[str]:
    return [text[run.start : run.end] for run in page_of(article_of(text, language)).runs]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ('"We counted twice,” she said.', "en", ['"We counted twice,”']),
        ("“It was dark, and I fell.“ Tom Hale said.", "en", ["“It was dark, and I fell.“"]),
        ("'The drivers' wages haven't moved,' Pugh said.", "en", ["'The drivers' wages haven't moved,'"]),
        ("‘He said “run”, so I ran,’ Frost recalled.", "en", ["‘He said “run”, so I ran,’"]),
        ("The '90s, rock 'n' roll and all, are here.", "en", []),
        ("The workers' union and the drivers' union met.", "en", []),
        ('"She shouted "stop" at the driver," Rob said.', "en", ['"She shouted "stop" at the driver,"']),
        ("''It draws people in,'' he said.", "en", ["''It draws people in,''"]),
        ("â€œIt broke,â€\x9d she said.", "en", ["â€œIt broke,â€\x9d"]),
        ("„Wir bleiben“, sagte Eva Holm.", "de", ["„Wir bleiben“"]),
        ("»Wir bleiben«, sagte Eva Holm.", "de", ["»Wir bleiben«"]),
        ("„Er rief ‚halt‘ und lief“, sagte sie.", "de", ["„Er rief ‚halt‘ und lief“"]),
        ("”Vi flyttar inte”, säger Eva Holm.", "sv", ["”Vi flyttar inte”"]),
        ("„Zostajemy” – powiedziała Anna Nowak.", "pl", ["„Zostajemy”"]),
        ("«No queda nada», dijo Inés Mora.", "es", ["«No queda nada»"]),
        ("«Non resta niente», ha detto Anna Riva.", "it", ["«Non resta niente»"]),
        ("“Não sobrou nada”, disse Ana Luz.", "pt", ["“Não sobrou nada”"]),
        ("‘We blijven’, zei Jan de Wit.", "nl", ["‘We blijven’"]),
        ("«Мы остаёмся», — сказала Анна Лис.", "ru", ["«Мы остаёмся»"]),
        ("— Мы остаёмся, — сказала она. — Навсегда.", "ru", ["— Мы остаёмся,", "— Навсегда."]),
        ("— No queda nada —dijo Inés—. Nada.", "es", ["— No queda nada", "Nada."]),
        ("« Nous avons attendu, explique Marc, et rien. »", "fr", ["« Nous avons attendu,", "et rien. »"]),
        (
            "« On reste », dit-il. « Oui !\u202f» « Non\u00a0», dit-elle.",
            "fr",
            ["« On reste »", "« Oui !\u202f»", "« Non\u00a0»"],
        ),
        ("– Vous venez ? demanda-t-il.", "fr", ["– Vous venez ?"]),
    ],
)
def test_each_style_of_quotation_is_found(text: str, language: str, expected: list[str]) -> None:
    assert quoted(text, language) == expected


def test_an_unclosed_quotation_goes_on_in_the_next_paragraph() -> None:
    text = 'He said: "One.\n\n"Two.\n\n"Three." Then he left.'
    runs = page_of(article_of(text)).runs
    assert [run.closed for run in runs] == [False, False, True]
    assert [run.continues for run in runs] == [None, 0, 1]


def test_a_paragraph_without_its_opening_mark_is_found_by_its_closing_one() -> None:
    text = 'Coach Ana Gomez said, "We learned a lot.\n\nIt was an emotional day. We were better."\n\nThe end came late.'
    assert quoted(text) == ['"We learned a lot.', 'It was an emotional day. We were better."']


def test_a_line_that_signs_a_quotation_is_no_part_of_it() -> None:
    text = 'It was late.\n\n"I worry that nobody listens.\n\nIda Falk, Institute of Tides."\n\nHe left.'
    assert quoted(text) == ['"I worry that nobody listens.']
    assert quoted(text.replace(", Institute of Tides", "")) == ['"I worry that nobody listens.']


def test_a_quotation_closed_by_a_single_mark_ends_there() -> None:
    text = "Ana wrote: “Let it rain. We can swim.’ Ruiz, the star of “Low Tide”, laughed."
    assert quoted(text) == ["“Let it rain. We can swim.’", "“Low Tide”"]


def test_a_quotation_opened_by_a_single_mark_ends_with_its_double_one() -> None:
    text = "It rained. ‘I think my father did well. I learn from it,” said Ruiz. “We stay. He read ‘Low Tide’ to us.”"
    assert quoted(text) == ["‘I think my father did well. I learn from it,”", "“We stay. He read ‘Low Tide’ to us.”"]


@pytest.mark.parametrize(
    "tag",
    ["said Ana Ruiz, who runs the mill.", "Ruiz told the Courier.", "Ana Ruiz said during the break.", "she said."],
)
def test_a_quotation_that_is_never_closed_ends_before_its_tag(tag: str) -> None:
    assert quoted(f'"Nobody asked us what we owed, {tag}\n\nIt rained.') == ['"Nobody asked us what we owed,']


@pytest.mark.parametrize(
    ("speech", "tag"),
    [
        ("“Nobody asked us what we owed,", "the county’s clerk said in a letter."),
        ("“Nobody asked us what we owed,", "Mill committee chair Ana Ruiz told the Courier."),
        ("“Did anybody ask what they owed?", "asked Bo Lind of the Courier."),
        ("“Nobody will ask what they owe,", "she promised."),
        ("“Nobody asked us what we owed,", "said Ana Ruiz, who runs the mill."),
    ],
)
def test_a_quotation_that_lost_its_closing_mark_ends_before_a_tag_of_any_form(speech: str, tag: str) -> None:
    for after in ("It rained.", "“We told them,” said Bo Lind."):
        assert quoted(f"{speech} {tag}\n\n{after}")[0] == speech
        assert quoted(f"{speech}’ {tag}\n\n{after}")[0].rstrip("’") == speech


def test_a_paragraph_that_goes_on_is_not_cut_where_its_speaker_tells_of_others() -> None:
    text = "“I stood there, my father said nothing, and we left. It was late.\n\n“It rained,” she said."
    assert quoted(text)[0] == "“I stood there, my father said nothing, and we left. It was late."


def test_a_single_mark_before_a_tag_closes_a_quotation_though_the_next_paragraph_quotes_too() -> None:
    text = "“Nobody asked us what we owed,’ Ruiz said of the mill.\n\n“We would have told them,” said Bo Lind."
    assert quoted(text) == ["“Nobody asked us what we owed,", "“We would have told them,”"]
    assert [run.continues for run in page_of(article_of(text)).runs] == [None, None]
    nested = "“He told me, ‘Not today,’ Ruiz said.\n\n“I went home,” she added."
    assert quoted(nested)[0].endswith("Ruiz said.")


def test_a_closing_mark_at_the_start_of_a_paragraph_opens_a_quotation() -> None:
    text = "”… they never came back,” she said in May.\n\nThe mill is shut."
    assert quoted(text) == ["”… they never came back,”"]


def test_a_double_mark_for_an_apostrophe_opens_nothing() -> None:
    assert quoted('It was the county"s task "to mend the weir" in May.') == ['"to mend the weir"']


@pytest.mark.parametrize("ornament", ["", " ♦", " ■", " ***"])
def test_a_sign_after_the_last_sentence_makes_it_no_heading(ornament: str) -> None:
    text = f"The weir broke.\n\nNobody was hurt.\n\n“We’ll call it luck!” Ruiz said.{ornament}\n\nPrinted in May."
    assert [block.kind for block in article_of(text).blocks] == ["paragraph"] * 4


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We asked twice,” said Ana Ruiz.", "We asked twice,”"),
        ("We asked twice. Nobody wrote back,” Ruiz told the Courier.", "We asked twice. Nobody wrote back,”"),
        ("The weir broke in May. We had asked twice,” she said.", "We had asked twice,”"),
        ("When it was over, Ruiz said: The mill is for sale.”", "The mill is for sale.”"),
        ("“The mill is old,” Ruiz said on Sunday. It won’t be missed.”", "It won’t be missed.”"),
        ("“It rained,” said Ana Ruiz, the mayor. Then the weir broke.”", "Then the weir broke.”"),
        ("“If it rains,” said Ana Ruiz, we stay at home.”", "we stay at home.”"),
        ("I heard him say, ‘No,’ and I left,” she said.", "I heard him say, ‘No,’ and I left,”"),
    ],
)
def test_a_quotation_that_was_never_opened_begins_where_its_tag_or_its_words_show(text: str, expected: str) -> None:
    found = find_quotations(article_of(f"It rained.\n\n{text}\n\nThe mill is shut."), DialogueSettings())
    assert text[text.index(expected) :].startswith(expected)
    spoken = [q for q in found.quotations if q.kind == "speech"]
    assert (spoken[-1].start, spoken[-1].end) == (12 + text.index(expected), 12 + text.index(expected) + len(expected))


@pytest.mark.parametrize(
    "text",
    [
        "The mill’s editor” said that it rained.",
        "The council called the mill a wreck.” Nobody was there.",
        "It was, Lind wrote, a shop “for tea” and rope”.",
    ],
)
def test_a_stray_closing_mark_ends_nothing_where_the_text_leaves_a_doubt(text: str) -> None:
    assert [found for found in quoted(f"It rained.\n\n{text}\n\nThe mill is shut.") if found != "“for tea”"] == []


def test_a_stray_closing_mark_after_a_word_closes_no_quotation_above() -> None:
    text = "“We have read all of it and we are tired.\n\nThe mill’s editor” said that “it rained.”"
    assert quoted(text) == ["“We have read all of it and we are tired.", "“it rained.”"]


@pytest.mark.parametrize(
    "text",
    [
        "“In five letters the words “late,” “never” and “lost” are used a lot.",
        "“I recall the day when a clerk gave him a key and Mr. Lind said, “I want no key.” Lind has no key now.",
    ],
)
def test_pairs_of_marks_within_a_quotation_that_is_never_closed_do_not_end_it(text: str) -> None:
    assert quoted(f"{text}\n\nThe mill is shut.") == [text]


def test_a_pair_of_marks_within_a_paragraph_that_goes_on_does_not_end_it() -> None:
    text = "“It was fun. We ran “the best shop” in town.\n\n“Then we lost it,” said Lind."
    runs = page_of(article_of(text)).runs
    assert [run.continues for run in runs] == [None, 0]
    assert quoted(text)[0] == "“It was fun. We ran “the best shop” in town."


def test_a_quotation_before_a_tag_ends_there_though_pairs_of_marks_follow() -> None:
    assert quoted("“We lost, she said. “Never again,” he said.") == ["“We lost,", "“Never again,”"]


def test_a_comma_outside_of_single_marks_shows_a_paragraph_and_no_heading() -> None:
    text = "De haven blijft open.\n\n'We hebben geluisterd', zei Klara Vos. 'Hij blijft.'\n\nZe zei: \"Hij is oud.\""
    kinds = [quotation.kind for quotation in find_quotations(article_of(text, "nl"), DialogueSettings()).quotations]
    assert kinds == ["speech"] * 3


def test_a_single_mark_may_open_what_the_next_paragraph_goes_on_with() -> None:
    text = "It rained.\n\nAna Ruiz said: 'We stood on chairs.\n\n'It was like a boat.'\n\nThe mill's roof is gone."
    assert quoted(text) == ["'We stood on chairs.", "'It was like a boat.'"]
    assert [run.continues for run in page_of(article_of(text)).runs] == [None, 0]


@pytest.mark.parametrize(
    "text",
    [
        "Ana Ruiz said the drivers' boat left.\n\n'It was full,' said Lind.",
        "Ana Ruiz said it rained in the '90s.\n\n'It was full,' said Lind.",
        "Ana Ruiz read 'Low water and other tales.\n\n'It was full,' said Lind.",
    ],
)
def test_a_lone_single_mark_without_a_lead_opens_nothing(text: str) -> None:
    assert quoted(text) == ["'It was full,'"]


def test_a_double_mark_closes_by_mistake_what_a_single_one_opened() -> None:
    text = "It rained. ‘We stood on chairs and we sang,” she said. “Nobody slept.”"
    assert quoted(text) == ["‘We stood on chairs and we sang,”", "“Nobody slept.”"]


def test_a_double_mark_leaves_a_closed_single_one_alone() -> None:
    assert quoted("‘We stood on “chairs,” said the clerk,’ she said.") == ["‘We stood on “chairs,” said the clerk,’"]


def test_one_mark_closes_two_quotations_before_a_tag() -> None:
    text = '"A letter today said that “The mill is shut. Stay at home,” Harlan County Clerk B.K. Lind said on Sunday.'
    below = '"Please stay at home,” Lind said.'
    assert quoted(f"{text}\n\n{below}")[0] == text[: text.index(" Harlan")]


@pytest.mark.parametrize("tag", ["she said to me and left", "and Lind said nothing", "Lind nodded"])
def test_words_within_a_quotation_that_tag_another_do_not_end_it(tag: str) -> None:
    text = f'"A clerk told me “The mill is shut,” {tag}.'
    assert quoted(f'{text}\n\n"I stayed at home,” Lind said.')[0] == text


def test_what_ends_with_a_mark_after_a_colon_begins_with_its_paragraph() -> None:
    assert quoted("Ruiz wrote of the flood:\n\nThe mill is shut. Nobody was hurt.”\n\nIt rained.") == [
        "The mill is shut. Nobody was hurt.”"
    ]
    assert quoted("Ruiz wrote of the flood.\n\nThe mill is shut. Nobody was hurt.”\n\nIt rained.") == []


def test_a_closing_mark_of_broken_letters_that_cleaning_cut_still_closes() -> None:
    assert quoted("â€œWe are here today,â€ said Ana Ruiz. â€œAll of us.â€") == [
        "â€œWe are here today,â€",
        "â€œAll of us.â€",
    ]
    assert quoted("The tower â€“ it fell â€” was old.") == []


def test_a_quotation_in_single_marks_goes_on_below_captions() -> None:
    text = (
        "A boy from Elm was hit by a boom.\n\nBo Lind, 12, had been out on the pier when it came down.\n\n"
        "He said: 'I swam to the steps and ran all the way home in wet shoes.\n\nScroll down for video\n\n"
        "Bo Lind, 12, holds the piece of rope that he keeps under his bed, tied by himself in the kitchen of his "
        "father's house\n\nThe harbour was built by Sir Arne Voss (pictured) in his youth\n\n"
        "'On Sunday I saw that my coat was still out there.'\n\n"
        "He said: 'Nobody in my class has seen such a wave.'"
    )
    found = [q for q in find_quotations(article_of(text), DialogueSettings()).quotations if q.kind == "speech"]
    assert [q.speaker for q in found] == ["Bo Lind", "Bo Lind", "Bo Lind"]
