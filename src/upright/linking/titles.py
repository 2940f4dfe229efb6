"""What a dossier is called, out of the words of its members: the treaty to be ratified, else what most of them say, as a noun phrase.

Ratify CRPD                                                          Ratification of CRPD
Continue its efforts to prevent trafficking in persons, including    Prevention of trafficking in persons
To take all necessary measures to improve conditions in prisons      Improvement of conditions in prisons
Bring its press law into line with article 19                        Alignment of the press law with article 19
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from functools import cache
from typing import NamedTuple

from upright.analysis.treaty_names import named
from upright.data import rows
from upright.instruments import all_instruments
from upright.linking.asks import Ask, stems
from upright.linking.persons import may_be_named, names
from upright.linking.rarity import total

_LONGEST = 84
_SHORTEST = 45  # letters that a title which is cut must keep
_LONG_NAME = 60  # letters of a treaty's name from which its details are left out
_TOO_LITTLE = 8  # letters before another verb that say nothing yet
_CUT = " …"
# Behind a verb they mean that its object comes later: 'incorporate into the code a definition'.
_LEADING_ON = frozenset(["to", "that", "into", "in", "within", "by", "across", "with", "on", "for", "up", "out", "at"])
_STRONGLY = (
    r"(?:continu|pursu|maintain|keep|persever|persist|strengthen|intensif|enhanc|increas|redoubl|step|acceler|speed|expedit|tak|mak|adopt"
    r"|undertak|exert|consider|examin|envisag|explor|study|proceed|complet|finali[sz]|further|reinforc|striv|work|giv|conclud|scal|mov|devot"
    r"|pay|concentrat|focus|do|seek|carry|prioriti[sz]|improv|develop|implement|broaden|deepen|initiat|launch|plac|put|consolidat|endeavour"
    r"|boost|doubl|multipl|ensur|continu|begin|start|promot)\w*"
)
_EFFORT = (
    r"(?:efforts?|measures?|steps?|(?<!of )actions?|work|polic(?:y|ies)|initiatives?|endeavours?|attention|emphasis"
    r"|consideration|commitment|progress|achievements?|priority|focus|everything|possibility|process|procedures?|path|practice"
    r"|importance|cooperation in order)"
)
_TOWARDS = (
    r"(?:with (?:a view|regard|respect) to|in (?:relation|regard) to|in the (?:areas?|fields?|contexts?|direction|sphere) of|regarding"
    r"|concerning|relat(?:ed|ing) to|aim(?:ed|ing) (?:at|to)|directed (?:at|towards?)|geared towards?|designed to|so as to|in order to"
    r"|towards?|to|on|in|for|of|at)"
)
# What says how strongly it is asked, before what is asked: 'Continue its efforts to', 'Take all necessary measures aimed at'.
_LEADS = (
    re.compile(
        rf"^{_STRONGLY}\b(?:\s+(?!alternative)[\w’'-]+){{0,6}}?\s+{_EFFORT}\b(?:\s+and\s+\w+)?(?:\s+(?:made|undertaken|needed|necessary|already|underway|possible))*\s+{_TOWARDS}\s+",
        re.IGNORECASE,
    ),
    re.compile(
        r"^(?:continu|pursu|persever|persist|prioriti[sz]|evaluat|step up|speed up|expedit|accelerat|consider|examin|envisag|explor"
        r"|study|further|striv|seek|mov|work(?! with)|focus|concentrat|proceed|begin|start|endeavour|maintain)\w*"
        r"(?:\s+(?:with determination|with|on|up|ahead|in|its|their|his|the|ongoing|current|further"
        r"|more|towards?|actively|to|efforts?))*\s+",
        re.IGNORECASE,
    ),
    re.compile(rf"^{_EFFORT}\s+{_TOWARDS}\s+", re.IGNORECASE),
)
_AGAINST = re.compile(rf"^{_STRONGLY}\b(?:\s+[\w’'-]+){{0,4}}?\s+{_EFFORT}\s+against\s+", re.IGNORECASE)
_CIRCUMSTANCE = re.compile(
    r"^(?:in|with|as|within|on|for|given|following|under|through|pursuant|based|that|while|at)\b[^,;]{3,90},\s+", re.IGNORECASE
)
_ASIDE = re.compile(
    r"^((?:[\w’'-]+\s+){0,3}[\w’'-]+),\s(?:as|in|through|by|with|within|at|including|pursuant|where|if|inter|on|without)\b[^,;]*,\s"
)
_ADVERBS = re.compile(
    r"^(?:(?:further|also|as well|once again|de jure"
    r"|(?!(?:family|early|elderly|assembly|daily|friendly|supply)\b)\w+ly)\s+(?:and\s+)?)+",
    re.IGNORECASE,
)
_WHEN = re.compile(
    r"(?:,?\s|^)(?:without (?:further )?delay|as soon as possible|as a matter of (?:priority|urgency))(?:,?\s|$)", re.IGNORECASE
)
_BEFORE_WHAT = re.compile(
    r"^(?:de jure|in law|further"
    r"|(?:\w+ly,? and )?\w+ly)\s+(?=(?:the|all|any|every|its|an?|those)\b)",
    re.IGNORECASE,
)
_ENDS = re.compile(
    r"[;?]|(?<!\bNo)(?<!\bart)\.(?=\s|$)|\s/|,\s(?=and to|\w+ing\b|\w*ly\b|\d|(?:as|which|who|whose|where|in|by|with|through|for|on|to"
    r"|such|so|without|also|inter alia|both|irrespective|regardless|at|if|when|while|since|even|either|thereby|particular)\b)"
    r"|,?\s(?:including|in particular|particularly|especially|such as|in order to|with a view to|aim(?:ing|ed) at|in line with"
    r"|in accordance with|in (?:full )?conformity with|in (?:full )?compliance with|as recommended|as well as|so that|so as to"
    r"|by \w+ing|through|based on|to that end|for example|in this regard|taking into|and in this|before the end|as soon as|and not to"
    r"|within the framework|within the scope)\b",
    re.IGNORECASE,
)
_IN_LINE = re.compile(
    r"^bring(?:ing)?\s+(.+?)\s+(?:\w+ly\s+)?(?:in|into)\s+(?:\w+\s+)?(?:line|conformity|compliance|accordance|keeping|harmony)\s+with\s+(.+)$",
    re.IGNORECASE | re.DOTALL,
)
_PASSIVE = re.compile(
    r"^(?:ensur|guarante|assur|mak)\w*\s+(?:sure\s+)?that\s+(?!no\b)(.+?)\s+(?:is|are|be)\s+(?:\w+ly,?\s+(?:and\s+\w+ly\s+)?)?(\w+ed)\b(\s+(?:from|against)\s[^,;]+)?",
    re.IGNORECASE,
)
_ANOTHER = re.compile(r"(?:\s*/\s*|,?\s+(?:and|or|as well as)\s+|,\s+)(?:to\s+)?(?:also\s+|further\s+|\w+ly\s+)*([a-z]+)\b")
_THINGS = (  # words that end as what is done does, and are none
    "organi[sz]ation|commission|institution|nation|population|legislation|violence|constitution|traffick|section|convention|experience"
    "|discrimination|exploitation"
)
_NOUN = re.compile(
    rf"^(?!(?:while|and|that|concerning|regarding|against|in|for|having|including|all|reiterates)\b)(?!(?:the\s+)?(?:\w+\s+){{0,2}}(?:{_THINGS}))(?:the\s+)?(?:\w+\s+){{0,2}}\w*(?:tion|sion|ment|ance|ence|ing|fight|access|reform|return)s?\b",
    re.IGNORECASE,
)
_OWN = re.compile(r"(?<!and\s)(?<!or\s)\b(?:its|their|his|your)\s+(?:own\s+)?", re.IGNORECASE)
_BRACKETS = re.compile(r"\s*(?:\([^()]*\)?|\[[^\[\]]*\]?|[)\]])")
_DANGLING = re.compile(
    r"(?:[\s,;:–-]+(?:and|or|of|to|the|a|an|in|on|for|with|by|its|their|his|as|at|from|that|which|who|whose|whom|is|are|be|been|not|nor|such"
    r"|including|against|between|any|all|other|into|via|both|also|further|more|where|when|while|through|than|among|towards?|under|per|if|so"
    r"|these|this|those|has|have|should|may|can|particular|particularly|cruel|once))+$",
    re.IGNORECASE,
)
_BOUNDARY = re.compile(
    r"\s(?=(?:and|or|of|to|for|in|on|with|by|that|which|who|as|at|from|against|including|between|when|where|while|through)\b)|(?<=,)\s"
)
_EMPTY = re.compile(
    rf"{_STRONGLY}|{_EFFORT}|\w+ly|necessary|appropriate|effective|concrete|adequate|further|additional|strong|proactive|specific|special|positive"
    r"|possible|ongoing|current|existing|available|various|legislative|practical|comprehensive|with|those|these|their|level|local|national|domestic"
    r"|relevant|legislation|laws?|stakeholders|mechanisms|programmes",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"\b(?:on|regarding|concerning|relat(?:ed|ing) to|regard to|respect to|relation to|areas? of|fields? of"
    r"|(?:attention|emphasis|priority|focus|importance) to)\s+$",
    re.IGNORECASE,
)
_NOTHING = re.compile(
    r"^\w+ (?:of|for|on|with) (?:the )?(?:[\w-]+ ){0,2}(?:measures|efforts|initiatives|programmes|policies|steps|actions?"
    r"|plan|bill|reforms|laws?|legislation|stakeholders|mechanisms)$"
)
_DOING = re.compile(r"(?:[\w-]+\s+){1,5}?(?:of|for|in|against|to)\b")  # 'protection of', 'capacity building for'
_DETERMINED = re.compile(r"\s+(?:the|an?|its|their|all|any|every)\b")
_VERB_OF = re.compile(r"\b(?:is|are|be|has|have|can|may|should|do|does|did|will)\b")


class _Phrase(NamedTuple):
    """`flaws`: how much is wrong with it, 0 for a noun phrase that is whole."""

    text: str
    flaws: float


def title(asks: Sequence[Ask], centrality: Callable[[int], float]) -> tuple[str, tuple[str, ...]]:
    """A title, and the treaties that the dossier asks to ratify. `asks`: its members, the earliest first; `centrality`: how near a member
    stands to the others."""
    wanted = Counter(tuple(sorted(each.ratifies)) for each in asks if each.first_ratifies)
    if wanted and 2 * wanted.total() > len(asks):
        treaties = min(wanted, key=lambda codes: (-wanted[codes], codes))
        return f"Ratification of {' and '.join(map(_treaty, treaties))}", treaties
    usual = _usual(asks)
    found = [(at, _phrase(each)) for at, each in enumerate(asks)]
    fit = [(at, phrase) for at, phrase in found if phrase.text and not _may_name_a_person(phrase.text, asks[at].text)]
    if not fit:
        return "Case of an individual", ()
    often = Counter(phrase.text for _, phrase in fit)

    def cost(at: int, phrase: _Phrase) -> tuple[float, int, int]:
        return round(_cost(phrase, usual) - 8 * centrality(at) - often[phrase.text] ** 0.5, 3), len(phrase.text), at

    return min(fit, key=lambda each: cost(*each))[1].text, ()


def _may_name_a_person(phrase: str, text: str) -> bool:
    words = {word.strip(".,’'“”").casefold() for word in phrase.split()}
    return may_be_named(phrase) or (may_be_named(text) and bool(words & names(text)))


def _usual(asks: Sequence[Ask]) -> frozenset[str]:
    """What at least half of the members are about."""
    said = Counter(stem for each in asks for stem in each.whole.topic)
    return frozenset(stem for stem in said if 2 * said[stem] >= len(asks))


def _cost(phrase: _Phrase, usual: frozenset[str]) -> float:
    """The less it says of what most are about, and the longer it is, the worse."""
    missed = total(usual - set(stems(phrase.text))) / total(usual) if usual else 0.0
    return phrase.flaws + 2 * missed + len(phrase.text) / 100


def _treaty(code: str) -> str:
    """The treaty's acronym, where it has one; else its name, without what it supplements."""
    known = all_instruments()[code]
    if code in known.acronyms:
        return code
    name = (
        known.name
        if len(known.name) <= _LONG_NAME
        else re.split(r", (?:especially|supplementing|and relating)", known.name, flags=re.IGNORECASE)[0]
    )
    return f"the {name}"


