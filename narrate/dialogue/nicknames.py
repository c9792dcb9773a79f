"""Given names and their short forms that do not begin alike: Bill is William, Peggy is Margaret."""

from __future__ import annotations

import unicodedata

_SHORT = """
abby:abigail al:alan,albert,alfred,alvin alex:sandra andy:andrew annie:anne barb:barbara becky:rebecca bernie:bernard
beth:elizabeth betsy:elizabeth betty:elizabeth bill:william billy:william bob:robert bobby:robert bonnie:bonita
cathy:kathleen,katherine charlie:charles chuck:charles cindy:cynthia dave:david dick:richard dolly:dorothy dot:dorothy
drew:andrew ed:edward,edwin,edgar ellie:eleanor fran:frances fritz:friedrich gene:eugene ginny:virginia greta:margaret
gus:august,augustus hal:harold,henry hank:henry harry:harold,henry jack:john,jackson jake:jacob
jerry:gerald,jerome,jeremiah jim:james jimmy:james joe:joseph joey:joseph johnny:john,jonathan kate:catherine
kathy:catherine,kathleen katie:catherine kit:christopher,katherine larry:lawrence,laurence libby:elizabeth
liz:elizabeth liza:elizabeth lizzie:elizabeth maggie:margaret meg:margaret mick:michael mickey:michael mike:michael
minnie:wilhelmina molly:mary nancy:ann,anne ned:edward nell:ellen,eleanor nellie:ellen,eleanor nick:dominic
peg:margaret peggy:margaret polly:mary rick:richard,frederick ricky:richard rob:robert robbie:robert russ:russell
sally:sarah sandy:alexander,alexandra,sandra sasha:alexander,alexandra sue:susan,suzanne ted:edward,theodore
teddy:edward,theodore terry:theresa,teresa,terence tess:theresa,teresa tina:christina,martina tony:anthony,antonio
topher:christopher trish:patricia vicky:victoria wally:walter will:william willy:william woody:woodrow
xander:alexander
"""
_FORMS = {short: frozenset(names.split(",")) for short, _, names in (entry.partition(":") for entry in _SHORT.split())}


def is_short_for(one: str, other: str) -> bool:
    """Whether one of two given names, in small letters, is a short form of the other."""
    return other in _FORMS.get(one, ()) or one in _FORMS.get(other, ())


def plain(word: str) -> str:
    """A word in small letters without accents, which some papers leave out: Ibáñez, Ibanez."""
    if word.isascii():
        return word.lower()
    return "".join(sign for sign in unicodedata.normalize("NFKD", word.lower()) if not unicodedata.combining(sign))
