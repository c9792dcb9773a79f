"""The read-along page, the embeddable player and the transcript in HTML: each one file that fetches nothing.

Everything from outside goes through `html.escape` or `_embedded_json`; the Content-Security-Policy allows the page's
own script and style by their digests and nothing else.
"""

from __future__ import annotations

import base64
import html
import json
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from narrate.episode.languages import disclosure, has_disclosure, is_right_to_left, language_tag
from narrate.episode.pictures import waveform_path
from narrate.episode.record import summary
from narrate.episode.templates import ICON, filled, policy, template
from narrate.episode.wording import is_iso_date, long_date, one_line, shown_name, sound_text, spoken_clock, web_address
from narrate.model import NARRATOR, Chapter, Edition, TimedLine

COLOURS = 8
"""Speaker colours in page.css: s1 to s8; s0 is for words whose speaker is unknown."""
AUDIO = "episode.mp3"
_OPEN_CHAPTERS = 12  # longer lists are folded, or the article would start a screen further down


def read_along_page(
    edition: Edition, *, audio: bytes | None = None, peaks: Sequence[float] = (), files: Mapping[str, str] | None = None
) -> bytes:
    """Return index.html.

    Parameters
    ----------
    edition : Edition
    audio : bytes or None
        The MP3, to be put into the page; None: the page plays the file `episode.mp3` beside it.
    peaks : Sequence[float]
        Loudness over time, 0 to 1, drawn behind the position; empty: no drawing.
    files : Mapping[str, str] or None
        Files to link to, name to what the link says.
    """
    script = edition.script
    colours = speaker_colours(edition)
    return _page(
        "page.html",
        edition,
        audio,
        peaks,
        {
            "summary": html.escape(summary(edition)),
            "generator": html.escape(f"narrate {edition.versions.get('narrate', '')}".strip()),
            "direction": "rtl" if is_right_to_left(script.language) else "ltr",
            "headline": _headline(edition),
            "byline": _byline(edition),
            "voices": _voices(edition, colours),
            "contents": _contents(edition.chapters),
            "text": "\n".join(_blocks(edition, colours)),
            "files": _links({} if audio else files or {}),
            "cues": _embedded_json(_data(edition, words=True)),
        },
    )


def player_page(edition: Edition, *, peaks: Sequence[float] = ()) -> bytes:
    """Return player.html: a small player for an iframe, with the line that is being spoken."""
    facts = {
        "site": html.escape(one_line(edition.script.site)),
        "cues": _embedded_json(_data(edition, words=False)),
    }
    return _page("player.html", edition, None, peaks, facts)


def transcript_html(edition: Edition) -> bytes:
    """Return the transcript as Podcasting 2.0 HTML: cite, time and p elements."""
    turns = [
        f"<cite>{html.escape(shown_name(timed.line.label))}:</cite>\n"
        f"{_time(timed.start_ms)}\n<p>{html.escape(one_line(timed.line.text))}</p>"
        for timed in edition.lines
        if timed.line.text.strip()
    ]
    language = html.escape(language_tag(edition.script.language))
    title = html.escape(one_line(edition.script.title))
    head = f'<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n<title>{title}</title>\n</head>'
    notice = f"<p><small>{html.escape(disclosure(edition.script.language))}</small></p>"
    return "\n".join([head, "<body>", notice, *turns, "</body>", "</html>", ""]).encode("utf-8")


def speaker_colours(edition: Edition) -> dict[str, int]:
    """Return a colour number for every speaker but the narrator, in the order in which they are first heard."""
    labels = dict.fromkeys(timed.line.label for timed in edition.lines if timed.line.label != NARRATOR)
    named = [label for label in labels if label != "unknown"]
    return {**{label: number % COLOURS + 1 for number, label in enumerate(named)}, "unknown": 0}


