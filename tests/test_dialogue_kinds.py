"""Speech, somebody's words in the narrator's sentence, or a name: what the marks hold, by language."""

import pytest

from narrate.dialogue import article_of, find_quotations
from narrate.model import DialogueSettings


def kinds(text: str, language: str) -> dict[str, str]:
    found = find_quotations(article_of(text, language), DialogueSettings(min_confidence=0.0))
    return {text[q.start : q.end].strip("„“«»– "): q.kind for q in found.quotations}


@pytest.mark.parametrize(
    "sentence",
    [
        "Der Zugverkehr ist gestört, meldet „weserblick.de“ am Abend.",
        "Die „Drehrohr“-Anlage steht seit Montag still.",
        "Der so genannte „Gelbe Brief“ kommt per Post.",
        "Gespielt wird im Theater „Kleine Elbe“ das Stück „Der Rest der Zeit“.",
        "Die „Union freier Winzer“ (UFW) tagt in Bingen.",
    ],
)
def test_german_names_are_nobodys_words(sentence: str) -> None:
    assert set(kinds(sentence, "de").values()) == {"term"}


@pytest.mark.parametrize(
    "sentence",
    [
        "Der Verein erklärte, das Ergebnis sei „ernüchternd und völlig unerwartet“ gewesen.",
        "Der Minister sprach von einem „schwarzen Tag für das Land“.",
        "Nach Angaben der Feuerwehr war die Halle „nicht mehr zu retten“.",
    ],
)
def test_what_is_reported_in_german_is_somebodys_words(sentence: str) -> None:
    assert set(kinds(sentence, "de").values()) == {"fragment"}


def test_a_table_of_results_is_no_interview() -> None:
    table = "\n\n".join(f"{name}: {share} %" for name, share in [("Liste A", 31), ("Liste B", 28)] * 2)
    assert kinds(table, "de") == {}


def test_a_title_with_a_full_stop_does_not_end_the_tag() -> None:
    said = kinds("— Peu importe, dit M. Blin, je porterai la malle tout seul.", "fr")
    assert list(said) == ["— Peu importe,", "je porterai la malle tout seul."]


def test_hearsay_is_part_of_the_speech() -> None:
    text = "— Il loge près du port, dans une maison que lui a prêtée, dit-on, le maire."
    assert list(kinds(text, "fr")) == [text]


@pytest.mark.parametrize(
    "sentence",
    [
        "The oldest poster, “No Toll on the Bridge!” (1974), hangs by the door.",
        "Her next single, “Hold the Lamp,” is out on Friday.",
        "“Swash” (water that runs up the beach) is the word for it.",
    ],
)
def test_works_and_terms_are_not_voiced(sentence: str) -> None:
    assert "speech" not in kinds(sentence, "en").values()


def test_a_verb_of_speech_leads_up_to_speech() -> None:
    said = kinds("The ferryman wrote to all of his passengers, “Bring a coat and a sandwich.”", "en")
    assert set(said.values()) == {"speech"}


@pytest.mark.parametrize(
    "sentence",
    [
        "The mayor “is not in the habit of answering letters,” Ruiz said.",
        "Ruiz said the ferry line “has never turned away a paying goat.”",
        "The bridge, according to Lind, is “older than the road and in better shape.”",
        "Critics of the plan “ought to come and stand in the water,” he added.",
        "She thanked the crews for “staying when they could have gone home.”",
    ],
)
def test_words_that_go_on_with_the_narrators_clause_are_a_fragment(sentence: str) -> None:
    assert set(kinds(sentence, "en").values()) == {"fragment"}


