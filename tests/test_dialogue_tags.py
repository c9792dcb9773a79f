"""Tags in all their forms: offices before names, sounds from a crowd, participles, clauses without marks."""

from __future__ import annotations

import pytest

from narrate.dialogue import article_of, find_quotations
from narrate.dialogue.lexicon import lexicon_of
from narrate.model import DialogueSettings, Quotation

OPEN = DialogueSettings(min_confidence=0.0)


def spoken(text: str) -> list[Quotation]:
    return [q for q in find_quotations(article_of(text, "en"), OPEN).quotations if q.kind == "speech"]


def speakers(text: str) -> list[str | None]:
    return [quotation.speaker for quotation in spoken(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('Earlier that day, Lund scolded Ruiz for her tolls in Norway and Peru, saying, "They are a mess."', ["Lund"]),
        ('In Elm, Bo Lind thanked Ana Ruiz and Eva Holm, adding, "We are done here for good."', ["Bo Lind"]),
        ('Bo Lind and Ana Ruiz, speaking in Elm, said, "We are done here for good."', ["Ana Ruiz"]),
        (
            "Rivals were quick, with Bo Lind calling it a mess that the port was shut and asking, "
            '"How can anybody trust it with a ferry?"',
            ["Bo Lind"],
        ),
        ('Eva Holm sat with Bo Lind at the pier, laughing and asking, "How can anybody trust it?"', ["Eva Holm"]),
    ],
)
def test_a_participle_belongs_to_the_subject_not_to_the_name_before_it(text: str, expected: list[str]) -> None:
    assert speakers(text) == expected


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("advises sleep psychologist Holt", "Holt"),
        ("exhorts night nurse Ana Ruiz", "Ana Ruiz"),
        ("said master of ceremonies Omar Al-Sabri, a baker", "Omar Al-Sabri"),
        ("said critics of former mayor Eva Holm", "critics"),
        ("said a friend of the late Eva Holm", "a friend"),
        ("said fans of Eva Holm", "fans"),
    ],
)
def test_an_office_in_small_letters_leads_to_its_name(tag: str, expected: str) -> None:
    assert speakers(f'It rained in Paris. "Talk to people who are kind and who listen," {tag}.') == [expected]


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("came shouts from the crowd, as others booed", "the crowd"),
        ("came a weary reply from Ana Ruiz", "Ana Ruiz"),
    ],
)
def test_where_a_shout_comes_from(tag: str, expected: str) -> None:
    text = f'"Ring the bell," {tag}. (“I want no fight,” said one keeper.)'
    assert speakers(text) == [expected, "one keeper"]


def test_what_comes_as_news_is_no_tag() -> None:
    (quotation,) = spoken('"Ring the bell," came as a surprise from Ana Ruiz after the vote.')
    assert quotation.confidence < 0.7


def test_who_shouts_in_a_clause_is_not_who_laughs_after_it() -> None:
    text = 'When someone in the hall shouted, "Louder," Ruiz joked, again in a high voice, "Come up and help me."'
    assert speakers(text) == ["someone", "Ruiz"]


def test_a_tag_after_a_quotation_without_such_a_clause_stays() -> None:
    text = 'When Bo Lind came, the hall fell still. "Come up and help me," Ruiz joked.'
    assert speakers(text) == ["Ruiz"]


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("Ana Ruiz lost her seat over it, the editorial board writes.", "the editorial board"),
        ("Bo Lind may be slow to act while Ana Ruiz talks to Peru, Eva Holm said.", "Eva Holm"),
        ("Bo Holm, a baker, wept. Also, Lind is no friend of the sea, he said.", "Bo Holm"),
    ],
)
def test_a_quotation_goes_on_after_words_reported_without_marks(before: str, expected: str) -> None:
    assert speakers(f'{before} "It is a sign of how far they have come by now."') == [expected]


