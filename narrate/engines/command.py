"""Any program that speaks, by a command line in voices.yaml: flite, festival, pico2wave, RHVoice, your own script.

    voices:
      Rms: {names: {command: "flite -voice rms --setf duration_stretch={stretch} -f {text_file} -o {wav}"}}

The voice's name for this engine is the command line. No shell reads it: quotes keep words together, nothing else is
special. In it stand

    {text_file}   a UTF-8 file that holds the text
    {text}        the text itself; without either, the program gets the text on standard input
    {wav}         the file to write, WAV or AIFF; without it, the program's standard output is the recording
    {rate}        words a minute; {speed} is rate / 145 ("> 1 is faster"), {stretch} is 145 / rate ("< 1 is faster"),
                  {percent} is speed in whole percent
    {language}    of the voice, such as en-us
    {seed}        number of the take: 1, and more when a line is to be said anew
"""

from __future__ import annotations

import shlex
import shutil
import string
import tempfile
from collections.abc import Sequence
from pathlib import Path

from narrate.engines.programs import Programs
from narrate.engines.recordings import NotARecording, recording
from narrate.errors import EngineError, VoiceError
from narrate.model import Capabilities, CastVoice, EngineVoice, Speech

_FIELDS = ("text_file", "text", "wav", "rate", "speed", "stretch", "percent", "language", "seed")
_USUAL_RATE = 145
_LIMIT_S = 30.0
_LIMIT_S_PER_CHARACTER = 0.5


class CommandEngine:
    """Engine `command`: a process for every line, with a time limit; its recording is checked."""

    name = "command"
    capabilities = Capabilities(parallel=True, takes=True)

    def __init__(self) -> None:
        self._programs = Programs()

    def fingerprint(self, voice: CastVoice) -> str:
        """Size and date of the program, and of every file that the command line names."""
        arguments = _split(voice.id)
        files = [Path(_program(arguments[0])), *map(Path, arguments[1:])]
        facts = [f"{file.name} {file.stat().st_size} {file.stat().st_mtime_ns}" for file in files if file.is_file()]
        return "command 1; " + "; ".join(facts)

    def voices(self) -> Sequence[EngineVoice]:
        """None to list: every command line is a voice."""
        return ()

    def find(self, voice_id: str) -> EngineVoice | None:
        """The voice of a command line. VoiceError if it is no command line, or its program is not installed."""
        program = _split(voice_id)[0]
        _program(program)
        return EngineVoice(voice_id, Path(program).name, ("mul",))

    def speak(self, text: str, voice: CastVoice) -> Speech:
        """Let the program say `text`.

        Raises
        ------
        VoiceError
            The command line is malformed, or its program is not installed.
        EngineError
            The program fails, hangs, or hands over no recording.
        """
        arguments = _split(voice.id)
        program = _program(arguments[0])
        what = f"engine 'command', voice {voice.name!r}, text {text[:40]!r}"
        with tempfile.TemporaryDirectory(prefix="narrate-command-", ignore_cleanup_errors=True) as folder:
            wav, text_file = Path(folder, "speech.wav"), Path(folder, "text.txt")
            plain = text.encode("utf-8", "replace").replace(b"\0", b" ")
            text_file.write_bytes(plain)
            values = _values(plain.decode(), voice) | {"wav": str(wav), "text_file": str(text_file)}
            filled = [program, *(argument.format_map(values) for argument in arguments[1:])]
            limit_s = _LIMIT_S + _LIMIT_S_PER_CHARACTER * len(text)
            output = self._programs.run(filled, given=plain, limit_s=limit_s, what=what)
            return _result(wav if "{wav}" in voice.id else None, output, what)

    def close(self) -> None:
        """End the programs under way: they stand in groups of their own, and would outlive a worker that is ended."""
        self._programs.end()


def _split(template: str) -> list[str]:
    lexer = shlex.shlex(template, posix=True, punctuation_chars=False)
    lexer.whitespace_split = True
    lexer.escape = lexer.commenters = ""  # backslashes are part of Windows paths, # of arguments
    try:
        arguments = list(lexer)
        parsed = [part for argument in arguments for part in string.Formatter().parse(argument)]
    except ValueError as error:
        raise VoiceError(f"engine 'command': the command line {template!r} is malformed: {error}") from error
    unknown = sorted({field for _, field, _, _ in parsed if field is not None}.difference(_FIELDS))
    if not arguments or unknown:
        problem = f"has unknown fields {{{'}, {'.join(unknown)}}}" if unknown else "is empty"
        known = ", ".join(f"{{{field}}}" for field in _FIELDS)
        raise VoiceError(f"engine 'command': the command line {template!r} {problem}", f"fields: {known}")
    return arguments


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise VoiceError(f"engine 'command': there is no program {name!r}", "install it, or write its full path")
    return found


def _values(text: str, voice: CastVoice) -> dict[str, str]:
    return {
        # An article's line that begins with a dash is no option of the program.
        "text": f" {text}" if text.startswith("-") else text,
        "rate": str(voice.rate),
        "percent": str(round(100 * voice.rate / _USUAL_RATE)),
        "speed": f"{voice.rate / _USUAL_RATE:.3f}",
        "stretch": f"{_USUAL_RATE / voice.rate:.3f}",
        "language": voice.language,
        "seed": str(voice.take),
    }


def _result(wav: Path | None, output: bytes, what: str) -> Speech:
    try:
        return recording(wav.read_bytes() if wav else output)
    except FileNotFoundError as error:
        raise EngineError(f"{what}: the program ended well and wrote no file") from error
    except NotARecording as error:
        raise EngineError(f"{what}: what the program wrote is no recording: {error}") from error
