"""Where the narrator takes over in French dialogue."""

from __future__ import annotations

import pytest

from narrate.dialogue import article_of, find_quotations
from narrate.dialogue.narrator import told
from narrate.model import DialogueSettings


def spoken(text: str) -> list[str]:
    """The stretches of speech in a French paragraph, dashes and marks off."""
    found = find_quotations(article_of(text, "fr"), DialogueSettings(min_confidence=0.0)).quotations
    return [text[q.start : q.end].strip(" —–-«»") for q in found if q.kind == "speech"]


@pytest.mark.parametrize(
    ("text", "speech"),
    [
        ("— Je viens. Il prit son chapeau et sortit.", ["Je viens."]),
        ("— Entrez ! Le vieux gardien posa sa lampe. — Il est tard.", ["Entrez !", "Il est tard."]),
        ("— Oui, dit Alix. Nous partons demain. Elle referma la porte.", ["Oui,", "Nous partons demain."]),
        ("— Non, répondit Alix. Le chien aboyait, la pluie tombait.", ["Non,"]),
        ("— Hélas ! cousine, il est parti hier.", ["Hélas ! cousine, il est parti hier."]),
        ("— C'est M. Tardieu qui parla, vous le savez.", ["C'est M. Tardieu qui parla, vous le savez."]),
        ("— Restez, fit Bastien, à voix basse, je vous en prie.", ["Restez,", "je vous en prie."]),
        ("— Ah ! dit Alix, qui vous envoie ?", ["Ah !", "qui vous envoie ?"]),
        ("— Partez, avait-elle répondu, et ne revenez pas.", ["Partez,", "et ne revenez pas."]),
        ("« Montez, dit-il. — Jamais ! » Et elle descendit.", ["Montez,", "Jamais !"]),
    ],
)  # fmt: skip
def test_speech_ends_where_the_narrator_goes_on(text: str, speech: list[str]) -> None:
    assert spoken(text) == speech


@pytest.mark.parametrize("sentence", ["Il entra.", "Elles se turent.", "Le vent soufflait.", "Puis ce fut la nuit."])
def test_the_simple_past_and_the_imperfect_tell(sentence: str) -> None:
    assert told(sentence) > 0


@pytest.mark.parametrize(
    "sentence", ["Il viendra.", "Vous étiez là ?", "Il faut partir.", "Elle aura froid, je crois."]
)
def test_persons_present_and_future_speak(sentence: str) -> None:
    assert told(sentence) < 0


def test_a_book_in_one_paragraph_takes_no_longer_for_each_word() -> None:
    text = "— Venez, dit Alix. Elle prit la lampe. « Où ? » Il hésita. " * 2000
    assert len(spoken(text)) == 6000 - 2000