def test_a_noun_that_is_a_verb_elsewhere_reports_nothing() -> None:
    text = '"I like it," Bo Lind told a crowd in Toledo, Ohio, where he was born. "I think that is what matters."'
    assert [(q.speaker, q.confidence >= 0.9) for q in spoken(text)] == [("Bo Lind", True)] * 2


def test_an_age_before_a_noun_means_who_is_in_focus() -> None:
    text = (
        "Jason Holt said the plan holds. Ana Trent, who is the eldest, noted the rule. She said it was late, and when "
        'pressed on it, the 41-year-old mother of four replied, "It is meant for all of us, you know."'
    )
    assert speakers(text) == ["Ana Trent"]


def test_an_age_of_another_gender_is_somebody_new() -> None:
    text = 'Mr. Lind asked about it, and the 41-year-old mother of four replied, "It is for all of us, you know."'
    assert speakers(text) == ["the 41-year-old mother"]


@pytest.mark.parametrize(
    ("lead", "expected"),
    [
        ("Ana Ruiz's answer prompted Bo Lind to tweet,", "Bo Lind"),
        ("The vote at the port led Bo Lind to say that night,", "Bo Lind"),
        ("It was the first clip of the port, causing viewers to ask,", "viewers"),
        ("Eva Holm introduced Bo Lind, who took the stage to say:", "Bo Lind"),
        ("Bo Lind took to the radio on Monday to say:", "Bo Lind"),
        ("Eva Holm remembers Bo Lind telling her,", "Bo Lind"),
    ],
)
def test_who_is_brought_to_say_it_says_it(lead: str, expected: str) -> None:
    assert speakers(f'{lead} "I am dead tired of the whole thing, are we not?"') == [expected]


def test_who_only_wants_somebody_to_say_it_hears_nothing() -> None:
    (quotation,) = spoken('The vote made Ana Ruiz want Bo Lind to say, "I am dead tired of the whole thing."')
    assert quotation.speaker != "Bo Lind" or quotation.confidence < 0.7


@pytest.mark.parametrize(
    ("lead", "expected"),
    [
        ("Eva Holm denied that Bo Lind had paid her and insisted,", "Eva Holm"),
        ("Eva Holm said that Bo Lind was a liar and said,", "Eva Holm"),
        ("Eva Holm said that Bo Lind lied to her and added,", "Eva Holm"),
        ("Eva Holm told police that Bo Lind walked up to her and said,", "Bo Lind"),
        ("Eva Holm claims Bo Lind walked up to her and said,", "Bo Lind"),
        ("Eva Holm claims the port and says,", "Eva Holm"),
    ],
)
def test_of_two_clauses_the_one_whose_tense_fits_has_the_verb(lead: str, expected: str) -> None:
    assert speakers(f"{lead} “I am dead tired of the whole thing.”") == [expected]


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("said a baker and nodded to Bo Lind", "a baker"),
        ("said a baker and Holm backer from Elm", "a baker"),
    ],
)
def test_of_two_parties_the_first_is_the_one_described(tag: str, expected: str) -> None:
    (speaker,) = speakers(f"“I am dead tired of the whole thing,” {tag}.")
    assert speaker is not None
    assert speaker.startswith(expected)


def test_a_name_between_its_description_and_its_firm_speaks() -> None:
    text = 'His lawyer, Eva Holm of the firm Reed & Hale, said in an email, "He is dead wrong about the whole thing."'
    assert speakers(text) == ["Eva Holm"]


def test_the_object_of_a_participle_speaks_without_it() -> None:
    text = 'The crowd sat in the hall, calling for a vote and carrying flags saying, "No bank, no bread."'
    assert speakers(text) == ["flags"]


def test_experts_of_a_kind_keep_their_adjective() -> None:
    assert speakers('"No bank, no bread," leading experts say.') == ["leading experts"]


def test_chapter_and_verse_stand_between_a_book_and_its_verb() -> None:
    assert speakers("We know why. Proverbs 16:9 says, “A heart plans its way.”") == ["Proverbs"]


