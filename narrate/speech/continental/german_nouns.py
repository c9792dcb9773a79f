"""What "1" is called before a German noun: ein Mann, eine Frau, mit einer Stimme, um einen Punkt.

The gender is guessed from the noun's end, the case from the preposition before. Where neither tells, "ein" it is: right
for neuters, for masculine subjects, and for whatever is only listed.
"""

from __future__ import annotations

import re

_FEMININE = re.compile(
    r"(?:e|ung|heit|keit|ion|tät|schaft|ei|[gnstz]ur|enz|[^ae]ik|frau|person|stadt|nacht|hand|mark|bank|wahl|zahl|zeit"
    r"|fahrt|arbeit|antwort|mutter|tochter|schwester|mauer|nummer|steuer|regel|formel|insel|kugel|gefahr|kraft|macht|wand"
    r"|tür|tat|liga|firma|kamera|villa|sicht|schicht|schrift|flucht|burg|(?:[rdghksc]|[^ae]t|[nr]z|äf|ol)in)\Z"
)
_OTHERWISE = re.compile(
    r"(?:stadion|spion|skorpion|abitur|tarif|termin|cousin|satin|bulletin|brei|ei|käse|junge|kunde|zeuge|kollege|name"
    r"|experte|erbe|bote|riese|löwe|hase|affe|neffe|gedanke|buchstabe|wille|glaube|insasse|genosse|gatte|franzose|pole"
    r"|russe|türke|däne|schwede|finne|brite|ire|schotte|chinese|grieche|rumäne|bulgare|tscheche|loge|nome|nomade)\Z"
)
"""Ends as a feminine noun does, and is none."""
_NEUTER = re.compile(
    r"(?:chen|lein|ment|tum|um|kind|jahr|haus|tor|spiel|prozent|buch|dorf|land|bild|wort|mal|boot|schiff|flugzeug|tier|pferd|ei"
    r"|opfer|mitglied|gramm|pfund|grad|ende|auge|interesse|gebäude|gemälde|stück|ticket|projekt|problem|ziel|team|werk|büro"
    r"|auto|restaurant|krankenhaus|unternehmen|verfahren|leben|zimmer|fenster|viertel|drittel|zehntel|jahrhundert|jahrzehnt"
    r"|gericht|gesetz|museum|gelände|gebirge|gewerbe|zentrum|medium|visum|stadion|abitur|bier|brot|glas|bett|kilo|volt|watt)\Z"
)
_PERSON = re.compile(
    r"(?:verletzt|tot|vermisst|festgenommen|angeklagt|beschuldigt|verdächtig|gefangen|überlebend|jugendlich|erwachsen|angestellt"
    r"|beamt|abgeordnet|verwandt|bekannt|gefallen|infiziert|erkrankt|deutsch|reisend|studierend|gläubig|kriminell)en\Z"
)
"""An adjective as a noun, which after a plain "1" stands in the accusative: "1 Verletzten"."""
_ADVERB = "nur|rund|etwa|circa|ca\\.|knapp|gut|fast|lediglich|bloß|genau|mindestens|höchstens|maximal|gerade mal"
_AMOUNT = rf"(?:(?:{_ADVERB}) ){{0,2}}"
_DATIVE = re.compile(
    rf"(?i:\b(?:mit|von|bei|aus|nach|seit|zu|vor|in|binnen|innerhalb|außer|ab|samt|neben|zwischen) {_AMOUNT})\Z"
)
_ACCUSATIVE = re.compile(rf"(?i:\b(?:für|um|gegen|ohne|durch|auf|über|je|pro|per) {_AMOUNT})\Z")
_NAMED = re.compile(
    r"(?:§§?|\b(?:Nr\.|Nummer|Kap\.|Kapitel|Art\.|Artikel|Abs\.|Absatz|Satz|Ziff\.|Ziffer|Band|Bd\.|Seite|S\.|Teil|Platz|Rang"
    r"|Gruppe|Gleis|Folge|Staffel|Stufe|Phase|Klasse|Raum|Punkt|Liga|Block|Reaktor|Terminal|Formel)) \Z"
)
"""What bears its number as a name: "Artikel 1 Grundgesetz" counts nothing."""
_REACH = 40
_AS_IT_IS = {"uhr": "hour", "oder": "hour", "bis": "hour"}
"""ein Uhr, ein bis zwei, ein oder zwei: in every case."""


def gender(noun: str) -> str:
    """Gender of a noun, "m", "f" or "n"; "" where no noun follows."""
    word = noun.lower()
    if word in _AS_IT_IS:
        return _AS_IT_IS[word]
    if not noun[:1].isupper():
        return ""
    if _PERSON.search(word):
        return "m accusative"
    if _NEUTER.search(word):
        return "n"
    return "f" if _FEMININE.search(word) and not _OTHERWISE.search(word) else "m"


def inflected(before: str, kind: str) -> str:
    """Gender and case of "1", by the words before it.

    Parameters
    ----------
    before : str
        The text up to the figure.
    kind : str
        The gender, as `gender` gives it.
    """
    if kind in ("", "hour"):
        return kind
    bare = kind.split()[0]
    before = before[-_REACH:]
    if _NAMED.search(before):
        return ""
    if _DATIVE.search(before):
        return f"{bare} dative"
    return f"{bare} accusative" if bare == "m" and _ACCUSATIVE.search(before) else kind
