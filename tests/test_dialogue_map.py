"""The map of the room in its docstring: complete, and in the order in which modules stand on each other."""

import ast
import re
from pathlib import Path

import narrate.dialogue

FOLDER = Path(narrate.dialogue.__file__).parent
MAP = re.findall(r"^  (\w+)  +\S", narrate.dialogue.__doc__ or "", re.MULTILINE)


def source(module: str) -> ast.Module:
    path = FOLDER / f"{module}.py"
    path = path if path.is_file() else FOLDER / module / "__init__.py"
    return ast.parse(path.read_text(encoding="utf-8"))


def test_the_map_names_every_module_once() -> None:
    modules = {path.stem for path in FOLDER.glob("*.py")} | {path.parent.name for path in FOLDER.glob("*/__init__.py")}
    assert sorted(MAP) == sorted(modules - {"__init__"})


def test_a_module_imports_only_what_stands_above_it_on_the_map() -> None:
    below = []
    for place, module in enumerate(MAP):
        for node in ast.walk(source(module)):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("narrate.dialogue."):
                imported = (node.module or "").split(".")[2]
                if imported not in MAP[:place] and imported != module:
                    below.append(f"{module} imports {imported}")
    assert not below


def test_every_module_says_what_belongs_there_in_a_sentence_or_two() -> None:
    lengths = {module: len((ast.get_docstring(source(module)) or "").splitlines()) for module in MAP}
    assert not [module for module, length in lengths.items() if not 1 <= length <= 6]