def _phrase(ask: Ask) -> _Phrase:
    """What a request asks in the first place, as a noun phrase where its verb is known, else in its own words."""
    text = _bare(ask.text)
    text = _ended(text)
    said, flaws = _said(text)
    short = _shortened(_whole(_OWN.sub("the ", said)))
    told = ask.whole.topic & set(stems(short))
    heard = bool(told) or _tells(said)
    return _Phrase(short, flaws + 1.5 * short.endswith(_CUT) + 3 * (not heard) + (total(told) < 4))


def _bare(text: str) -> str:
    """Without brackets and asides, treaties by their acronyms."""
    plain = _WHEN.sub(" ", " ".join(_BRACKETS.sub("", _with_acronyms(text)).split())).strip()
    plain = re.sub(r"^(?:to|please|that the (?:government|state)\w*)\s+", "", plain, flags=re.IGNORECASE)
    if (rest := _CIRCUMSTANCE.sub("", plain)) and _asks(rest):
        plain = rest
    if plain.count("“") != plain.count("”"):
        plain = plain.replace("“", "").replace("”", "")
    return _ADVERBS.sub("", _ASIDE.sub(r"\1 ", plain))


def _with_acronyms(text: str) -> str:
    for each in sorted(named(text), key=lambda each: -each.start):
        if each.code in all_instruments()[each.code].acronyms and each.end - each.start > 2 * len(each.code):
            before = re.sub(r"\bthe\s+$", "", text[: each.start])
            text = f"{before}{each.code}{text[each.end :]}"
    return text


