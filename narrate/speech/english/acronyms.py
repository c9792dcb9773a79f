"""Words in capitals: acronyms that are said, initialisms that are spelled, and shouting."""

from __future__ import annotations

import re

from narrate.speech.english.dialect import English, spelled, spelled_with_s
from narrate.speech.rules import LETTER_A, Rule, word_set

SAID = word_set(
    "NATO NASA UNICEF UNESCO OPEC ASEAN FIFA UEFA AIDS COVID SARS MERS NAFTA SWAT ISIS POTUS SCOTUS FLOTUS OSHA FEMA "
    "TASER SCUBA PIN SIM RAM ROM GIF JPEG NIMBY YIMBY BRICS NAIDOC ANZAC QANTAS AUKUS CERN INTERPOL EUROPOL HAMAS "
    "MAGA DOGE DACA HUD AWOL NIST NOAA UNRWA IKEA LEGO OFCOM OFSTED OFGEM OFWAT ACAS COBRA DEFRA AWACS NORAD CENTCOM "
    "SALT START WADA FINA CONCACAF CONMEBOL NASCAR TAFE ATAR ICAC ASIO BAFTA BAME SIDS SAGE NICE ZIP SPAC GAAP FICA "
    "HIPAA MENSA SNAP STEM STEAM TIFF BIOS CAPTCHA DARPA LIDAR RADAR SONAR LASER MASH OXFAM RICO UNCTAD "
    "UNITA FARC ECOWAS COMESA MERCOSUR APEC QUAD TOEFL WASP GITMO NASDAQ FOREX FINRA LIBOR EBITDA REIT FAANG "
    "HEPA NSAID SEATO CENTO FANG ARPANET ALDI ASOS TED TEDX DINK "
    "EURATOM FRONTEX UNIFIL MINUSMA UNAMA MONUSCO AFRICOM SOCOM EUCOM NORTHCOM JAG SEAL SAM HIMARS ATACMS "
    "THAAD PATRIOT MIRV GLONASS NAVSTAR SETI ALMA LIGO JAXA SEPTA BART PATH CIPA COPPA FERPA FOIA ERISA NEPA RICO "
    "VISA TIME BILD FOX ANSTO ASADA ARIA ADFA CASA WAFL NAPLAN HECS AUSTRAC APRA COAG "
    "ICE COP ACE ESPYS GRAMMY ORCA PAC WIC CRISPR"
)
SPELLED = word_set(
    "US UK EU UN FBI CIA BBC ABC NBC CBS CNN GOP CEO CFO MP PM AM IT WHO TV DNA AI IMF WTO USA UAE NHS RAF NRL AFL NFL "
    "NBA MLB NHL UFC WWE IOC ICC ICJ IRS SEC FDA EPA DOJ DHS NSA NSW ACT NT WA SA LA DC NY NYC NYPD LAPD ATM HIV LGBT "
    "LGBTQ GDP CPI GPS URL PC VIP SUV RV UFO UV ID IQ HR PR IPO ETF AEST AEDT ACST AWST GMT UTC PST EST EDT BST CET "
    "PTSD ADHD IED ICBM CCTV HSBC IBM HMRC IAEA UNHCR NAACP YMCA ESPN MSNBC CNBC SBS AFP AP PA DPA USDA USPS "
    "UCLA MIT LSE NYU GCSE HTML HTTP RSPCA NSPCC DVLA GCHQ IRA ETA IDF PLO PKK DUP SNP BJP ANC ALP CCP AFD CDU "
    "SPD FDP NPR PBS ITV KGB FSB GRU SVR NKVD USSR GDR FRG DRC CAR ROC PRC ROK DPRK OECD OSCE USAID COPD EPO ADF AFR "
    "ASX NYSE OTC EV LNG LPG ISP IP VPN API SMS USB CPU GPU LED LCD DVD CD HD UHD OLED VR AR XR ABS "
    "RBA ECB BOE ACCC ASIC ATO TGA CSIRO NDIS ACTU CFMEU AMA AMP ANZ NAB CBA BHP RSL TAB VK PLC LLC LLP GMBH "
    "ACLU AARP AAPI AAFP USMCA USGS USAF USMC USTR USCIS EEOC SEIU IBEW ASPCA AICPA ROTC ASMR IUCN UNFPA UNSC IAAF "
    "IIHF IISS AIIB EEAS ECHR IOPC UKHSA AIHW ATF DEA TSA CBP FTC FCC FAA FCA CMA ONS OBR TUC CBI IFS NAO LSD DUI DWI "
    "MMA WBC WBA IBF PGA LPGA ATP WTA NCAA MVP LIV EWHC EWCA UKSC AAPL MSFT TSLA NVDA GOOG AMZN IDF IRGC"
)
"""Initialisms that stay letters in a headline that is all capitals, and longer ones that look like words."""
WORDS = word_set(
    "A I AN AND ARE AS AT BE BUT BY CAN DO FOR FROM GET GO HAD HAS HAVE HE HER HIM HIS HOW IF IN INTO IS ITS JUST LET "
    "MAN ME MY NEW NO NOT NOW OF OFF OH OK ON ONE OR OUR OUT OVER OWN SAY SAYS SEE SHE SO STOP THAN THAT THE THEIR "
    "THEM THEN THERE THEY THIS TO TOO TWO UP VERY WAR WAS WAY WE WERE WHAT WHEN WHERE WHICH WHY WILL WITH WON YES YET "
    "YOU YOUR ALL ANY BAD BIG BOY DAY DEAD DID DIE DIES END FEW FIRE GOD GOOD GUN GUY HIT HOT KID LAW LIVE LOT LOW "
    "MAY MEN MORE MUST NEVER ODD OLD PAY PUT RAN RED RUN SEX SIX SON TAX TEN TOP TRY WIN AGE AGO AIR ARM "
    "ART ASK BAR BED BET BID BOX BUS BUY CAR CUT DOG EAT EYE FAN FAR FLY FUN GAS HUGE ICE JOB KEY KILL LIE MAP "
    "MUM DAD NET OIL PAN PER POP RAW SAD SEA SET SIT SKY SUN TEA TIE TOY USE VAN VIA WET YEP NAH WOW HEY "
    " "
    "AD ADS AX EX HA HI HO LO MA TED UH UM YO SHOCK BEST WORST FREE LESS ONLY EVER ALSO SOME SUCH"
)
SHOUTED_EITHER = word_set(
    "IT WHO AM ACT SEC ICE COP SNAP START TIME TED PATH SEAL NICE STEM FANG AMP TAB CAR FED CAT PET"
)
"""Both a word and an acronym: the neighbours decide."""
IMPOSSIBLE = re.compile(
    r"\A[^AEIOUY]+\Z|\A[AEIOU][^AEIOUYSTH]{3}\Z|[^AEIOUY]{4}|Q[^U]|[JV][^AEIOUY]"
    r"|\A(?![BCDFGKPSTVWZ][HLRW]|S[CKMNPTQ]|SPR|STR|TH|WH|KN|PS|[GK]N|TW|DW|QU|MC)[^AEIOUY]{2}"
)
"""Beginnings and clusters that no English word has: letters, then."""
BEFORE_CAPS = re.compile(r"([A-Za-z][\w'-]*)[ ,:\"'(-]+\Z")
AFTER_CAPS = re.compile(r"(?:'s)?[ ,:\"')-]+([A-Za-z][\w'-]*)")


