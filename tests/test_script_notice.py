import pytest

from narrate.model import Line, Script
from narrate.script import dump, load, with_notice

TITLE = Line("Title", "title", None, 0, 1, 0, 5, "x")
BODY = Line("Words.", "narration", None, 1, 0, 7, 13, "y")


def script_of(*lines: Line) -> Script:
    return Script("Title", lines, article_characters=14)


@pytest.mark.parametrize(
    ("place", "texts"),
    [("end", ["Title", "Words.", "Notice."]), ("start", ["Title", "Notice.", "Words."]), ("none", ["Title", "Words."])],
)
def test_the_notice_stands_where_it_was_asked_for(place: str, texts: list[str]) -> None:
    script = with_notice(script_of(TITLE, BODY), "Notice.", place)  # type: ignore[arg-type]
    assert [line.text for line in script.lines] == texts
    assert [line.paragraph for line in script.lines] == list(range(len(texts)))


def test_an_article_without_a_headline_begins_with_the_notice() -> None:
    script = with_notice(script_of(BODY), "Notice.", "start")
    assert [line.text for line in script.lines] == ["Notice.", "Words."]


def test_the_notice_covers_nothing_and_survives_the_file() -> None:
    script = with_notice(script_of(TITLE, BODY), "Notice.", "end")
    notice = load(dump(script), "s.yaml").lines[-1]
    assert (notice.start, notice.end, notice.edited) == (14, 14, False)
