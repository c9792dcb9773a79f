"""Train the five small linear models of narrate.dialogue and write weights.json.

usage: python benchmarks/train_dialogue.py GOLD.jsonl... [--out FILE] [--only MODEL,MODEL] | --smoke

Only files whose licence allows it may be given; narrate/dialogue/PROVENANCE.md names those behind the weights that
ship. Records have the form of the test data in tests/data/dialogue. Needs numpy; the models do not.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from narrate.dialogue.attribution import Attributor
from narrate.dialogue.candidates import Candidate, Situation
from narrate.dialogue.floating import floating_candidates, floats
from narrate.dialogue.focus import Resolution
from narrate.dialogue.kinds import kind_features
from narrate.dialogue.mentions import Mention, Scene
from narrate.dialogue.model import Weights
from narrate.dialogue.page import Page, article_of, page_of
from narrate.dialogue.pronouns import Reader
from narrate.dialogue.ranker import candidates_of, goes_on, is_plain

Record = Mapping[str, Any]
_MARKS = "\"“”„‟«»‹›‘’'` \t\n.,;:!?…—–-"
_ROUNDS = 400
_REFERENT = 30.0  # L2 penalty of the pronoun model, which starts from weights set by hand
_SMALL = Path(__file__).parent.parent / "tests" / "data" / "dialogue" / "phenomena.jsonl"
_FICTION_PRONOUNS = 0.1  # novels have ten times more pronouns than all the news here


@dataclass
class Choice:
    """One run of speech: candidates' features, and which of them are right."""

    features: list[list[str]]
    right: list[bool]
    weight: float


@dataclass
class Decision:
    """One run: its features, and whether it is speech, or at least somebody's words."""

    features: list[str]
    speech: bool
    quoted: bool
    weight: float


class Pupil(Reader):
    """Resolves pronouns by the gold clusters and notes the choices."""

    def __init__(self, page: Page, record: Record, weight: float) -> None:
        super().__init__(page, {})
        self.choices: list[Choice] = []
        self.weight = weight
        self.clusters = {
            (a, b): str(key) for key, entity in (record.get("entities") or {}).items() for a, b in entity["mentions"]
        }
        self.owners = self._owners()

    def _owners(self) -> dict[int, str]:
        """The gold cluster that most names of a person belong to."""
        votes: dict[int, Counter[str]] = {}
        ends: dict[int, str] = {}
        for (_, b), key in sorted(self.clusters.items(), reverse=True):
            ends[b] = key
        for scene in self.page.scenes:
            for mention in scene.mentions:
                if mention.kind == "name" and mention.end in ends:
                    votes.setdefault(mention.person, Counter())[ends[mention.end]] += 1
        return {number: counts.most_common(1)[0][0] for number, counts in votes.items()}

    def _referent(self, mention: Mention, scene: Scene, word: str, spoke: bool) -> Resolution | None:
        cluster = self.clusters.get((mention.start, mention.end))
        options = self.attention.options(mention, scene, word, spoke)
        right = [self.owners.get(number) == cluster for number in options]
        if cluster is None or not any(right):
            return super()._referent(mention, scene, word, spoke)
        if len(options) > 1:
            self.choices.append(Choice(list(options.values()), right, self.weight))
        person = next(number for number, ok in zip(options, right, strict=True) if ok)
        if mention.gender and not self.people[person].gender:
            self.people[person].gender = mention.gender
        return Resolution(person, 1.0)


