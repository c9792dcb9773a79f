"""narrate turns a news article into an audio edition.

The three legs as functions: `write_script`, `perform` and `publish`, with `load_settings` for voices.yaml.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from narrate.flow import Draft, Result, perform, publish, write_script
    from narrate.lookup import load_settings
    from narrate.publishing import PublishReport

__version__ = "0.1.0"
__all__ = ["Draft", "PublishReport", "Result", "__version__", "load_settings", "perform", "publish", "write_script"]


def __getattr__(name: str) -> Any:
    # The legs load when they are first used: `import narrate` costs nothing.
    if name in __all__:
        from narrate import flow, lookup, publishing

        homes = {"load_settings": lookup, "PublishReport": publishing}
        return getattr(homes.get(name, flow), name)
    raise AttributeError(f"module 'narrate' has no attribute {name!r}")
