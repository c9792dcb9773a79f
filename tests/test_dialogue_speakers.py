"""Who speaks: names, pronouns, roles, labels, and the reason in words."""

from __future__ import annotations

import subprocess
import sys

import pytest

from narrate.dialogue import article_of, find_quotations
from narrate.model import Article, Block, DialogueSettings, Quotation

OPEN = DialogueSettings(min_confidence=0.0)


def spoken(text: str, language: str = "en") -> list[Quotation]:
    return [q for q in find_quotations(article_of(text, language), OPEN).quotations if q.kind == "speech"]


def speakers(text: str, language: str = "en") -> list[str | None]:
    return [quotation.speaker for quotation in spoken(text, language)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"It is a dike," said Wim de Vries, 61, whose father, Jan, built the pump.', ["Wim de Vries"]),
        ('"Mine is fine," Ana Ruiz, who chairs the board and once ran it, said.', ["Ana Ruiz"]),
        ('"It broke twice," according to neighbour Maria Sole.', ["Maria Sole"]),
        ('Ana Ruiz told Bo Lind: "Do not wait for me, I may be a while."', ["Ana Ruiz"]),
        ('Ana Ruiz was asked by Bo Lind whether she was ready. "I am ready," she said.', ["Ana Ruiz"]),
        ('"We will wait and see," said a spokesman for the Elm Park council.', ["a spokesman"]),
        ('"The brakes had not been checked since March," the report says.', ["the report"]),
        ('"It rained," Bo Lind said. He added: "Then it snowed on all of us."', ["Bo Lind", "Bo Lind"]),
        ('"It rained," Bo Lind said. Ana Ruiz replied, "It did not rain at all."', ["Bo Lind", "Ana Ruiz"]),
        ('In a statement to the Herald, her adviser, Bo Lind, said: "We will appeal this at once."', ["Bo Lind"]),
        ('Ana Ruiz picked up the microphone and joked, "I was never here at all."', ["Ana Ruiz"]),
        ('A tired baker who has read both recipes described it as: "A hole with a hot door."', ["A tired baker"]),
        ('A tired baker who has seen it called it: "A hole with a hot door."', ["A tired baker"]),
        ('A nurse who worked with Bo Lind for years said: "He never slept a whole night here."', ["A nurse"]),
        ('A nurse who says Bo Lind is ill said nothing. Bo Lind said: "I never slept so well."', ["Bo Lind"]),
        ('Ana Ruiz released a statement saying, "We regret what happened here."', ["Ana Ruiz"]),
    ],
)
def test_tags_name_the_speaker(text: str, expected: list[str]) -> None:
    assert speakers(text) == expected


def test_two_people_of_different_gender_keep_their_pronouns() -> None:
    text = 'Alice Grant and her brother Mark Grant ran it. "He did the books," she said. "And she talked," he said.'
    assert speakers(text) == ["Alice Grant", "Mark Grant"]


def test_a_pronoun_before_any_name_is_the_first_person_named() -> None:
    text = '"We must end it," he says.\n\nHe ran.\n\nSoldier X, as he asks to be called, came out of a prison.'
    assert speakers(text) == ["Soldier X"]


def test_code_names_that_differ_in_a_letter_are_two_people() -> None:
    text = '"I ran," Soldier X said.\n\n"I stayed," Soldier Y said.\n\n"I know," said Soldier X.'
    assert speakers(text) == ["Soldier X", "Soldier Y", "Soldier X"]


@pytest.mark.parametrize(
    "introduction",
    [
        "The mill’s oldest hand, Orvo Tamm, 88, had not been told.",
        "The mill’s oldest hand, Orvo Tamm, had not been told.",
        "Orvo Tamm was not invited to the meeting.",
    ],
)
def test_who_is_named_right_before_outweighs_a_speaker_of_the_paragraph_above(introduction: str) -> None:
    text = (
        "The manager, Peter Lund, said they would meet again. “The saws stay on,” he said, “and so do we.”\n\n"
        f"{introduction} “Leaving?” he said, cap in hand. “They said that in my day.”"
    )
    assert speakers(text) == ["Peter Lund", "Peter Lund", "Orvo Tamm", "Orvo Tamm"]


@pytest.mark.parametrize("office", ["Lund’s office", "The mayor’s office"])
def test_it_is_the_office_that_was_the_subject_just_before(office: str) -> None:
    text = (
        "An inspection report said the wall was sound. The mayor, Ana Lund, was away.\n\nIt rained.\n\n"
        f"{office} did not dispute it. “Every choice was made with what was known,” it said in a statement."
    )
    assert speakers(text) == [office]