def acronym(match: re.Match[str], en: English) -> str | None:
    """UK, FBI's, CEOs, BREAKING NEWS."""
    if match["word"] == "AAA":
        return f"Triple {LETTER_A}" + ("'s" if match["plural"] or match["possessive"] else "")
    if match["word"] == "AD" and re.match(r" \d", match.string[match.end() : match.end() + 2]):
        return "A.D"
    word, plural, possessive = match["word"], match["plural"] or "", (match["possessive"] or "").lower()
    if plural and len(word) == 1:
        return None
    tail = "'s" if possessive or plural else ""
    if word in WORDS and match.string[match.end() : match.end() + 1].isdigit():
        return spelled(word)
    shouted = _among_capitals(match)
    if word in SAID and not (word in SHOUTED_EITHER and shouted):
        # espeak-ng spells any three capitals inside a sentence: "ICE" would be I C E.
        return word.capitalize() + plural.strip("'") + possessive if len(word) <= 3 else None
    if _is_word(word, shouted) and not plural:
        return word.lower() + possessive
    if word in SPELLED or len(word) <= 3 or IMPOSSIBLE.search(word):
        return None if shouted and len(word) > 5 else spelled_with_s(word) if tail else spelled(word)
    return word.lower() + possessive if shouted else None


def _is_word(word: str, shouted: bool) -> bool:
    if word in SHOUTED_EITHER:
        return shouted
    if word in SPELLED:
        return False
    if word in WORDS:
        return True
    return shouted and len(word) >= 3 and not IMPOSSIBLE.search(word) and re.search("[AEIOUY]", word) is not None


