"""What a request asks, prepared once: what it asks first and what it adds, what is to be done, for whom, about what, which treaties."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

from upright.analysis import terms
from upright.analysis.ratification import asked_to_ratify
from upright.analysis.terms import families
from upright.analysis.treaty_names import Named, named
from upright.data import rows
from upright.labelling import themes
from upright.labelling.text import Text
from upright.linking.rarity import total
from upright.states import all_states

_LEAST = 2  # words about something that what is asked first must have, so that it can stand alone
_NAME = 5  # letters of a State's name by which words of it are known: 'Slovenian'
_COMMON_WORDS = frozenset({"repub", "democ", "peopl", "unite", "state", "islam", "kingd", "north", "south", "centr", "guine"})
_DEATH_PENALTY = "deathpenalti"
_WORDS = re.compile(r"[^\W\d_]+|\d+")
_IN_BRACKETS = re.compile(r"\([^()]*\)|\[[^\]]*\]")
_BREAK = re.compile(r";|\s/\s?|(?<=[a-z)])\.\s+(?=[A-Z])|\?\s")
# 'To consider ratifying', 'Complete, without delay, the ratification process of', 'Make further efforts to accede': nothing else before.
_RATIFIES = re.compile(
    r"(?:to\s+)?(?:(?:\w+ly|further|all|its|the|any|every|possibility|process|necessary|measures|steps?|efforts?|procedures?|as|soon"
    r"|without|delay|possible|speed|up|continue|consider\w*|complet\w+|finali[sz]\w+|accelerat\w+|expedit\w+|examin\w+|envisag\w+"
    r"|explor\w+|stud\w+|take|taking|mak\w+|proceed\w*|pursue|conclude|work|working|towards|move|with|a|view|of|to|and|in|on|for"
    r"|sign\w*|becom\w+|strive|advance|progress|initiat\w+|start|begin|seek|domestic|internal|national|undertake|give|favou?rabl\w+"
    r"|speedy|swift|early|prompt|rapid|timely|consideration|positive\w*|active\w*|serious\w*|once|again|also|new)[\s,/]+)*"
    r"(?:(?:re-?)?ratif(?:y|ying|ication)|acced(?:e|ing)|accession|adher(?:e|ing|ence)|join(?:ing)?|(?:state )?party\b"
    r"|sign(?:ing|ature)?\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Limb:
    """One thing that is asked. `topic`: the stems that say what it is about; `actions` and `groups`: classes of `request_words.csv`."""

    topic: frozenset[str]
    actions: frozenset[str]
    groups: frozenset[str]
    weight: float  # the rarity of its topic


@dataclass(frozen=True, slots=True)
class Ask:
    """A request, prepared. `first`: what it asks in the first place; `whole`: with all that it adds; `limbs`: each thing that it asks.

    `words`: its stems but those of grammar; `kin`: the families of its topic; `head`: what is to be done in the first place; `themes`:
    OHCHR's themes with their confidence; `pairs`: neighbouring stems; `ratifies`: the treaties that it asks to ratify, `first_ratifies`: in
    the first place; `names`: all that it names; `forbids`, `allows`: it asks to forbid or end something, to allow or bring it back.
    """

    text: str
    first: Limb
    whole: Limb
    limbs: tuple[Limb, ...]
    words: frozenset[str]
    words_weight: float
    kin: frozenset[str]
    first_kin: frozenset[str]
    head: str | None
    themes: Mapping[str, float]
    pairs: frozenset[tuple[str, str]]
    ratifies: frozenset[str]
    first_ratifies: bool
    names: frozenset[str]
    numbers: frozenset[str]
    forbids: bool
    allows: bool
    length: int

    def form(self, stem: str) -> str:
        """The first word, or phrase, of a stem as it stands in the text."""
        word = next((word.casefold() for word in re.findall(r"[^\W_]+", self.text) if stems(word) == [stem]), None)
        return word or next(
            (match[0] for match in _phrase_pattern().finditer(_small(self.text)) if stem in stems(_phrases()[match[0]])), stem
        )


def ask(text: str, state: str | None = None) -> Ask:
    """What a text asks a State (its code), whose name tells nothing."""
    plain = " ".join(text.replace("’", "'").replace("‑", "-").split())
    spans = named(plain)
    bare = _IN_BRACKETS.sub(" ", _without(plain, spans))
    own = _names_of(state) if state else ()
    pieces = [_stems(piece, own) for part in _BREAK.split(bare) if part.strip() for piece in _pieces(_phrased(part))]
    everything = [stem for each in pieces for stem in each]
    order = [stem for stem in everything if stem not in _common()]
    whole = _limb(everything)
    opening = _stems(_principal(_phrased(bare)), own)
    first = _limb(opening)
    first = first if first.topic or first.groups or spans else whole
    names = frozenset(each.code for each in spans)
    in_first_place = bool(_RATIFIES.match(plain))
    actions = _classes("action")
    words = frozenset(stem for stem in everything if stem not in _classes("grammar"))
    ratifies = frozenset(asked_to_ratify(plain)) or (names if in_first_place else frozenset())
    return Ask(
        text=plain,
        first=first,
        whole=whole,
        limbs=tuple(limb for limb in map(_limb, pieces) if limb.topic) or (whole,),
        words=words,
        words_weight=total(words),
        kin=_kin(whole.topic),
        first_kin=_kin(first.topic),
        themes={each.value: each.confidence for each in themes.label(Text(text))},
        head=next((actions[stem] for stem in opening if stem in actions), None),
        pairs=frozenset(pairwise(order)),
        ratifies=ratifies,
        first_ratifies=bool(ratifies) and in_first_place,
        names=names,
        numbers=frozenset(stem for stem in order if stem.isdigit()),
        forbids=any(stem in _classes("forbids") for stem in everything),
        allows=any(stem in _classes("allows") for stem in everything),
        length=len(order),
    )


def stems(text: str) -> list[str]:
    """The stems of all words and numbers of a text, in order."""
    return [stem for word in _WORDS.findall(text) for stem in _stem(word)]


@lru_cache(maxsize=65_536)
def _stem(word: str) -> tuple[str, ...]:
    return tuple(terms.stems(word))


def _without(text: str, spans: Iterable[Named]) -> str:
    """A text without the names of treaties."""
    for each in sorted(spans, key=lambda each: -each.start):
        text = f"{text[: each.start]} {text[each.end :]}"
    return text


def _phrased(text: str) -> str:
    """Small letters, with phrases that mean one thing in one spelling."""
    return _phrase_pattern().sub(lambda match: f"{_phrases()[match[0]]} ", _small(text))


def _small(text: str) -> str:
    return text.casefold().replace("-", " ")


def _principal(text: str) -> str:
    """What is asked in the first place: up to where details, reasons and purposes begin, or another request."""
    for match in _aside().finditer(text):
        if sum(map(_tells, stems(text[: match.start()]))) >= _LEAST:
            return text[: match.start()]
    return text


def _pieces(text: str) -> Iterator[str]:
    """Each thing that a sentence asks; verbs with one object ('prevent and combat ...') are one."""
    left = ""
    for piece in _another().split(text):
        left = f"{left} {piece}"
        if any(map(_tells, stems(left))):
            yield left
            left = ""
    if left:
        yield left


def _stems(text: str, own: tuple[str, ...]) -> list[str]:
    return [stem for stem in stems(text) if len(stem) > 1 and not stem.startswith(own)] if own else stems(text)


def _tells(stem: str) -> bool:
    return len(stem) > 1 and stem not in _common() and stem not in _classes("action")


def _limb(found: Iterable[str]) -> Limb:
    listed = list(found)
    actions, groups = _classes("action"), _classes("group")
    topic = frozenset(stem for stem in listed if _tells(stem))
    done = frozenset(actions[stem] for stem in listed if stem in actions)
    if _DEATH_PENALTY in topic and "moratorium" in done:  # a moratorium and abolition are steps of one way
        done = done - {"moratorium"} | {"abolish"}
    persons = frozenset(groups[stem] for stem in listed if stem in groups)
    return Limb(topic=topic, actions=done, groups=persons, weight=total(topic))


def _kin(topic: Iterable[str]) -> frozenset[str]:
    return frozenset(family for stem in topic for family in families(stem))


@lru_cache(maxsize=512)
def _names_of(state: str) -> tuple[str, ...]:
    """The beginnings of the words of a State's name."""
    found = all_states().get(state)
    begins = {stem[:_NAME] for stem in stems(found.name if found else state) if len(stem) >= _NAME}
    return tuple(sorted(begins - _COMMON_WORDS))