class Teacher(Attributor):
    """Walks through a page with the gold speakers in place of its own and notes what it saw."""

    def __init__(self, page: Page, record: Record, weight: float) -> None:
        super().__init__(page, Weights({}, {}, {}, {}, {}))
        self.reader: Pupil = Pupil(page, record, weight)
        self.record = record
        self.weight = weight
        self.choices: list[Choice] = []
        self.floats: list[Choice] = []
        self.gold = [_gold_of(page, record, number) for number in range(len(page.runs))]
        self.entities: dict[int, str] = {}

    def _decide(self, number: int) -> None:
        quote = self.gold[number]
        if quote is None or quote.get("kind", "direct") not in ("direct", "mixed") or not quote.get("speaker"):
            return
        run = self.page.runs[number]
        entity = str(quote.get("speaker_entity") or quote["speaker"])
        if run.family != "label" and run.continues is None:
            situation = self.situation(number)
            candidates = candidates_of(situation)
            # Where a plain tag decides, there is nothing to learn.
            if not any(is_plain(candidate) or goes_on(candidate) for candidate in candidates):
                if floats(situation):
                    self._learn_floating(situation, entity, quote)
                else:
                    self._learn(situation, candidates, entity, quote)
        if quote.get("kind", "direct") == "direct":
            self.entities[number] = entity
            person = self._person(entity, quote)
            self.attributions[number].person = person
            self.attributions[number].how = (
                "tag" if quote.get("type") in ("explicit", "pronoun", "nominal") else "previous"
            )
            self.history.append(number)
            self.reader.heard(person)

    def _learn(self, situation: Situation, candidates: Sequence[Candidate], entity: str, quote: Record) -> None:
        """Only the closest kind of right candidate gets credit; the other right ones are left out of the choice."""
        right = [self._is_right(candidate, entity, quote) for candidate in candidates]
        place, spans = situation.scene.paragraph.index, quote.get("speaker_spans") or []
        tiers = [_tier(c, place, spans) if ok else 9 for c, ok in zip(candidates, right, strict=True)]
        best = min(tiers, default=9)
        if best == 9:
            return
        kept = [(c.features, tier == best) for c, tier in zip(candidates, tiers, strict=True) if tier in (best, 9)]
        self.choices.append(Choice([found for found, _ in kept], [ok for _, ok in kept], self.weight))

    def _learn_floating(self, situation: Situation, entity: str, quote: Record) -> None:
        found = floating_candidates(situation, self.surroundings())
        right = [self._is_right(c, entity, quote) or self._is_named(c, entity, quote) for c in found]
        if any(right) and not all(right):
            self.floats.append(Choice([c.features for c in found], right, self.weight))

    def _is_named(self, candidate: Candidate, entity: str, quote: Record) -> bool:
        mention = candidate.mention
        if candidate.kind != "mention" or mention is None:
            return False
        if mention.kind == "name":
            return self.page.people[mention.person].name.lower() in _aliases(self.record, entity, quote)
        return self._names_agree(mention, entity, quote)

    def _is_right(self, candidate: Candidate, entity: str, quote: Record) -> bool:
        if candidate.kind == "previous":
            return self.entities[self.history[-1]] == entity
        if candidate.kind == "turn":
            return self._turn_entity() == entity
        mention = candidate.mention
        assert mention is not None
        spans = [tuple(span) for span in (self.record.get("entities") or {}).get(entity, {}).get("mentions", [])]
        spans += [tuple(span) for span in quote.get("speaker_spans") or []]
        if any(min(mention.end, b) > max(mention.start, a) and mention.end <= b + 2 for a, b in spans):
            return True
        return not spans and self._names_agree(mention, entity, quote)

    def _lasting(self, person: int | None) -> int | None:
        """Speakers of the labels whom the page does not name have numbers beyond its people."""
        known = person is not None and person < len(self.page.people)
        return super()._lasting(person) if known else person

    def _turn_entity(self) -> str | None:
        last = self.entities[self.history[-1]]
        return next((self.entities[n] for n in self.history[-2:-8:-1] if self.entities[n] != last), None)

    def _names_agree(self, mention: Mention, entity: str, quote: Record) -> bool:
        resolution = self.reader.resolved.get(id(mention))
        return resolution is not None and self.page.people[resolution.person].name.lower() in _aliases(
            self.record, entity, quote
        )

    def _person(self, entity: str, quote: Record) -> int:
        names = _aliases(self.record, entity, quote)
        for person in self.page.people:
            if person.name.lower() in names:
                return person.number
        return 100000 + int(hashlib.sha256(entity.encode()).hexdigest()[:6], 16)


def _tier(candidate: Candidate, paragraph: int, spans: Sequence[Sequence[int]]) -> int:
    mention = candidate.mention
    if mention is None:
        return 3
    if mention.paragraph != paragraph:
        return 4
    named = any(min(mention.end, b) > max(mention.start, a) for a, b in spans)
    if candidate.tag is not None:
        return 0 if named else 1
    return 1 if named else 2


def _aliases(record: Record, entity: str, quote: Record) -> set[str]:
    known = (record.get("entities") or {}).get(entity, {})
    names = {str(quote["speaker"]), str(known.get("name", "")), *map(str, known.get("aliases", []))}
    return {name.lower() for name in names if name}


def _gold_of(page: Page, record: Record, number: int) -> Record | None:
    """The gold quotation that covers the run."""
    run = page.runs[number]
    start, end = _trim(page.text, run.start, run.end)
    for quote in record["quotes"]:
        a, b = _trim(page.text, max(quote["start"], run.start), min(quote["end"], run.end))
        if b > a and (min(b, end) - max(a, start)) >= 0.8 * (max(b, end) - min(a, start)):
            found: Record = quote
            return found
    return None


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in _MARKS:
        start += 1
    while end > start and text[end - 1] in _MARKS:
        end -= 1
    return start, end


