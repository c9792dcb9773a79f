"""The feeds as OPML, the list that podcast apps exchange."""

from __future__ import annotations

from lxml import etree

from narrate.publishing.settings import Podcast
from narrate.publishing.text import one_line


def export_opml(podcast: Podcast) -> bytes:
    """An OPML 2.0 file of every public show; private addresses are secrets and stay out."""
    opml = etree.Element("opml", version="2.0")
    head = etree.SubElement(opml, "head")
    etree.SubElement(head, "title").text = "Podcasts"
    body = etree.SubElement(opml, "body")
    for show in podcast.shows.values():
        if not show.private:
            values = {
                "type": "rss",
                "text": one_line(show.title),
                "title": one_line(show.title),
                "xmlUrl": show.feed_url,
            }
            etree.SubElement(body, "outline", values | ({"htmlUrl": show.link} if show.link else {}))
    return etree.tostring(opml, encoding="UTF-8", xml_declaration=True, pretty_print=True)