@pytest.mark.parametrize(
    "text",
    [
        "“If nobody pays,” Ruiz said, “then nobody sails.”",
        "“We have one boat,” said Lind, who has run the line since May, “the oldest boat on the coast.”",
        "Lind yelled, “Cast off!”",
        "Ruiz told reporters, “nobody asked the goats.”",
        "“[Lind] never once called me back,” Ruiz said.",
        "“Mr. Mayor! Mr. Mayor!” reporters shouted.",
        "The line was “told in May. It was told again in June. Nobody listened,” Ruiz said.",
    ],
)
def test_halves_of_a_sentence_shouts_and_whole_sentences_are_speech(text: str) -> None:
    assert set(kinds(text, "en").values()) == {"speech"}


def test_a_header_in_capitals_asks_for_nothing() -> None:
    text = "It rained again.\n\nHARLAN ENDS ITS FERRY TAX “The boat is free from Monday, and nobody cares.” [Courier]"
    assert list(kinds(text, "en").values()) == ["speech"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Wie „Seewind am Morgen“ berichtet, ist die Fähre verkauft.",
        "Der Chor nennt sich „Die Spätzünder“ und probt im Keller.",
        "Gezeigt werden „Der leere Stuhl“, „Kein Tag wie gestern“ und „Ich war ein Baum“.",
        "Die Liste „New Harbour“ (deutsch: „Neuer Hafen“) hat gewonnen.",
    ],
)
def test_who_is_named_in_german_says_nothing(sentence: str) -> None:
    assert set(kinds(sentence, "de").values()) == {"term"}


@pytest.mark.parametrize(
    "sentence",
    [
        "Lind stayed at home because “the bridge is shut and nobody knows for how long.”",
        "Ruiz wondered if “they would ever be asked.”",
        "The clerks had come to believe “that rain was good for the mill.”",
        "Lind said on Sunday that the mayor “has to come and see it. I think it is a very sad mill.”",
        "Ruiz keeps saying “no” to the new bridge.",
        "Lind spoke of the weir on Channel 6’s “Harbour & Town.”",
        "The mayor was a guest on “Meet the Millers,” Lind said.",
        "Would you call Ruiz a friend of “Millism?” Nobody would.",
        "“No mill, no peace” has become a slogan that Lind likes.",
        "“I told you so” helps nobody in the valley, Lind wrote.",
    ],
)
def test_what_completes_the_narrators_sentence_is_not_voiced(sentence: str) -> None:
    assert "speech" not in kinds(f"It rained in May. {sentence}", "en").values()


@pytest.mark.parametrize(
    "sentence",
    [
        "Asked when the mill would open, Lind smiled and said, “Tomorrow,” according to the clerk.",
        "The mayor looked up and replied: “Perhaps.”",
        "Ruiz said “no” when she was asked.",
        "Lind asked “is it the bridge?” and left.",
        "Ruiz asked the whole hall “If they won’t come to us, why should we go to them?”",
        "She declared “What a day for the mill!” and sat down.",
    ],
)
def test_a_word_or_two_may_be_all_that_somebody_says(sentence: str) -> None:
    assert set(kinds(f"It rained in May. {sentence}", "en").values()) == {"speech"}


def test_a_short_line_that_ends_with_a_tag_in_the_past_is_no_headline() -> None:
    text = 'In short "The mill has cost us too much for too long," Ruiz said\n\nThe weir broke.\n\nNobody was hurt.'
    assert set(kinds(text, "en").values()) == {"speech"}


def test_a_transcript_in_marks_is_spoken_by_whom_its_labels_name() -> None:
    text = (
        "Mayor Ana Ruiz spoke to Bo Lind on Channel 6.\n\n“LIND: The weir broke. Now what?\n\n“RUIZ: We mend it, Bo."
        "\n\n“And we mend the mill.\n\n“(CROSSTALK)\n\n“LIND: So you say.\n\n“RUIZ: So I do.”\n\nIt rained in May."
    )
    found = find_quotations(article_of(text), DialogueSettings()).quotations
    spoken = [(q.speaker, text[q.start : q.end].strip("“”")) for q in found if q.kind == "speech"]
    assert spoken == [
        ("Bo Lind", "The weir broke. Now what?"),
        ("Ana Ruiz", "We mend it, Bo."),
        ("Ana Ruiz", "And we mend the mill."),
        ("Bo Lind", "So you say."),
        ("Ana Ruiz", "So I do."),
    ]


