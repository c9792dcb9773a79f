"""narrate completion: what a shell needs to complete narrate's commands and options."""

from __future__ import annotations

import click

WHERE = {
    "bash": "narrate completion bash > ~/.local/share/bash-completion/completions/narrate",
    "zsh": "narrate completion zsh > ~/.zfunc/_narrate   (with fpath+=~/.zfunc before compinit)",
    "fish": "narrate completion fish > ~/.config/fish/completions/narrate.fish",
}


@click.command(epilog="\b\n" + "\n".join(WHERE.values()))
@click.argument("shell", type=click.Choice(list(WHERE)))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print the script that completes narrate in a shell."""
    from click.shell_completion import get_completion_class

    kind = get_completion_class(shell)
    assert kind is not None
    made = kind(context.find_root().command, {}, "narrate", "_NARRATE_COMPLETE")
    # `source()` of bash runs bash to learn its version; the script itself needs nothing of the sort.
    click.echo(made.source_template % made.source_vars())
