"""The files beside the MP3: a table of names and the functions that make them."""

from __future__ import annotations

import html
import json
from collections.abc import Callable, Mapping, Sequence

from narrate.episode.captions import chapters_json, subrip, transcript_json, transcript_text, webvtt
from narrate.episode.page import player_page, read_along_page, transcript_html
from narrate.episode.pictures import waveform
from narrate.episode.wording import home_address, one_line, web_address
from narrate.model import Edition

FILES: Mapping[str, Callable[[Edition], bytes]] = {
    "transcript.vtt": webvtt,
    "transcript.json": transcript_json,
    "transcript.txt": transcript_text,
    "transcript.html": transcript_html,
}
ON_REQUEST: Mapping[str, Callable[[Edition], bytes]] = {
    "transcript.srt": subrip,
}
"""AntennaPod and Pocket Casts take the words before a colon in SubRip for a speaker and drop them."""
_LINKS = {"transcript.txt": "text", "transcript.vtt": "captions"}
_PLAYER_WIDTH, _PLAYER_HEIGHT = 640, 280  # the frame itself is as wide as its place


def _kind(audio: str) -> str:
    return audio.rpartition(".")[2].upper()


def package(edition: Edition, *, extra: Sequence[str] = ()) -> dict[str, bytes]:
    """Return the files that stand beside the MP3, name to bytes.

    Parameters
    ----------
    edition : Edition
    extra : Sequence[str]
        Names of `ON_REQUEST` to make as well.
    """
    files = {name: make(edition) for name, make in FILES.items()}
    files |= {name: ON_REQUEST[name](edition) for name in extra}
    if edition.chapters:
        files["chapters.json"] = chapters_json(edition)
    if edition.peaks:
        files["waveform.svg"] = waveform(edition.peaks)
    files["index.html"] = read_along_page(edition, files={edition.audio: _kind(edition.audio), **_LINKS})
    files["player.html"] = player_page(edition)
    files["embed.json"] = embed(edition)
    return files


def embed(edition: Edition) -> bytes:
    """Return what an editor needs to embed the player, as an oEmbed 1.0 answer of type "rich".

    Addresses are whole where the settings say where editions stand on the web, else relative to the page that embeds.
    """
    home = home_address(edition)
    title = one_line(edition.script.title)
    source = html.escape(f"{home}player.html")
    frame = (
        f'<iframe src="{source}" title="{html.escape(title)}" width="100%" height="{_PLAYER_HEIGHT}" '
        'loading="lazy" allow="autoplay" sandbox="allow-scripts allow-same-origin allow-popups"></iframe>'
    )
    links = {
        "author_url": web_address(edition.script.url),
        "provider_url": edition.settings.base_url,
    }
    answer = {
        "version": "1.0",
        "type": "rich",
        "title": title,
        "author_name": one_line(edition.script.author),
        "provider_name": one_line(edition.settings.show or edition.script.site),
        **{key: address for key, address in links.items() if address},
        "width": _PLAYER_WIDTH,
        "height": _PLAYER_HEIGHT,
        "html": frame,
    }
    return (json.dumps(answer, ensure_ascii=False, indent=1) + "\n").encode("utf-8")