def test_one_word_in_capitals_before_a_colon_names_nobody() -> None:
    text = "The site was quick.\n\n“BREAKING: The weir is gone,” it wrote. Nobody was hurt."
    assert kinds(text, "en") == {"BREAKING: The weir is gone,”": "speech"}


def test_an_abbreviation_ends_no_sentence() -> None:
    text = "It rained. Ruiz wondered whether “they would ever sell it to the U.S. ferry line by May.”"
    assert set(kinds(text, "en").values()) == {"fragment"}


@pytest.mark.parametrize(
    "sentence",
    [
        "Ruiz says Lind “knows full well that the mill is shut.”",
        "She has said he “sends his letters to the wrong town.”",
        "The council turned to the old argument “that cuts help everybody and cost nothing.”",
        "It was a plan “that works.”",
    ],
)
def test_a_predicate_and_a_clause_after_a_noun_go_on_with_the_narrators_sentence(sentence: str) -> None:
    assert "speech" not in kinds(f"It rained in May. {sentence}", "en").values()


@pytest.mark.parametrize(
    "sentence",
    [
        "Ruiz told Lind, “plans are made to be broken.”",
        "“It rains,” said Ruiz, “that is all I know.”",
    ],
)
def test_a_clause_that_a_verb_of_speech_leads_up_to_is_speech(sentence: str) -> None:
    assert set(kinds(f"It rained in May. {sentence}", "en").values()) == {"speech"}


@pytest.mark.parametrize(
    "sentence",
    [
        "The pumps of the mill, Ruiz noted, “are not cheap.”",
        "Ruiz knew that the mill, he told the board, “was sold in May.”",
        "It rained. “Be glad when the river rises, and sing” (Habakkuk 9:12).",
    ],
)
def test_a_predicate_after_a_tag_in_mid_sentence_and_a_verse_are_not_voiced(sentence: str) -> None:
    assert "speech" not in kinds(f"It rained in May. {sentence}", "en").values()


@pytest.mark.parametrize(
    "sentence",
    [
        "Ruiz said “no” when asked whether the mill was sold.",
        "“Be glad when the river rises,” Ruiz said (he is a singer).",
        "“The mill,” Ruiz noted, “is not for sale.”",
        "Ruiz asked the clerk, “is that a joke?”",
        "Ruiz asked “does it rain here?” and left the mill.",
        "Boys who chanted “no mill, no bread” ran along.",
    ],
)
def test_an_answer_and_the_half_after_a_tag_are_voiced(sentence: str) -> None:
    assert set(kinds(f"It rained in May. {sentence}", "en").values()) == {"speech"}


@pytest.mark.parametrize(
    "sentence",
    [
        "Das nennt man einen „Grundwasserfall“.",
        "Die Rinde, die man auch „Weidenhaut“ nennt, wird gekocht.",
        "Er gilt in Weil als „Löwe vom Rhein“.",
        "Der Wind wird mit dem Regen kälter und als „Nebelbö“ bezeichnet wird nur der letzte Stoß.",
        "Dann nennt sie sich „Kunsthalle 9“ und zieht um.",
        "Die Kinderzeitung „krake“ erscheint montags.",
        "Im Bereich „nicht gekühlte Ware“ sank der Umsatz.",
        "Das Stück heißt „Low Tide“ [auf Deutsch: „Ebbe bei Nacht“].",
        "„Falke77“ schrieb auch, dass er mehr davon habe.",
    ],
)
def test_german_bynames_appositions_and_glosses_are_nobodys_words(sentence: str) -> None:
    found = kinds(sentence, "de")
    assert set(found.values()) == {"term"}, found


