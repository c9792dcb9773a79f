"""What leads up to a colon without a verb of speech: "Ruiz's letter makes a case:", "Bo Lind, baker:", "On tides:"."""

from __future__ import annotations

from bisect import bisect_left

from narrate.dialogue.appositions import is_named_in_marks
from narrate.dialogue.inversions import subject_after
from narrate.dialogue.lexicon import Lexicon
from narrate.dialogue.mentions import Mention, Scene, is_verb
from narrate.dialogue.predicates import announcing_subject
from narrate.dialogue.reporting import is_noun
from narrate.dialogue.subjects import subject_before
from narrate.dialogue.tokens import Paragraph, Token

_TOPICS = ("on", "about", "of", "regarding")  # before the colon: On the harbour:
_COMING = ("come", "comes", "came")
_DATING = ("after", "as", "when", "before", "while", "because")
_MAX_DELAY = 5  # tokens of "less than two weeks after"
_MAX_LEAD_IN = 45  # tokens of a sentence before its colon
_DASHES = ("-", "–", "—", "--")
_PRINTING = frozenset(
    ["reported", "reports", "wrote", "writes", "noted", "notes"]
)  # As the Courier reported, it rained:
_MAX_LABEL = 6  # tokens of "Ana Ruiz and Bo Lind"
_MORE = ("more", "from", "by", "via", "and")


def find_lead_ins(scene: Scene, lexicon: Lexicon) -> None:
    """Who leads up to a colon without a reporting verb: "Ruiz's letter makes a case:", "Bo Lind, baker:"."""
    tokens, sentences = scene.paragraph.tokens, scene.paragraph.sentences
    verbs = sorted(tag.verb for tag in scene.tags)
    for at, token in enumerate(tokens):
        if token.text != ":" or (at + 1 < len(tokens) and tokens[at + 1].run < 0):
            continue
        start = at
        while (
            start > 0
            and at - start < _MAX_LEAD_IN
            and sentences[start - 1] == sentences[at]
            and (tokens[start - 1].run < 0 or is_named_in_marks(tokens, start - 1, lexicon))
        ):
            start -= 1
        start = _after_opener(tokens, _after_occasion(tokens, start, at, lexicon), at, lexicon)
        labelled = _after_dash(scene, start, at)
        if labelled is not None:
            scene.tag(labelled.last, labelled, "sv", 1)
            continue
        first = bisect_left(verbs, start)
        if first < len(verbs) and sentences[verbs[first]] == sentences[at]:
            continue
        verbs_here = (here for here in range(start, at) if is_verb(tokens[here], lexicon))
        verb = next((here for here in verbs_here if not is_noun(scene, here, lexicon)), None)
        subject = _with_topic(scene, start, lexicon) or _sender(scene, at, lexicon)
        if subject is not None:
            verb = None
        elif verb is not None:
            subject = announcing_subject(scene, at, lexicon) or subject_before(scene, verb, lexicon)
        elif tokens[start].lower not in _TOPICS or lexicon.language != "en":
            beginning = (scene.beginning[here] for here in range(start, min(start + 4, at)) if here in scene.beginning)
            subject = _in_headline(scene, start, at, lexicon) or next(beginning, None)
            if subject is not None and _is_addressed(scene.paragraph, subject, at):
                continue
        if subject is None and lexicon.language != "en" and tokens[start].lower in lexicon.determiners:
            subject = subject_after(scene, start, lexicon)  # Die Bewohner nehmen es gelassen:
        if subject is not None:
            scene.tag(verb if verb is not None else subject.last, subject, "sv", 1)


def _with_topic(scene: Scene, start: int, lexicon: Lexicon) -> Mention | None:
    """Ruiz on Lind: "Q"; Ruiz, on whether she will stay: "Q"."""
    tokens, name = scene.paragraph.tokens, scene.beginning.get(start)
    if name is None or name.kind != "name" or name.possessive or lexicon.language != "en":
        return None
    if tokens[name.last + 1].lower == "to" and name.last + 2 in scene.beginning:
        return name  # Ruiz to Lind: "Q"
    words = [token for token in tokens[name.last + 1 : name.last + 4] if token.text != ","]
    if len(words) < 2 or words[0].lower not in _TOPICS or words[1].lower in lexicon.calendar:
        return None
    return name


