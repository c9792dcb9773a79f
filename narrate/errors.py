"""Every error narrate raises on purpose.

    NarrateError                 exit 1
    ├── SourceError              an article that cannot be fetched or read
    ├── ConfigError              voices.yaml or podcast.yaml: file, line and key
    ├── ScriptError              script.yaml: file, line and what was expected
    ├── VoiceError               a voice that this engine does not have
    ├── EngineError              an engine that is missing, fails, hangs or returns no sound
    ├── SoundError               takes, mix, loudness or encoding
    ├── OutputError              a place that cannot be written
    ├── PublishError             feeds and their targets
    ├── ClusterError             workers elsewhere that cannot be reached or are not alike
    └── ReviewNeeded             exit 3: unsure lines stand in a script that must be reviewed

`message` says what went wrong and where, on one line; `hint` says what to type or change next.
The library raises these and knows nothing of the command line; `cli` turns them into one line and an exit code.
"""

from __future__ import annotations


class NarrateError(Exception):
    """Base of all errors that narrate raises on purpose.

    Parameters
    ----------
    message : str
        What went wrong and where, one line.
    hint : str
        The next thing to do, one line; empty if there is none.
    """

    exit_code = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __reduce__(self) -> tuple[type[NarrateError], tuple[str, str]]:
        # Errors cross process borders: the default would drop the hint.
        return type(self), (self.message, self.hint)


class SourceError(NarrateError):
    """An article that cannot be fetched or read."""


class ConfigError(NarrateError):
    """A settings file that is wrong."""


class ScriptError(NarrateError):
    """A script that is wrong."""


class VoiceError(NarrateError):
    """A voice that an engine does not have."""


class EngineError(NarrateError):
    """An engine that is missing, fails, hangs or returns no sound."""


class SoundError(NarrateError):
    """Takes, mix, loudness or encoding."""


class OutputError(NarrateError):
    """A place that cannot be written."""


class PublishError(NarrateError):
    """Feeds and their targets."""


class ClusterError(NarrateError):
    """Workers elsewhere that cannot be reached or are not alike."""


class ReviewNeeded(NarrateError):
    """Unsure lines stand in a script that must be reviewed first."""

    exit_code = 3
