"""Who says what: quotations, their speakers, and the lines of the script."""

from narrate.dialogue.lines import write_lines
from narrate.dialogue.page import article_of
from narrate.dialogue.quotations import find_quotations

__all__ = ["article_of", "find_quotations", "write_lines"]
