"""The read-along page, the embeddable player and the transcript in HTML: each one file that fetches nothing.

Everything from outside goes through `html.escape` or `_embedded_json`; the Content-Security-Policy allows the page's
own script and style by their digests and nothing else.
"""

from __future__ import annotations

import base64
import html
import json
from collections.abc import Mapping, Sequence
from typing import Any

from narrate.episode.languages import disclosure, is_right_to_left, language_tag
from narrate.episode.pictures import waveform_path
from narrate.episode.record import media_type, summary
from narrate.episode.templates import ICON, filled, policy, template
from narrate.episode.typesetting import Typesetter, anchor, heard_at, speaker_colours
from narrate.episode.wording import (
    home_address,
    is_iso_date,
    long_date,
    one_line,
    shown_name,
    sound_text,
    spoken_clock,
    web_address,
)
from narrate.episode.words import words_language, words_of
from narrate.model import NARRATOR, Edition, TimedLine

_OPEN_CHAPTERS = 12  # longer lists are folded, or the article would start a screen further down


def read_along_page(edition: Edition, *, audio: bytes | None = None, files: Mapping[str, str] | None = None) -> bytes:
    """Return index.html.

    Parameters
    ----------
    edition : Edition
    audio : bytes or None
        The recording, to be put into the page; None: the page plays the file beside it.
    files : Mapping[str, str] or None
        Files to link to, name to what the link says.
    """
    script = edition.script
    setter = Typesetter(edition)
    return _page(
        "page.html",
        edition,
        audio,
        {
            "summary": html.escape(summary(edition)),
            "web": _web(edition),
            "generator": html.escape(f"narrate {edition.versions.get('narrate', '')}".strip()),
            "direction": _direction(script.language),
            "headline": setter.headline(),
            "byline": _byline(edition),
            "voices": _voices(edition),
            "contents": _contents(edition),
            "text": "\n".join(setter.blocks()),
            "files": _links({} if audio else files or {}, words_of(script.language)),
            "cues": _embedded_json(_data(edition, words=True)),
        },
    )


def player_page(edition: Edition) -> bytes:
    """Return player.html: a small player for an iframe, with the line that is being spoken."""
    facts = {
        "site": html.escape(one_line(edition.script.site)),
        "cues": _embedded_json(_data(edition, words=False)),
    }
    return _page("player.html", edition, None, facts)


def transcript_html(edition: Edition) -> bytes:
    """Return the transcript as Podcasting 2.0 HTML: cite, time and p elements."""
    turns = [
        f"<cite>{html.escape(shown_name(timed.line.label, edition.script.language))}:</cite>\n"
        f"{heard_at(timed.start_ms)}\n<p>{html.escape(one_line(timed.line.text))}</p>"
        for timed in edition.lines
        if timed.line.text.strip()
    ]
    language, direction = html.escape(language_tag(edition.script.language)), _direction(edition.script.language)
    title = html.escape(one_line(edition.script.title))
    root = f'<html lang="{language}" dir="{direction}">'
    head = f'<!doctype html>\n{root}\n<head>\n<meta charset="utf-8">\n<title>{title}</title>\n</head>'
    notice = f"<p><small>{html.escape(disclosure(edition.script.language))}</small></p>"
    return "\n".join([head, "<body>", notice, *turns, "</body>", "</html>", ""]).encode("utf-8")


