"""Scripts as files on a desk: found, read, written, and never overwritten once somebody has edited them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from narrate import folder, reading, script
from narrate.cast import cast_voices
from narrate.errors import ReviewNeeded, ScriptError
from narrate.model import Clip, Script, Settings

SCRIPT = "script.yaml"
BACKUP = ".bak"


def script_text(source: str) -> str | None:
    """The text of a file that is a script; None for anything else."""
    path = Path(source)
    named = path.suffix.lower() in (".yaml", ".yml")
    try:
        with path.open("rb") as file:
            head = file.read(4096)
            if reading.is_outline(head) or not (named or script.is_script(head.decode("utf-8", "ignore"))):
                return None
            return (head + file.read()).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if named:
            raise ScriptError(f"{source}: not UTF-8 text (byte {error.start})", "save it as UTF-8") from None
        return None
    except (OSError, ValueError):
        return None  # the reading room says what is wrong with a source


def load_script(text: str, origin: str, settings: Settings) -> Script:
    """A script from its file's text. ScriptError with file and line."""
    written = script.load(text, origin, settings.voices)
    for clip in dict.fromkeys(line.clip for line in written.lines if line.clip is not None and not line.skip):
        _refuse_unheard(clip)
    return written


def _refuse_unheard(clip: Clip) -> None:
    """ScriptError for a file that cannot be played, before anything is spoken."""
    from narrate.sound.clips import probe

    if not Path(clip.file).is_file():
        raise ScriptError(f"{clip.where}: {clip.file}: no such file", "sounds are looked for beside the script")
    if trouble := probe(Path(clip.file)):
        raise ScriptError(f"{clip.where}: {clip.file}: {trouble}", "give a WAV, FLAC, MP3 or OGG file, mono or stereo")


def place_of(written: Script, out: Path) -> Path:
    """Where the script of this article stands or would stand."""
    return folder.place_for(out, written.title, written.origin, written.article_sha256) / SCRIPT


def save_script(written: Script, settings: Settings, out: Path, home: Path | None = None) -> tuple[Path, str]:
    """Write script.yaml into the edition folder, `home` if it is not the usual one; its path and text."""
    text = script.dump(written, cast_voices(written, settings).speakers)
    path = place_of(written, out) if home is None else home / SCRIPT
    folder.write_whole(path, text.encode("utf-8"))
    return path, text


@dataclass
class OpenScript:
    """A script file that is being changed: saved whole, after a backup, and never over somebody else's change."""

    path: Path
    text: str  # as last read or written
    backed_up: bool = False

    def save(self, text: str) -> bool:
        """Write the new text if it is one; the file as it was found stays beside it as script.yaml.bak.

        Raises
        ------
        ScriptError
            The file was changed by another program since it was read; it is left alone.
        """
        if text == self.text:
            return False
        if script_text(str(self.path)) != self.text:
            raise ScriptError(f"{self.path}: was changed by another program meanwhile", "nothing was overwritten")
        data = self.path.read_bytes()
        if not self.backed_up:
            folder.write_whole(self.path.with_name(self.path.name + BACKUP), data)
            self.backed_up = True
        mark = b"\xef\xbb\xbf" if data.startswith(b"\xef\xbb\xbf") else b""
        folder.write_whole(self.path, mark + text.encode("utf-8"))
        self.text = text
        return True


def open_script(path: Path) -> OpenScript:
    """A script file to be changed. ScriptError if there is none."""
    text = script_text(str(path))
    if text is None:
        reason = "not a script" if path.exists() else "no such file"
        raise ScriptError(f"{path}: {reason}", "narrate script ARTICLE writes one")
    return OpenScript(path, text)


def bring_up_to_date(file: OpenScript, theirs: Script, settings: Settings) -> script.Merged:
    """The open script merged with what its article gives today; one that nobody edited is written anew."""
    merged = script.merge(file.text, str(file.path), theirs)
    if not script.untouched(file.text):
        return merged
    text = script.dump(merged.script, cast_voices(merged.script, settings).speakers)
    return script.Merged(text, merged.script, merged.notes)


def refuse_to_lose_edits(path: Path) -> None:
    """ScriptError if a person edited the script that stands there."""
    if is_edited(path):
        hint = f"narrate build {path} speaks it; --force writes it anew from the article"
        raise ScriptError(f"{path}: was edited by hand and would be lost", hint)


def is_edited(path: Path) -> bool:
    """Whether a script stands there that a person edited."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, ValueError):
        return False
    return not script.untouched(text)


def refuse_unsure(written: Script, path: Path) -> None:
    """ReviewNeeded while a line stands in the script that a person should look at."""
    open_lines = script.unsure(written)
    if open_lines:
        numbers = ", ".join(str(index + 1) for index in open_lines[:12]) + (" ..." if len(open_lines) > 12 else "")
        plural = "s" * (len(open_lines) != 1)
        message = f"{path}: {len(open_lines)} unsure line{plural} of {len(written.lines)}: {numbers}"
        raise ReviewNeeded(message, f"narrate review {path}")


def settle_first(written: Script, settings: Settings, out: Path) -> None:
    """ReviewNeeded for an article with unsure lines, after its script was written for the review."""
    if script.unsure(written):
        path, _ = save_script(written, settings, out)
        refuse_unsure(written, path)
