import pytest

from narrate.errors import ConfigError, ScriptError
from narrate.located import did_you_mean, load, whole


def fails(text: str) -> ConfigError:
    with pytest.raises(ConfigError) as caught:
        plain(text)
    return caught.value


def plain(text: str) -> object:
    node = load(text, "f.yaml", ConfigError)
    assert node is not None
    return node.plain()


def test_every_value_knows_its_line() -> None:
    node = load("a:\n  b:\n    - 1\n    - 2\n", "f.yaml", ConfigError)
    assert node is not None
    assert node.plain() == {"a": {"b": [1, 2]}}
    assert node.where(("a", "b", 1)) == "f.yaml:4"
    assert node.where(("a", "missing")) == "f.yaml:1"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: 1\na: 2\n", "f.yaml:2:1: 'a' stands twice (first on line 1)"),
        ("a:\n\tb: 1\n", "f.yaml:2:1: indented with a tab"),
        ("<<<<<<< mine\na: 1\n=======\na: 2\n>>>>>>> theirs\n", "f.yaml:1: a merge conflict is not resolved"),
        ("a: &x [1]\nb: *x\n", "f.yaml:1:4: YAML aliases (*name) are not allowed"),
        (
            "a: !!python/object:os.system {}\n",
            "f.yaml:1:4: the tag 'tag:yaml.org,2002:python/object:os.system' is not",
        ),
        ("[" * 5000, "f.yaml:1: nested too deeply"),
        ("a: [1\nb: 2\n", "f.yaml:2:2: not YAML"),
    ],
)
def test_bad_yaml_is_one_clear_line(text: str, message: str) -> None:
    error = fails(text)
    assert error.message.startswith(message)
    assert "\n" not in error.message


def test_a_bomb_of_aliases_is_refused_before_it_grows() -> None:
    rows = ["a0: &a0 [x, x]"] + [f"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]" for i in range(1, 30)]
    assert "aliases" in fails("\n".join(rows)).message


def test_a_brace_bomb_does_not_end_the_process() -> None:
    assert "nested too deeply" in fails("{a: " * 100_000).message


def test_a_number_out_of_range_names_the_range() -> None:
    node = load("a: 900", "f.yaml", ConfigError)
    assert node is not None
    with pytest.raises(ConfigError, match="whole number from 1 to 5 dB, found '900'"):
        whole(dict(node.items())["a"], 1, 5, "dB")


def test_the_nearest_word_is_offered() -> None:
    assert did_you_mean("narator", ["narrator", "quote"]).startswith("did you mean 'narrator'?")
    assert did_you_mean("zzz", ["narrator", "quote"]) == "valid: narrator, quote"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("script:\n- narrator: Hello.\n  vioce: Anna\n", "3:3"),
        ("cast: {Ann: {gender: femal}}\n", "1:14"),
        ("title: !!python/name:os.system x\n", "1:8"),
        ("a: &x [1]\nb: *x\n", "1:4"),
        ("script:\n- narrator: x\n \t- y: z\n", "3:2"),
        ("title: one\ntitle: two\n", "2:1"),
    ],
)
def test_a_complaint_names_line_and_column(text, place):
    from narrate.script import load as load_script

    with pytest.raises(ScriptError, match=rf"^s\.yaml:{place}: "):
        load_script(text, "s.yaml")


@pytest.mark.parametrize("character", "\x00\x07\x7f\ufffe")
def test_a_control_character_is_named_with_its_line(character: str) -> None:
    error = fails(f"a: 1\nb: x{character}y\n")
    assert error.message == f"f.yaml:2: holds the control character U+{ord(character):04X}"