def _after_dash(scene: Scene, start: int, colon: int) -> Mention | None:
    """Ruiz in "Gulls fly inland - Ana Ruiz and Bo Lind:", a digest: who is named after the dash."""
    tokens = scene.paragraph.tokens
    dash = next(
        (at for at in range(colon - 2, max(start, colon - _MAX_LABEL - 2), -1) if tokens[at].text in _DASHES), None
    )
    if dash is None or any(token.run >= 0 for token in tokens[start:dash]):
        return None
    if any(not token.text[0].isupper() and token.lower not in _MORE for token in tokens[dash + 1 : colon]):
        return None
    named = [scene.beginning[at] for at in range(dash + 1, colon) if at in scene.beginning]
    return named[0] if named and named[0].kind == "name" and not named[0].possessive else None


def _in_headline(scene: Scene, start: int, colon: int, lexicon: Lexicon) -> Mention | None:
    """Lind needles Holt: ‘Q’, the subject of a headline, whose verb no list holds."""
    tokens = scene.paragraph.tokens
    for at in range(start, min(start + 4, colon)):
        found = scene.beginning.get(at)
        if found is None or found.kind != "name" or found.last + 2 >= colon:
            continue
        verb = tokens[found.last + 1]
        small = verb.lower in lexicon.people or verb.lower in lexicon.prepositions or verb.lower in lexicon.documents
        bears = verb.lower.endswith("s") and verb.text.islower() and len(verb.text) > 3
        return found if bears and not small and not found.possessive and lexicon.language == "en" else None
    return None


def _sender(scene: Scene, colon: int, lexicon: Lexicon) -> Mention | None:
    """The film drew a sharp rebuke from Ana Ruiz: whom the words before the colon are from."""
    tokens, end = scene.paragraph.tokens, colon - 1
    while end > 0 and (
        tokens[end].lower in lexicon.calendar or tokens[end].text.isdigit() or tokens[end].lower == "on"
    ):
        end -= 1
    found = scene.ending.get(end)
    if found is None or found.kind != "name" or found.group or lexicon.language != "en" or found.first < 1:
        return None
    preposition = tokens[found.first - 1].lower
    made = preposition == "by" and tokens[found.first - 2].lower in lexicon.documents | lexicon.sayings
    return found if made or (preposition == "from" and end == colon - 1) else None


def _is_addressed(paragraph: Paragraph, mention: Mention, colon: int) -> bool:
    """A warning to Bo Lind: whom the words before the colon are for."""
    return (
        mention.last == colon - 1 and mention.first > 0 and paragraph.tokens[mention.first - 1].lower in ("to", "for")
    )


def _after_opener(tokens: list[Token], start: int, stop: int, lexicon: Lexicon) -> int:
    """Where the main clause begins: With aides worried, asked about it, when Bo Lind objected, ..."""
    opener = tokens[start].lower
    if opener not in lexicon.prepositions and opener not in lexicon.conjunctions and not opener.endswith("ed"):
        return start
    commas = [at for at in range(start, stop) if tokens[at].text == ","]
    if not commas or (opener == "as" and any(token.lower in _PRINTING for token in tokens[start : commas[0]])):
        return start
    main = next((at for at in commas if _may_head(tokens[at + 1], lexicon)), None)
    return start if main is None else main + 1


def _after_occasion(tokens: list[Token], start: int, stop: int, lexicon: Lexicon) -> int:
    """Where the clause begins that an event is dated by: The closure comes days after Elm Ferries released a film:."""
    came = next((at for at in range(start, stop) if tokens[at].lower in _COMING), None)
    if came is None or lexicon.language != "en":
        return start
    reach = range(came + 1, min(came + 1 + _MAX_DELAY, stop - 1))
    dated = next((at for at in reach if tokens[at].lower in _DATING), None)
    return start if dated is None or not _may_head(tokens[dated + 1], lexicon) else dated + 1


def _may_head(token: Token, lexicon: Lexicon) -> bool:
    """Whether a subject may begin with the word."""
    return token.text[0].isupper() or token.lower in lexicon.nominative or token.lower in lexicon.determiners