def _ended(text: str) -> str:
    """Up to where details begin, if enough stands before them."""
    for match in _ENDS.finditer(text):
        before = text[: match.start()]
        in_line = match[0].lower().split()[-1:] == ["with"] and re.search(r"\bbring|\bthat\b", before, re.IGNORECASE)
        if len(before.split()) >= 3 and not in_line and _tells(before):
            return before
    return text


def _tells(text: str) -> bool:
    """It has two words that say more than that something is to be done."""
    return sum(len(word) > 3 and not _EMPTY.fullmatch(word) for word in text.replace(",", " ").split()) >= 2


def _said(text: str) -> tuple[str, float]:
    """The request without what says how strongly it is asked, as a noun phrase; and its flaws."""
    flaws = 4.0
    for _ in range(4):
        if _AGAINST.match(text):
            return _AGAINST.sub("Fight against ", text), 0.0
        found = next((match for lead in _LEADS if (match := lead.match(text))), None)
        if not found:
            break
        rest = _ADVERBS.sub("", text[found.end() :])
        if not (_verb(rest) or (_NOUN.match(rest) and (_DOING.match(rest) or not _SUBJECT.search(found[0]))) or _leads(rest)):
            if _SUBJECT.search(found[0]):
                return f"Action on {_one_request(rest)}", 0.5
            if re.search(r"\b(?:the|its|their)\s+$", found[0]):  # what stands behind an article is a thing
                return _one_request(rest), 0.5
            break
        text, flaws = rest, 0.5
    if said := _as_noun(text):
        return said, _flaws(said)
    said = re.sub(r"^(?:the|an?)\s+", "", _one_request(text), flags=re.IGNORECASE)
    return said, 0.0 if _NOUN.match(said) and not _verb(said) else flaws


