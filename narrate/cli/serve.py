"""narrate serve: editions in a browser on this machine."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import click

from narrate.cli.messages import show_page


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), default=Path("out"))
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Port to listen on.  [default: a free one]")
@click.option("--open", "open_", is_flag=True, help="Open it in the browser.")
def serve(folder: Path, port: int, open_: bool) -> None:
    """Show a folder of editions, or one edition, in a browser on this machine only. Ctrl-C stops it."""
    from narrate.episode.server import serve as server_of

    with server_of(folder, port=port) as server, suppress(KeyboardInterrupt):  # the way to stop it
        click.echo(f"{server.url}  (Ctrl-C stops)")
        if open_:
            show_page(server.url)
        server.serve_forever()
