"""The scene of a paragraph: its mentions, and its tags (reporting verbs with their subjects)."""

from __future__ import annotations

from narrate.dialogue.infinitives import infinitive_subject
from narrate.dialogue.inversions import subject_after
from narrate.dialogue.leadins import find_lead_ins
from narrate.dialogue.lexicon import Lexicon, listed
from narrate.dialogue.mentions import VERB_SECOND, Mention, Scene, is_verb, uncontracted
from narrate.dialogue.nameparts import bare
from narrate.dialogue.names import Name
from narrate.dialogue.phrases import owner_ending, phrase_ending, phrase_stop
from narrate.dialogue.reporting import is_noun, is_passive, is_relayed, is_reporting
from narrate.dialogue.sayings import COPULAS, saying_before
from narrate.dialogue.subjects import subject_before
from narrate.dialogue.tokens import Paragraph, Token
from narrate.dialogue.untagged import drop_nested, find_described, find_institutions

_PRO_DROP = ("es", "it", "pt", "pl", "ro", "ca", "el", "cs", "uk", "bg")  # «Q», añadió: the verb alone
_IMPERSONAL = ("heißt", "hieß")
_CITING = frozenset([
    "quoted", "quotes", "quoting", "recalled", "recalls", "remembered", "remembers", "cited", "cites", "citing",
    "quote", "paraphrased", "paraphrases", "paraphrasing", "paraphrase",
    "described", "describes", "describing", "reported", "reports", "reporting",
])  # fmt: skip
_RELAYING = frozenset(["quoted", "cited"])  # "quoted by the Gazette": which has not said it
_SOUNDING = ("came", "comes", "rose", "rang")
_SOUNDS = listed("en", "sounds")
_SIGNING = ("―", "—", "–", "-", "--")
_QUOTES = frozenset(["quote", "quotation", "line", "remark", "comment", "sentence", "observation", "statement"])
_DEALING = ("of", "on", "about", "to", "after", "for", "against")  # said of Ruiz's promise, "Q"
_MAX_PLACE = 10  # tokens of "from the north shore" before "as saying"
_MAX_SOUND = 7  # tokens of "came a chorus of shouts from"
_MAX_NOUNS = 2  # tokens of "Lund harbour pilots" after the name


def scene_of(paragraph: Paragraph, names: list[tuple[Name, int]], lexicon: Lexicon) -> Scene:
    """Mentions and tags of one paragraph; `names` come with the number of their person."""
    scene = Scene(paragraph)
    inside: set[int] = set()
    for name, person in names:
        scene.add(_name_mention(paragraph, name, person))
        inside.update(range(name.first, name.last + 1))
    for at, token in enumerate(paragraph.tokens):
        if token.run < 0 and at not in inside and uncontracted(token.lower) in lexicon.pronouns:
            scene.add(_pronoun(paragraph, at, lexicon))
    _find_tags(scene, lexicon)
    _find_sayings(scene, lexicon)
    find_lead_ins(scene, lexicon)
    find_institutions(scene, lexicon)
    find_described(scene, lexicon)
    drop_nested(scene)
    scene.tags.sort(key=lambda tag: tag.verb)
    scene.mentions.sort(key=lambda mention: (mention.first, mention.last))
    return scene


def _name_mention(paragraph: Paragraph, name: Name, person: int) -> Mention:
    tokens = paragraph.tokens
    end = tokens[name.last].start + len(bare(tokens[name.last].text))
    start = tokens[name.first].start
    return Mention(
        paragraph.index,
        name.first,
        name.last,
        "name",
        start,
        end,
        person,
        name.gender,
        False,
        name.possessive,
        name.group,
    )


def _pronoun(paragraph: Paragraph, at: int, lexicon: Lexicon) -> Mention:
    token = paragraph.tokens[at]
    word = uncontracted(token.lower)
    return Mention(
        paragraph.index,
        at,
        at,
        "pronoun",
        token.start,
        token.start + len(word),
        gender=lexicon.pronouns[word],
        plural=word in ("they", "we", "them"),
        possessive=word in ("his", "hers", "their", "our", "my"),
    )


