"""Telling hubs and directories that a feed has changed: best effort, a failure is a warning and no more."""

from __future__ import annotations

import os
import urllib.parse
import urllib.request

from narrate.publishing.settings import Show

PODPING_URL = "https://podping.cloud/"
PODPING_TOKEN = "NARRATE_PODPING_TOKEN"
_TIMEOUT_S = 10


def notify(show: Show, feed_url: str) -> list[str]:
    """Notify every WebSub hub and podping.cloud, as podcast.yaml says; warnings, one a failure."""
    if show.private:
        return []  # a secret address must not be handed on
    warnings = [warning for hub in show.hubs if (warning := _websub(hub, feed_url))]
    if show.podping and (warning := _podping(show, feed_url)):
        warnings.append(warning)
    return warnings


def _websub(hub: str, feed_url: str) -> str:
    """W3C WebSub leaves publishing open; this is the form that hubs in use take."""
    form = urllib.parse.urlencode({"hub.mode": "publish", "hub.topic": feed_url, "hub.url": feed_url}).encode()
    return _send(urllib.request.Request(hub, data=form, method="POST"), hub)


def _podping(show: Show, feed_url: str) -> str:
    token = os.environ.get(PODPING_TOKEN, "")
    if not token:
        return f"podping: {PODPING_TOKEN} is not set; podping.cloud gives tokens to publishers"
    query = urllib.parse.urlencode({"url": feed_url, "reason": "update", "medium": show.medium})
    request = urllib.request.Request(f"{PODPING_URL}?{query}", headers={"Authorization": token})
    return _send(request, PODPING_URL)


def _send(request: urllib.request.Request, where: str) -> str:
    request.add_header("User-Agent", "narrate")
    try:
        with urllib.request.urlopen(request, timeout=_TIMEOUT_S):
            return ""
    except (OSError, ValueError) as error:  # URLError is an OSError
        return f"{where} was not notified: {error}"
