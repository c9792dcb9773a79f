"""narrate quotes: the places, speakers and reasons, for people and programs."""

import json
from pathlib import Path

import click
import pytest
from conftest import Run

ARTICLE = """\
The bridge

Ana Ruiz met Bo Lind on Monday.

A storm came up.

"We should all have stayed at home that night."

"It was my idea," Lind said on Tuesday.
"""


@pytest.fixture
def article(work: Path) -> Path:
    path = work / "bridge.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    (work / "voices.yaml").write_text("dialogue:\n  min_confidence: 0.9\n", encoding="utf-8")
    return path


def test_an_unsure_quotation_names_those_who_come_into_question(narrate: Run, article: Path) -> None:
    out = narrate("quotes", str(article)).out
    assert "unknown" in out
    assert "perhaps Ana Ruiz 0." in out
    assert "Bo Lind  0.98  speech" in out


def test_the_same_is_told_to_programs(narrate: Run, article: Path) -> None:
    first, second = json.loads(narrate("quotes", str(article), "--json").out)["quotations"]
    assert (first["speaker"], first["voice"]) == (None, "quote")
    assert "Ana Ruiz" in [name for name, _ in first["candidates"]]
    assert (second["speaker"], second["voice"]) == ("Bo Lind", "speaker")
    assert ARTICLE[second["start"] : second["end"]] == second["text"] == '"It was my idea,"'


def test_on_a_terminal_reasons_break_between_words(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from narrate.cli import quotes

    reason = "named after the quote: 'he told'; he = Bo Lind, the one last written about who fits"
    row = {"start": 1, "end": 9, "text": '"It was."', "speaker": "Bo Lind", "voice": "speaker", "kind": "speech"}
    monkeypatch.setenv("COLUMNS", "60")
    for terminal, count in ((True, 4), (False, 3)):
        monkeypatch.setattr("sys.stdout.isatty", lambda terminal=terminal: terminal, raising=False)
        quotes._print({**row, "confidence": 0.9, "reason": reason, "candidates": []})
        lines = [click.unstyle(line) for line in capsys.readouterr().out.splitlines()]
        assert len(lines) == count
        assert " ".join(line.strip() for line in lines[2:]) == reason
        assert terminal is False or max(map(len, lines)) < 60
