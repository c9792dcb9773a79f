"""Sources that are no article: one clear line each, and what to do."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

import pytest

from narrate.errors import SourceError
from narrate.model import Raw
from narrate.reading import fetch, read


def test_a_missing_file_names_the_file_that_was_meant(tmp_path: Path) -> None:
    (tmp_path / "harbour.txt").write_text("The harbour is open.", encoding="utf-8")
    with pytest.raises(SourceError, match="no such file") as caught:
        fetch(str(tmp_path / "harbor.txt"))
    assert "harbour.txt" in caught.value.hint


def test_a_folder_is_no_article(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="is a folder") as caught:
        fetch(str(tmp_path))
    assert caught.value.hint


@pytest.mark.parametrize("content", [b"", b" \n\r\n\t "])
def test_an_empty_file_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "empty.txt"
    path.write_bytes(content)
    with pytest.raises(SourceError, match="is empty"):
        fetch(str(path))


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="permissions do not bind this user")
def test_an_unreadable_file_says_why(tmp_path: Path) -> None:
    path = tmp_path / "secret.txt"
    path.write_text("closed", encoding="utf-8")
    path.chmod(0)
    with pytest.raises(SourceError, match="cannot be read"):
        fetch(str(path))


def test_a_name_with_a_nul_is_refused() -> None:
    with pytest.raises(SourceError, match="cannot be read"):
        fetch("article\x00.txt")


def test_a_file_over_the_cap_is_refused_without_reading_it_whole(tmp_path: Path) -> None:
    path = tmp_path / "endless.txt"
    with open(path, "wb") as file:
        file.truncate(500 * 1024 * 1024)
    with pytest.raises(SourceError, match="larger than 64 MB"):
        fetch(str(path))


def test_standard_input_is_a_dash(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"The harbour is open.")))
    assert fetch("-") == Raw("-", b"The harbour is open.")


@pytest.mark.parametrize("data", [bytes(range(256)) * 40, b"\x7fELF\x02\x01\x01" + b"\x00" * 900, os.urandom(5000)])
def test_binary_files_are_no_text(data: bytes) -> None:
    with pytest.raises(SourceError):
        read(Raw("picture.txt", data))


def test_a_byte_order_mark_in_every_line_is_text() -> None:
    data = "\ufeff“We are here,” said Ana Ruiz of Elm.\n\n\ufeffIt rained.\n\n".encode() * 5
    assert "“We are here,” said Ana Ruiz of Elm." in read(Raw("joined.txt", data)).text


def test_fifty_megabytes_of_text_are_refused() -> None:
    with pytest.raises(SourceError, match="too many for one article"):
        read(Raw("enormous.txt", b"The harbour is open again. \n" * 1_900_000))


def test_one_line_is_one_paragraph() -> None:
    article = read(Raw("line.txt", b"The harbour is open again after the storm, the council said on Tuesday. " * 400))
    assert [block.kind for block in article.blocks if block.kept] == ["paragraph"]
    assert article.title == "The harbour is open again after the storm, the council…"


def test_only_boilerplate_is_no_article() -> None:
    tail = b"Share this article\nFacebook\nTwitter\nTop Articles\nLatest Posts\nAuthor: X\nViews: 3\nRating: 4 / 5\n"
    with pytest.raises(SourceError, match="no article in it"):
        read(Raw("tail.txt", tail))


def test_a_wrongly_declared_encoding_is_found_out() -> None:
    text = "Die Fähre fährt wieder, sagte die Bürgermeisterin. „Wir sind froh“, fügte sie hinzu. " * 5
    article = read(Raw("faehre.txt", text.encode("cp1252"), media_type="text/plain; charset=utf-8"))
    assert "Bürgermeisterin" in article.text
    assert article.language == "de"
