"""The command lines of docs/engines.md for programs that speak, each with the program itself."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import pytest

from narrate.engines.command import CommandEngine
from narrate.model import CastVoice
from narrate.testing import check_engine

PAGE = (Path(__file__).parent.parent / "docs" / "engines.md").read_text(encoding="utf-8")
RECIPES = dict(re.findall(r"^\| `([\w-]+)`[^|]* \| `([^`]*\{wav\}[^`]*)` \|$", PAGE, re.M))
"""Package -> command line."""
FREE = ("flite", "festival")
"""Those that every Debian machine can install."""


def test_the_page_has_four_recipes() -> None:
    assert list(RECIPES) == ["flite", "festival", "libttspico-utils", "rhvoice"]


@pytest.mark.parametrize("package", RECIPES)
def test_a_recipe_keeps_the_contract_of_an_engine(package: str) -> None:
    program = RECIPES[package].split()[0]
    if shutil.which(program) is None:
        if os.environ.get("CI") and package in FREE:
            pytest.fail(f"missing on CI: {package}")
        pytest.skip(f"not installed: {package}")
    check_engine(CommandEngine(), CastVoice("Anna", "command", RECIPES[package], "en-us"))
