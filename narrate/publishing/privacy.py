"""Secret addresses of private feeds: one a subscriber, derived from one secret, nothing of it stored with the feed."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import hmac
import os
import secrets
import tempfile
from pathlib import Path

from narrate.errors import OutputError, PublishError

VARIABLE = "NARRATE_FEED_SECRET"
FILE = ".podcast-secret"
_FEWEST = 32


def secret_of(folder: Path) -> bytes:
    """The secret behind all private addresses: from the environment, or a file beside podcast.yaml made at need.

    Whoever loses it gives every subscriber a new address, so that a second publisher must have the same one.
    """
    from_environment = os.environ.get(VARIABLE, "").strip()
    if from_environment:
        return _checked(from_environment, VARIABLE)
    path = folder / FILE
    with contextlib.suppress(FileNotFoundError):
        return _checked(path.read_text(encoding="ascii", errors="replace").strip(), str(path))
    try:
        _create(path)
    except OSError as error:
        raise OutputError(f"cannot write {path}: {error.strerror}", f"or set {VARIABLE}") from error
    return _checked(path.read_text(encoding="ascii").strip(), str(path))


def _checked(text: str, where: str) -> bytes:
    if len(text) < _FEWEST:
        hint = "python -c 'import secrets; print(secrets.token_hex(32))' makes one"
        raise PublishError(f"{where}: the secret is shorter than {_FEWEST} characters", hint)
    return text.encode()


def _create(path: Path) -> None:
    """Make the file whole or not at all, readable by its owner alone; the first of several publishers wins."""
    handle, name = tempfile.mkstemp(prefix=FILE, dir=path.parent)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(32) + "\n")
    try:
        with contextlib.suppress(FileExistsError):
            os.link(name, path)
    finally:
        os.unlink(name)


def token(secret: bytes, show: str, name: str) -> str:
    """160 bits in 32 characters of a-z and 2-7 that nobody can guess without the secret."""
    digest = hmac.digest(secret, f"{show}\0{name}".encode(), hashlib.sha256)
    return base64.b32encode(digest[:20]).decode().lower()
