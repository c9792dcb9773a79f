"""Sound to words: recognisers, and how far what they hear is from what should be said."""

from narrate.hearing.ears import Ear, PocketsphinxEar, ServerEar, transcript
from narrate.hearing.verdicts import Heard, Verdict, VoiceSummary, judge, summaries

__all__ = [
    "Ear",
    "Heard",
    "PocketsphinxEar",
    "ServerEar",
    "Verdict",
    "VoiceSummary",
    "judge",
    "summaries",
    "transcript",
]