def _page(name: str, edition: Edition, audio: bytes | None, peaks: Sequence[float], facts: Mapping[str, str]) -> bytes:
    script, style = template("page.js"), template("page.css")
    language = edition.script.language
    known = has_disclosure(language)
    common = {
        "policy": policy(script, style),
        "icon": ICON,
        "title": html.escape(one_line(edition.script.title)),
        "language": html.escape(language_tag(language)),
        "notice": html.escape(disclosure(language)),
        "notice_language": html.escape(language_tag(language)) if known else "en",
        "audio": AUDIO if audio is None else "data:audio/mpeg;base64," + base64.b64encode(audio).decode("ascii"),
        "seconds": str(edition.duration_ms // 1000),
        "length": spoken_clock(edition.duration_ms),
        "waveform": _waveform(peaks),
        "style": style,
        "script": script,
    }
    controls = filled("controls.html", common)
    return filled(name, {**common, "controls": controls, **facts}).encode("utf-8")


def _embedded_json(content: Any) -> str:
    """Return JSON that cannot end or confuse the script element it stands in."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def _data(edition: Edition, *, words: bool) -> dict[str, Any]:
    script = edition.script
    return {
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


def _headline(edition: Edition) -> str:
    titles = [index for index, timed in enumerate(edition.lines) if timed.line.kind == "title"]
    if not titles:
        return f"<bdi>{html.escape(one_line(edition.script.title)) or 'Untitled'}</bdi>"
    return "".join(_joined([(index, edition.lines[index]) for index in titles]))


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


def _voices(edition: Edition, colours: Mapping[str, int]) -> str:
    voices = {timed.line.label: timed.voice for timed in reversed(edition.lines)}
    labels = sorted(dict.fromkeys(timed.line.label for timed in edition.lines), key=lambda label: label != NARRATOR)
    rows = []
    for label in labels:
        colour = "" if label == NARRATOR else f' class="s{colours[label]}"'
        name, voice = html.escape(shown_name(label)), html.escape(one_line(voices[label]))
        rows.append(f"<li><b{colour}><bdi>{name}</bdi></b>: {voice}</li>")
    return f'<ul class="voices" lang="en">{"".join(rows)}</ul>' if rows else ""


def _contents(chapters: Sequence[Chapter]) -> str:
    if len(chapters) < 2:
        return ""
    rows = [
        f'<li><a href="#{_anchor(number)}"><bdi>{html.escape(one_line(chapter.title))}</bdi> '
        f"{_time(chapter.start_ms)}</a></li>"
        for number, chapter in enumerate(chapters)
    ]
    listed = f"<ol>{''.join(rows)}</ol>"
    if len(rows) > _OPEN_CHAPTERS:
        listed = f'<details><summary lang="en">{len(rows)} chapters</summary>{listed}</details>'
    return f'<nav aria-label="Chapters">{listed}</nav>'


def _time(milliseconds: int) -> str:
    return f'<time datetime="PT{milliseconds // 1000}S">{spoken_clock(milliseconds)}</time>'


def _anchor(chapter: int) -> str:
    return f"chapter-{chapter}" if chapter else "article"


def _links(files: Mapping[str, str]) -> str:
    return " · ".join(f'<a href="{html.escape(name)}">{html.escape(said)}</a>' for name, said in files.items())


def _blocks(edition: Edition, colours: Mapping[str, int]) -> list[str]:
    """Return the paragraphs and headings, each with the lines that are heard in it."""
    anchors = {chapter.start_ms: _anchor(number) for number, chapter in enumerate(edition.chapters) if number}
    body = [(index, timed) for index, timed in enumerate(edition.lines) if timed.line.kind != "title"]
    blocks = []
    level = 1
    for (_, heading), group in groupby(body, key=lambda each: (each[1].line.paragraph, each[1].line.kind == "heading")):
        lines = list(group)
        anchor = anchors.get(lines[0][1].start_ms)
        identity = f' id="{anchor}"' if anchor else ""
        if heading:
            level = min(max(lines[0][1].line.level, 2), level + 1, 6)
            blocks.append(f'<h{level}{identity} dir="auto">{"".join(_joined(lines, colours))}</h{level}>')
        else:
            blocks.append(_paragraph(lines, identity, colours))
    return blocks


def _paragraph(lines: list[tuple[int, TimedLine]], identity: str, colours: Mapping[str, int]) -> str:
    labels = {timed.line.label for _, timed in lines}
    label = lines[0][1].line.label
    if len(labels) == 1 and label != NARRATOR:
        text = _who(label) + "".join(_joined(lines))
        return f'<p{identity} class="turn s{colours[label]}">{text}</p>'
    return f"<p{identity}>{''.join(_joined(lines, colours))}</p>"


def _joined(lines: list[tuple[int, TimedLine]], colours: Mapping[str, int] | None = None) -> list[str]:
    """Return the lines of one block as HTML, with the white space that the article has between them."""
    parts: list[str] = []
    named: set[str] = set()
    before: TimedLine | None = None
    for index, timed in lines:
        line = timed.line
        if before is not None and not (before.line.end == line.start > before.line.start):
            parts.append(" ")
        text = f'<span data-cue="{index}">{html.escape(sound_text(line.text))}</span>'
        if colours is not None and line.label != NARRATOR:
            who = "" if line.label in named else _who(line.label)
            text = f'<span class="s{colours[line.label]}">{who}{text}</span>'
            named.add(line.label)
        parts.append(text)
        before = timed
    return parts


def _who(label: str) -> str:
    return f'<span class="who"><bdi>{html.escape(shown_name(label))}</bdi></span>'


def _waveform(peaks: Sequence[float]) -> str:
    if not peaks:
        return ""
    drawn = waveform_path(peaks, width=1000, height=40)
    return f'<svg viewBox="0 0 1000 40" preserveAspectRatio="none" aria-hidden="true"><path d="{drawn}"/></svg>'
