"""Who cannot be meant by the subject of a verb of speech: who is told, and who has just asked."""

from __future__ import annotations

from narrate.dialogue.mentions import Mention, Scene
from narrate.dialogue.page import Page

_REPLYING = frozenset(["replied", "replies", "answered", "answers", "responded", "responds"])


def hearer_of(mention: Mention, scene: Scene) -> Mention | None:
    """Who is told something by the mention: he told Lind is not Lind."""
    for tag in scene.tagged.get(id(mention), ()):
        told = scene.beginning.get(tag.verb + 1)
        if tag.order == "sv" and told is not None and told.kind == "name" and not told.possessive:
            return told
    return None


def asker_of(mention: Mention, scene: Scene, page: Page) -> Mention | None:
    """Who has just asked what the mention replies to: "Q?" Lind asked Ruiz. "Q," he replied is not Lind."""
    tokens = scene.paragraph.tokens
    answers = (tag for tag in scene.tagged.get(id(mention), ()) if tag.order == "sv")
    if not any(tokens[tag.verb].lower in _REPLYING for tag in answers):
        return None
    before = list(scene.tags_between(0, mention.first - 1)[-1:])
    if not before and scene.paragraph.index:
        scene = page.scenes[scene.paragraph.index - 1]
        before = scene.tags[-1:]
    asked = before and scene.paragraph.tokens[before[0].verb].lower in ("asked", "asks")
    return before[0].mention if asked else None