@cache
def _classes(role: str) -> dict[str, str]:
    """The class of each stem of a role."""
    return {stem: row["class"] for row in rows("request_words.csv") if row["role"] == role for stem in stems(row["words"])}


@cache
def _common() -> frozenset[str]:
    grammar = {stem for row in rows("exchange_words.csv") if row["role"] == "common" for stem in stems(row["words"])}
    return frozenset((grammar - set(_classes("group"))) | set(_classes("common")) | set(_classes("grammar"))) - set(_classes("action"))


@cache
def _phrases() -> dict[str, str]:
    return {row["words"]: row["class"] for row in rows("request_words.csv") if row["role"] == "phrase"}


@cache
def _phrase_pattern() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(sorted(_phrases(), key=len, reverse=True))})\b")


@cache
def _aside() -> re.Pattern[str]:
    words = sorted((row["words"] for row in rows("request_words.csv") if row["role"] in ("aside", "toward")), key=len, reverse=True)
    return re.compile(rf"[,;]?\s+(?:{'|'.join(words)})\b|;|\s/|\.\s|,?\s+and\s+(?:to\s+)?(?=(?:{_verbs()})\b)")


@cache
def _another() -> re.Pattern[str]:
    return re.compile(rf",?\s+(?:and|as well as)\s+(?:also\s+|further\s+|to\s+)*(?=(?:{_verbs()})\b)|,\s+(?:to\s+)?(?=(?:{_verbs()})\b)")


@cache
def _verbs() -> str:
    return "|".join(row["verb"] for row in rows("action_verbs.csv") if row["verb"].isalpha())