def test_a_time_of_day_is_no_verse() -> None:
    assert speakers("It was late. At 9:30 Bo Lind says, “The wise man carries an oar.”") == ["Bo Lind"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Eva Holm hit back at Bo Lind's claim that “the port is dead and gone for good.”", "Bo Lind"),
        ("Eva Holm was asked about Bo Lind's remark that “the port is dead and gone for good.”", "Bo Lind"),
        ("Eva Holm quoted Bo Lind: “The port is dead and gone for good.”", "Bo Lind"),
        ("“The port is dead and gone for good,” Eva Holm quoted Bo Lind as saying.", "Bo Lind"),
        ("“The port is dead and gone for good,” Eva Holm recalled Bo Lind telling her.", "Bo Lind"),
        ("“The port is dead and gone for good,” Eva Holm recalled of Bo Lind.", "Eva Holm"),
        ("Eva Holm, citing Bo Lind, said: “The port is dead and gone for good.”", "Eva Holm"),
        ("In reply to Bo Lind's claim that it is late, Eva Holm said: “The port is dead and gone.”", "Eva Holm"),
        ("Eva Holm called Bo Lind's claim “a lie that all of the port has heard before.”", "Eva Holm"),
    ],
)
def test_who_is_cited_speaks(text: str, expected: str) -> None:
    (quotation,) = find_quotations(article_of(text, "en"), OPEN).quotations
    assert quotation.speaker == expected


def test_a_noun_after_an_article_and_an_adjective_reports_nothing() -> None:
    text = (
        "In a speech before a bank symposium in May, Eva Holm speaks about all the anger that Elm Street faced "
        "after the crash, saying, “I think that a lot of it could have been avoided.”"
    )
    assert speakers(text) == ["Eva Holm"]


def test_a_past_form_after_a_noun_is_its_verb() -> None:
    assert speakers("As a bell struck, the announcer said, “It is late, and the children are asleep.”") == [
        "the announcer"
    ]


@pytest.mark.parametrize(
    ("words", "expected"), [("They met Holm. Holm to Lind:", "Holm"), ("Eva Holm to Bo Lind:", "Eva Holm")]
)
def test_who_speaks_to_whom(words: str, expected: str) -> None:
    assert speakers(f"{words} “The port will be gone for good by the time you are old.”") == [expected]


@pytest.mark.parametrize("opener", ["Meet", "Take", "Consider"])
def test_an_imperative_is_no_part_of_the_name_after_it(opener: str) -> None:
    text = f"{opener} Orvo Reed, a baker who knows Elm. “It will be gone by the time I am old,” he said."
    assert speakers(text) == ["Orvo Reed"]


def test_the_police_are_the_same_police() -> None:
    text = (
        "Police said Bo Lind was not hurt. “It is gone,” police said.\n\n“We have looked for it all day,” police said."
    )
    assert len(set(speakers(text))) == 1


def test_a_town_that_no_list_holds_is_not_meant_by_a_pronoun() -> None:
    text = "Ana Reed is a baker from Brimfold who voted for Eva Holm. “It will be gone by the time I am old,” he said."
    assert "Brimfold" not in speakers(text)


def test_a_family_name_after_from_is_somebody_who_is_named_elsewhere_too() -> None:
    text = "A letter from Brimfold came in May. Brimfold is a baker. “It will be gone by the time I am old,” he said."
    assert speakers(text) == ["Brimfold"]


def test_thoughts_and_writings_are_no_verbs() -> None:
    verbs = lexicon_of("en").verbs
    assert not {"thoughts", "writings", "readings", "sayings", "saids"} & verbs
    assert {"said", "thought", "thinking", "wrote", "written", "tells"} <= verbs


def test_a_letter_that_begins_speaks() -> None:
    text = (
        "Bo Lind wrote to all. “We are done,” he said.\n\nThe email began, “The mayor was received very warmly today.”"
    )
    assert speakers(text) == ["Bo Lind", "The email"]


