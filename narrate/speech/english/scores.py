"""Results of games, votes and courts."""

from __future__ import annotations

import re

from narrate.speech.english.dialect import AMERICAN, English, words_after, words_before
from narrate.speech.rules import Rule

SCORE_BEFORE = re.compile(
    r"\b(?:w[io]n(?:s|ning)?|beat(?:s|en|ing)?|los[et]s?|losing|lost|defeat(?:s|ed|ing|s)?|victory|draw(?:s|n|"
    r"ing)?|drew|le[ad]d?s?|"
    r"leading|trail(?:s|ed|ing)?|behind|ahead|tied|tie|thrash(?:ed|ing)?|hammer(?:ed|ing)?|edged?|down(?:ed)?|"
    r"crush(?:ed|ing)?|score[ds]?|finish(?:ed|es)?|ended|final|routed|rout|aggregate|result|level|held|made it|"
    r"make it|shutout|swept|sweep|series|goalless|scoreless|equali[sz]ed?|upset|outlast(?:ed)?|overc[ao]me|"
    r"advantage|record|topp?(?:ed|led)|stunned|fell|blanked|walloped|demolish(?:ed)?|dismantled|pulled it "
    r"back to)\b[^.;!?]{0,44}\Z|\b(?:at|up) \Z"
)
SCORE_AFTER = re.compile(
    r"[ -](?:win|victory|defeat|loss|draw|lead|drubbing|thrashing|rout|triumph|winner|scoreline|success|stalemate|"
    r"hammering|beating|final score|aggregate|penalty|shootout|shoot-out|record|deficit|advantage|on penalties|series|"
    r"on aggregate|down|up|at half|at half-time|at halftime|after extra|home (?:win|defeat|loss|victory|draw)|"
    r"away (?:win|defeat|loss|victory|draw)|in the (?:first|second|third|fourth|final)|to nil|against|over|scorecard)\b"
)
VOTE_AFTER = re.compile(
    r"[ -](?:vote|votes|ruling|decision|majority|split|verdict|opinion|margin|party-line|along|in favor|in favour|"
    r"judgment|in the senate|in the house|against|conservative|liberal|to (?:approve|reject|pass|confirm|impeach|"
    r"convict|acquit|advance|ban))\b"
)
VOTE_BEFORE = re.compile(
    r"\b(?:vot(?:e|es|ed|ing)(?: by| of| was| is| to)?|ruled|decided|passed|approved|rejected|confirmed|divided|"
    r"split)\b[^.;!?]{0,34}\Z"
)
LIMITED = 25


def behinds(match: re.Match[str], en: English) -> str | None:
    """12.8 (80): goals, behinds and points of Australian football."""
    goals, behinds, points = (int(match[g]) for g in ("goals", "behinds", "points"))
    if goals * 6 + behinds != points:
        return None
    numbers = en.numbers
    return f"{numbers.cardinal(goals)} {numbers.cardinal(behinds)}, {numbers.cardinal(points)}"


def wickets(match: re.Match[str], en: English) -> str | None:
    """245-6, 326/4 in cricket: runs for wickets; 6-245 in Australia and for bowlers: wickets for runs."""
    around = match.string[max(0, match.start() - 80) : match.end() + 80]
    first, second = int(match["first"]), int(match["second"])
    runs, lost = max(first, second), min(first, second)
    if en.american or runs < 20 or lost > 10 or words_before(match, 6) == "overs ":
        return None
    before = words_before(match, 40)
    sided = BATTING_SIDE.search(before) or (runs > 59 and SIDE.search(before))
    bowled = first < second and BOWLED.search(before)
    if not (match["mark"] == "/" and runs > 99) and not sided and not bowled and not CRICKET.search(around):
        return None
    return f"{en.numbers.cardinal(first)} for {en.numbers.cardinal(second)}"