@pytest.mark.parametrize("code", ["Officer A", "Agent 12", "Major K", "Ana Ruiz 3", "Ana 2090"])
def test_a_letter_or_a_number_tells_two_of_one_calling_or_name_apart(code: str) -> None:
    other = f"{code.rsplit(' ', 1)[0]} {'7' if code[-1].isdigit() else 'Q'}"
    text = f'"I ran," {code} said.\n\n{other} shook hands. "I stayed," {other} said.\n\n"We know," said {code}.'
    assert speakers(text) == [code, other, code]


def test_a_name_with_a_number_is_not_who_bears_the_name_alone() -> None:
    text = 'Ana named it Ana 2090. "I was lonely," Ana said. She wept. Ana 2090 – a mere voice – told her: "I am here."'
    assert speakers(f'{text}\n\n"Sleep now," Ana 2090 wrote.') == ["Ana", "Ana 2090", "Ana 2090"]


def test_an_honorific_and_an_initial_are_no_code_name() -> None:
    assert speakers('"I ran," said Capt. A. Moss. "I ran fast," Moss said.') == ["A. Moss", "A. Moss"]


@pytest.mark.parametrize("code", ["Stoker A", "Witness A", "Player I"])
def test_a_code_name_may_end_in_a_letter_that_is_a_word(code: str) -> None:
    text = (
        f'{code} — the name is changed — left in May. "It was dark in there," {code} explains.\n\n'
        f'"I stayed behind," said Stoker B.\n\n{code} wept. "I know he did," said {code}.'
    )
    assert speakers(text) == [code, "Stoker B", code]


def test_an_article_or_a_pronoun_after_a_name_is_no_part_of_it() -> None:
    text = 'For Ana Ruiz I was a friend. "It was Such A Day," Bo Lind said. As Mayor I walked. "It is so," said Ruiz.'
    assert speakers(text) == ["Bo Lind", "Ana Ruiz"]


def test_the_fullest_name_is_shown() -> None:
    text = '"It is late," said Ms. Ruiz.\n\nAna Ruiz has led the board since May. "We are tired," Ruiz said.'
    assert speakers(text) == ["Ana Ruiz", "Ana Ruiz"]


def test_a_quotation_without_a_tag_goes_on_from_the_speaker_before() -> None:
    text = '"It was long," farmer Karl Innes says.\n\n"The ewes went in.\n\n"I would not do it again."'
    assert speakers(text) == ["Karl Innes"] * 3


def test_a_line_under_the_quotation_names_the_speaker() -> None:
    assert speakers('It was late.\n\n"The sea is not our enemy, and never was."\n\n- Ana Ruiz, fisher') == ["Ana Ruiz"]


def test_a_block_quote_after_a_colon_is_spoken_by_whom_it_is_said_of() -> None:
    text = "Ana Ruiz wrote on Friday:\nThe wall will stand.\nIt will stand for good.\nThe letter is public."
    kinds = ("paragraph", "block_quote", "block_quote", "paragraph")
    blocks, at = [], 0
    for kind, line in zip(kinds, text.split("\n"), strict=True):
        blocks.append(Block(kind, at, at + len(line)))
        at += len(line) + 1
    found = find_quotations(Article(text, tuple(blocks)), OPEN).quotations
    assert [(q.speaker, text[q.start : q.end]) for q in found] == [
        ("Ana Ruiz", "The wall will stand."),
        ("Ana Ruiz", "It will stand for good."),
    ]


def test_a_headline_that_names_whom_it_quotes_is_theirs() -> None:
    text = "Ruiz: 'We will never sell the bridge'\n\nThe vote is near.\n\n\"It is ours,\" said Ana Ruiz.\n\nIt rained."
    headline = find_quotations(article_of(text), OPEN).quotations[0]
    assert (headline.kind, headline.speaker) == ("headline", "Ana Ruiz")


def test_the_writers_own_words_stay_with_the_writer() -> None:
    assert speakers('"How long did it take you?" I asked.') == ["the author"]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("„Wir bleiben hier“, sagte Eva Holm am Montag.", "de", ["Eva Holm"]),
        ("« Nous avons attendu, explique Marc Petit, et personne n’est venu. »", "fr", ["Marc Petit", "Marc Petit"]),
        ("« On reste », a déclaré Eva Colin. « Oui », s'est écrié Marc Petit.", "fr", ["Eva Colin", "Marc Petit"]),
        ("« On reste », s’est réjouie Eva Colin. « Oui », a-t-elle ajouté.", "fr", ["Eva Colin", "Eva Colin"]),
        ("«No queda nada», dijo Inés Mora. El alcalde respondió: “Habrá ayuda”.", "es", ["Inés Mora", "El alcalde"]),
        ("”Vi flyttar inte”, säger Eva Holm.", "sv", ["Eva Holm"]),
    ],
)
def test_other_languages(text: str, language: str, expected: list[str]) -> None:
    assert speakers(text, language) == expected


def test_the_evidence_is_in_words() -> None:
    first, second = spoken('"I was counting the odds," Soldier X explains.\n\n"It seemed better to run."')
    assert first.evidence == "named after the quote: 'Soldier X explains'"
    assert "Soldier X" in second.evidence


