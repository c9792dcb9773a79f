"""Languages as ID3 and HTML want them, and the sentence that says the voices are synthetic."""

from __future__ import annotations

import re

from narrate.episode.words import words_of

_PAIRS = """
aa:aar ab:abk ae:ave af:afr ak:aka am:amh an:arg ar:ara as:asm av:ava ay:aym az:aze ba:bak be:bel bg:bul bi:bis bm:bam
bn:ben bo:bod br:bre bs:bos ca:cat ce:che ch:cha co:cos cr:cre cs:ces cu:chu cv:chv cy:cym da:dan de:deu dv:div dz:dzo
ee:ewe el:ell en:eng eo:epo es:spa et:est eu:eus fa:fas ff:ful fi:fin fj:fij fo:fao fr:fra fy:fry ga:gle gd:gla gl:glg
gn:grn gu:guj gv:glv ha:hau he:heb hi:hin ho:hmo hr:hrv ht:hat hu:hun hy:hye hz:her ia:ina id:ind ie:ile ig:ibo ii:iii
ik:ipk io:ido is:isl it:ita iu:iku ja:jpn jv:jav ka:kat kg:kon ki:kik kj:kua kk:kaz kl:kal km:khm kn:kan ko:kor kr:kau
ks:kas ku:kur kv:kom kw:cor ky:kir la:lat lb:ltz lg:lug li:lim ln:lin lo:lao lt:lit lu:lub lv:lav mg:mlg mh:mah mi:mri
mk:mkd ml:mal mn:mon mr:mar ms:msa mt:mlt my:mya na:nau nb:nob nd:nde ne:nep ng:ndo nl:nld nn:nno no:nor nr:nbl nv:nav
ny:nya oc:oci oj:oji om:orm or:ori os:oss pa:pan pi:pli pl:pol ps:pus pt:por qu:que rm:roh rn:run ro:ron ru:rus rw:kin
sa:san sc:srd sd:snd se:sme sg:sag si:sin sk:slk sl:slv sm:smo sn:sna so:som sq:sqi sr:srp ss:ssw st:sot su:sun sv:swe
sw:swa ta:tam te:tel tg:tgk th:tha ti:tir tk:tuk tl:tgl tn:tsn to:ton tr:tur ts:tso tt:tat tw:twi ty:tah ug:uig uk:ukr
ur:urd uz:uzb ve:ven vi:vie vo:vol wa:wln wo:wol xh:xho yi:yid yo:yor za:zha zh:zho zu:zul
"""
THREE_LETTERS: dict[str, str] = dict(pair.split(":") for pair in _PAIRS.split())
"""ISO 639-1 to ISO 639-2/T, which ID3 TLAN, COMM and USLT take."""

_RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "syr", "ug", "ur", "yi"})
_TAG = re.compile(r"[a-z]{2,8}(-[a-z0-9]{1,8})*", re.IGNORECASE)


def three_letters(language: str) -> str:
    """Return the ISO 639-2 code for a BCP 47 tag; "und" (undetermined) for one that is not known."""
    primary = _primary(language)
    if len(primary) == 3 and primary.isascii() and primary.isalpha():
        return primary
    return THREE_LETTERS.get(primary, "und")


def disclosure(language: str) -> str:
    """Return the notice that the voices are synthetic, in the language of the article where it is known.

    Apple's content guidelines (1.11, 1.12) and article 50 of the EU AI Act want it in the audio and in the metadata.
    """
    return words_of(language)["disclosure"]


def language_tag(language: str) -> str:
    """Return a BCP 47 tag fit for HTML; "und" for what is none."""
    tag = language.strip().replace("_", "-")
    return tag if _TAG.fullmatch(tag) else "und"


def is_right_to_left(language: str) -> bool:
    """Return whether a language is written from right to left."""
    return _primary(language) in _RIGHT_TO_LEFT


def _primary(language: str) -> str:
    return language.strip().lower().replace("_", "-").split("-")[0]