def test_who_begins_to_do_something_says_nothing() -> None:
    assert speakers("Bo Lind began to laugh. “The mayor was received very warmly,” Eva Holm said.") == ["Eva Holm"]


@pytest.mark.parametrize(
    "apposed",
    [
        "a friend of the senator, Ana Ruiz of Elm,",
        "chief of staff to the senator, Ana Ruiz of Elm,",
        "the son of an immigrant, Jan Sol of Lund,",
        "a lawyer for the officer, Ana Ruiz of Elm,",
        "widower of the officer, Ana Ruiz of Elm,",
    ],
)
def test_whom_an_apposition_names_at_its_end_does_not_speak(apposed: str) -> None:
    assert speakers(f"“I am dead tired of the whole thing,” Tom Hale, {apposed} said.") == ["Tom Hale"]


@pytest.mark.parametrize(
    ("lead", "heard"),
    [
        ("Eva Holm is leading an effort to tell voters,", "an effort"),
        ("Eva Holm led the charge to say,", "the charge"),
    ],
)
def test_an_effort_to_say_something_says_nothing(lead: str, heard: str) -> None:
    assert heard not in speakers(f"{lead} “I am dead tired of the whole thing.”")


@pytest.mark.parametrize("lead", ["went home and refused to say,", "went to court to get Eva Holm to say,"])
def test_who_goes_and_refuses_to_say_it_may_not_have_said_it(lead: str) -> None:
    (quotation,) = spoken(f"Bo Lind {lead} “I am dead tired of the whole thing.”")
    assert quotation.confidence < 0.9


def test_several_and_somebody_named_are_two_parties() -> None:
    assert speakers("“I am dead tired of the whole thing,” said officials and Holm adviser Bo Lind.") == ["officials"]


@pytest.mark.parametrize(
    ("lead", "expected"),
    [
        ("Eva Holm remembers that Bo Lind was at the door and said,", "Bo Lind"),
        ("Eva Holm recalled that Bo Lind had come up to the desk and said,", "Bo Lind"),
        ("Eva Holm said that Bo Lind had no plan and said,", "Eva Holm"),
        ("Eva Holm argued that Bo Lind could not run it and said,", "Eva Holm"),
    ],
)
def test_what_somebody_remembers_another_said(lead: str, expected: str) -> None:
    assert speakers(f"{lead} “I am dead tired of the whole thing.”") == [expected]


@pytest.mark.parametrize(
    "lead",
    [
        "fired back at Ana Ruiz's comment:",
        "mocked Ana Ruiz's pledge:",
        "on Ana Ruiz's claim:",
        "said of Ana Ruiz's plea,",
    ],
)
def test_who_answers_a_claim_says_what_follows(lead: str) -> None:
    assert speakers(f"Bo Lind {lead} “She will never be happy with any of it.”") == ["Bo Lind"]


def test_a_bank_may_begin_with_ex() -> None:
    assert speakers("“I am dead tired of the whole thing,” Ex-Im Bank said.") == ["Ex-Im Bank"]


def test_who_asks_why_not_asks() -> None:
    assert speakers("When Ana Ruiz asked “Why not?” Bo Lind left.") == ["Ana Ruiz"]


@pytest.mark.parametrize(
    ("lead", "speaker"),
    [
        ("Ana Ruiz’s advice for Bo Lind was simple:", "Ana Ruiz"),
        ("Ana Ruiz’s message to Bo Lind was:", "Ana Ruiz"),
        ("Bo Lind said of Ana Ruiz’s promise,", "Bo Lind"),
        ("Bo Lind said after Ana Ruiz’s answer,", "Bo Lind"),
        ("Borrowing Ana Ruiz’s famous line,", "Ana Ruiz"),
    ],
)
def test_whose_saying_it_is(lead: str, speaker: str) -> None:
    text = f"{lead} “We will not accept this plan, not now and not ever.”"
    assert [q.speaker for q in find_quotations(article_of(text, "en"), OPEN).quotations] == [speaker]
