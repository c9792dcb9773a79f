"""Changes to a script in place: who speaks changes, everything else stays to the letter."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, assume, given, settings, strategies as st
from test_script import scripts

from narrate.errors import ScriptError
from narrate.model import Line, Script, Speaker
from narrate.script import attribute, dump, load, rename, retake

KEPT = """\
# My own heading

title: The ferry   # short
cast:
  Ivo Marsh:            # harbour master
    gender: male
  Pilot: {aliases: ['the pilot']}

script:
- title: The ferry
# the lead
- - Ivo Marsh: '"We waited,"'   # check
  - narrator: he said.
  # unsure: named before the quote: 'A retired pilot'
  - unknown?: '"A fairy tale."'
    note: ask the desk

-   the pilot?:   |-
        "It's late,"
        he said.
    rate: 150
"""


def test_a_named_line_loses_its_mark_and_its_reason_and_nothing_else() -> None:
    line = load(KEPT, "script.yaml").lines[3]
    changed = attribute(KEPT, "script.yaml", {3: replace(line, speaker="Pilot", unsure=False)})
    expected = KEPT.replace("  # unsure: named before the quote: 'A retired pilot'\n", "")
    assert changed == expected.replace("- unknown?: '\"A", "- Pilot: '\"A")


def test_somebody_new_joins_the_cast() -> None:
    line = load(KEPT, "script.yaml").lines[4]
    changed = attribute(KEPT, "script.yaml", {4: replace(line, speaker="Mr. O'Hara: jr", unsure=False)})
    assert "  Mr. O'Hara: {}" not in changed
    assert Speaker("Mr. O'Hara: jr") in load(changed, "script.yaml").speakers
    assert changed.replace('-   "Mr. O\'Hara: jr":', "-   the pilot?:").replace('  "Mr. O\'Hara: jr": {}\n', "") == KEPT


def test_the_narrator_may_take_a_line() -> None:
    line = load(KEPT, "script.yaml").lines[3]
    changed = attribute(KEPT, "script.yaml", {3: replace(line, kind="narration", unsure=False)})
    assert "- narrator: '\"A fairy tale.\"'\n    note" in changed


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_renamed_speaker_keeps_the_old_name_as_an_alias(newline: str) -> None:
    text = KEPT.replace("\n", newline)
    changed = rename(text, "script.yaml", "Ivo Marsh", "Captain Marsh")
    assert newline.join(["  Captain Marsh:            # harbour master", "    gender: male", ""]) in changed
    assert f"    gender: male{newline}    aliases: [Ivo Marsh]{newline}" in changed
    assert "- - Captain Marsh: '\"We waited,\"'   # check" in changed
    assert "# My own heading" in changed
    assert "\n" not in changed.replace(newline, "")


def test_two_speakers_become_one() -> None:
    changed = rename(KEPT, "script.yaml", "Ivo Marsh", "Pilot")
    script = load(changed, "script.yaml")
    assert script.speakers == (Speaker("Pilot", ("the pilot", "Ivo Marsh"), "male"),)
    assert {line.speaker for line in script.lines} == {None, "Pilot"}
    assert "cast:\n  # harbour master\n  Pilot:" in changed


def test_a_name_that_nobody_has_is_answered_with_the_nearest() -> None:
    with pytest.raises(ScriptError, match="nobody is called 'Ivo March'") as caught:
        rename(KEPT, "script.yaml", "Ivo March", "X")
    assert "did you mean 'Ivo Marsh'" in caught.value.hint


def test_somebody_elses_alias_is_refused() -> None:
    with pytest.raises(ScriptError, match="an alias of Pilot"):
        rename(KEPT, "script.yaml", "Ivo Marsh", "the pilot")


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(scripts(), st.data())
def test_any_line_can_go_to_anybody(script: Script, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(script.lines) - 1))
    name = data.draw(st.sampled_from([None, *[speaker.name for speaker in script.speakers], "New One"]))
    line = script.lines[index]
    assume(line.kind != "sound")
    if line.kind in ("title", "heading") and name and (")" in name or "\n" in name):
        name = None
    kind = line.kind if line.kind in ("title", "heading") else data.draw(st.sampled_from(["quote", "narration"]))
    meant = replace(line, kind=kind, speaker=None if kind == "narration" else name, unsure=False)
    text = dump(script)
    changed = load(attribute(text, "script.yaml", {index: meant}), "script.yaml")
    assert changed.lines == tuple(meant if i == index else line for i, line in enumerate(script.lines))


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(scripts(), st.data())
def test_any_lines_can_be_said_anew(script: Script, data: st.DataObject) -> None:
    takes = data.draw(st.dictionaries(st.integers(0, len(script.lines) - 1), st.integers(2, 9), min_size=1))
    takes = {i: take for i, take in takes.items() if script.lines[i].kind != "sound"}
    assume(takes)
    changed = load(retake(dump(script), "script.yaml", takes), "script.yaml")
    assert [line.take for line in changed.lines] == [takes.get(i, line.take) for i, line in enumerate(script.lines)]
    assert [line.text for line in changed.lines] == [line.text for line in script.lines]


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(scripts(), st.data())
def test_anybody_can_be_renamed(script: Script, data: st.DataObject) -> None:
    old = data.draw(st.sampled_from([speaker.name for speaker in script.speakers]))
    others = [speaker.name for speaker in script.speakers if speaker.name != old]
    new = data.draw(st.sampled_from(["New One", *others]))
    if ")" in new or "\n" in new:
        new = "New One"
    changed = load(rename(dump(script), "script.yaml", old, new), "script.yaml")
    assert [line.speaker for line in changed.lines] == [
        new if line.speaker == old else line.speaker for line in script.lines
    ]


def test_the_voice_shown_beside_somebody_goes_with_the_name() -> None:
    lines = (Line("Hello.", "quote", "Ann"), Line("Yes.", "quote", "Bea"))
    text = dump(Script("", lines, (Speaker("Ann"), Speaker("Bea"))), {"Ann": "Joan", "Bea": "Ruth"})
    changed = rename(text.replace("# voice: Ruth", "# voice: Ruth\n  # a note of mine"), "script.yaml", "Bea", "Ann")
    assert "Ruth" not in changed
    assert "# a note of mine" in changed
    assert "# voice: Joan" in changed
