"""--remember: a show keeps the voices of its people, and its file keeps its comments."""

from pathlib import Path

import pytest
from conftest import Run

from narrate.lookup import load_settings

ARTICLE = """The ferry that stayed

It was late when the ferry came in, and nobody on the quay had slept for a day.

"We waited for the tide," said Ivo Marsh, the harbour master. "It did not wait for us," Marsh said.

Nobody was hurt, and by noon the cafe had opened its doors to the passengers again.
"""


@pytest.mark.parametrize(
    "text",
    [
        "engine: silence\n",
        "engine: silence\ncast: {} # ours\npool: [George, Walter]\n",
        "engine: silence\ncast:\n  Ada Cole: Helen   # the mayor\n\n# the rest\npool: [George, Walter]",
        "engine: silence\ncast: {Ada Cole: Helen}\n",
        "# nothing but a comment\nengine: silence",
    ],
)
def test_people_are_added_and_the_rest_of_the_file_stays(narrate: Run, work: Path, text: str) -> None:
    path = work / "voices.yaml"
    path.write_text(text, encoding="utf-8")
    (work / "article.txt").write_text(ARTICLE, encoding="utf-8")
    before = narrate("build", "article.txt").out
    assert path.read_text(encoding="utf-8") == text
    ran = narrate("build", "article.txt", "--remember")
    assert ran.code == 0, ran.err
    assert "remembered in voices.yaml: Ivo Marsh: " in ran.err
    voice = ran.err.partition("Ivo Marsh: ")[2].split()[0]
    assert any(row.split()[:3] == ["Ivo", "Marsh", voice] for row in before.splitlines())
    entries = {entry.speaker: entry for entry in load_settings(path).cast}
    assert entries["Ivo Marsh"].voice == voice
    assert all(comment in path.read_text(encoding="utf-8") for comment in ("# the mayor", "# ours") if comment in text)
    assert (work / "voices.yaml.bak").read_text(encoding="utf-8") == text
    again = path.read_text(encoding="utf-8")
    assert "remembered" not in narrate("build", "article.txt", "--remember").err
    assert path.read_text(encoding="utf-8") == again


def test_a_show_without_a_file_gets_one(narrate: Run, work: Path) -> None:
    (work / "other.yaml").write_text("engine: silence\n", encoding="utf-8")
    (work / "voices.yaml").unlink()
    (work / "article.txt").write_text(ARTICLE, encoding="utf-8")
    assert narrate("build", "article.txt", "--voices", "other.yaml", "--remember").code == 0
    assert "Ivo Marsh" in (work / "other.yaml").read_text(encoding="utf-8")
    assert not (work / "voices.yaml").exists()


def test_a_description_is_somebody_else_in_the_next_episode(narrate: Run, work: Path) -> None:
    text = (
        'The quay\n\n"It was loose," said a woman on the quay.\n\n"It was not," said Ivo Marsh, the harbour master.\n'
    )
    (work / "article.txt").write_text(text, encoding="utf-8")
    built = narrate("build", "article.txt", "--remember")
    assert "woman" in built.out.lower(), "the test needs somebody who is only described"
    assert "Ivo Marsh" in (work / "voices.yaml").read_text(encoding="utf-8")
    assert "woman" not in (work / "voices.yaml").read_text(encoding="utf-8").lower()
