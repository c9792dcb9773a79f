import json
from pathlib import Path

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
