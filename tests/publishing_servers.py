"""Storage that others wrote, on 127.0.0.1 in a process of its own: moto for S3, asyncssh for SFTP, wsgidav."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import multiprocessing
import os
import warnings
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest
from publishing_editions import optional


def serve_s3(folder: Path, ready: Connection) -> None:
    from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
    from werkzeug.serving import make_server

    app = DomainDispatcherApplication(create_backend_app)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    ready.send(server.server_port)
    server.serve_forever()


def serve_sftp(folder: Path, ready: Connection) -> None:
    import asyncssh

    class Lenient(asyncssh.SSHServer):
        def begin_auth(self, username: str) -> bool:
            return True

        def password_auth_supported(self) -> bool:
            return True

        def validate_password(self, username: str, password: str) -> bool:
            return password == "correct horse"

    class Jailed(asyncssh.SFTPServer):
        def __init__(self, channel: Any) -> None:
            super().__init__(channel, chroot=str(folder).encode())

    async def serve() -> None:
        key = asyncssh.generate_private_key("ssh-ed25519")
        server = await asyncssh.listen(
            "127.0.0.1", 0, server_factory=Lenient, server_host_keys=[key], sftp_factory=Jailed
        )
        ready.send((server.get_port(), key.export_public_key().decode().split()[:2]))
        await asyncio.Event().wait()

    asyncio.run(serve())


def serve_webdav(folder: Path, ready: Connection) -> None:
    from cheroot.wsgi import Server
    from wsgidav.wsgidav_app import WsgiDAVApp

    app = WsgiDAVApp(
        {
            "provider_mapping": {"/dav": str(folder)},
            "simple_dc": {"user_mapping": {"*": {"editor": {"password": "correct horse"}}}},
            "http_authenticator": {"accept_basic": True, "accept_digest": False, "default_to_digest": False},
            "verbose": 0,
            "logging": {"enable": False},
        }
    )
    server = Server(("127.0.0.1", 0), app, numthreads=20)
    server.prepare()
    ready.send(server.bind_addr[1])
    server.serve()


def _quiet(serve: Callable[[Path, Connection], None], folder: Path, ready: Connection) -> None:
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    os.chdir(folder)
    with open(os.devnull, "w", encoding="utf-8") as nowhere:
        os.dup2(nowhere.fileno(), 1)
        os.dup2(nowhere.fileno(), 2)
        serve(folder, ready)


@contextlib.contextmanager
def running(serve: Callable[[Path, Connection], None], folder: Path) -> Iterator[Any]:
    """What the server says of itself, while it runs."""
    folder.mkdir(parents=True, exist_ok=True)
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("fork").Process(target=_quiet, args=(serve, folder, theirs), daemon=True)
    process.start()
    theirs.close()
    try:
        assert ours.poll(30), "the server did not start"
        yield ours.recv()
    finally:
        ours.close()
        process.terminate()
        process.join()


@contextlib.contextmanager
def target_of(kind: str, tmp_path: Path, patch: pytest.MonkeyPatch) -> Iterator[str]:
    """The `target:` line of podcast.yaml for a kind, with its server running and its credentials in place."""
    with contextlib.ExitStack() as stack:
        if kind == "folder":
            yield "./public"
        elif kind == "s3":
            optional("moto")
            boto3 = optional("boto3")
            port = stack.enter_context(running(serve_s3, tmp_path / "server"))
            for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
                patch.setenv(name, "testing")
            boto3.client("s3", endpoint_url=f"http://127.0.0.1:{port}", region_name="us-east-1").create_bucket(
                Bucket="podcasts"
            )
            yield f"{{s3: podcasts, prefix: shows, endpoint: 'http://127.0.0.1:{port}'}}"
        elif kind == "sftp":
            optional("asyncssh")
            optional("paramiko")
            port, key = stack.enter_context(running(serve_sftp, tmp_path / "server"))
            (tmp_path / ".ssh").mkdir(exist_ok=True)
            line = f"[127.0.0.1]:{port} {' '.join(key)}\n"
            (tmp_path / ".ssh/known_hosts").write_text(line, encoding="utf-8")
            patch.setenv("HOME", str(tmp_path))
            patch.setenv("NARRATE_SFTP_PASSWORD", "correct horse")
            patch.delenv("SSH_AUTH_SOCK", raising=False)
            yield f"{{sftp: 127.0.0.1, port: {port}, user: editor, path: /srv/podcasts}}"
        else:
            optional("wsgidav")
            optional("cheroot")
            port = stack.enter_context(running(serve_webdav, tmp_path / "server"))
            patch.setenv("NARRATE_WEBDAV_USER", "editor")
            patch.setenv("NARRATE_WEBDAV_PASSWORD", "correct horse")
            yield f"{{webdav: 'http://127.0.0.1:{port}/dav'}}"
