"""Who speaks in languages other than English: one phenomenon a line."""

from __future__ import annotations

import pytest

from narrate.dialogue import article_of, find_quotations
from narrate.model import DialogueSettings, Quotation


def quotations(text: str, language: str) -> list[Quotation]:
    return list(find_quotations(article_of(text, language), DialogueSettings(min_confidence=0.0)).quotations)


@pytest.mark.parametrize(
    ("language", "text", "speaker"),
    [
        ("de", "Der Reeder Arne Voss räumte Fehler ein und sagte: „Wir zahlen.“", "Arne Voss"),
        ("de", "„Wir zahlen“, zeigte sich Arne Voss am Montag einsichtig.", "Arne Voss"),
        ("de", "„Wir zahlen“, so der Reeder Arne Voss.", "Arne Voss"),
        ("de", "Arne Voss kam. „Wir zahlen“, sagte der Landwirt.", "Arne Voss"),
        ("de", "Voss, Arne Voss, nannte den Plan nach langem Zögern „gut“, Lena Kern lehnte ab.", "Arne Voss"),
        ("de", "„Wir zahlen“, sagte Arne Voss der Sunder Rundschau.", "Arne Voss"),
        ("de", "„Wir zahlen“, sagte der Chef der Sunder Nordbahn am Montag.", "der Chef der Sunder Nordbahn"),
        ("de", "„Wir zahlen“, sagte der Chef der Sunder Nordbahn, Arne Voss.", "Arne Voss"),
        ("de", "Ihr Vorgänger Holger Runge kam. „Wir zahlen“, sagte Runge.", "Holger Runge"),
        ("de", "Den Besitzer Gero Manz kennt sie. „Wir zahlen“, sagte Manz.", "Gero Manz"),
        ("de", "„Wir zahlen“, sagte die Freie Küstenbahn Nord.", "Freie Küstenbahn Nord"),
        ("pl", "„Płacimy do końca” – powiedział burmistrz Zakrzewa Jan Wilk.", "Jan Wilk"),
        ("ru", "Мэр Лужска Клара Волкова пришла. «Мы платим», — сказала Волкова.", "Клара Волкова"),
        ("ru", "«Мы платим», — сказал мэр Волков Иван Петрович.", "Волков Иван Петрович"),
        ("it", "Il sindaco Piero Neri ride. «Paghiamo», ha spiegato il sindaco.", "Piero Neri"),
        ("it", "Il sindaco Piero Neri ride. «Paghiamo», ha detto ieri il sindaco.", "Piero Neri"),
        ("es", "El alcalde Juan Mora llegó. «Pagamos», ha dicho el alcalde ayer.", "Juan Mora"),
        ("es", "El alcalde Juan Mora llegó. «Pagamos», explicó el alcalde este lunes.", "Juan Mora"),
        ("fr", "Le maire Paul Mora arrive. « Nous payons », a dit le maire hier.", "Paul Mora"),
        ("fr", "Le maire Paul Mora arrive. « Nous payons », a dit le maire ce lundi.", "Paul Mora"),
        ("pt", "O prefeito Paulo Mora chegou. “Pagamos”, disse o prefeito nesta terça-feira.", "Paulo Mora"),
        ("nl", "Burgemeester Paul Hoek kwam. “Wij betalen”, zei de burgemeester gisteren.", "Paul Hoek"),
        ("ru", "Мэр Иван Волков пришёл. «Мы платим», — сказал вчера мэр.", "Иван Волков"),
        ("fr", "L'avocate Inès Mora est venue. « Nous payons », a-t-elle répondu.", "Inès Mora"),
        ("fr", "« Nous payons », s'agace Inès Mora.", "Inès Mora"),
        ("fr", "Sa voisine, Inès Mora, a ri : « Nous payons. »", "Inès Mora"),
        ("fr", "La maire de Valmont, Inès Mora, arrive. « Nous payons », promet la maire.", "Inès Mora"),
        ("es", "«Pagamos», dijo la alcaldesa Inés Mora el lunes.", "Inés Mora"),
        ("es", "Inés Mora llegó tarde. «Pagamos», admitió.", "Inés Mora"),
        ("it", "«Paghiamo», taglia corto l'attore Bruno Neri seduto in platea.", "Bruno Neri"),
        ("pt", "“Pagamos”, disse a presidente da câmara, Inês Mora.", "Inês Mora"),
        ("nl", "Boer Klaas Hoek kwam. “Wij betalen”, zei hij.", "Klaas Hoek"),
        ("pl", "„Płacimy” – powiedziała burmistrz Anna Wilk w poniedziałek.", "Anna Wilk"),
        ("pl", "– Płacimy – mówi Anna Wilk.", "Anna Wilk"),
        ("ru", "«Мы платим», — ответила ему директор Анна Волкова.", "Анна Волкова"),
        ("ru", "Директор Анна Волкова пришла. «Мы платим», — сказала директор.", "Анна Волкова"),
    ],
)
def test_the_speaker_is_found(language: str, text: str, speaker: str) -> None:
    assert [quotation.speaker for quotation in quotations(text, language)] == [speaker]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "„Wir zahlen“, sagte Arne Voss."),
        ("fr", "« Nous payons », a dit Inès Mora."),
        ("ru", "«Мы платим», — сказал Иван Волков."),
    ],
)
def test_a_name_in_a_tag_beside_the_words_is_sure(language: str, text: str) -> None:
    assert [quotation.confidence >= 0.9 for quotation in quotations(text, language)] == [True]


def test_a_language_without_labelled_speakers_is_never_sure() -> None:
    found = quotations("”Vi betalar”, sade Anna Berg.", "sv")
    assert [quotation.speaker for quotation in found] == ["Anna Berg"]
    assert found[0].confidence < 0.7


def test_a_few_words_in_lower_case_stay_with_the_narrator() -> None:
    assert [q.kind for q in quotations("L'association dénonce, elle, « un bricolage ».", "fr")] != ["speech"]


def test_a_raya_that_ends_the_narrators_words_is_not_said() -> None:
    text = "—Nada —dijo Inés Mora—. Nada de nada."
    assert [text[q.start : q.end] for q in quotations(text, "es")] == ["—Nada", "Nada de nada."]


@pytest.mark.parametrize("speaker", ["Arne Voss", "die Reederin", "der Reeder"])
def test_the_paper_that_was_told_is_no_speaker(speaker: str) -> None:
    found = quotations(f"„Wir zahlen“, sagte {speaker} der „Sunder Zeitung“. Es regnete.", "de")
    assert [(quotation.kind, quotation.speaker) for quotation in found] == [("speech", speaker), ("term", None)]
