"""Script <-> script.yaml: the save point that people read, correct, compare and sign off.

    script:
    - title: The headline
    - - Soldier X: '"We have to do something,"'     lines of one paragraph stand in a list of their own
      - narrator: he says.
    - heading (Soldier Y): I was shocked            a heading in somebody's voice
    - Soldier Y?: words                             the question mark: a person should look

The last part of the file, `origin`, ties each line to the article: offsets, a digest of the original words, confidence
and evidence. People need not touch it: `load` finds again which lines were edited, added or deleted.
"""

from narrate.script.compare import Difference, compare
from narrate.script.compose import compose
from narrate.script.dump import dump, untouched
from narrate.script.edits import attribute, comments_above, rename, retake
from narrate.script.load import is_script, load
from narrate.script.notice import with_announcement, with_notice
from narrate.script.review import Question, answered, question, unsure
from narrate.script.schema import schema
from narrate.script.weave import Merged, merge

__all__ = [
    "Difference",
    "Merged",
    "Question",
    "answered",
    "attribute",
    "comments_above",
    "compare",
    "compose",
    "dump",
    "is_script",
    "load",
    "merge",
    "question",
    "rename",
    "retake",
    "schema",
    "unsure",
    "untouched",
    "with_announcement",
    "with_notice",
]
