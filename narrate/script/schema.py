"""The JSON Schema of script.yaml, from the tables that read it."""

from __future__ import annotations

from narrate.kinds import DIALECT, Schema, Text, section
from narrate.model import NARRATOR
from narrate.script.cues import KEYS, SOUND
from narrate.script.keys import UNKNOWN
from narrate.script.load import LINE, METADATA, SPEAKER


def schema() -> Schema:
    """The schema of script.yaml, for editors and checks (JSON Schema, draft 7)."""
    who = f"Who says it: a name of the cast, {NARRATOR}, {UNKNOWN}, title, heading; a '?' asks a person to look."
    keys = {key: kind.schema() for key, kind in {**KEYS, **LINE}.items()}
    line = {
        "type": "object",
        "minProperties": 1,
        "properties": {NARRATOR: Text().schema(), SOUND: Text("a file beside the script").schema(), **keys},
        "additionalProperties": {**Text().schema(), "description": who},
    }
    place = {"type": "object", "description": "Kept by narrate; leave it be."}
    return {
        "$schema": DIALECT,
        "title": "script.yaml of narrate",
        "type": "object",
        "required": ["script"],
        "additionalProperties": False,
        "definitions": {"line": line},
        "properties": {
            **{name: Text().schema() for name in METADATA},
            "cast": {"type": ["object", "null"], "additionalProperties": section(SPEAKER)},
            "pronunciations": {"type": ["array", "object", "null"], "items": {"type": "object", "required": ["match"]}},
            "script": {
                "type": "array",
                "minItems": 1,
                "items": {
                    "anyOf": [
                        {"$ref": "#/definitions/line"},
                        {"type": "array", "items": {"$ref": "#/definitions/line"}},
                    ]
                },
            },
            "removed": {"type": "array", "items": place},
            "origin": place,
        },
    }