def score(match: re.Match[str], en: English) -> str | None:
    """won 3-1, a 2-0 win, a 52-48 vote."""
    left, right = match["left"], match["right"]
    if (left[0] == "0" and left != "0") or (right[0] == "0" and right != "0"):
        return None
    before, after = words_before(match, 60), words_after(match, 24)
    numbers = en.numbers
    high, low = int(left), int(right)
    voted = bool(VOTE_AFTER.match(after)) or (bool(VOTE_BEFORE.search(before)) and high + low >= 3)
    scored = bool(SCORE_AFTER.match(after)) or bool(SCORE_BEFORE.search(before)) or _between_names(match)
    if re.match(r"[ -](?:year|years|day|week|month|hour|minute|mile|metre|meter|people|percent|per cent)\b", after):
        return None
    if (
        voted
        and not SCORE_AFTER.match(after)
        and (high + low in (7, 8, 9, 15, 17) or high + low > LIMITED or not scored)
    ):
        abstained = f" to {numbers.cardinal(int(match['third']))}" if match["third"] else ""
        return f"{numbers.cardinal(high)}{' ' if high == low else ' to '}{numbers.cardinal(low)}{abstained}"
    if match["third"]:
        row = _row(match, en)
        if row:
            return row
    if en.american and not match["third"] and max(high, low) < 163 and _is_record(match):
        return " and ".join("oh" if number == "0" else numbers.cardinal(int(number)) for number in (left, right))
    if FORMED.match(after) and not match["third"]:
        return f"{numbers.cardinal(high)} {numbers.cardinal(low)}"
    if (ODDS.search(before) or SHOT.match(after)) and not match["third"]:
        return f"{numbers.cardinal(high)} to {numbers.cardinal(low)}"
    if TALL.match(after) and left in "567" and low < 12 and re.search(r"\b(?:a|the) \Z", before):
        return f"{numbers.cardinal(high)} {numbers.cardinal(low)}"
    if HEIGHT.search(before) and WEIGHT.match(after) and left in "567" and low < 12:
        return f"{numbers.cardinal(high)} {numbers.cardinal(low)}"
    if right == "1" and re.search(r"\b(?:more|better) than \Z|\b(?:nearly|almost|about|roughly|by a) \Z", before):
        return f"{numbers.cardinal(high)} to one"
    if match["third"] and max(high, low) < 100:
        games = ["oh" if en.american and match[g] == "0" else _points(match[g], en) for g in ("left", "right", "third")]
        return f"{games[0]} {games[1]} and {games[2]}"
    if not scored or re.search(r"\b(?:aged?|ages|between|from|pages?|years?|about|ranks?|lasting|takes?) \Z", before):
        return None
    if max(high, low) > 199:
        return None
    return f"{_points(left, en)} {_points(right, en)}"


HEIGHT = re.compile(r"(?:'s|\bis|\bwas|\bat) \Z")
WEIGHT = re.compile(r"(?: and|,) [1-3]\d\d(?:[ ,.]|-pound)")
TALL = re.compile(
    r"[ ,]+(?:\d{3}[- ]pound )?(?:guard|forward|center|centre|point|shooting|junior|senior|freshman|swingman)\b"
)
ODDS = re.compile(r"\bodds(?: (?:of|at|are|were|on \w+|stand at))? \Z|\bpriced at \Z")
SHOT = re.compile(r"[ -](?:shot|favou?rite|outsider|on favou?rite|against\b(?! [a-z]))")
BETWEEN_NAMES = re.compile(r"(?<!\d )\b[A-Z][a-z]+ \Z")
NAME_AFTER = re.compile(r" [A-Z][a-z]+")
RECORD_BEFORE = re.compile(
    r"\b(?:improv(?:e|es|ed|ing)|fell|falls?|dropp?(?:ed|s)?) to \Z|\brecord (?:of|to|at|is|was) \Z|\bto go \Z"
)
RECORD_AFTER = re.compile(
    r"[ -](?:overall|start|record|on the road|at home|in conference|big (?:east|ten|12)|acc|sec)\b|, \d\.\d\d era\b"
)


def _between_names(match: re.Match[str]) -> bool:
    """Rangers 2-0 Celtic"""
    lead = match.string[max(0, match.start() - 16) : match.start()]
    short = len(match["left"]) < 3 and len(match["right"]) < 3
    return short and bool(BETWEEN_NAMES.search(lead)) and bool(NAME_AFTER.match(match.string, match.end()))


def _is_record(match: re.Match[str]) -> bool:
    """Whether the figures are games won and lost: "improved to 7-2", "the Bears (9-4)"."""
    text, before = match.string, words_before(match, 24)
    if PLAYED.search(before):
        return False
    if RECORD_BEFORE.search(before) or RECORD_AFTER.match(words_after(match, 14)):
        return True
    ahead = text[max(0, match.start() - 24) : match.start()]
    if re.search(r"\b[Tt]he \Z", ahead) and re.match(r" [A-Z][a-z]+s\b", text[match.end() : match.end() + 16]):
        return True
    team = re.search(r"\b[A-Z]\w+ \(\Z", ahead)
    return team is not None and text[match.end() : match.end() + 1] in ("", ")", ",")