@pytest.mark.parametrize(
    "sentence",
    [
        "Mit den Worten „Wir sehen uns am Rhein wieder“ verließ sie den Saal.",
        "Vor dem Tor waren Rufe wie „Gebt uns die Brücke“ zu hören.",
        "Sie nannte ihn „einen traurigen Verwalter“.",
        "Er bezeichnete den Plan als „völlig misslungen“.",
        "Sie zeigte sich „sehr froh über den Ausgang“.",
        "Er sagte, dass die Zeitung „schlecht beraten und spät dran“ gewesen sei.",
    ],
)
def test_german_words_after_a_noun_of_speaking_or_a_judgement_are_somebodys(sentence: str) -> None:
    assert kinds(f"Es regnete. {sentence}", "de").popitem()[1] in ("fragment", "speech")


def test_a_german_tag_without_a_comma_keeps_the_words_before_it() -> None:
    assert "term" not in kinds("„Das war nie so gemeint“ sagte Ruiz am Montag.", "de").values()


@pytest.mark.parametrize(
    "sentence",
    [
        "Her new poem, “Hull,” is out in May.",
        "“I am the river,” reads a line from the new poem, “The hull is mine.”",
        "In the mayor's column on Aug. 10, “The quarrel must stop,” the weir is not named.",
        "The motto of the mill, “Harlan above all,” is old.",
        "The ferry was dubbed “the Iron Duck” and “Harlan's answer to the sea.”",
    ],
)
def test_what_follows_the_work_or_the_verb_that_names_it_is_a_name(sentence: str) -> None:
    assert list(kinds(f"It rained. {sentence}", "en").values())[-1] != "speech"


@pytest.mark.parametrize(
    "sentence",
    [
        "Lind writes in the last poem, “The river is mine and I am tired.”",
        "The poet put down her book, “I am done with it,” she said.",
        "Lind wrote in a column on Aug. 10, “The quarrel must stop.”",
        "They shouted “Shame on you!” and “Harlan is ours!”",
    ],
)
def test_words_out_of_a_work_that_somebody_says_are_speech(sentence: str) -> None:
    assert list(kinds(f"It rained. {sentence}", "en").values())[-1] == "speech"


def test_a_spaced_ellipsis_does_not_end_a_quotation() -> None:
    said = kinds("Ruiz said: “The weir may hold until spring. . . . Nobody can tell. . . . Ask the mill.”", "en")
    assert said == {"The weir may hold until spring. . . . Nobody can tell. . . . Ask the mill.”": "speech"}


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Ana Ruiz left the party, “which has lost its way.”", ["fragment"]),
        ("Ana Ruiz praised Bo Lind, “who has never let us down.”", ["fragment"]),
        (
            "Ana Ruiz called it “a farce,” at last, “because none came.” She added, “We did.”",
            ["fragment", "speech"],
        ),
        ("“We left early,” Ana Ruiz said, “because it rained.”", ["speech", "speech"]),
        ("Ana Ruiz left early, “because it rained all day,” she said.", ["speech"]),
    ],
)
def test_a_dependent_clause_after_a_comma_belongs_to_the_narrators_sentence(text: str, kinds: list[str]) -> None:
    found = find_quotations(article_of(text, "en"), DialogueSettings(min_confidence=0.0)).quotations
    assert [q.kind for q in found][-len(kinds) :] == kinds


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("Ruiz said that “The harbour is closed, but the ferry still runs for the people of the islands.”", "speech"),
        ("Ruiz explained that “Our people were tired, and they wanted to go home before it was dark.”", "speech"),
        ("Ruiz said that “the harbour is closed, but the ferry still runs for the people of the islands.”", "fragment"),
        ("Ruiz said that “The Long Way to the Sea, and Back Again to the Old Town of Elm” was her book.", "term"),
    ],
)
def test_a_long_sentence_of_two_clauses_speaks_after_that(sentence: str, kind: str) -> None:
    text = f"The port was shut on Monday after a storm.\n\n{sentence}\n\nIt will open on Friday, the port hopes."
    assert find_quotations(article_of(text), DialogueSettings()).quotations[0].kind == kind