def test_everyone_who_speaks_is_listed_once_with_gender() -> None:
    dialogue = find_quotations(article_of('"A vote," said Ana Ruiz. "Two," said Bo Lind. "Three," said Ruiz.'), OPEN)
    assert [speaker.name for speaker in dialogue.speakers] == ["Ana Ruiz", "Bo Lind"]
    assert dialogue.speakers[0].gender == "female"


def test_the_room_imports_nothing_heavy() -> None:
    code = "import sys, narrate.dialogue; print([m for m in ('numpy', 'lxml', 'yaml') if m in sys.modules])"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"


def test_the_pieces_of_one_speech_pass_or_fail_the_gate_together() -> None:
    text = (
        "He comes in with a scarf over his face.\n\nWhat he will tell could cost him his job.\n\n"
        '"We must end it all now," he says, eyes on the door.\n\n"I never knew why so many came to watch us.\n\n'
        '"It was no game at all."\n\nHe ran. He hid.\n\nSoldier X, as he asks to be called, was a baker once.'
    )
    head, *pieces = find_quotations(article_of(text), OPEN).quotations
    assert max(piece.confidence for piece in pieces) < head.confidence
    settled = find_quotations(article_of(text), DialogueSettings(min_confidence=head.confidence)).quotations
    assert [quotation.speaker for quotation in settled] == ["Soldier X"] * 3
    closed = find_quotations(article_of(text), DialogueSettings(min_confidence=head.confidence + 0.01)).quotations
    assert [quotation.speaker for quotation in closed] == [None] * 3


def test_a_piece_with_a_weak_tag_of_its_own_is_judged_alone() -> None:
    text = '"It was a long winter up here," said Ana Ruiz.\n\nThe door opened. Bo Lind came in. "So it was, I know it."'
    first, second = find_quotations(article_of(text), DialogueSettings(min_confidence=0.9)).quotations
    assert (first.speaker, second.speaker) == ("Ana Ruiz", None)


def german(text: str) -> list[str | None]:
    found = find_quotations(article_of(text, "de"), DialogueSettings(min_confidence=0.0))
    return [quotation.speaker for quotation in found.quotations]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("„Wir bleiben hier“, sagte gestern der Sprecher der Polizei, Kai Holm.", "Kai Holm"),
        ("„Wir bleiben hier“, sagte der Leiter des Amtes im Hafen von Lund, Kai Holm.", "Kai Holm"),
        ("„Wir bleiben hier“, fügte Anna Holm hinzu.", "Anna Holm"),
        ("„Wir bleiben hier“, teilte Anna Holm laut Nordkurier mit.", "Anna Holm"),
        ("Nach Auffassung der Feuerwehr war die Halle „nicht mehr zu retten“.", "der Feuerwehr"),
        ("„Wir bleiben hier“, hieß es in einer Erklärung des Vereins.", "einer Erklärung des Vereins"),
        ("Den Medien sagte Holm gestern nichts. „Wir bleiben hier“, sagte Reuter.", "Reuter"),
        ("Der Bürgermeister, Kai Holm (PNB), warnte den Rat vor einem „langen Winter“.", "Kai Holm"),
        ("Die Teilung der Stadt schmerzt. „Wir bleiben hier“, sagte Anna von Reuter.", "Anna von Reuter"),
    ],
)
def test_german_tags_name_their_speaker(text: str, speaker: str) -> None:
    assert german(text) == [speaker]


def test_a_topic_before_a_colon_is_no_speaker() -> None:
    text = (
        "Donald Lind and Ana Holm met on Monday. What was said about the port:\n\n"
        'Lind on the boat: "I did not see it."\n\nOn the port: "It is old."\n\nOn Holm: "No comment at all."\n\n'
        'Holm, on whether Lind will go: "He never listens to us." On fish: "We eat a lot of it."'
    )
    assert speakers(text) == ["Donald Lind"] * 3 + ["Ana Holm"] * 2


def test_what_is_done_on_a_day_or_a_stage_is_no_topic() -> None:
    text = (
        'Bo Lind spoke on Monday. On Tuesday Ana Holm replied: "He never listens." On stage Lind was louder: "I do so."'
    )
    assert speakers(text) == ["Ana Holm", "Bo Lind"]


@pytest.mark.parametrize("whole", ["one of them", "some of us", "many of them"])
def test_part_of_a_group_is_nobody_who_was_named(whole: str) -> None:
    assert speakers(f'Bo Lind came with friends. "We need a wall," {whole} said. It rained.') == [whole]
    assert speakers(f'Bo Lind came with friends. "We need a wall," said {whole}. It rained.') == [whole]
    assert speakers(f'Bo Lind came with friends. "We need a wall," said {whole}, Ana Ruiz.') == ["Ana Ruiz"]
