"""Which capitals are letters, in German, French and Spanish; the full stops between letters are what engines need."""

from __future__ import annotations

import pytest

from narrate.model import SpeechSettings
from narrate.speech import Verbalizer


@pytest.mark.parametrize(
    ("language", "written", "words"),
    [
        ("de", "Die EU und die USA", "Die E.U und die U.S.A"),
        ("de", "ARD, ZDF und ÖVP", "A.R.D, Z.D.F und Ö.V.P"),
        ("de", "die OSZE und der ADAC", "die O.S.Z.E und der A.D.A.C"),
        ("de", "die AfD und der EuGH", "die A.F.D und der E.U.G.H"),
        ("de", "die EZB-Chefin und KI-gestützt", "die E.Z.B-Chefin und K.I-gestützt"),
        ("de", "CEOs, LKWs und AGs", "C.E.O's, L.K.W's und A.G's"),
        ("de", "NATO, UNO, DAX, PISA, IKEA", "NATO, UNO, DAX, PISA, IKEA"),
        ("de", "CO2, A8, G7 und U21", "CO2, A8, G7 und U21"),
        ("de", "DIE GROSSE WENDE IN DER EU", "DIE GROSSE WENDE IN DER EU"),
        ("de", "Er war in der EU. Der Mann ging.", "Er war in der E.U. Der Mann ging."),
        ("de", "AT&T und H&M", "A.T und T und H und M"),
        ("fr", "L'UE, l'OMS et les ONG", "L'U.E, l'O.M.S et les O.N.G"),
        ("fr", "l'ONU, l'OTAN et le SMIC", "l'ONU, l'OTAN et le SMIC"),
        ("fr", "LE MONDE EST LA", "LE MONDE EST LA"),
        ("es", "La UE, la OMS y el ADN", "La U.E, la O.M.S y el A.D.N"),
        ("es", "la ONU, la OTAN, el IVA y el PSOE", "la ONU, la OTAN, el IVA y el PSOE"),
    ],
)
def test_initialisms_are_letters_and_acronyms_are_words(language: str, written: str, words: str) -> None:
    assert Verbalizer(language, SpeechSettings()).say(written).text == words


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("The CEOs' bonuses", "The C.E.O's bonuses"),
        ("the MPs' entrance", "the MP's entrance"),
        ("the NGOs' own rules", "the N.G.O's own rules"),
    ],
)
def test_what_several_of_them_own_sounds_like_their_plural(written: str, words: str) -> None:
    assert Verbalizer("en-GB", SpeechSettings()).say(written).text == words


def test_a_date_with_a_full_stop_ends_its_sentence() -> None:
    words = Verbalizer("de", SpeechSettings()).say("Er kam am 3.11. Der Mann blieb bis zum 4. Mai. Sie ging.").text
    assert words == "Er kam am dritten November. Der Mann blieb bis zum vierten Mai. Sie ging."
