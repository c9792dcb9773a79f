from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from narrate.errors import ScriptError
from narrate.model import Clip, Line, Pronunciation, Removal, Script, Speaker, digest_of
from narrate.script import dump, load

text = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60).filter(
    lambda s: s.strip() and s == s.strip()
)
awkward = st.sampled_from(
    [
        "Yes.",
        "null",
        "no",
        "12:30",
        "a: b",
        "a # b",
        "- x",
        "[x]",
        "{y}",
        'it\'s "so"',
        "“Curly,”",
        "&a *b",
        "!x",
        "%",
        "@",
    ]
)
entries = st.lists(
    st.builds(
        Pronunciation,
        match=st.lists(st.sampled_from(["Kyiv", "no", "A: b", "x # y", "Łódź", "12"]), min_size=1, max_size=2).map(
            tuple
        ),
        say=st.one_of(awkward, text).map(lambda words: " ".join(words.split()) or "x"),
        ipa=st.sampled_from(["", "ˈkiːɪv"]),
        case=st.sampled_from(["smart", "exact", "ignore"]),
        before=st.sampled_from(["", "(?i)the \\Z"]),
        first_only=st.booleans(),
    ),
    max_size=2,
)
name = st.one_of(text, st.sampled_from(["narrator", "title", "unknown", "heading (X)", "Who?", "say", "X: Y", "[Z]"]))


@st.composite
def sounds(draw: st.DrawFn) -> Line:
    file = draw(st.sampled_from(["door.wav", "far/a b.mp3", "été.ogg", "yes", "no: 1.flac"]))
    level, fade = draw(st.sampled_from([0.0, -6.0, 3.5])), draw(st.sampled_from([0, 250]))
    clip = Clip(str(Path(file)), level, fade, 2 * fade)
    pause_ms = draw(st.one_of(st.none(), st.integers(0, 9000)))
    flags = draw(st.booleans()), draw(st.booleans())
    return Line(file, "sound", pause_ms=pause_ms, skip=flags[0], note=draw(awkward), clip=clip, under=flags[1])


@st.composite
def scripts(draw: st.DrawFn) -> Script:
    names = draw(st.lists(name, min_size=1, max_size=4, unique=True))
    lines, at, paragraph = [], 0, 0
    for i in range(draw(st.integers(1, 8))):
        words = draw(st.one_of(text, awkward))
        kind = draw(st.sampled_from(["title", "heading", "narration", "quote"]))
        speaker = draw(st.sampled_from([None, *names])) if kind != "narration" else None
        if kind in ("title", "heading") and speaker and (")" in speaker or "\n" in speaker):
            speaker = None
        paragraph += draw(st.integers(0, 1)) if i else 0
        if draw(st.integers(0, 9)) == 0:
            lines.append(replace(draw(sounds()), paragraph=paragraph, start=at, end=at))
        lines.append(
            Line(
                words,
                kind,
                speaker,
                paragraph,
                level={"title": 1, "heading": draw(st.integers(2, 6))}.get(kind, 0),
                start=at,
                end=at + len(words),
                digest=digest_of(draw(st.sampled_from([words, words + "x"]))),
                confidence=round(draw(st.floats(0, 1)), 4),
                evidence=draw(st.one_of(st.just(""), text)),
                candidates=tuple(draw(st.lists(text, max_size=2))),
                unsure=draw(st.booleans()),
                voice=draw(st.sampled_from(["", "anna"])),
                say=draw(st.one_of(st.just(""), text)),
                rate=draw(st.one_of(st.none(), st.integers(60, 400))),
                pause_ms=draw(st.one_of(st.none(), st.integers(0, 9000))),
                skip=draw(st.booleans()),
                note=draw(st.one_of(st.just(""), text)),
                image=draw(st.one_of(st.just(""), text)),
                take=draw(st.integers(1, 3)),
            )
        )
        at += len(words)
    return Script(
        title=draw(text),
        lines=tuple(lines),
        speakers=tuple(Speaker(n, gender=draw(st.sampled_from(["", "female", "male"]))) for n in names),
        removed=(Removal(at, at + 3, "caption"),),
        removed_texts=("a b",),
        language="en",
        article_sha256="ab" * 32,
        article_characters=at + 3,
        pronunciations=tuple(draw(entries)),
    )


@settings(max_examples=150, deadline=None, derandomize=True)
@given(scripts())
def test_a_script_survives_dump_and_load(script: Script) -> None:
    assert load(dump(script), "script.yaml") == script


def test_a_sound_stands_in_no_article_and_takes_no_line_s_place() -> None:
    """A sound put where a line was deleted must not count as that line."""
    lines = (
        Line("One.", start=0, end=4, digest=digest_of("One.")),
        Line("Two.", start=5, end=9, digest=digest_of("Two.")),
    )
    text = dump(Script("T", lines, article_characters=9))
    changed = load(text.replace("- narrator: Two.", "- sound: door.wav"), "script.yaml")
    assert [(line.kind, line.start, line.end, line.digest) for line in changed.lines][1] == ("sound", 4, 4, "")
    assert [(removal.start, removal.end) for removal in changed.removed] == [(5, 9)]


@pytest.mark.parametrize(
    ("rows", "place", "words"),
    [
        ("- sound: door.wav\n  voice: Anna", 3, "unknown key of a sound"),
        ("- sound: door.wav\n  lvel: 3", 3, "unknown key of a sound"),
        ("- sound: door.wav\n  level: 90", 3, "expected a number from -40 to 12 dB"),
        ("- sound: ''", 2, "a sound without a file"),
        ("- narrator: x\n  level: 3", 3, "unknown key"),
    ],
)
def test_a_mistake_in_a_sound_names_its_line(rows: str, place: int, words: str) -> None:
    with pytest.raises(ScriptError, match=words) as failure:
        load(f"script:\n{rows}\n", "s.yaml")
    assert failure.value.message.startswith(f"s.yaml:{place}:")