def _flaws(said: str) -> float:
    """Of a phrase made of a verb: 'Ensuring that' says less at once than 'Protection of'."""
    first, second = said.split()[:2]
    if second in ("that", "whether"):
        return 1.5 if _VERB_OF.search(said) else 4.0
    if (second == "to" and first.endswith("ing")) or _NOTHING.match(said):
        return 3.0
    return 0.4 if first.endswith("ing") else 0.0


def _asks(text: str) -> bool:
    return bool(_verb(text) or _leads(text))


def _leads(text: str) -> bool:
    return any(lead.match(text) for lead in _LEADS)


def _verb(text: str) -> str | None:
    """The noun of the verb that a text begins with; none of 'reform of the courts'."""
    verb, *behind = re.split(r"[\s,/]", text, maxsplit=2)[:2]
    if behind == ["of"] and verb.lower() in _verbs_that_are_nouns():
        return None
    return _nouns().get(verb.lower())


def _as_noun(text: str) -> str | None:
    """'abolish the death penalty' -> 'Abolition of the death penalty'; 'prevent and combat' -> 'Prevention of and fight against'."""
    if line := _IN_LINE.match(text):
        return f"Alignment of {line[1]} with {line[2]}"
    if (passive := _PASSIVE.match(text)) and (noun := _nouns().get(passive[2][:-1].lower()) or _nouns().get(passive[2][:-2].lower())):
        return _of([noun], passive[1] + (passive[3] or ""))
    if not _verb(text):
        return None
    verbs = [re.split(r"[\s,/]", text, maxsplit=1)[0]]
    at = len(verbs[0])
    while (more := _ANOTHER.match(text, at)) and more[1].lower() in _nouns():
        verbs.append(more[1])
        at = more.end()
    rest = _one_request(_BEFORE_WHAT.sub("", text[at:].strip()))
    if not rest or rest.startswith(("and ", "or ", ",")):
        return None
    nouns = list(dict.fromkeys(_nouns()[verb.lower()] for verb in verbs))
    first = rest.split()[0].lower()
    if first in _LEADING_ON and " " in nouns[-1] and nouns[-1].split()[-1] != first:
        return f"{_gerund(verbs[-1])} {rest}"
    return _of(nouns, rest)


