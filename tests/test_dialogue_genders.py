"""The gender that a given name suggests for the choice of a voice."""

import pytest

from narrate.dialogue.genders import _by_ending, suggested_gender
from narrate.dialogue.lexicon import lexicon_of, suggested_names
from narrate.dialogue.people import Person


@pytest.mark.parametrize(
    ("name", "gender"),
    [
        ("Perpetua Lindqvist", "female"),
        ("Keiko Tanabe", "female"),
        ("Marko Perić", "male"),
        ("Ngozi Adeleke", "female"),
        ("Oleksandr Hrynko", "male"),
        ("Jean-Baptiste Leroux", "male"),
        ("Consuelo Ibarra", "female"),
        ("Luca Bianchi", "male"),
        ("Irmtrud Vogt", "female"),  # by its ending
        ("Wolodymir Hrynko", "male"),  # by its ending
        ("Principal Winston Abara", "male"),
        ("Robin Hale", ""),  # women and men are called so
        ("Carrow Line", ""),
        ("Perpetua", "female"),
        ("Zorla", ""),  # one unknown word may be a family name, or none at all
    ],
)
def test_a_given_name_suggests_a_gender_or_nothing(name, gender):
    assert suggested_gender(Person(0, tuple(name.split()))) == gender


def test_what_the_article_tells_counts_for_more():
    assert suggested_gender(Person(0, ("Perpetua", "Lindqvist"), gender="male")) == "male"


@pytest.mark.parametrize("fact", [{"group": True}, {"nominal": True}])
def test_nothing_is_suggested_for_what_is_no_named_person(fact):
    assert suggested_gender(Person(0, ("Anna", "Karenina"), **fact)) == ""


@pytest.mark.parametrize("gender", ["female", "male"])
def test_endings_agree_with_the_names_that_are_listed(gender):
    judged = [known for name, known in suggested_names().items() if known and _by_ending(name) == gender]
    assert len(judged) > 300
    assert judged.count(gender) / len(judged) > 0.83


def test_who_says_what_does_not_depend_on_the_longer_list():
    assert "perpetua" in suggested_names()
    assert "perpetua" not in lexicon_of("en").given
