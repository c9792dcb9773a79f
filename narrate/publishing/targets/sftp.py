"""A folder on another machine over SSH. One publisher at a time by a lock file; readers see whole files only.

Host, user, port and key come from podcast.yaml or ~/.ssh/config; keys from there or an agent; a password only from
NARRATE_SFTP_PASSWORD. The machine's host key must be known: `ssh HOST` once asks for it.
"""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import socket
import stat
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path, PurePosixPath

import paramiko

from narrate.errors import PublishError
from narrate.publishing.settings import TargetSettings
from narrate.publishing.targets.base import (
    STATE,
    Changed,
    Digest,
    Fetching,
    Found,
    Sink,
    Unreachable,
    Upload,
    check_key,
)
from narrate.publishing.targets.turns import Turn

_TEMPORARY = ".narrate-part-"
_TIMEOUT_S = 30
_STALE_LOCK_S = 120  # a publisher holds it for a second or two
_STALE_PART_S = 86_400
_LOCK_WAIT_S = 300


class SftpTarget(Fetching):
    """Temporary file and rename; `rename` refuses to overwrite, `posix_rename` replaces in one step."""

    def __init__(self, settings: TargetSettings, base: Path) -> None:
        self._settings = settings
        self._base = base
        self._root = PurePosixPath(settings.path)
        self._client: paramiko.SSHClient | None = None
        self._sftp: paramiko.SFTPClient | None = None
        self._folders: set[str] = set()
        self._turn = Turn(self._acquire, self._release)
        self._owner = b""

    @property
    def where(self) -> str:
        return f"sftp://{self._settings.host}/{str(self._root).lstrip('/')}"

    def fetch(self, key: str, into: Sink) -> str | None:
        digest = Digest(into)
        with self._told(key) as sftp, contextlib.suppress(FileNotFoundError), sftp.open(self._name(key), "rb") as file:
            file.prefetch()
            while piece := file.read(1 << 18):
                digest.write(piece)
            return digest.hex
        return None

    def stat(self, key: str) -> Found | None:
        with self._told(key) as sftp, contextlib.suppress(FileNotFoundError):
            found = sftp.stat(self._name(key))
            return Found(found.st_size or 0) if stat.S_ISREG(found.st_mode or 0) else None
        return None

    def put_new(self, key: str, upload: Upload) -> bool:
        if self.stat(key) is not None:
            return False
        with self._told(key) as sftp, self._written(sftp, key, upload) as part:
            try:
                sftp.rename(part, self._name(key))
            except OSError:
                if self.stat(key) is None:
                    raise
                return False
        return True

    def replace(self, key: str, upload: Upload, tag: str | None) -> None:
        with self.exclusive(), self._told(key) as sftp, self._written(sftp, key, upload) as part:
            if (self.sha256(key) or None) != tag or not self._still_ours(sftp):
                raise Changed(key)
            sftp.posix_rename(part, self._name(key))

    def remove(self, key: str) -> None:
        with self._told(key) as sftp, contextlib.suppress(FileNotFoundError):
            sftp.remove(self._name(key))

    def keys(self, folder: str) -> list[str]:
        with self._told(folder) as sftp, contextlib.suppress(FileNotFoundError):
            entries = sftp.listdir_attr(self._name(folder))
            names = [
                e.filename for e in entries if stat.S_ISREG(e.st_mode or 0) and not e.filename.startswith(_TEMPORARY)
            ]
            return sorted(f"{folder}/{name}" for name in names)
        return []

    def settle(self) -> None:
        return None

    def sweep(self) -> None:
        """Remove what killed publishers left in the folders that this run wrote to."""
        for folder in sorted(self._folders):
            with self._told(folder) as sftp, contextlib.suppress(FileNotFoundError):
                entries = sftp.listdir_attr(folder)
                newest = max((entry.st_mtime or 0 for entry in entries), default=0)  # the server's clock
                for entry in entries:
                    old = newest - (entry.st_mtime or 0) > _STALE_PART_S
                    if old and entry.filename.startswith(_TEMPORARY):
                        sftp.remove(f"{folder}/{entry.filename}")

    def close(self) -> None:
        if self._client is not None:
            self._client.close()
        self._client = self._sftp = None

    # ---------------------------------------------------------------------------------------------------- the lock

    def exclusive(self) -> AbstractContextManager[None]:
        return self._turn

    def _release(self) -> None:
        with contextlib.suppress(Unreachable, PublishError), self._told("lock") as sftp:
            if self._still_ours(sftp):
                sftp.remove(self._lock_name)

    @property
    def _lock_name(self) -> str:
        return self._name(f"{STATE}/sftp.lock")

    def _acquire(self) -> None:
        self._owner = f"{socket.gethostname()} {os.getpid()} {secrets.token_hex(8)}".encode()
        give_up = time.monotonic() + _LOCK_WAIT_S
        while True:
            with self._told("lock") as sftp:
                self._make_folder(sftp, f"{STATE}/sftp.lock")
                try:
                    with sftp.open(self._lock_name, "wx") as file:
                        file.write(self._owner)
                    return
                except OSError:
                    self._break_stale(sftp)
            if time.monotonic() > give_up:
                raise PublishError(
                    f"{self.where}: another publisher holds the lock", f"remove {self._lock_name} if none runs"
                )
            time.sleep(0.05 + secrets.randbelow(50) / 1000)

    def _still_ours(self, sftp: paramiko.SFTPClient) -> bool:
        with contextlib.suppress(OSError), sftp.open(self._lock_name, "rb") as file:
            return bool(file.read() == self._owner)
        return False

    def _break_stale(self, sftp: paramiko.SFTPClient) -> None:
        """Move a lock away whose owner must be dead, by the server's own clock."""
        with contextlib.suppress(OSError):
            held = sftp.stat(self._lock_name).st_mtime or 0
            probe = f"{self._lock_name}-{secrets.token_hex(6)}"
            with sftp.open(probe, "wx"):
                pass
            age = (sftp.stat(probe).st_mtime or 0) - held
            sftp.remove(probe)
            if age > _STALE_LOCK_S and (sftp.stat(self._lock_name).st_mtime or 0) == held:
                sftp.rename(self._lock_name, probe)  # only one of several who see it succeeds
                sftp.remove(probe)

    # --------------------------------------------------------------------------------------------------- the session

    def _name(self, key: str) -> str:
        return str(self._root / check_key(key))

    @contextlib.contextmanager
    def _written(self, sftp: paramiko.SFTPClient, key: str, upload: Upload) -> Iterator[str]:
        self._make_folder(sftp, key)
        folder = str(PurePosixPath(self._name(key)).parent)
        part = f"{folder}/{_TEMPORARY}{secrets.token_hex(8)}"
        try:
            with sftp.open(part, "wb") as file:
                file.set_pipelined(True)
                for piece in upload.chunks(1 << 18):
                    file.write(piece)
            if sftp.stat(part).st_size != upload.length:
                raise Unreachable(f"{self.where}/{key}: the file arrived short")
            yield part
        finally:
            with contextlib.suppress(OSError, EOFError, paramiko.SSHException):
                sftp.remove(part)

    def _make_folder(self, sftp: paramiko.SFTPClient, key: str) -> None:
        folder = PurePosixPath(self._name(key)).parent
        if str(folder) in self._folders:
            return
        for place in (*reversed(folder.parents), folder):
            if str(place) in ("/", "."):
                continue
            try:
                sftp.stat(str(place))
            except FileNotFoundError:
                with contextlib.suppress(OSError):  # another publisher may be faster
                    sftp.mkdir(str(place), 0o755)
        self._folders.add(str(folder))

    @contextlib.contextmanager
    def _told(self, key: str) -> Iterator[paramiko.SFTPClient]:
        """A session, made at need, and paramiko's errors in our words."""
        where = f"{self.where}/{key}"
        try:
            yield self._session()
        except FileNotFoundError as error:
            raise Unreachable(f"{where}: vanished meanwhile") from error
        except paramiko.AuthenticationException as error:
            raise PublishError(
                f"{self.where}: not let in: {error}", "key: in the target, an SSH agent, or ~/.ssh/config"
            ) from error
        except paramiko.BadHostKeyException as error:
            raise PublishError(
                f"{self.where}: the machine's host key has changed", "check it, then ~/.ssh/known_hosts"
            ) from error
        except (OSError, paramiko.SSHException, EOFError) as error:
            if isinstance(error, PermissionError) or getattr(error, "errno", None) in (errno.ENOSPC, errno.EDQUOT):
                raise PublishError(f"{where}: {error}", "give the account access, or room") from error
            if "not found in known_hosts" in str(error):
                raise PublishError(
                    f"{self.where}: {error}", f"ssh {self._settings.host} once, and compare the key"
                ) from error
            self.close()
            self._folders.clear()
            raise Unreachable(f"{where}: {error or type(error).__name__}") from error

    def _session(self) -> paramiko.SFTPClient:
        if self._sftp is not None:
            return self._sftp
        client = paramiko.SSHClient()
        client.load_system_host_keys()
        client.set_missing_host_key_policy(paramiko.RejectPolicy())
        known = _ssh_config(self._settings.host)
        key = self._settings.key or next(iter(known.get("identityfile", ())), "")
        client.connect(
            str(known.get("hostname", self._settings.host)),
            port=self._settings.port if self._settings.port != 22 else int(known.get("port", 22)),
            username=self._settings.user or known.get("user"),
            key_filename=str(self._base / Path(key).expanduser()) if key else None,
            password=os.environ.get("NARRATE_SFTP_PASSWORD"),
            timeout=_TIMEOUT_S,
            banner_timeout=_TIMEOUT_S,
            auth_timeout=_TIMEOUT_S,
        )
        self._client, self._sftp = client, client.open_sftp()
        channel = self._sftp.get_channel()
        if channel is not None:
            channel.settimeout(_TIMEOUT_S)
        return self._sftp


def _ssh_config(host: str) -> paramiko.SSHConfigDict:
    path = Path("~/.ssh/config").expanduser()
    config = paramiko.SSHConfig.from_path(str(path)) if path.is_file() else paramiko.SSHConfig()
    return config.lookup(host)
