"""The command line: one file a command. Here is the door: errors become one line and an exit code."""

from __future__ import annotations

import os
import sys

import click

from narrate import __version__
from narrate.cli.menu import Menu
from narrate.cli.messages import complain
from narrate.errors import NarrateError


@click.group(cls=Menu, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="narrate")
def narrate() -> None:
    """Turn a news article into an audio edition: every quotation in the voice of the person who said it.

    \b
    narrate build article.txt      the episode: MP3, script and everything round it, in out/
    narrate script article.txt     only the script, to read and correct; then: narrate build script.yaml
    narrate quotes article.txt     who says what, how sure, and why

    Exit codes: 0 done, 1 error, 2 wrong usage, 3 needs review, 130 interrupted.
    """


def main() -> None:
    """Run the command line and leave with its exit code."""
    sys.exit(run())


def run(arguments: list[str] | None = None) -> int:
    """Run the command line; return the exit code instead of leaving."""
    try:
        color = False if os.environ.get("NO_COLOR") else None  # no-color.org; click leaves it to us
        result = narrate.main(arguments, prog_name="narrate", standalone_mode=False, color=color)
        sys.stdout.flush()
        return result if isinstance(result, int) else 0
    except NarrateError as error:
        return complain(error)
    except click.exceptions.Exit as leave:
        return leave.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        complain(NarrateError("stopped", "finished takes are kept; the same command goes on from there"))
        return 130
    except BrokenPipeError:
        # The reader of a pipe went away (`narrate quotes a.txt | head`): nobody is left to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        if os.environ.get("NARRATE_DEBUG"):
            raise
        return complain(NarrateError(f"internal error: {type(error).__name__}: {error}", "NARRATE_DEBUG=1 shows where"))
