"""What a dossier is called, out of the words of its members: the treaty to be ratified, else what most of them say, as a noun phrase.

Ratify CRPD                                                          Ratification of CRPD
Continue its efforts to prevent trafficking in persons, including    Prevention of trafficking in persons
To take all necessary measures to improve conditions in prisons      Improvement of conditions in prisons
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from functools import cache

from upright.data import rows
from upright.instruments import all_instruments
from upright.linking.asks import Ask

_LONGEST = 90
# What says how strongly it is asked, before what is asked: 'Continue its efforts to', 'Take all necessary measures aimed at'.
_LEAD = re.compile(
    r"^(?:to\s+)?(?:(?:continue|continuing|pursue|maintain|keep|persevere|persist|strengthen|intensify|enhance|increase|redouble"
    r"|step(?:ping)? up|accelerate|speed up|expedite|take|make|adopt|undertake|exert|consider|examine|envisage|explore|study|proceed"
    r"|complete|finalize|further|reinforce|strive|work|give|conclude|scale up|move)\b"
    r"(?:\s+(?:on|with|in|up|towards?|the|its|their|his|all|any|every|further|more|additional|necessary|appropriate|concrete|effective"
    r"|adequate|possible|possibility of|process of|procedures? for|efforts?|measures?|steps?|action|policies|initiatives|of"
    r"|(?:aim|direct)ed (?:at|towards)|designed|for))*\s+(?:to\s+)?)(?=\w+)",
    re.IGNORECASE,
)
_ADVERB = re.compile(r"^(?:to\s+)?(?:(?:further|also|\w+ly)\s+)+", re.IGNORECASE)
_ENDS = re.compile(
    r"[;.?]|\s/|,\s(?=and to|\w+ing\b|\w*ly\b|\d|(?:as|which|who|whose|where|in|by|with|through|for|on|to|such|so|without|also|inter alia"
    r"|both|irrespective|regardless|at|if|when|while|since|even|either)\b)"
    r"|\s(?:including|in particular|particularly|especially|such as|in order to|with a view to|aim(?:ing|ed) at|in line with"
    r"|in accordance with|in conformity with|in compliance with|as recommended|so that|so as to|by \w+ing|through|based on|to that end"
    r"|and (?:to )?(?:ensure|take|continue|adopt|implement|provide|bring|prosecute|strengthen|make|guarantee))\b",
    re.IGNORECASE,
)
_JOINED = re.compile(r"^(\w+),?\s+(?:and|or)\s+(?:to\s+)?(\w+)\s+(.*)$", re.DOTALL)
_NOUN = re.compile(r"^(?:the )?\w+(?:tion|sion|ment|ance|ence)s?(?: and (?:the )?\w+)? of\b|^(?:the )?fight against\b", re.IGNORECASE)
# Whoever is named so may be anybody: such words never become a title.
_PERSON = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|Prof|Sheikh|Sayyid|Ayatollah|Bishop|Pastor)\b\.?\s")
_OF_PERSONS = re.compile(
    r"\b(?:release|detention|imprisonment|arrest|killing|murder|assassination|death|disappearance|case|trial)s?\b", re.IGNORECASE
)
_NAMED = re.compile(r"(?<!^)\b[A-Z][a-z’'-]+(?:\s+(?:al-|bin\s|de\s)?[A-Z][a-z’'-]+)+")


def title(asks: Sequence[Ask], centrality: Callable[[int], float]) -> tuple[str, tuple[str, ...]]:
    """A title, and the treaties that the dossier asks to ratify. `asks`: its members, the earliest first; `centrality`: how near a member
    stands to the others."""
    wanted = Counter(tuple(sorted(each.ratifies)) for each in asks if each.first_ratifies)
    if wanted and 2 * wanted.total() > len(asks):
        treaties = min(wanted, key=lambda codes: (-wanted[codes], codes))
        return f"Ratification of {' and '.join(map(_treaty, treaties))}", treaties
    order = sorted(range(len(asks)), key=lambda at: (-round(centrality(at), 3), len(asks[at].text), at))
    said = [phrase for at in order if (phrase := phrase_of(asks[at].text)) and not _may_name_a_person(phrase)]
    return (said[0] if said else "Case of an individual"), ()


def _treaty(code: str) -> str:
    """The treaty's acronym, where it has one; else its name."""
    known = all_instruments()[code]
    return code if code in known.acronyms else known.name


def _may_name_a_person(phrase: str) -> bool:
    return bool(_PERSON.search(phrase) or (_OF_PERSONS.search(phrase) and _NAMED.search(phrase)))


def phrase_of(text: str) -> str:
    """What a request asks in the first place, as a noun phrase where its verb is known, else in its own words."""
    bare = _ADVERB.sub("", re.sub(r"^(?:to|please)\s+", "", " ".join(text.split()), flags=re.IGNORECASE))
    bare = _ended(bare)
    for _ in range(3):
        rest = _ADVERB.sub("", _LEAD.sub("", bare))
        if rest == bare or not (_as_noun(rest) or _NOUN.match(rest)):
            break
        bare = rest
    return _shortened(_as_noun(bare) or bare)


def _ended(text: str) -> str:
    """Up to where details begin, if enough stands before them."""
    for match in _ENDS.finditer(text):
        if len(text[: match.start()].split()) >= 3:
            return text[: match.start()]
    return text


def _as_noun(text: str) -> str | None:
    """'abolish the death penalty' -> 'Abolition of the death penalty'; of two verbs the first."""
    verb, _, rest = text.partition(" ")
    joined = _JOINED.match(text)
    if joined and joined[2].lower() in _nouns():
        verb, rest = joined[1], joined[3]
    noun = _nouns().get(verb.lower())
    return f"{noun} {rest}" if noun and rest and not rest.startswith(("to ", "that ", "and ")) else None


def _shortened(text: str) -> str:
    text = text.strip(" ,.;:")
    if len(text) > _LONGEST:
        text = text[: _LONGEST - 1].rsplit(" ", 1)[0].rstrip(" ,.;:") + " …"
    return text[:1].upper() + text[1:]


@cache
def _nouns() -> dict[str, str]:
    return {row["verb"]: row["noun"] for row in rows("title_verbs.csv")}
