"""Props: the sounds from files that a recording asks for, fetched into the cache."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from narrate.model import Clip, Furniture, SoundSettings
from narrate.sound.cache import Store
from narrate.sound.desk import Desk
from narrate.sound.keys import clip_key, stretch_key
from narrate.sound.layers import Item, Role
from narrate.sound.orders import ClipOrder
from narrate.tasks import Job


class Props:
    """The furniture of one recording; a file that is used in several places is fetched once."""

    def __init__(self, furniture: Furniture, settings: SoundSettings, cache: Store, desk: Desk) -> None:
        self._furniture = furniture
        self._settings = settings
        self._cache = cache
        self._desk = desk

    def fetched(self) -> Job[tuple[Item, ...]]:
        """Decode what the cache lacks; in the end the items, the outro last."""
        clips = {clip.file: clip for _, clip, _ in reversed(list(self._wanted()))}
        keys = {file: clip_key(clip, self._settings) for file, clip in clips.items()}
        missing = {key: clips[file] for file, key in keys.items() if not self._is_whole(key)}
        orders = [ClipOrder(key, Path(clip.file).absolute(), clip.where) for key, clip in missing.items()]
        yield from self._desk.have_done("decoding", orders)
        heads = {key: self._cache.head("clips", key) for key in keys.values()}
        items = []
        for role, clip, insert in self._wanted():
            head = heads[keys[clip.file]]
            items.append(Item(role, keys[clip.file], clip, head["frames"], head["channels"], *insert))
        return tuple(items)

    def _wanted(self) -> Iterator[tuple[Role, Clip, tuple[int, int, bool]]]:
        music, no_place = self._furniture.music, (0, 0, False)
        before: tuple[tuple[Role, Clip | None], ...] = (("intro", music.intro), ("bed", music.bed))
        yield from ((role, clip, no_place) for role, clip in before if clip is not None)
        for each in self._furniture.inserts:
            yield "insert", each.clip, (each.before, each.pause_ms, each.under)
        if music.outro is not None:
            yield "outro", music.outro, no_place

    def _is_whole(self, key: str) -> bool:
        """Whether the cache has all of a clip: its stretches may have been pruned one by one."""
        if not self._cache.has("clips", key):
            return False
        head = self._cache.head("clips", key)
        count = -(-head["frames"] // head["stretch"])
        return all(self._cache.has("clips", stretch_key(key, index)) for index in range(count))