@dataclass
class Lessons:
    """What records teach the models."""

    speaker: list[Choice] = field(default_factory=list)
    floating: list[Choice] = field(default_factory=list)
    referent: list[Choice] = field(default_factory=list)
    speech: list[Decision] = field(default_factory=list)


def learn(records: Iterable[Record], weight: float, lessons: Lessons) -> None:
    """Add what the records teach."""
    for record in records:
        page = page_of(article_of(record["text"], record.get("lang", "en")))
        teacher = Teacher(page, record, weight)
        if record.get("genre") == "fiction":
            teacher.reader.weight = weight * _FICTION_PRONOUNS
        teacher.attribute()
        lessons.speaker.extend(teacher.choices)
        lessons.floating.extend(teacher.floats)
        lessons.referent.extend(teacher.reader.choices)
        lessons.speech.extend(_decisions(page, teacher, record, weight))


def _decisions(page: Page, teacher: Teacher, record: Record, weight: float) -> Iterable[Decision]:
    for number, run in enumerate(page.runs):
        paragraph, at = page.places[number]
        scene = page.scenes[paragraph]
        if run.family in ("label", "dash") or scene.paragraph.kind in ("title", "heading", "caption"):
            continue
        quote = teacher.gold[number]
        if quote is not None and quote.get("kind", "direct") == "headline":
            continue
        speech = quote is not None and quote.get("kind", "direct") == "direct"
        features = kind_features(page.text, run, scene.paragraph, at, page.lexicon)
        yield Decision(features, speech, quote is not None, weight)


# Where news differs from the novels that most pronouns here come from: the model starts from these weights.
PRIOR = {
    "distance=0": 0.0, "distance=1": -0.3, "distance=2": -0.8, "distance=3": -1.2, "distance=5": -1.8,
    "distance=9": -2.5, "distance=far": -3.5, "place=topic": 1.6, "place=main": 1.4, "place=asked": 1.0,
    "place=sub": 0.5, "place=after": -0.3, "place=owner": -0.6, "above=1": -0.9, "above=2": -1.6, "above=3": -2.2,
    "speaker": 0.8, "spoke=True": 0.5, "count=2": 0.1, "count=3": 0.2, "count=4": 0.3, "count=5": 0.35, "count=6": 0.4,
    "known=True|one": 0.6, "human|one": 0.6, "role|one": 0.3, "group|any": 0.6, "role|any": 0.6,
}  # fmt: skip


# Few quotations of news that float are labelled here: who goes on, and whom the narrator has turned to, comes first.
FLOATING = {
    "previous|gap=0": 2.0, "previous|gap=1": 1.5, "previous|gap=2": 1.0, "previous|focus=same": 0.5, "turn|gap=1": -0.5,
    "back=0|closer": 3.5, "back=0|teller": 2.5, "back=0|subject": 2.0, "back=0|other": -0.5, "back=1|closer": 1.5,
    "back=1|teller": 1.5, "back=1|subject": 1.5, "back=1|lead": 1.0, "back=1|other": -1.0, "rivals=0|closer": 1.0,
    "rivals=0|teller": 1.0, "rivals=0|subject": 1.0, "nature=human": 1.0, "nature=role": 0.5, "nature=likely": 0.5,
    "nature=group": -0.5, "nature=thing": -1.0,
}  # fmt: skip


class Vocabulary:
    """Feature names that occur often enough, or have a weight to start from, with their numbers."""

    def __init__(self, features: Iterable[Iterable[str]], least: int, known: Iterable[str] = ()) -> None:
        counts = Counter(feature for found in features for feature in set(found))
        self.names = sorted({name for name, count in counts.items() if count >= least}.union(known))
        self.numbers = {name: number for number, name in enumerate(self.names)}

    def rows(self, features: Sequence[Sequence[str]]) -> tuple[Any, Any]:
        """Row and column of every feature that is set."""
        pairs = [(row, self.numbers[f]) for row, found in enumerate(features) for f in found if f in self.numbers]
        array = np.array(pairs, dtype=np.int64).reshape(-1, 2)
        return array[:, 0], array[:, 1]


def train_kind(decisions: Sequence[Decision], answers: Sequence[bool], strength: float = 1.0) -> dict[str, float]:
    """Logistic regression with L2 penalty `strength`, by Adam over all records at once."""
    vocabulary = Vocabulary((d.features for d in decisions), 2)
    rows, columns = vocabulary.rows([d.features for d in decisions])
    target = np.array(answers, dtype=float)
    share = np.array([d.weight for d in decisions])

    def gradient(weights: Any) -> Any:
        scores = np.bincount(rows, weights[columns], len(decisions))
        error = (1 / (1 + np.exp(-scores)) - target) * share
        return np.bincount(columns, error[rows], len(weights)) + strength * weights

    return _named(vocabulary, _adam(gradient, len(vocabulary.names)))