def _among_capitals(match: re.Match[str]) -> bool:
    """Whether a neighbour is an ordinary word in capitals, so that capitals say nothing."""
    text = match.string
    before = BEFORE_CAPS.search(text[max(0, match.start() - 24) : match.start()])
    after = AFTER_CAPS.match(text, match.end())
    neighbours = [found.group(1) for found in (before, after) if found]
    capitals = [
        n for n in neighbours if n.isupper() and n not in SPELLED and (len(n) > 3 or n in WORDS) and n not in ("I", "A")
    ]
    return bool(capitals) and len(capitals) >= len(neighbours) - 1


def contraction(match: re.Match[str], en: English) -> str | None:
    """DON'T, WE'RE: shouting, not letters."""
    return match.group().lower()


def grades(match: re.Match[str], en: English) -> str | None:
    """A*AA, A*: marks of British schools."""
    marks = " ".join(LETTER_A if c == "A" else "star" if c == "*" else c for c in match.group().rstrip("s"))
    return marks + "s" * match.group().endswith("s")


def joined(match: re.Match[str], en: English) -> str | None:
    """AT&T, R&B, S&P."""
    left, right = match["left"], match["right"]
    return f"{spelled(left)} and {spelled(right)}" + ("'s" if match["plural"] else "")


def mixed(match: re.Match[str], en: English) -> str | None:
    """PhD, mRNA, MPhil: letters in both cases."""
    return spelled_with_s(match["letters"]) if match["plural"] else spelled(match["letters"])


ACRONYM = Rule(
    "acronym",
    re.compile(r"(?P<word>[A-Z]{2,12})(?:(?P<plural>'?s)'?(?![\w'])|(?P<possessive>'[sS])\b)?(?![a-z]|[A-Z])"),
    acronym,
)
CONTRACTION = Rule("acronym", re.compile(r"[A-Z]{1,10}'(?:T|RE|LL|VE|D|M)(?![\w'])"), contraction)
GRADES = Rule("letter", re.compile(r"A\*(?:[A-E]\*?){0,4}s?(?![\w*])"), grades)
JOINED = Rule("acronym", re.compile(r"(?P<left>[A-Z]{1,2})&(?P<right>[A-Z]{1,2})(?P<plural>s?)(?!\w)"), joined)
MIXED = Rule(
    "acronym",
    re.compile(r"(?P<letters>PhD|DPhil|BSc|MSc|MBAs|mRNA|tRNA|siRNA|dB|MEP|LGBTQIA|LGBTQ|eVTOL)(?P<plural>s?)(?!\w)"),
    mixed,
)
