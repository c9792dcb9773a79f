import json
from pathlib import Path

import pytest
from conftest import Run

ARTICLE = "Rain in Llanfairpwll\n\nThe mayor of Llanfairpwll, Siân Pryce, met Kyiv's envoy and said nothing at all.\n"


def article(work: Path) -> Path:
    (work / "a.txt").write_text(ARTICLE, encoding="utf-8")
    return work / "a.txt"


def test_names_that_an_engine_must_guess_are_listed(narrate: Run, work: Path) -> None:
    ran = narrate("lexicon", "suggest", article(work), "--json")
    assert ran.code == 0, ran.err
    names = {row["name"] for row in json.loads(ran.out)}
    assert "Llanfairpwll" in names
    assert "Kyiv" not in names  # the shipped lexicon has it


def test_a_lexicon_of_its_own_file_is_used_and_checked(narrate: Run, work: Path) -> None:
    (work / "names.yaml").write_text("entries:\n  - {match: Llanfairpwll, say: Clan Vire}\n", encoding="utf-8")
    (work / "voices.yaml").write_text("engine: silence\nlexicons: [names.yaml]\n", encoding="utf-8")
    ran = narrate("say", "Rain in Llanfairpwll.", "--quiet")
    assert ran.out.splitlines()[0] == "Rain in Clan Vire."
    assert narrate("lexicon", "check").code == 0
    (work / "names.yaml").write_text(
        "entries:\n  - {match: Oslo, say: Ozlo}\n  - {match: Oslo, say: Oozlo}\n", encoding="utf-8"
    )
    ran = narrate("lexicon", "check", "names.yaml")
    assert ran.code == 1
    assert "names.yaml:3" in ran.out


def test_a_lexicon_goes_to_pls_and_back(narrate: Run, work: Path) -> None:
    (work / "names.yaml").write_text("entries:\n  - {match: Llanfairpwll, say: Clan Vire}\n", encoding="utf-8")
    assert narrate("lexicon", "convert", "names.yaml", "-o", "names.pls").code == 0
    back = narrate("lexicon", "convert", "names.pls")
    assert "Llanfairpwll" in back.out
    assert "Clan Vire" in back.out


def test_a_lexicon_that_is_missing_or_broken_is_named(narrate: Run, work: Path) -> None:
    (work / "voices.yaml").write_text("engine: silence\nlexicons: [none.yaml]\n", encoding="utf-8")
    assert "none.yaml" in narrate("lexicon", "check").err
    (work / "voices.yaml").write_text("engine: silence\npronunciations:\n  - {match: '', say: x}\n", encoding="utf-8")
    ran = narrate("lexicon", "check")
    assert ran.code == 1
    assert "voices.yaml:3" in ran.err


FRONT = """---
title: Rain in Kyiv
pronunciations:
  - {match: Kyiv, say: Keev}
  - {match: Nobody Here, say: No Body}
---
The mayor met Kyiv's envoy.

Nobody was hurt.
"""


def spoken_words(work: Path) -> list[str]:
    (report,) = (work / "out").glob("*/report.json")
    return [line["words"] for line in json.loads(report.read_text(encoding="utf-8"))["lines"]]


def test_an_article_brings_its_own_pronunciations_through_the_script_to_the_voice(narrate: Run, work: Path) -> None:
    (work / "a.md").write_text(FRONT, encoding="utf-8")
    ran = narrate("build", "a.md")
    assert ran.code == 0, ran.err
    (script,) = (work / "out").glob("*/script.yaml")
    assert "\npronunciations:\n- {match: Kyiv, say: Keev}\n" in script.read_text(encoding="utf-8")
    assert "'Nobody Here' matched nothing" in ran.err
    before = spoken_words(work)
    script.write_text(script.read_text(encoding="utf-8").replace("say: Keev", "say: Kayev"), encoding="utf-8")
    ran = narrate("build", script)
    assert [a == b for a, b in zip(before, spoken_words(work), strict=True)] == [False, False, True, True]
    again = [row for row in ran.out.splitlines() if row.startswith("spoken again")]
    assert len(again) == 2  # the headline and the sentence with the name, nothing else
    assert all("pronunciations" in row for row in again)


def test_the_article_goes_before_the_show_and_the_show_before_the_user(
    narrate: Run, work: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path_factory.mktemp("home") / "lexicon.yaml"
    own.write_text("- {match: Oslo, say: user}\n- {match: Bergen, say: user}\n- {match: Kyiv, say: user}\n", "utf-8")
    monkeypatch.setenv("NARRATE_LEXICON", str(own))
    show = "engine: silence\npronunciations:\n- {match: Oslo, say: show}\n- {match: Kyiv, say: show}\n"
    (work / "voices.yaml").write_text(show, encoding="utf-8")
    assert narrate("say", "Oslo Bergen Kyiv", "--quiet").out.splitlines()[0] == "show user show"
    article = "---\npronunciations: [{match: Oslo, say: article}]\n---\nOslo, Bergen and Kyiv.\n"
    (work / "a.md").write_text(article, encoding="utf-8")
    ran = narrate("lexicon", "check", "--article", "a.md")
    assert "is given before, at a.md:2, which wins" in ran.out
    assert f"{own}:3: 'Kyiv' is given before, at voices.yaml:4, which wins" in ran.out
    (work / "voices.yaml").unlink()
    monkeypatch.setenv("NARRATE_LEXICON", "nowhere.yaml")
    assert "nowhere.yaml: no such file" in narrate("say", "Oslo", "--quiet").err


@pytest.mark.parametrize(
    ("file", "text", "place"),
    [
        ("a.md", "---\ntitle: T\npronunciations:\n- {match: Oslo, ipa: ˈɒ5}\n---\nOslo.\n", "a.md:4: "),
        ("s.yaml", "pronunciations:\n- match: Oslo\n  sai: x\nscript:\n- narrator: Oslo.\n", "s.yaml:3:"),
        ("s.yaml", "pronunciations: [{match: {regex: (a+)+b}, say: x}]\nscript:\n- narrator: Oslo.\n", "s.yaml:1:"),
    ],
)
def test_a_wrong_entry_of_an_article_or_script_is_named_with_its_line(
    narrate: Run, work: Path, file: str, text: str, place: str
) -> None:
    (work / file).write_text(text, encoding="utf-8")
    ran = narrate("build", file)
    assert ran.code == 1
    assert place in ran.err
