"""The passes that give every quotation its speaker, in reading order."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from narrate.dialogue.candidates import Candidate, Situation
from narrate.dialogue.decisions import Attribution, has_own_tag, how_found, shares_tag
from narrate.dialogue.floating import Surroundings, floating_candidates, floats
from narrate.dialogue.focus import ELLIPTIC
from narrate.dialogue.kinds import is_name, kind_features, probability
from narrate.dialogue.labels import is_answer, is_promotion
from narrate.dialogue.mainclause import clause_subject
from narrate.dialogue.mentions import Mention
from narrate.dialogue.model import Weights
from narrate.dialogue.opinions import whose_opinion
from narrate.dialogue.page import Page, style_of
from narrate.dialogue.pronouns import Reader
from narrate.dialogue.pullquotes import narrated_runs
from narrate.dialogue.ranker import candidates_of, goes_on, is_plain, rank
from narrate.dialogue.repetition import Repetition
from narrate.dialogue.roster import Roster
from narrate.dialogue.syntax import settled_kind
from narrate.dialogue.turns import (
    addressed_in,
    asked_by,
    asks_in,
    is_hearer_first,
    names_in_third_person,
    office_addressed,
)

_STAGE = re.compile(r"[\"“][(\[][A-Z][A-Z ,]+\.?[)\]][.\"”]*")
_SETTLED = 0.95  # probability of speech where grammar decides
_QUOTED = 0.6  # belief from which quoted words inside the narrator's sentence count as somebody's
_TAGGED = 0.5  # belief from which a tag in a later paragraph of the same quotation counts
_MEMORY = 4  # paragraphs after which the previous speaker is forgotten
_ANSWERER = 0.85  # belief that "A:" stands for the one person whom the introduction turns to
_DOUBT = 0.5  # a rival with this share of the speaker's belief is evidence against a link
_PAIR = 2
_FLOOR = 0.01  # of the belief that is left when who asks is left out
_SPOKEN = 1000  # characters of a speech that are looked at for names it calls
_THINKER = 0.85  # belief that whose opinion the sentence before tells goes on to say why


class Attributor:
    """Goes through a page once and decides kind and speaker of every run."""

    def __init__(self, page: Page, weights: Weights) -> None:
        self.page = page
        self.weights = weights.speaker
        self.floating = weights.floating
        self.reader = Reader(page, weights.referent)
        self.roster = Roster(page.people, page.lexicon)
        narrated = narrated_runs(page)
        self.attributions = [
            Attribution("term") if number in narrated else self._kind(number, weights)
            for number in range(len(page.runs))
        ]
        self.style = style_of(page)
        self.history: list[int] = []  # runs of speech with a speaker, in order
        self.repetition = Repetition()
        self._answers: int | None = None  # who gives the answers of an interview, once asked for
        self.following: dict[int, int] = {
            run.continues: number for number, run in enumerate(page.runs) if run.continues is not None
        }

    def _kind(self, number: int, weights: Weights) -> Attribution:
        run = self.page.runs[number]
        if run.family in ("label", "dash", "block") or not run.opened:
            return Attribution("speech", 1.0)
        if _STAGE.fullmatch(self.page.inner(run)) or self.page.inner(run).rstrip("\"”’'» ").endswith(":"):
            return Attribution("term")  # "Related:" leads to something else; "(APPLAUSE)"
        paragraph, at = self.page.places[number]
        scene = self.page.scenes[paragraph]
        if len(scene.paragraph.tokens) == 1 and is_promotion(self.page.text, run.start, run.end):
            return Attribution("term")
        if scene.paragraph.kind in ("title", "heading", "caption"):
            return Attribution("headline", 0.5)
        settled = settled_kind(self.page.text, run, scene.paragraph, at, self.page.lexicon)
        if settled is not None:
            return Attribution(settled, _SETTLED if settled == "speech" else 0.0)
        features = kind_features(self.page.text, run, scene.paragraph, at, self.page.lexicon)
        chance = probability(features, weights.speech)
        if chance >= 0.5:
            return Attribution("speech", chance)
        if is_name(self.page.text, run, scene.paragraph, at, self.page.lexicon):
            return Attribution("term", chance)
        return Attribution("fragment" if probability(features, weights.quoted) >= _QUOTED else "term", chance)

    def attribute(self) -> list[Attribution]:
        """Decide every run; the result is parallel to the page's runs."""
        for scene in self.page.scenes:
            self.reader.read(scene)
            for at in scene.paragraph.quotes:
                number = scene.paragraph.tokens[at].run
                if self.attributions[number].kind in ("speech", "fragment"):
                    self._decide(number)
        self._look_ahead()
        return self.attributions

    def _decide(self, number: int) -> None:
        found = self.attributions[number]
        run = self.page.runs[number]
        if run.family == "label":
            self._by_label(number)
        else:
            ranked = self._ranked(number)
            origin = self._origin(number)
            own = ranked[0][0].mention if has_own_tag(ranked) else None
            if origin is not None and (own is None or own.kind == "pronoun"):
                found.person, found.how, found.belief = origin.person, "continued", origin.belief * 0.99
                found.kind, found.resolution, found.mention = origin.kind, origin.resolution, own or origin.mention
            elif ranked:
                self._choose(number, ranked)
            thing = found.person is not None and self.reader.nature_of(found.person) == "thing"
            if (own is None or thing) and found.how != "continued":
                self._repeat(number)
        found.head = self._head(number)
        if found.kind == "speech" and found.person is not None:
            self.history.append(number)
            self.reader.heard(found.person)
            self.repetition.note(number, self.page.inner(run))

    def _repeat(self, number: int) -> None:
        """Give words that stand in the article a second time to whoever said them first."""
        source = self.repetition.source(self.page.inner(self.page.runs[number]))
        if source is None or self.attributions[source].person == self.attributions[number].person:
            return
        found, first = self.attributions[number], self.attributions[source]
        found.person, found.how, found.belief = first.person, "again", first.belief
        found.candidate, found.resolution, found.mention, found.rivals = None, first.resolution, first.mention, []

    def _origin(self, number: int) -> Attribution | None:
        origin = self.page.runs[number].continues
        if origin is None or self.attributions[origin].person is None:
            return None
        return self.attributions[origin]

    def _head(self, number: int) -> int | None:
        """The run of the same speech before: linked, in this paragraph, or in the one above if nobody speaks here."""
        found = self.attributions[number]
        if found.how == "continued":
            return self.page.runs[number].continues
        if not self.history or found.person is None or self.attributions[self.history[-1]].person != found.person:
            return None
        if found.rivals and found.rivals[0][1] >= _DOUBT * found.belief:
            return None
        apart = self.page.places[number][0] - self.page.places[self.history[-1]][0]
        return self.history[-1] if apart == 0 or (apart == 1 and found.how == "previous") else None

    def _ranked(self, number: int) -> list[tuple[Candidate, float]]:
        situation = self.situation(number)
        candidates = self._asking(candidates_of(situation), number)
        if not floats(situation) or any(is_plain(each) or goes_on(each) for each in candidates):
            return rank(candidates, self.weights, self.page.lexicon.language)
        thinks = self._thinker(number)
        if thinks is not None:
            return [(Candidate("mention", thinks), _THINKER)]
        return rank(floating_candidates(situation, self.surroundings()), self.floating)

    def _thinker(self, number: int) -> Mention | None:
        """Whose opinion the narrator's sentence before has told of last."""
        index, at = self.page.places[number]
        if at == 0 and (not index or self._is_question(number)):
            return None  # what the next paragraph asks, somebody else may ask
        scene = self.page.scenes[index - (at == 0)]
        found = whose_opinion(scene, at or len(scene.paragraph.tokens), self.page.lexicon)
        return found if found is not None and id(found) in self.reader.resolved else None

    def _asking(self, candidates: list[Candidate], number: int) -> list[Candidate]:
        """Only who asks, where a verb of asking leads up to a question: who replies stands behind it."""
        paragraph, at = self.page.places[number]
        scene = self.page.scenes[paragraph]
        if is_hearer_first(scene, at):
            return []
        asks = asks_in(scene, at, self.page.lexicon) if self._is_question(number) else None
        if asks is None:
            return candidates
        return [each for each in candidates if each.mention is asks]

    def _is_question(self, number: int) -> bool:
        return self.page.inner(self.page.runs[number]).rstrip("\"”’'").endswith("?")

    def surroundings(self) -> Surroundings:
        """Who is who, and who took turns, for a paragraph that is a quotation alone."""
        turn = self._lasting(self._turn())
        places = [self.page.places[number][0] for number in self.history[-2:]]
        exchange = (
            len(places) == 2 and places[1] - places[0] == 1 and turn == self.attributions[self.history[-2]].person
        )
        return Surroundings(self.reader.nature_of, self.reader.leads, -1 if turn is None else turn, exchange)

    def situation(self, number: int) -> Situation:
        """What is known when the run is read."""
        paragraph, at = self.page.places[number]
        last = self.history[-1] if self.history else None
        previous = self.page.places[last] if last is not None else None
        if previous is not None and paragraph - previous[0] > _MEMORY:
            previous = None
        return Situation(
            self.page,
            self.page.runs[number],
            self.page.scenes[paragraph],
            at,
            previous,
            tagged_before=last is not None and self.attributions[last].how == "tag",
            has_turn=self._turn() is not None,
            style=self.style,
            intro=clause_subject(self.page.scenes[paragraph], at, self.page.lexicon),
            focus=self._focus(number, last) if last is not None and previous is not None else "none",
            speaker=self.reader.attention.speaker,
            resolved=self.reader.persons,
        )

    def _focus(self, number: int, last: int) -> str:
        """Whether the narrator has turned to somebody else since the run `last`."""
        (first, token), (paragraph, at) = self.page.places[last], self.page.places[number]
        for index in range(paragraph, first - 1, -1):
            leads = self.reader.leads[index]
            stop = bisect_left(leads, at, key=lambda lead: lead.first) if index == paragraph else len(leads)
            for place in range(stop - 1, -1, -1):
                mention = leads[place]
                if (index, mention.first) <= (first, token):
                    return "none"
                person = self.reader.persons.get(id(mention), -1)
                if person >= 0 and not self.page.people[person].group:
                    return "same" if person == self.attributions[last].person else "other"
        return "none"

    def _turn(self) -> int | None:
        """The speaker before the previous one."""
        last = self.attributions[self.history[-1]].person if self.history else None
        for number in self.history[-2:-8:-1]:
            if self.attributions[number].person != last:
                return self.attributions[number].person
        return None

    def _lasting(self, person: int | None) -> int | None:
        """Somebody who may speak again after others have: not "one reader", "another", who is heard once."""
        # Learning gives speakers whom the article never names numbers beyond the last.
        if person is None or person >= len(self.page.people) or not self.page.people[person].nominal:
            return person
        words = self.page.people[person].words
        return None if words[0].lower() in ELLIPTIC or words[-1].lower() in ELLIPTIC else person

    def _choose(self, number: int, ranked: Sequence[tuple[Candidate, float]]) -> None:
        found = self.attributions[number]
        belief: dict[int, float] = {}
        lost = 0.0
        for candidate, share in ranked[:12]:
            people = self._answering(candidate, number)
            lost += share if people is None else 0.0
            for person, part in people or ():
                belief[person] = belief.get(person, 0.0) + share * part
        belief = {person: part / max(1 - lost, _FLOOR) for person, part in belief.items()}
        belief = self._without_hearers(belief, ranked[0][0], number)
        if not belief:
            return
        best = max(belief, key=lambda person: belief[person])
        leader = self._leader(ranked, best)
        found.person, found.belief, found.candidate = best, min(belief[best], 1.0), leader
        found.how = how_found(leader, self.page.places[number][0])
        found.resolution = self.reader.resolved.get(id(leader.mention)) if leader.mention is not None else None
        found.rivals = sorted(((p, b) for p, b in belief.items() if p != best), key=lambda item: -item[1])[:3]
        if leader.mention is None:
            found.mention = self._mention_of(best)
        else:
            found.mention = leader.mention

    def _without_hearers(self, belief: dict[int, float], first: Candidate, number: int) -> dict[int, float]:
        """Without whom the words themselves call by name, where no plain tag says otherwise."""
        if is_plain(first) or len(belief) < _PAIR:
            return belief
        speech = self.page.inner(self.page.runs[number])[:_SPOKEN]
        people, named = self.page.people, addressed_in(speech)
        told = self.style == "report" and not goes_on(first)
        own = [n for n in belief if told and names_in_third_person(speech, people[n])]
        office = self.reader.attention.roles.bearers.get(office_addressed(speech), set())
        called = {n for n in belief if n in office or named & {people[n].words[0], people[n].words[-1]}}
        kept = {n: p for n, p in belief.items() if n not in own and n not in called}
        if not kept or (own and all(self.reader.nature_of(n) != "human" for n in kept)):
            return belief
        scale = sum(belief.values()) / sum(kept.values())
        return {person: part * scale for person, part in kept.items()}

    def _answering(self, candidate: Candidate, number: int) -> list[tuple[int, float]] | None:
        """The people a candidate stands for; where its tag asks and the run answers, who is asked; None: who asks."""
        paragraph, at = self.page.places[number]
        mention = candidate.mention
        if candidate.tag is None or mention is None or mention.paragraph != paragraph or is_plain(candidate):
            return self._people(candidate)
        asked = asked_by(candidate.tag, self.page.scenes[paragraph], at, self._is_question(number))
        if asked is None:
            return self._people(candidate)
        return None if asked == "nobody" else self._people(replace(candidate, mention=asked))

    def _leader(self, ranked: Sequence[tuple[Candidate, float]], person: int) -> Candidate:
        """The candidate to name as evidence: the best one that stands for the person."""
        for candidate, _ in ranked:
            people = self._people(candidate)
            if people and people[0][0] == person:
                return candidate
        return ranked[0][0]

    def _mention_of(self, person: int) -> Mention | None:
        """The words that named the speaker when last heard."""
        for number in self.history[-1:-8:-1]:
            if self.attributions[number].person == person:
                return self.attributions[number].mention
        return None

    def _people(self, candidate: Candidate) -> list[tuple[int, float]]:
        if candidate.kind == "previous":
            person = self.attributions[self.history[-1]].person
            return [] if person is None else [(person, 1.0)]
        if candidate.kind == "turn":
            turn = self._turn()
            return [] if turn is None else [(turn, 1.0)]
        mention = candidate.mention
        last = self.attributions[self.history[-1]] if self.history else None
        if last is not None and last.person is not None and shares_tag(candidate, last):
            return [(last.person, last.belief)]
        resolution = self.reader.resolved.get(id(mention))
        if resolution is None:
            # Names further on are not read yet, but a name needs no reading.
            return [(mention.person, 1.0)] if mention is not None and mention.kind == "name" else []
        return [(resolution.person, resolution.share), *resolution.rivals]

    def _by_label(self, number: int) -> None:
        found, run = self.attributions[number], self.page.runs[number]
        assert run.name is not None
        label = self.page.text[slice(*run.name)]
        found.how, found.belief = "label", 0.99
        if is_answer(label):
            if self._answers is None:
                self._answers = self._answerer()
            if self._answers >= 0:
                found.person, found.belief = self._answers, _ANSWERER
                return
        found.person = self.roster.number_of(label)

    def _answerer(self) -> int:
        """Who gives the answers of an interview: whoever the narrator has turned to before the first label, else -1."""
        first = min(self.page.places[number][0] for number, run in enumerate(self.page.runs) if run.family == "label")
        intro = [scene for scene in self.page.scenes[:first] if scene.paragraph.kind not in ("title", "heading")]
        named = [[m.person for m in scene.mentions if m.kind == "name"] for scene in intro]
        humans = [[person for person in people if self.reader.nature_of(person) == "human"] for people in named]
        named = humans if any(humans) else named
        last = next((set(people) for people in reversed(named) if people), set())
        if len(last) == 1:
            return last.pop()
        ranked = Counter(person for people in named for person in people).most_common(2)
        if not ranked or (len(ranked) > 1 and ranked[0][1] < 2 * ranked[1][1]):
            return -1
        return ranked[0][0]

    def _look_ahead(self) -> None:
        """A tag in the last paragraph of a long quotation names the speaker of all of it."""
        guessed = self._guessed()
        for number in range(len(self.page.runs) - 1, -1, -1):
            run, found = self.page.runs[number], self.attributions[number]
            if run.continues is None or found.how not in ("tag", "ahead"):
                continue
            first = self.attributions[run.continues]
            rival = 0.0 if run.continues in guessed else first.belief
            if first.how not in ("tag", "label") and found.belief > max(rival, _TAGGED):
                first.person, first.belief, first.how = found.person, found.belief * 0.98, "ahead"
                first.resolution, first.mention = found.resolution, found.mention

    def _guessed(self) -> set[int]:
        """Runs given to somebody who is named nearby without a verb of speech, and what goes on from them."""
        guessed: set[int] = set()
        for number, found in enumerate(self.attributions):
            untold = found.how == "near" and found.candidate is not None and found.candidate.tag is None
            if untold or (found.how == "continued" and self.page.runs[number].continues in guessed):
                guessed.add(number)
        return guessed