def _find_tags(scene: Scene, lexicon: Lexicon) -> None:
    tokens, sentences = scene.paragraph.tokens, scene.paragraph.sentences
    for at, token in enumerate(tokens):
        if token.run >= 0:
            continue
        capital = token.text[0].isupper() and at > 0 and sentences[at - 1] == sentences[at]
        if capital:
            continue
        if is_relayed(scene, at, lexicon) or _is_cited(scene, at, lexicon):
            continue
        if is_reporting(scene, at, lexicon) and not is_noun(scene, at, lexicon):
            strength = 2 if token.lower in lexicon.strong_verbs else 1
            source = _source(scene, at, lexicon)
            if source is not None:
                scene.tag(at, source, "vs" if source.first > at else "sv", 2)
                continue
            inverted = _is_inverted(scene, at, lexicon)
            before = None if inverted or is_passive(tokens, at) else subject_before(scene, at, lexicon)
            if before is None and at > 1 and tokens[at - 1].lower == "to" and lexicon.language == "en":
                before = infinitive_subject(scene, at - 1, lexicon)
            if before is not None:
                scene.tag(at, before, "sv", strength)
            after = None
            if at + 1 < len(tokens) and tokens[at + 1].lower == "by":
                after = None if token.lower in _RELAYING else subject_after(scene, at + 2, lexicon)
            elif lexicon.language in VERB_SECOND or _may_invert(tokens, at, before, lexicon):
                after = subject_after(scene, at + 1, lexicon) or _after_manner(scene, at, lexicon)
            if after is not None and _is_joined(tokens, at, lexicon):
                after = None
            if after is not None and not (lexicon.capital_nouns and before is not None and _is_within(at, after)):
                scene.tag(at, after, "vs", strength)
            if before is None and after is None and lexicon.language in _PRO_DROP and _is_beside(scene, at, lexicon):
                unsaid = Mention(scene.paragraph.index, at, at, "pronoun", token.start, token.end, unsaid=True)
                scene.tag(at, scene.add(unsaid), "vs", strength)
        else:
            _find_according(scene, at, lexicon)


def _is_cited(scene: Scene, at: int, lexicon: Lexicon) -> bool:
    """Whether the verb hands the word to who is named after it, who gets the tag: quoted Ruiz: or as saying."""
    tokens = scene.paragraph.tokens
    if tokens[at].lower not in _CITING or at + 1 >= len(tokens):
        return False
    cited = scene.beginning.get(at + 1)
    if cited is not None and (cited.possessive or _owns(tokens, at + 1)):
        cited = None  # quoted her lawyer as saying
    stop = phrase_stop(scene, at + 1, lexicon) if cited is None else cited.last + 1
    if stop == at + 1 or stop + 1 >= len(tokens):
        return False
    if cited is not None and tokens[stop].text in ":," and tokens[stop + 1].run >= 0:
        if tokens[at].lower.startswith(("quot", "paraphras")):
            scene.tag(at, cited, "acc", 2)
            return True
        return False
    stop = _after_name(scene, stop)
    if cited is None and tokens[stop].lower in lexicon.prepositions and tokens[stop].lower != "as":
        ahead = range(stop, min(stop + _MAX_PLACE, len(tokens) - 1))
        stop = next((here for here in ahead if tokens[here].lower == "as" or not tokens[here].is_word), stop)
    stop += 1 if tokens[stop].lower == "as" else 0
    says = tokens[min(stop + (tokens[stop].lower == "having"), len(tokens) - 1)].lower
    return (
        says in ("said", "told") if tokens[stop].lower == "having" else says.endswith("ing") and says in lexicon.verbs
    )


def _owns(tokens: list[Token], at: int) -> bool:
    return tokens[at].lower == "her" and tokens[min(at + 1, len(tokens) - 1)].lower not in ("as", "telling", "saying")


