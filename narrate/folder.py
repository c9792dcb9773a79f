"""The edition folder on disk: its name, and files that appear whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import re
import shutil
import tempfile
import time
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType

from narrate.errors import ConfigError, NarrateError, OutputError, SourceError

EDITION = "edition.json"
"""Written last: where it stands, the edition is finished, and it names every other file with length and digest."""
MAX_SLUG_BYTES = 80
STALE_SECONDS = 24 * 3600
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)", re.I)  # device names on Windows


def slug_of(title: str, fallback: str = "") -> str:
    """A folder name from a title: lower-case words joined by hyphens, at most 80 bytes, safe on every file system.

    Accents are dropped where a plain letter remains; other alphabets keep their letters. A title without a letter or
    digit falls back to `fallback`, then to a digest.
    """
    for text in (title, fallback):
        decomposed = unicodedata.normalize("NFKD", text.encode("utf-8", "replace").decode("utf-8"))
        bare = "".join(c for c in decomposed if not unicodedata.combining(c))
        words = re.findall(r"[^\W_]+", re.sub(r"['’]", "", unicodedata.normalize("NFC", bare)).casefold())
        slug = _cut("-".join(words))
        if slug:
            return f"{slug}-article" if _RESERVED.fullmatch(slug) else slug
    return f"article-{sha256(title.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"


def _cut(slug: str) -> str:
    short = slug.encode()[:MAX_SLUG_BYTES].decode(errors="ignore")
    if short != slug and "-" in short:
        short = short.rpartition("-")[0]
    return short.strip("-")


def place_for(
    out: Path, title: str, origin: str, article_sha256: str, promised: Mapping[Path, str] = MappingProxyType({})
) -> Path:
    """The folder for an edition: the one that holds this article already, or a free one.

    Another article with the same title never loses its edition: the newcomer's folder gets a suffix. `promised` names
    folders that are being filled, and the origin of what will stand there.
    """
    slug = slug_of(title, Path(origin).stem)
    home = out / slug
    apart = out / f"{slug}-{sha256(origin.encode('utf-8', 'surrogatepass')).hexdigest()[:6]}"
    if promised.get(home, origin) != origin or (_owner(apart) or ("",))[0] == origin:
        return apart
    owner = _owner(home)
    return home if owner is None or origin == owner[0] or article_sha256 == owner[1] else apart


def read_settings(path: Path) -> bytes:
    """A file that settings name. ConfigError if it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {(error.strerror or str(error)).lower()}", "name a file") from None


def read_record(home: Path) -> bytes:
    """edition.json of a finished edition. SourceError if there is none."""
    try:
        return (home / EDITION).read_bytes()
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        hint = "name the folder of a finished edition, such as out/TITLE"
        raise SourceError(f"{home / EDITION}: cannot be read: {reason}", hint) from None


def bytes_of(path: Path) -> bytes | None:
    """A file's content; None where there is no such file that can be read."""
    try:
        return path.read_bytes()
    except OSError:
        return None


def origin_of(record: bytes) -> str:
    """The source that an edition.json names; empty if it names none."""
    content = json.loads(record)
    return str(content.get("origin", "")) if isinstance(content, dict) else ""


def facts_of(path: Path) -> tuple[int, str]:
    """Length in bytes and SHA-256 of a file of any size."""
    with explained(path), path.open("rb") as file:
        return path.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest()


def copy_in(path: Path, stage: Path) -> None:
    """Copy a file into a folder that nobody reads yet. SourceError if it is gone."""
    if not path.is_file():
        raise SourceError(f"{path}: no such file", "build the edition again")
    with explained(stage):
        shutil.copyfile(path, stage / path.name)


def _owner(home: Path) -> tuple[str, str] | None:
    try:
        edition = json.loads((home / EDITION).read_text(encoding="utf-8"))
        return str(edition.get("origin", "")), str(edition["proof"]["sha256"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


@contextlib.contextmanager
def staging(home: Path) -> Iterator[Path]:
    """A folder beside `home` to build in; it is gone afterwards, whatever happens."""
    with explained(home.parent):
        home.parent.mkdir(parents=True, exist_ok=True)
        _sweep(home)
        stage = Path(tempfile.mkdtemp(prefix=f".{home.name[:60]}-{os.getpid()}-", dir=home.parent))
    try:
        yield stage
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _sweep(home: Path) -> None:
    """Remove what a killed run left behind."""
    for old in home.parent.glob(f".{home.name[:60]}-*-*"):
        with contextlib.suppress(OSError, ValueError):
            if not _alive(int(old.name.rsplit("-", 2)[1]), old):
                shutil.rmtree(old)


def _alive(pid: int, stage: Path) -> bool:
    if os.name == "nt":  # there os.kill(pid, 0) ends the process
        return time.time() - stage.stat().st_mtime < STALE_SECONDS
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def move_in(stage: Path, home: Path, last: str = EDITION) -> None:
    """Move every file of `stage` into `home`, each whole, `last` at the end."""
    with explained(home):
        home.mkdir(parents=True, exist_ok=True)
        names = sorted(path.name for path in stage.iterdir() if path.name != last)
        if (stage / last).exists():
            names.append(last)
        for name in names:
            os.replace(stage / name, home / name)


def remove(folder: Path, names: Iterable[str]) -> None:
    """Remove files of a folder if they are there."""
    with explained(folder):
        for name in names:
            (folder / name).unlink(missing_ok=True)


def write_all(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files into a folder that nobody reads yet."""
    with explained(folder):
        for name, data in files.items():
            (folder / name).write_bytes(data)


def write_whole(path: Path, data: bytes) -> None:
    """Write one file so that a reader sees the old one or the new one, never a part."""
    with explained(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name[:60]}-", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            os.chmod(name, 0o666 & ~_umask())
            os.replace(name, path)
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(name)
            raise


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


@contextlib.contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn the operating system's refusals into one line that says what to do."""
    try:
        yield
    except NarrateError:
        raise
    except OSError as error:
        place = error.filename if isinstance(error.filename, str) else str(path)
        if error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)):
            raise OutputError(f"{place}: no space left", "free some, or choose another folder with -o") from error
        reason = (error.strerror or str(error)).lower()
        raise OutputError(f"{place}: cannot be written: {reason}", "choose another folder with -o") from error