def _of(nouns: Sequence[str], rest: str) -> str:
    """'Prevention of', 'Punishment of' -> 'Prevention and punishment of', and what is to be prevented and punished."""
    last = nouns[-1].split()[-1]
    if nouns[-1].count(" ") and all(noun.split()[-1] == last for noun in nouns):
        nouns = [noun.rsplit(" ", 1)[0] for noun in nouns[:-1]] + [nouns[-1]]
    named = [nouns[0], *(noun[0].lower() + noun[1:] for noun in nouns[1:])]
    listed = " and ".join([", ".join(named[:-1]), named[-1]] if len(named) > 1 else named)
    if listed.split()[-1] == rest.split(maxsplit=1)[0]:
        rest = rest.partition(" ")[2]
    return f"{listed} {rest}"


def _one_request(text: str) -> str:
    """Up to where another verb says what else is to be done."""
    for match in _ANOTHER.finditer(text):
        verb = match[1].lower()
        asks = verb in _nouns() or re.fullmatch(_STRONGLY, verb)
        if not asks or verb.endswith(("ing", "ion", "ment")) or match.start() <= _TOO_LITTLE:
            continue
        thing = verb in _verbs_that_are_nouns() and not _DETERMINED.match(text, match.end())
        if not thing or re.search(r"\bto\s", match[0]):
            return text[: match.start()]
    return text


def _gerund(verb: str) -> str:
    noun = _nouns()[verb.lower()]
    known = (each for each in _nouns() if each.endswith("ing") and _nouns()[each] == noun and each[:3] == verb[:3].lower())
    return next(known, verb).capitalize()


def _whole(text: str) -> str:
    """Without small words at its end that lead to something, and without a verb whose object is gone."""
    text = _DANGLING.sub("", text)
    before, _, verb = text.rpartition(" to ")
    return _DANGLING.sub("", before) if verb in _nouns() and verb not in _verbs_that_are_nouns() else text


def _shortened(text: str) -> str:
    """At most so many letters, cut where a phrase ends."""
    text = text.strip(" ,.;:")
    if len(text) > _LONGEST:
        places = [match.start() for match in _BOUNDARY.finditer(text) if _SHORTEST <= match.start() <= _LONGEST - len(_CUT)]
        kept = text[: places[-1]] if places else text[: _LONGEST - 1].rsplit(" ", 1)[0]
        text = _whole(kept.rstrip(" ,.;:")) + _CUT
    return text[:1].upper() + text[1:]


@cache
def _nouns() -> dict[str, str]:
    return {row["verb"]: row["noun"] for row in rows("title_verbs.csv")}


@cache
def _verbs_that_are_nouns() -> frozenset[str]:
    return frozenset(row["verb"] for row in rows("title_verbs.csv") if row["is_noun"])
