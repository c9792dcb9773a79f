"""The house rules: who may import whom, what must stay cheap, and how big a thing may grow."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "narrate"
ROOMS = {path.name for path in PACKAGE.iterdir() if path.is_dir() and path.name not in ("cli", "__pycache__")}
GROUND = {"model", "errors", "located", "patch", "kinds", "tasks", "pronunciations", "addresses", "servers"}
"""What every room may stand on: the types, the errors, YAML that knows its lines or is changed in place, tasks,
entries of a lexicon, which stand in settings, articles and scripts alike, which addresses may be asked, and
requests to speech servers."""
MODULES = {
    "errors": set(),
    "settings": set(),
    "voicing": {"settings"},
    "model": {"settings", "voicing"},
    "located": {"errors"},
    "addresses": {"errors"},
    "servers": {"errors"},
    "patch": set(),
    "tasks": set(),
    "kinds": {"located"},
    "patterns": set(),
    "pronunciations": {"errors", "model", "patterns"},
    "config": GROUND,
    "cast": GROUND,
    "costs": GROUND,
    "folder": GROUND,
    "direction": GROUND | {"cast"},
    "artwork": GROUND | {"reading", "episode", ""},
    "retagging": GROUND | {"artwork", "desk", "episode", "folder", ""},
    "logbook": GROUND | {"cast"},
    "memory": GROUND | {"cast", "folder", ""},
    "testing": GROUND,
    "audition": GROUND,
    "desk": GROUND | {"folder", "reading", "script", "cast", "sound"},
    "intake": GROUND | {"lookup", "reading", ""},
    "batch": GROUND
    | {"flow", "folder", "desk", "intake", "logbook", "lookup", "script", "reading", "sound", "engines", "workers"}
    | {"batch", ""},
    "flow": GROUND
    | (ROOMS - {"batch"})
    | {"config", "cast", "direction", "folder", "desk", "intake", "lookup", "logbook", "artwork", ""},
    "verification": GROUND | {"desk", "flow", "folder", "hearing", "lookup", "script", "sound", "workers", ""},
    "lookup": GROUND | {"config", "engines", "folder", "speech", ""},
    "__init__": {"flow", "lookup", "publishing", ""},
    "__main__": {"cli"},
}
HEAVY = ("numpy", "pydub", "pyttsx3", "lxml", "yaml", "rich", "mutagen", "lameenc", "hypothesis", "PIL", "trafilatura")


def imported(path: Path) -> Iterator[tuple[int, str]]:
    """Line and first part (below `narrate`) of every import of our own; "" for the package itself."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            if node.level == 1:
                continue  # within the room
            assert node.level == 0, f"{path}:{node.lineno}: a relative import that leaves its folder"
            module = node.module or ""
            names = [f"{module}.{alias.name}" for alias in node.names] if module == "narrate" else [module]
        for name in names:
            if name.split(".")[0] == "narrate":
                part = [*name.split("."), ""][1]
                yield node.lineno, "" if part.startswith("__") else part


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_no_room_imports_another_room(path: Path) -> None:
    room = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    if room == "cli":
        return
    allowed = MODULES[room] if room in MODULES else GROUND | {room}
    wrong = [f"{path.name}:{line} imports {name or 'narrate'}" for line, name in imported(path) if name not in allowed]
    assert not wrong


def test_every_module_at_the_top_has_its_place_in_the_rule() -> None:
    assert {path.stem for path in PACKAGE.glob("*.py")} <= set(MODULES)


@pytest.mark.parametrize("command", ["import narrate", "from narrate.cli import run; run(['--help'])"])
def test_the_first_import_is_cheap(command: str) -> None:
    report = f"{command}\nimport sys\nprint('LOADED', *[m for m in {HEAVY!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", report], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "LOADED"


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_no_file_and_no_function_grows_past_reading(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= 400
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno < 80, f"{node.name} is longer than 80 lines"