def _after_name(scene: Scene, at: int) -> int:
    """The token after a name between commas that begins at `at`: her lawyer, Bo Lind, as saying."""
    tokens = scene.paragraph.tokens
    name = scene.beginning.get(at + 1) if tokens[at].text == "," else None
    closed = name is not None and name.last + 2 < len(tokens) and tokens[name.last + 1].text == ","
    return name.last + 2 if name is not None and closed else at


def _after_manner(scene: Scene, at: int, lexicon: Lexicon) -> Mention | None:
    """The subject after a word that tells how: taglia corto un anziano."""
    tokens = scene.paragraph.tokens
    if lexicon.language == "en" or lexicon.capital_nouns or at + 2 >= len(tokens):
        return None
    word = tokens[at + 1]
    small = (lexicon.prepositions, lexicon.conjunctions, lexicon.determiners, lexicon.pronouns)
    if not word.is_word or not word.text[0].islower() or any(word.lower in words for words in small):
        return None
    begins = at + 2 in scene.beginning or tokens[at + 2].lower in lexicon.determiners
    return subject_after(scene, at + 2, lexicon) if begins else None


def _is_joined(tokens: list[Token], at: int, lexicon: Lexicon) -> bool:
    """Whether the verb has its subject before "and", so that an object follows: und nannte Reuters Plan „Q“."""
    return lexicon.capital_nouns and at > 1 and tokens[at - 1].lower in ("und", "oder") and tokens[at - 2].run < 0


def _is_beside(scene: Scene, at: int, lexicon: Lexicon) -> bool:
    """Whether the verb belongs to a quotation next to it: «Q», añadió. Luego añadió: «Q»."""
    tokens, back = scene.paragraph.tokens, at - 1
    while back >= 0 and (tokens[back].lower in lexicon.auxiliaries or tokens[back].text in ",—–-"):
        back -= 1
    if back >= 0 and tokens[back].run >= 0:
        return True
    return at + 2 < len(tokens) and tokens[at + 1].text == ":" and tokens[at + 2].run >= 0


def _source(scene: Scene, at: int, lexicon: Lexicon) -> Mention | None:
    """The text that speaks where nobody does: "hieß es in einer Erklärung", "in dem Brief heißt es"."""
    tokens = scene.paragraph.tokens
    if tokens[at].lower not in _IMPERSONAL or at + 1 >= len(tokens) or tokens[at + 1].lower != "es":
        return None
    if at + 3 < len(tokens) and tokens[at + 2].lower in lexicon.prepositions and tokens[at + 2].lower[0] != "z":
        return subject_after(scene, at + 3, lexicon, oblique=True)
    return phrase_ending(scene, at - 1, lexicon)


def _is_within(verb: int, after: Mention) -> bool:
    """Whether the words after a verb that has a subject are its object: Reuter lobte die Rede Holms."""
    return after.kind == "nominal" or after.first > verb + 1


def _find_according(scene: Scene, at: int, lexicon: Lexicon) -> None:
    tokens = scene.paragraph.tokens
    owner = scene.ending.get(at - 1)
    if tokens[at].lower in lexicon.attributive and owner is not None and owner.kind == "name" and owner.possessive:
        if owner.first and tokens[owner.first - 1].lower == "in":
            scene.tag(at, owner, "acc", 2)  # in Ruiz's words
        return
    if tokens[at].lower in _SOUNDING and at and tokens[at - 1].run >= 0:
        _find_sound(scene, at, lexicon)
    if at and tokens[at - 1].run >= 0 and lexicon.language == "en":
        _find_origin(scene, at, lexicon)
    for phrase in lexicon.according:
        if tokens[at].lower == phrase[0] and tuple(t.lower for t in tokens[at : at + len(phrase)]) == phrase:
            after = subject_after(scene, at + len(phrase), lexicon)
            if after is not None:
                scene.tag(at, after, "acc", 2)


