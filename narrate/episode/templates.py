"""Page templates: filled in one pass, guarded by a Content-Security-Policy of digests."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from functools import cache
from importlib import resources

ICON = (
    "data:image/svg+xml,%3Csvg%20xmlns='http://www.w3.org/2000/svg'%20viewBox='0%200%2016%2016'%3E"
    "%3Ccircle%20cx='8'%20cy='8'%20r='8'%20fill='%230b5cad'/%3E"
    "%3Cpath%20d='M6%204v8l6-4z'%20fill='white'/%3E%3C/svg%3E"
)
"""Inside the page, or browsers ask the server for /favicon.ico."""
_SLOT = re.compile(r"\{\{(\w+)\}\}")


@cache
def template(name: str) -> str:
    """Return a file of the template folder as text."""
    return resources.files("narrate.episode").joinpath("template", name).read_text(encoding="utf-8")


def filled(name: str, values: Mapping[str, str]) -> str:
    """Return a template with its `{{slots}}` filled, in one pass: a title that reads "{{script}}" stays what it is."""
    return _SLOT.sub(lambda slot: values[slot.group(1)], template(name))


def policy(script: str, style: str) -> str:
    """Return a Content-Security-Policy that allows this script, this style, and audio beside or inside the page."""
    return (
        f"default-src 'none'; script-src '{_digest(script)}'; style-src '{_digest(style)}'; "
        "img-src data:; media-src 'self' data:; base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")
