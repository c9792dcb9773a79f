"""From a mention to a person: names, and pronouns by gender, number, recency, subject position and turn."""

from __future__ import annotations

from collections.abc import Mapping

from narrate.dialogue.descriptions import Descriptions
from narrate.dialogue.focus import Attention, Resolution
from narrate.dialogue.mentions import Mention, Scene
from narrate.dialogue.page import Page
from narrate.dialogue.places import place_of, statements_in, subjects_of
from narrate.dialogue.turns import asker_of, hearer_of, is_going_on, named_beside, reported_of, subject_acting_on
from narrate.dialogue.untagged import is_person

_AHEAD = 12  # paragraphs looked through for a name that comes after its pronoun
_SECTION = 4  # sentences that a heading counts for: a new section may be about somebody else
_NEAR = 40  # tokens
_DESCRIBED = 0.75  # belief that "he" is whom a description brought in just before, where no name fits
_SURE = 0.6  # share from which a pronoun tells the gender of a person


class Reader:
    """Reads paragraph by paragraph and knows at every point who is in focus."""

    def __init__(self, page: Page, weights: Mapping[str, float]) -> None:
        self.page = page
        self.people = page.people
        self.attention = Attention(page, weights)
        self.resolved: dict[int, Resolution] = {}  # by identity of the mention
        self.persons: dict[int, int] = {}  # the same, the person alone
        self.descriptions = Descriptions(self.attention, self.persons)
        self.leads: list[list[Mention]] = []  # by paragraph: the mentions that look like subjects
        self._named_ahead: dict[tuple[int, str], int | None] = {}

    def read(self, scene: Scene) -> None:
        """Resolve the mentions of the next paragraph."""
        if scene.paragraph.kind == "caption":
            self._read_caption(scene)
            return
        spoken = {id(tag.mention) for tag in scene.tags}
        sentences = scene.paragraph.sentences
        places = {id(mention): place_of(scene, mention, self.page.lexicon) for mention in scene.mentions}
        subjects = subjects_of(scene, self.page.lexicon)
        statements = statements_in(scene, self.page.lexicon)
        captioned = scene.paragraph.kind == "caption"  # the reader's eye is on the picture, the story goes on below
        self.leads.append([mention for mention in scene.mentions if id(mention) in subjects and not captioned])
        for mention in scene.mentions:
            resolution = self._resolve(mention, scene, id(mention) in spoken)
            if resolution is not None:
                self.resolved[id(mention)] = resolution
                self.persons[id(mention)] = resolution.person
                if mention.kind == "pronoun" and mention.gender and resolution.share > _SURE:
                    self.attention.roles.predicate(mention, scene, resolution.person)
                sentence = self.attention.sentences + sentences[mention.first]
                if not captioned:
                    place, spoke = places[id(mention)], id(mention) in spoken
                    self.attention.attend(resolution.person, mention, sentence, place, spoke)
                if id(mention) in subjects and sentences[mention.first] in statements:
                    self.descriptions.issued[statements[sentences[mention.first]]] = resolution.person
        heading = scene.paragraph.kind in ("title", "heading")
        self.attention.sentences += _SECTION if heading else (sentences[-1] if sentences else 0) + 1

    def _read_caption(self, scene: Scene) -> None:
        """Learn who is who; whom a picture shows is in nobody's mind after it."""
        self.leads.append([])
        for mention in scene.mentions:
            if mention.kind == "name":
                resolution = self._resolve(mention, scene, False)
                assert resolution is not None
                self.resolved[id(mention)], self.persons[id(mention)] = resolution, resolution.person

    def heard(self, person: int) -> None:
        """Note who spoke last."""
        self.attention.speaker = person

    def _resolve(self, mention: Mention, scene: Scene, spoke: bool) -> Resolution | None:
        if mention.kind == "name":
            if not mention.group:
                self.attention.roles.learn(mention, scene)
            return Resolution(mention.person, 1.0)
        if mention.kind == "nominal":
            return self.descriptions.person(mention, scene, spoke)
        word = self.page.text[mention.start : mention.end].lower()
        if word in ("i", "we", "my", "our", "who"):
            return self.descriptions.writer() if spoke and word in ("i", "we") else None
        return self._referent(mention, scene, word, spoke)

    def _referent(self, mention: Mention, scene: Scene, word: str, spoke: bool) -> Resolution | None:
        options = self.attention.options(mention, scene, word, spoke)
        barred = [hearer_of(mention, scene), asker_of(mention, scene, self.page), reported_of(mention, scene)]
        barred += named_beside(mention, scene, self.page.lexicon) if spoke else []
        for other in barred if spoke else ():
            if other is not None and len(options) > 1:
                options.pop(self.persons.get(id(other), other.person), None)
        subject = None if spoke else subject_acting_on(mention, scene, self.page.lexicon)
        if subject is not None:
            options.pop(self.persons.get(id(subject), subject.person), None)
        described = self._described_before(mention, scene) if not options and mention.gender and spoke else None
        if described is not None:
            return described
        if not options:
            ahead = self._foreseen(mention, word) if mention.gender and spoke else None
            return None if ahead is None else Resolution(ahead, 0.6, how="ahead")
        goes_on = spoke and is_going_on(mention, scene)
        best, share, rivals = self.attention.weighed(options, mention, spoke, goes_on)
        if mention.gender and not self.people[best].gender and share > _SURE:
            self.people[best].gender = mention.gender
        return Resolution(best, share, rivals, how="recent")

    def _described_before(self, mention: Mention, scene: Scene) -> Resolution | None:
        """Who is described just before, where nobody named fits: Ana Ruiz waited for the doctor. "Q," he said."""
        tokens, lexicon = scene.paragraph.tokens, self.page.lexicon
        if lexicon.language != "en":
            return None
        for head in range(mention.first - 1, max(0, mention.first - _NEAR), -1):
            gender = lexicon.people.get(tokens[head].lower, mention.gender) or mention.gender
            many = tokens[head].lower.endswith("s") and not tokens[head].lower.endswith("ss")
            if not is_person(tokens[head], lexicon) or many or gender != mention.gender:
                continue
            reach = range(head - 1, max(-1, head - 4), -1)
            first = next((at for at in reach if tokens[at].lower in lexicon.determiners), -1)
            if first < 0 or head + 1 in scene.beginning or is_person(tokens[head + 1], lexicon):
                continue
            span = (tokens[first].start, tokens[head].end)
            noun = Mention(mention.paragraph, first, head, "nominal", *span, gender=mention.gender)
            found = self.descriptions.person(noun, scene, False)
            return Resolution(found.person, _DESCRIBED * found.share, found.rivals, how="recent")
        return None

    def nature_of(self, number: int) -> str:
        """What kind of speaker a person is, by number."""
        return self.attention.nature_of(number)

    def _foreseen(self, mention: Mention, word: str) -> int | None:
        key = (mention.paragraph, word)
        if key not in self._named_ahead:
            self._named_ahead[key] = self._ahead(mention, word)
        return self._named_ahead[key]

    def _ahead(self, mention: Mention, word: str) -> int | None:
        """A pronoun before any name (cataphora): the first fitting person who is named further on."""
        stop = min(len(self.page.scenes), mention.paragraph + _AHEAD)
        for scene in self.page.scenes[mention.paragraph : stop]:
            if scene.paragraph.kind in ("title", "heading"):
                continue
            subjects = subjects_of(scene, self.page.lexicon)
            for later in scene.mentions:
                if later.kind != "name" or later.possessive or id(later) not in subjects:
                    continue
                person = self.people[later.person]
                if self.attention.agrees(later.person, mention, word) and not person.group:
                    return later.person
        return None