def train_choice(
    choices: Sequence[Choice],
    strength: float,
    prior: Mapping[str, float] | None = None,
    plain: float = 0.05,
    known: Iterable[str] = (),
) -> dict[str, float]:
    """Softmax over the candidates of each choice; all right candidates share the credit.

    The penalty pulls the weights towards `prior` (towards 0 where it says nothing).
    Features that begin with "!" are few and general: they bear the small penalty `plain`, all others `strength`.
    Features that hardly occur are left out, but for those in `known`.
    """
    features = [found for choice in choices for found in choice.features]
    vocabulary = Vocabulary(features, 3, known)
    rows, columns = vocabulary.rows(features)
    group = np.repeat(np.arange(len(choices)), [len(choice.features) for choice in choices])
    right = np.array([r for choice in choices for r in choice.right], dtype=bool)
    start = np.array([(prior or {}).get(name, 0.0) for name in vocabulary.names])
    penalty = np.array([plain if name.startswith("!") else strength for name in vocabulary.names])
    share = np.array([choice.weight for choice in choices])[group]

    def gradient(weights: Any) -> Any:
        scores = np.bincount(rows, weights[columns], len(features))
        top = np.full(len(choices), -1e9)
        np.maximum.at(top, group, scores)
        raised = np.exp(scores - top[group])
        all_ = raised / np.bincount(group, raised, len(choices))[group]
        good = raised * right
        good = good / np.maximum(np.bincount(group, good, len(choices)), 1e-12)[group]
        return np.bincount(columns, ((all_ - good) * share)[rows], len(weights)) + penalty * (weights - start)

    return _named(vocabulary, _adam(gradient, len(vocabulary.names)))


def _adam(gradient: Any, size: int) -> Any:
    weights, mean, square = np.zeros(size), np.zeros(size), np.zeros(size)
    for step in range(1, _ROUNDS + 1):
        slope = gradient(weights)
        mean = 0.9 * mean + 0.1 * slope
        square = 0.99 * square + 0.01 * slope**2
        rate = 0.1 * (1 - step / (_ROUNDS + 1))
        weights = weights - rate * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-8)
    return weights


def _named(vocabulary: Vocabulary, weights: Any) -> dict[str, float]:
    return {
        name: round(float(weight), 3)
        for name, weight in zip(vocabulary.names, weights, strict=True)
        if abs(weight) >= 0.02
    }


def read(name: str) -> tuple[list[Record], float]:
    """The records of "file.jsonl=0.5", and their weight."""
    path, _, weight = name.partition("=")
    lines = Path(path).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()], float(weight or 1.0)


def train(lessons: Lessons) -> dict[str, dict[str, float]]:
    """Feature -> weight of the five models."""
    return {
        "speech": train_kind(lessons.speech, [decision.speech for decision in lessons.speech]),
        "quoted": train_kind(lessons.speech, [decision.quoted for decision in lessons.speech]),
        "speaker": train_choice(lessons.speaker, 1.0),
        "floating": train_choice(lessons.floating, 1.0, FLOATING, plain=1.0, known=FLOATING),
        "referent": train_choice(lessons.referent, _REFERENT, PRIOR),
    }


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="*", help="JSONL file, with an optional weight: file.jsonl=0.5")
    parser.add_argument("--smoke", action="store_true", help="train on a small file of the tests, and write nothing")
    parser.add_argument("--out", default="narrate/dialogue/weights.json")
    parser.add_argument("--only", default="", help="train these models alone (speech,quoted); OUT keeps its others")
    options = parser.parse_args(arguments)
    if not options.gold and not options.smoke:
        parser.error("name the labelled files, or --smoke")
    lessons = Lessons()
    for name in [str(_SMALL)] if options.smoke else options.gold:
        learn(*read(name), lessons)
    out = Path(options.out)
    models = train(lessons)
    if options.only:
        models = json.loads(out.read_text(encoding="utf-8")) | {name: models[name] for name in options.only.split(",")}
    text = json.dumps(models, indent=0, sort_keys=True) + "\n"
    if not options.smoke:
        out.write_text(text, encoding="utf-8")
    sizes = f"{len(lessons.speaker)} speakers, {len(lessons.floating)} floating, {len(lessons.referent)} pronouns"
    counts = f"{len(lessons.speech)} runs, {sizes}"
    print(f"{counts} -> {'nothing written' if options.smoke else out} ({len(text) // 1024} kB)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