SIDES = (
    r"\b(?:england|australia|india|pakistan|new zealand|south africa|sri lanka|bangladesh|west indies|zimbabwe|"
    r"afghanistan|ireland|hosts|tourists)"
)
SIDE = re.compile(rf"{SIDES} \Z")
BOWLED = re.compile(r"\b(?:took|takes|taking|claimed|figures of) \Z")
BATTING_SIDE = re.compile(
    rf"{SIDES} "
    r"(?:were|was|are|reached|made|posted|(?:slumped|collapsed|slid|fell|got) to|"
    r"closed on|are on) \Z"
)
PLAYED = re.compile(r"\b(?:w[io]n|lose|loses|lost|beat|drew|draw|tied)(?: [a-z]+)? \Z")
FORMED = re.compile(r"[ -](?:defen[sc]e|defensive|front|base|scheme|formation|system|shape|alignment|zone)\b")
FORMATION = re.compile(r"\b(?:formations?|system|shape|line-?up|midfield|attack|tactics|switch\w*)\b")


def _row(match: re.Match[str], en: English) -> str | None:
    """1-2-3, 9-1-1 and the 4-3-3 of a team: neither votes nor games won, lost and drawn."""
    row = [int(match[g]) for g in ("left", "right", "third")]
    around = words_before(match, 60) + words_after(match, 40)
    counted = row[0] + 1 == row[1] == row[2] - 1 or row == [9, 1, 1]
    formed = sum(row) == 10 and max(row) < 7 and (not en.american or FORMATION.search(around))
    return " ".join(en.numbers.cardinal(n) for n in row) if counted or formed else None


def _points(number: str, en: English) -> str:
    return en.nil if number == "0" else en.numbers.cardinal(int(number))


def sets(match: re.Match[str], en: English) -> str | None:
    """6-4, 7-6 (5), 6-2: two games or more in a row."""
    if LISTED_BEFORE.search(words_before(match, 12)):
        return None
    if not all(_is_set(int(a), int(b)) for a, b in re.findall(r"(?<!\()(\d+)[-–](\d+)(?![)])", match.group())):
        return None
    text = re.sub(r"\[(\d+-\d+)\]", r"\1", match.group())
    text = re.sub(r"[([](\d+)(?:-(\d+))?[)\]]", lambda m: ", " + " ".join(_game(n) for n in m.groups() if n), text)
    said = re.sub(r"(\d+)[-–](\d+)", lambda m: f"{_game(m[1])} {_game(m[2])}", text)
    said = re.sub(r"\d+", lambda m: _game(m[0]), said)
    return re.sub(r" +,", ",", said)


LISTED_BEFORE = re.compile(r"\b(?:grades?|ages?|aged|pages?|years?|chapters?|verses?|rooms?|classes|weeks?|rounds?) \Z")


def _is_set(first: int, second: int) -> bool:
    """Whether a set of tennis, badminton or volleyball may stand so: not the 27-3 of a season."""
    high, low = max(first, second), min(first, second)
    return high <= 7 or high in (10, 11, 15, 21, 25) or high - low == 2


def _game(number: str) -> str:
    if number == "0":
        return "love"
    return AMERICAN.cardinal(int(number))


SET = r"\d{1,2}[-–]\d{1,2}(?: ?\(\d{1,2}(?:[-–]\d{1,2})?\))?"
CRICKET = re.compile(
    r"\b(?:wickets?|innings|overs|stumps|not out|all out|bowled|batsm[ae]n|batters?|declared|dec|at (?:lunch|"
    r"tea)|Ashes|lbw|unbeaten)\b",
    re.IGNORECASE,
)
BEHINDS = Rule("score", re.compile(r"(?P<goals>\d{1,2})\.(?P<behinds>\d{1,2}) \((?P<points>\d{1,3})\)"), behinds)
WICKETS = Rule(
    "score",
    re.compile(
        r"(?:(?P<first>\d{1,3})(?P<mark>[-/–])(?P<second>\d{1,3}))(?![\w%/-]|\.\d)"
        r"(?! ?(?:of|year|day|week|month|mile|per|vote|win|victory|loss))"
    ),
    wickets,
)
TIEBREAK = r"7[-–]6 ?\(\d{1,2}(?:[-–]\d{1,2})?\)"
SETS = Rule("score", re.compile(rf"(?:(?:{SET}(?:,? and |, ?| ))+\[?{SET}\]?|{TIEBREAK})(?![\w%-])"), sets)
ROUNDS: Rule[English] = Rule(
    "score",
    re.compile(r"\d{1,3}(?:[-–]\d{1,3}){3,6}(?![\w%]|[-–.,/]\d)"),
    lambda match, en: ", ".join(en.numbers.cardinal(int(n)) for n in re.split("[-–]", match.group())),
)
SCORE = Rule(
    "score",
    re.compile(
        r"(?P<left>\d{1,3})(?:-|–|—)(?P<right>\d{1,3})(?:(?:-|–)(?P<third>\d{1,2}))?(?![\w%]|[-–,.:/]\d|[-–][a-z]+ly)"
    ),
    score,
)
