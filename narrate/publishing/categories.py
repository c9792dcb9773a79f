"""Apple's podcast categories: the spelling must be exact, and Apple uses only the first one of a show.

Source: Apple, "Apple Podcasts categories" (podcasters.apple.com/support/1691), as checked by the W3C feed validator.
"""

from __future__ import annotations

from collections.abc import Mapping

_TABLE = """
Arts: Books, Design, Fashion & Beauty, Food, Performing Arts, Visual Arts
Business: Careers, Entrepreneurship, Investing, Management, Marketing, Non-Profit
Comedy: Comedy Interviews, Improv, Stand-Up
Education: Courses, How To, Language Learning, Self-Improvement
Fiction: Comedy Fiction, Drama, Science Fiction
Government:
Health & Fitness: Alternative Health, Fitness, Medicine, Mental Health, Nutrition, Sexuality
History:
Kids & Family: Education for Kids, Parenting, Pets & Animals, Stories for Kids
Leisure: Animation & Manga, Automotive, Aviation, Crafts, Games, Hobbies, Home & Garden, Video Games
Music: Music Commentary, Music History, Music Interviews
News: Business News, Daily News, Entertainment News, News Commentary, Politics, Sports News, Tech News
Religion & Spirituality: Buddhism, Christianity, Hinduism, Islam, Judaism, Religion, Spirituality
Science: Astronomy, Chemistry, Earth Sciences, Life Sciences, Mathematics, Natural Sciences, Nature, Physics, \
Social Sciences
Society & Culture: Documentary, Personal Journals, Philosophy, Places & Travel, Relationships
Sports: Baseball, Basketball, Cricket, Fantasy Sports, Football, Golf, Hockey, Rugby, Running, Soccer, Swimming, \
Tennis, Volleyball, Wilderness, Wrestling
TV & Film: After Shows, Film History, Film Interviews, Film Reviews, TV Reviews
Technology:
True Crime:
"""


def _parsed(table: str) -> dict[str, tuple[str, ...]]:
    rows = (line.partition(":") for line in table.strip().splitlines())
    return {top: tuple(name.strip() for name in subs.split(",") if name.strip()) for top, _, subs in rows}


CATEGORIES: Mapping[str, tuple[str, ...]] = _parsed(_TABLE)
"""Category -> its subcategories."""


def spellings() -> list[str]:
    """Every category as podcast.yaml spells it: "News" or "News > Daily News"."""
    return [name for top, subs in CATEGORIES.items() for name in (top, *(f"{top} > {sub}" for sub in subs))]