def _find_origin(scene: Scene, at: int, lexicon: Lexicon) -> None:
    """Whose the words are said to be: "Q." That quote from the sheriff, Bo Lind, was in the paper."""
    tokens = scene.paragraph.tokens
    signed = scene.beginning.get(at + 1) if tokens[at].text in _SIGNING else None
    if signed is not None and signed.kind == "name" and _is_credited(tokens, at, signed):
        scene.tag(at, signed, "acc", 2)
        return
    words = [token.lower for token in tokens[at : at + 3]]
    if len(words) < 3 or words[0] not in ("that", "this", "the") or words[1] not in _QUOTES:
        return
    source = subject_after(scene, at + 3, lexicon) if words[2] in ("from", "of", "by") else None
    if source is not None and (source.kind == "name" or tokens[source.last].lower in lexicon.people):
        scene.tag(at + 1, source, "acc", 2)


def _is_credited(tokens: list[Token], at: int, name: Mention) -> bool:
    """Whether a name and nothing else follows the quotation: “Q.” ― Bo Lind, baker"""
    return at == 1 and (name.last + 1 == len(tokens) or tokens[name.last + 1].text in (".", ","))


def _find_sound(scene: Scene, at: int, lexicon: Lexicon) -> None:
    """Who is heard: "Q," came a few shouts from the crowd."""
    tokens = scene.paragraph.tokens
    words = [token.lower for token in tokens[at + 1 : at + _MAX_SOUND]]
    if "from" not in words or _SOUNDS.isdisjoint(words[: words.index("from")]):
        return
    source = subject_after(scene, at + words.index("from") + 2, lexicon)
    if source is not None:
        scene.tag(at, source, "vs", 2)


def _find_sayings(scene: Scene, lexicon: Lexicon) -> None:
    """Whose answer was "Q": the owner of the noun speaks."""
    tokens, verbs = scene.paragraph.tokens, {tag.verb for tag in scene.tags}
    for at in scene.paragraph.quotes:
        found = saying_before(scene.paragraph, at, lexicon)
        if found is None or found[1] in verbs:
            continue  # signs saying, “Q”
        owner = scene.ending.get(found[0]) or owner_ending(scene, found[0], lexicon)
        if owner is None:
            continue
        said_to_be = tokens[found[1]].lower in COPULAS
        dealt = owner.first > 0 and tokens[owner.first - 1].lower in _DEALING and tokens[at - 1].text == ","
        if said_to_be or not dealt:
            scene.tag(found[1], owner, "sv" if said_to_be else "acc", 2)


def _is_inverted(scene: Scene, at: int, lexicon: Lexicon) -> bool:
    """The wall will hold, said Ana Ruiz: a comma, the verb, a name."""
    tokens = scene.paragraph.tokens
    if at == 0 or tokens[at - 1].text != "," or at + 1 >= len(tokens):
        return False
    name = scene.beginning.get(at + 1)
    if name is None or name.kind != "name" or tokens[at].lower not in ("said", "says"):
        return False
    for after in tokens[name.last + 1 : name.last + 2 + _MAX_NOUNS]:
        if after.lower in lexicon.auxiliaries or is_verb(after, lexicon):
            return False  # the club, Lund Rowers, said Lund sailors were late
        if not after.is_word or not after.text.islower() or after.lower in lexicon.prepositions:
            return True
    return True


def _may_invert(tokens: list[Token], at: int, before: Mention | None, lexicon: Lexicon) -> bool:
    """Whether the subject may follow the verb: after a quotation, or at the start of a clause without a subject."""
    if tokens[at].lower in ("told", "tells", "tell", "telling", "saying", "adding", "to"):
        return False
    back = at - 1
    skipped = () if lexicon.language == "en" else lexicon.auxiliaries  # « On reste », a expliqué Eva Colin
    while back >= 0 and (tokens[back].lower.endswith("ly") or tokens[back].lower in skipped):
        back -= 1
    if back < 0:
        return True
    previous = tokens[back]
    return previous.run >= 0 or (previous.text in ",—–--" and before is None) or previous.lower in ("so", "thus", "and")
