"""The package round the MP3: tags, chapters, captions, pages, the record of an edition with its proof.

Covers are in `narrate.episode.cover` and the local server in `narrate.episode.server`: both are imported when needed.
"""

from narrate.episode.announcement import announce
from narrate.episode.contents import embed, package
from narrate.episode.languages import disclosure
from narrate.episode.outline import chapters
from narrate.episode.page import read_along_page
from narrate.episode.proof import prove
from narrate.episode.record import AudioFile, describe, dump_json
from narrate.episode.reopen import read_audio, read_record
from narrate.episode.tagging import tag
from narrate.episode.timing import time_lines

__all__ = [
    "AudioFile",
    "announce",
    "chapters",
    "describe",
    "disclosure",
    "dump_json",
    "embed",
    "package",
    "prove",
    "read_along_page",
    "read_audio",
    "read_record",
    "tag",
    "time_lines",
]
