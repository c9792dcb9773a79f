"""The articles of examples/, end to end: who says what, what is not read, and that no character is lost."""

import json
from pathlib import Path

from conftest import Run

from narrate import flow, lookup
from narrate.model import Script

EXAMPLES = Path(__file__).parent.parent / "examples"
SPOKEN = {
    "night-ferry": [
        ("\"You can't un-see a lifeboat", "Deckhand A"),
        ('"We had tested the port davit', "Deckhand A"),
        ('"I signed the page myself', "Deckhand A"),
        ('"I heard the chains go', "Deckhand A"),
        ('"It was like a piano', "Deckhand A"),
        ('"On a trawler the skipper', "Deckhand B"),
        ('"Here the order came', "Deckhand B"),
        ('"The sea does not read memos', "Deckhand B"),
        ('"I counted eleven loose', "Deckhand B"),
        ('"You can hold a van', "Deckhand B"),
        ('"So we closed the door', "Deckhand B"),
        ('"We take the safety', "Perpetua Lindqvist"),
        ('"Every sailing is assessed', "Perpetua Lindqvist"),
        ('"A fairy tale with numbers', "A retired harbour pilot"),
        ('"I still listen for it', "Deckhand A"),
        ('"Every time a trolley', "Deckhand A"),
        ('"My sister says', "Deckhand A"),
        ('"Ask me when there is one logbook', "Deckhand B"),
    ],
    "council-baths": [
        ("‘It isn’t a decision", "Desmond Pryce"),
        ("‘But you can’t swim", "Desmond Pryce"),
        ("‘They’ve had three surveys", "Margery Tull"),
        ("‘It’s not a surprise", "Margery Tull"),
        ("‘Nobody rang us back", "Margery Tull"),
        ("‘I’d rule out being asked", "Desmond Pryce"),
        ("‘When a family loses", "Anjali Whitcombe"),
        ("‘Cllr Pryce hasn’t", "Anjali Whitcombe"),
        ("‘A town like ours", "Anjali Whitcombe"),
        ("‘The swimmers’ children", "Anjali Whitcombe"),
        ("‘Until then the doors", "Tobias Okonjo-Reed"),
        ("‘and so does the question", "Tobias Okonjo-Reed"),
        ("‘Closing?’", "Wilf Hanrahan"),
        ("‘They said that when", "Wilf Hanrahan"),
    ],
    "storm-harbour": [
        ("“I heard it before", "Dolores Ambry"),
        ("“It sounded like a train", "Dolores Ambry"),
        ("“By the time I found", "Dolores Ambry"),
        ("“they were floating", "Dolores Ambry"),
        ("“You plan for a foot", "Curtis Yoon"),
        ("“You don’t plan for four", "Curtis Yoon"),
        ("“My daughter asked me", "Curtis Yoon"),
        ("“We are going to rebuild", "Leonora Pike"),
        ("“I am done apologizing", "Leonora Pike"),
        ("“It was sound on the day", "Rajiv Holloway"),
        ("“Water is patient", "Rajiv Holloway"),
        ("“That wall was a wedding cake", "Ingrid Sorley"),
        ("“It looked fine until", "Ingrid Sorley"),
        ("“They said it cost", "Ingrid Sorley"),
        ("“Ask them what", "Ingrid Sorley"),
        ("“The kids think", "Winston Abara"),
        ("“We’re not going to tell", "Winston Abara"),
        ("“Mud doesn’t go", "Curtis Yoon"),
        ("“People do", "Curtis Yoon"),
    ],
}
NEVER_READ = {
    "night-ferry": ("Featherby", "Top Articles", "(2026)", "(1)", "Whittling"),
    "council-baths": ("Rosalind", "Library hours", "WhatsApp", "newsletter", "Courier"),
    "seed-keeper": ("lamplighter", "Tags", "beanfan77", "nan had"),
    "storm-harbour": ("ADVERTISEMENT", "carpet", "clouds", "Terms of Service"),
}


def script_of(path: Path) -> Script:
    return flow.write_script(str(path), lookup.load_settings()).script


def surname(name: str | None) -> str:
    return (name or "?").split()[-1]


def test_every_quotation_has_its_speaker(example: Path) -> None:
    if example.stem not in SPOKEN:
        return
    wanted = SPOKEN[example.stem]
    said = [(line.text, line.speaker) for line in script_of(example).lines if line.kind == "quote"]
    assert [(text[: len(start)], surname(who)) for (text, who), (start, _) in zip(said, wanted, strict=True)] == [
        (start, surname(who)) for start, who in wanted
    ]


def test_an_interview_is_heard_in_two_voices() -> None:
    lines = script_of(EXAMPLES / "seed-keeper.txt").lines
    speakers = {line.speaker for line in lines if line.kind == "quote"}
    assert speakers == {"Marcus Bellweather", "Ilse Vantongeren"}
    answer = next(line for line in lines if line.text.startswith("A man from the university"))
    assert answer.speaker == "Ilse Vantongeren"
    second = next(line for line in lines if line.text.startswith("He did not laugh"))
    assert second.speaker == "Ilse Vantongeren"


def test_nothing_that_a_scraper_added_is_read(example: Path) -> None:
    text = "\n".join(line.text for line in script_of(example).lines)
    for words in NEVER_READ[example.stem]:
        assert words not in text


def test_every_character_is_spoken_or_removed_with_its_reason(narrate: Run, work: Path, example: Path) -> None:
    ran = narrate("build", example)
    assert ran.code == 0, ran.err
    (record,) = (work / "out").glob("*/edition.json")
    edition = json.loads(record.read_text(encoding="utf-8"))
    text = example.read_text(encoding="utf-8")
    spoken = {i for cue in edition["cues"] for i in range(*cue["article"])}
    removed = {i for part in edition["removed"] for i in range(part["start"], part["end"])}
    assert not spoken & removed
    assert {i for i, character in enumerate(text) if not character.isspace()} <= spoken | removed
    assert all(part["reason"] for part in edition["removed"])
    for cue in edition["cues"][:-1]:
        start, end = cue["article"]
        assert text[start:end] == cue["text"]
    assert edition["cues"][-1]["text"] == edition["disclosure"]
    at = 0
    for start, end, _ in edition["proof"]["tiling"]:
        assert start == at
        at = end
    assert at == len(text) == edition["proof"]["characters"]


def test_cues_are_ordered_and_end_within_the_recording(narrate: Run, work: Path, example: Path) -> None:
    narrate("build", example)
    (record,) = (work / "out").glob("*/edition.json")
    edition = json.loads(record.read_text(encoding="utf-8"))
    at = 0
    for cue in edition["cues"]:
        assert at <= cue["start_ms"] < cue["end_ms"]
        at = cue["end_ms"]
    assert at <= edition["audio"]["duration_ms"]