def _page(name: str, edition: Edition, audio: bytes | None, facts: Mapping[str, str]) -> bytes:
    script, style = template("page.js"), template("page.css")
    language = edition.script.language
    common = {
        **{
            f"say_{key}": html.escape(said.replace("{audio}", edition.audio))
            for key, said in words_of(language).items()
        },
        "policy": policy(script, style),
        "icon": ICON,
        "title": html.escape(one_line(edition.script.title)),
        "language": html.escape(language_tag(language)),
        "words_language": words_language(language),
        "words_direction": _direction(words_language(language)),
        "audio": edition.audio if audio is None else _data_address(edition.audio, audio),
        "seconds": str(edition.duration_ms // 1000),
        "length": spoken_clock(edition.duration_ms),
        "waveform": _waveform(edition.peaks),
        "style": style,
        "script": script,
    }
    controls = filled("controls.html", common)
    return filled(name, {**common, "controls": controls, **facts}).encode("utf-8")


def _data_address(name: str, audio: bytes) -> str:
    return f"data:{media_type(name)};base64,{base64.b64encode(audio).decode('ascii')}"


def _web(edition: Edition) -> str:
    """Return what other programs look for in the head of a page whose address is known: player, sound and picture."""
    home = html.escape(home_address(edition))
    if not home:
        return ""
    oembed = f'<link rel="alternate" type="application/json+oembed" href="{home}embed.json">'
    shared = {"url": "", "audio": edition.audio} | ({"image": "cover.jpg"} if edition.settings.cover != "none" else {})
    return "\n".join([oembed, *(f'<meta property="og:{key}" content="{home}{name}">' for key, name in shared.items())])


def _direction(language: str) -> str:
    return "rtl" if is_right_to_left(language) else "ltr"


def _embedded_json(content: Any) -> str:
    """Return JSON that cannot end or confuse the script element it stands in."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def _data(edition: Edition, *, words: bool) -> dict[str, Any]:
    script = edition.script
    said = words_of(script.language)
    return {
        "language": words_language(script.language),
        "words": {key: said[key] for key in ("play", "pause", "of")},
        "id": f"{edition.slug} {edition.duration_ms}",
        "title": one_line(script.title),
        "artist": one_line(script.author),
        "album": one_line(edition.settings.show or script.site),
        "duration": edition.duration_ms,
        "chapters": [{"start": chapter.start_ms, "title": one_line(chapter.title)} for chapter in edition.chapters],
        "cues": [
            [timed.start_ms, timed.end_ms, _words(timed)]
            if words
            else [timed.start_ms, timed.end_ms, [], one_line(timed.line.text)]
            for timed in edition.lines
        ],
    }


def _words(timed: TimedLine) -> list[list[int]]:
    """Return word times with offsets in UTF-16 units, by which JavaScript counts."""
    units = [0]
    for character in sound_text(timed.line.text):
        units.append(units[-1] + (2 if character > "\uffff" else 1))
    return [[units[word.start], units[word.end], word.start_ms, word.end_ms] for word in timed.words]


def _byline(edition: Edition) -> str:
    script = edition.script
    url = web_address(script.url)
    site = f"<bdi>{html.escape(one_line(script.site) or url)}</bdi>"
    parts = [
        f"<bdi>{html.escape(one_line(script.author))}</bdi>" if script.author.strip() else "",
        _date(one_line(script.date), script.language),
        f'<a href="{html.escape(url)}" rel="noopener">{site}</a>' if url else site if script.site.strip() else "",
    ]
    kept = [part for part in parts if part]
    return f'<p class="byline">{" · ".join(kept)}</p>' if kept else ""


def _date(date: str, language: str) -> str:
    shown = html.escape(long_date(date, language))
    return f'<time datetime="{date[:10]}">{shown}</time>' if is_iso_date(date) else shown


def _voices(edition: Edition) -> str:
    colours = speaker_colours(edition)
    voices = {timed.line.label: timed.voice for timed in reversed(edition.lines)}
    labels = sorted(dict.fromkeys(timed.line.label for timed in edition.lines), key=lambda label: label != NARRATOR)
    rows = []
    for label in labels:
        colour = "" if label == NARRATOR else f' class="s{colours[label]}"'
        name = html.escape(shown_name(label, edition.script.language))
        rows.append(f"<li><b{colour}><bdi>{name}</bdi></b>: <bdi>{html.escape(one_line(voices[label]))}</bdi></li>")
    return f'<ul class="voices">{"".join(rows)}</ul>' if rows else ""


def _contents(edition: Edition) -> str:
    if len(edition.chapters) < 2:
        return ""
    rows = [
        f'<li><a href="#{anchor(number)}"><bdi>{html.escape(one_line(chapter.title))}</bdi> '
        f"{heard_at(chapter.start_ms)}</a></li>"
        for number, chapter in enumerate(edition.chapters)
    ]
    language = edition.script.language
    said = html.escape(words_of(language)["chapters"])
    listed = f'<ol lang="{html.escape(language_tag(language))}" dir="{_direction(language)}">{"".join(rows)}</ol>'
    if len(rows) > _OPEN_CHAPTERS:
        listed = f"<details><summary>{said} ({len(rows)})</summary>{listed}</details>"
    ours = words_language(language)
    return f'<nav lang="{ours}" dir="{_direction(ours)}" aria-label="{said}">{listed}</nav>'


def _links(files: Mapping[str, str], words: Mapping[str, str]) -> str:
    """Return links to files; what they say is a word of ours or stands as it is."""
    shown = {name: html.escape(words.get(said, said)) for name, said in files.items()}
    return " · ".join(f'<a href="{html.escape(name)}">{said}</a>' for name, said in shown.items())


def _waveform(peaks: Sequence[float]) -> str:
    if not peaks:
        return ""
    drawn = waveform_path(peaks, width=1000, height=40)
    return f'<svg viewBox="0 0 1000 40" preserveAspectRatio="none" aria-hidden="true"><path d="{drawn}"/></svg>'
