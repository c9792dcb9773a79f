"""The package round the MP3: tags, chapters, captions, the record of an edition with its proof."""

from narrate.episode.contents import package
from narrate.episode.id3 import tag
from narrate.episode.outline import chapters
from narrate.episode.proof import prove
from narrate.episode.record import AudioFile, describe, dump_json
from narrate.episode.timing import time_lines

__all__ = ["AudioFile", "chapters", "describe", "dump_json", "package", "prove", "tag", "time_lines"]
