"""Offices with a phrase of their own before a name."""

from __future__ import annotations

import pytest

from narrate.dialogue import article_of, find_quotations
from narrate.model import DialogueSettings

SETTINGS = DialogueSettings()


def speaker(text: str) -> str | None:
    return find_quotations(article_of(text), SETTINGS).quotations[0].speaker


@pytest.mark.parametrize(
    ("tag", "name"),
    [
        ("said U.S. Attorney for the District of Elm Mara Keel when the firm pleaded guilty.", "Mara Keel"),
        ("said U.S. Attorney for the District of Elm Rud J. Fenwick.", "Rud J. Fenwick"),
        ("Assistant Secretary of State for East Asian Affairs Ana Ruiz said on Monday.", "Ana Ruiz"),
        ("said Chief of Staff to the Governor Bo Lind.", "Bo Lind"),
        ("said Director of the Office of Management and Budget Ida Moss.", "Ida Moss"),
        ("said Special Agent in Charge of the FBI Elm Field Office Dan Cross.", "Dan Cross"),
        ("said Chairman of the Joint Chiefs of Staff Gen. Osk Dunrow.", "Osk Dunrow"),
        ("said Governor of the Bank of Norland Mark Carlin.", "Mark Carlin"),
        ("said Professor of Medicine at Harlan University Owen Pike.", "Owen Pike"),
        ("said Mayor of Harlan Tobias Wrenn.", "Tobias Wrenn"),
        ("said Secretary of State for Trade Ana Ruiz to Foreign Minister Bo Lind.", "Ana Ruiz"),
    ],
)
def test_an_office_with_its_sphere_leads_to_who_holds_it(tag: str, name: str) -> None:
    assert speaker(f"The harbour was shut on Monday.\n\n“The books are in order,” {tag}") == name


@pytest.mark.parametrize(
    ("tag", "name"),
    [
        ("said Ana Ruiz of the District of Elm Rowing Club.", "Ana Ruiz"),
        ("said Bishop to Foreign Minister Bo Lind.", "Bishop"),
        ("said Coach Varga at Mara Keel Stadium.", "Varga"),
        ("said Citizens for Harlan director Ida Moss.", "Ida Moss"),
        ("said the director of the Office of Harbour Works, Ida Moss.", "Ida Moss"),
    ],
)
def test_a_place_or_a_listener_after_a_name_is_no_sphere(tag: str, name: str) -> None:
    assert speaker(f"The harbour was shut on Monday.\n\n“The books are in order,” {tag}") == name


def test_an_office_with_its_sphere_is_a_role_of_who_holds_it() -> None:
    text = (
        "Former Assistant Secretary of State for Trade Mara Holt and Senator Jon Lind met in Elm on Monday. "
        "The former assistant secretary said she had a plan. “It is a good plan,” she said."
    )
    assert speaker(text) == "Mara Holt"
