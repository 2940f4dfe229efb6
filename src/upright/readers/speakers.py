"""Who begins to speak: the words that open a turn in a summary record, and the role of whoever speaks.

    Mr. Idris (Freedonia) said that ...                       a delegate
    Ms. Holm, referring to the replies, asked whether ...     a member of the committee
    The Chair, speaking as a member, wondered ...             the Chair, here a member
    Mr. AMOR said ...                                         older records print names in capitals

A paragraph that begins with the name of a person who is spoken about ('Mr. Roe had been arrested') opens no turn.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from rapidfuzz.distance import Levenshtein

from upright import states
from upright.data import rows
from upright.readers.sentences import sentences
from upright.records import Role, Speaker
from upright.records import words as fold_spaces

CHAIR = r"(?:(?:Acting|Temporary|Provisional|ACTING|TEMPORARY)\s+)?(?:Co-|Vice-)?(?:Chair(?:person|man|woman)?|CHAIR(?:PERSON|MAN|WOMAN)?)"
NUMBER = re.compile(r"\s*(?:\d{1,3}(?:\s?[.)]\s*|\s+))?")  # '1.The Chair' too
_BRACKET = re.compile(r"\s*\(([^()]*(?:\([^()]*\)[^()]*)*)\)")
_OFFICE = re.compile(rf"[Tt](?:he|HE)\s+(?P<chair>{CHAIR}|PRESIDENT|President)(?P<of>\s+of\s+the\s+Committee)?(?=[\s,(:])")
# 'The delegation of Freedonia said', 'The representative of UNICEF drew attention'
# What may stand before the speaker: 'After a discussion in which ... took part, the Chair suggested', 'In reply to Ms. Holm, Mr. Roe said'
_BEFORE = re.compile(
    r"(?:(?:After|Following)\s[^.]{0,60}?(?:discussion|exchange|debate)|In\s+(?:reply|response|answer)\s+to|Replying|Responding|Referring|Speaking"
    r"|Introducing|Answering|Summing|Commenting|At\s+the\s+(?:request|invitation))\s",
)  # fmt: skip
_GROUP = re.compile(r"(?:The|A)\s+(?:delegation|(?:head\s+of\s+the\s+)?delegate|representative|observer)s?\s+(?:of|for|from)\s+(?:the\s+)?")
_SECRETARY = re.compile(r"(?:The|THE)\s+(?:Secretary\s+of\s+the\s+Committee|SECRETARY\s+OF\s+THE\s+COMMITTEE|Secretariat)(?=[\s,(])")
# 'introducing', 'in reply to', 'Vice-Chair', 'on behalf of': what may stand between a speaker's name and the verb. 'who had been' does not.
_BETWEEN = re.compile(
    r",\s*(?:(?!being|having)[a-z]+ing\b|on\s+behalf|in\s+(?:reply|response|answer|his|her|their|conclusion)|supported|as\s+(?:the\s+)?(?:country|co-)"
    r"|(?:the\s+)?(?:Vice-|Acting\s)?Chair|(?:the\s+)?(?:Country\s+|Special\s+)?Rapporteur|speak|also|first|lastly|finally|Secretary)",
    re.IGNORECASE,
)  # fmt: skip
_OWN_CAPACITY = re.compile(
    r"speaking\s+(?:(?:first|also|briefly)\s+)?(?:in\s+(?:his|her|their|an?)\s+(?:own\s+)?(?:personal|individual|private|expert)\s+capacity"
    r"|(?:in\s+(?:his|her|their)\s+capacity\s+)?as\s+(?:an?\s+|the\s+)?(?:ordinary\s+|individual\s+)?(?:member|expert|country|co-|rapporteur))",
    re.IGNORECASE,
)  # fmt: skip
_ACTS = re.compile(r",?\s+(?!(?:had|was|were|is|has|and|or|who|whose|did|could|would|might|should|of|in)\b)[a-z]{3,}")
_APPOSITION = re.compile(r",\s+(?:the\s+|who\s+was\s+)?([A-Z][^,.;]{3,120}),")
_ADVERBS = (
    r"(?:(?:\w+ly|also|then|further|furthermore|too|therefore|again|once\s+again|first|next|likewise|nevertheless|once|in\s+turn)\s+)*"
)
# What a name may begin with that is written small: 'al-Hakim', 'd’Avila'.
_SMALL = re.compile(r"(?:al|el|ul|ad|ar|as|an|d|l|dell)[-’'](?=\w)")


@dataclass(frozen=True, slots=True)
class Opening:
    """How a paragraph begins that names a person: `name` None where only the office is given, `office` 'chair', 'temporary',
    'group' or 'secretary';
    `bracket`: what stands in brackets behind the name; `rest`: the words behind both."""

    title: str | None
    name: str | None
    office: str | None
    bracket: str | None
    rest: str

    @property
    def says(self) -> bool:
        """Do the words behind the name say that somebody speaks?"""
        titled = _APPOSITION.match(self.rest)
        behind = self.rest[titled.end() - 1 :] if titled else self.rest
        return self.rest.startswith(":") or any(_speech().match(words) or _BETWEEN.match(words) for words in (self.rest, behind))

    @property
    def acts(self) -> bool:
        """Do the words behind the name say that the person did something, whatever it was? Who is spoken about 'had been' or 'was'."""
        return bool(_ACTS.match(self.rest))

    @property
    def apposition(self) -> str | None:
        """What stands between commas behind the name: 'Country Rapporteur'."""
        match = _APPOSITION.match(self.rest)
        return fold_spaces(match[1]) if match else None

    @property
    def own_capacity(self) -> bool:
        """Does the Chair speak as a member here? What is said begins behind 'that'."""
        return bool(_OWN_CAPACITY.search(re.split(r"\bthat\b", self.rest)[0]))


@cache
def _speech() -> re.Pattern[str]:
    verbs = sorted((row["words"] for row in rows("speech_verbs.csv")), key=len, reverse=True)
    words = "|".join(verb.replace("was ", f"was {_ADVERBS}(?:not\\s+)?").replace(" ", r"\s+") for verb in verbs)
    return re.compile(rf",?\s+{_ADVERBS}(?:{words})\b")


@cache
def _personal(kind: str) -> frozenset[str]:
    """Forms of address ('title'), or the small words inside names ('particle')."""
    return frozenset(row["words"] for row in rows("personal_names.csv") if row["kind"] == kind)


@cache
def title_pattern() -> str:
    """The forms of address that a name may have before it, as a pattern."""
    titles = sorted(_personal("title"), key=len, reverse=True)
    return "|".join(re.escape(title).replace(r"\.", r"\.?") if title.endswith(".") else title for title in titles)


@cache
def _titled() -> re.Pattern[str]:
    return re.compile(rf"(?:H\.E\.\s+)?(?P<title>{title_pattern()})\s+")


def opening(text: str) -> Opening | None:
    """The person or office that a paragraph begins with, its number passed over; None where it begins otherwise."""
    text = text[NUMBER.match(text).end() :]  # type: ignore[union-attr]  # the pattern matches nothing too
    if _BEFORE.match(text):
        sentence = next((text[start:end] for start, end in sentences(text)), text)
        later = (_at_the_beginning(sentence[comma.end() :]) for comma in re.finditer(r",\s+", sentence))
        return next((found for found in later if found and found.says), None)
    return _at_the_beginning(text)


def _at_the_beginning(text: str) -> Opening | None:
    titled = _titled().match(text)
    if titled:
        name, end = _name(text, titled.end())
        found = _behind(text, end, _title(titled["title"]), name, None)
        return (_several(found) or found) if name else None
    if office := _OFFICE.match(text):
        return _behind(text, office.end(), None, None, "temporary" if office["chair"].casefold().startswith("temp") else "chair")
    if secretary := _SECRETARY.match(text):
        return _behind(text, secretary.end(), None, None, "secretary")
    return _group(text)


def _several(first: Opening) -> Opening | None:
    """'Mr. Berg, Ms. Holm and Mr. Roe said that they agreed': who speaks has no single name."""
    rest, names = first.rest, 1
    while another := _another().match(rest):
        name, end = _name(rest, another.end())
        rest, names = rest[end:], names + 1
        bracket = _BRACKET.match(rest)
        rest = rest[bracket.end() :] if bracket else rest
        if not name:
            return None
    return replace(first, title=None, name=None, rest=rest) if names > 1 else None


@cache
def _another() -> re.Pattern[str]:
    return re.compile(rf"(?:,\s+(?:and\s+)?|\s+and\s+)(?:{title_pattern()})\s+")


def _title(printed: str) -> str:
    return f"{printed}." if f"{printed}." in _personal("title") else printed


def _behind(text: str, end: int, title: str | None, name: str | None, office: str | None) -> Opening:
    bracket = _BRACKET.match(text, end)
    rest = text[bracket.end() if bracket else end :]
    return Opening(title, name, office, fold_spaces(bracket[1]) if bracket else None, rest)


def _group(text: str) -> Opening | None:
    group = _GROUP.match(text)
    state = states.leading(text[group.end() :]) if group else None
    if group is None or state is None:
        return None
    name, rest = text[group.end() :][: state[1]], text[group.end() + state[1] :]
    return Opening(None, None, "group", f"Observer for {name}" if "observer" in group[0] else name, rest)


def _name(text: str, at: int) -> tuple[str, int]:
    """The name that stands at a place, and where it ends: words with a capital, and the small words between them."""
    taken: list[str] = []
    end = at
    for match in re.finditer(r"\s*([^\s,;:()]+)", text[at:]):
        word = match[1]
        if match.start() and text[at + match.start()] in ",;:()":
            break
        if not (word[0].isupper() or word.casefold() in _personal("particle") or _SMALL.match(word)) or match.start() + at != end:
            break
        taken.append(word)
        end = at + match.end()
        if word.endswith((".", "’s", "'s")) and len(word) > 3:
            break
    while taken and taken[-1].casefold() in _personal("particle") and not taken[-1][0].isupper():
        end = at + text[at:end].rstrip().rfind(taken.pop())
    return " ".join(_spelt(word) for word in taken), len(text[:end].rstrip())


def _spelt(word: str) -> str:
    """A name in capitals as other records write it: 'AMOR' -> 'Amor', 'McDOUGALL' -> 'McDougall'; initials stay."""
    if "." in word or not ((word.isupper() and len(word) > 1) or word[2:].isupper()):
        return word
    if word.isupper():
        return word.title().replace("’S", "’s")
    return word[:2] + word[2:].title()


@dataclass(frozen=True, slots=True)
class Setting:
    """What a record says of its meeting: `state` under review; `states_are_members`: the body's members are States, none under review."""

    state: str | None
    states_are_members: bool


def speaker(found: Opening, setting: Setting) -> Speaker:
    """Who speaks; of a Chair the name is the cover's affair."""
    if found.office in ("chair", "temporary"):
        role = Role.MEMBER if found.own_capacity else Role.CHAIR
        return Speaker(name=None, title=None, role=role, state=None)
    if found.office == "secretary":
        return Speaker(name=None, title=None, role=Role.SECRETARIAT, state=None)
    role, state = _capacity(found.bracket, setting) or _capacity(found.apposition, setting) or _without_capacity(found)
    return Speaker(name=found.name, title=found.title, role=role, state=state)


def _without_capacity(found: Opening) -> tuple[Role, None]:
    """Members are named without brackets; what stands in brackets and is nothing that is known is another guest."""
    return (Role.OTHER if found.bracket else Role.MEMBER), None


def _capacity(words: str | None, setting: Setting) -> tuple[Role, str | None] | None:
    """Role and State of what stands behind a name: 'Freedonia', 'Observer for Freedonia', 'Country Rapporteur'; None for other words."""
    if words is None:
        return None
    for pattern, role, state in _roles():
        if match := pattern.match(words):
            return role, state or _state(words[match.end() :]) or (setting.state if role is Role.DELEGATION else None)
    found = _state(words)
    return ((Role.MEMBER if setting.states_are_members else Role.DELEGATION), found) if found else None


def is_official(found: Opening, setting: Setting) -> bool:
    """Does what stands in brackets say that the person acts in the meeting?"""
    return _capacity(found.bracket, setting) is not None


def _state(words: str) -> str | None:
    """The State that some words are or begin with, as in 'Kenya, Minister', not in 'Kenya National Commission'; a State that is no more
    only where they are its whole name."""
    leading = states.leading(words.strip())
    alone = leading and not re.match(r"\s*\w", words.strip()[leading[1] :])
    found = states.find(words) or (leading[0] if leading and alone else None)
    is_party = found is not None and (found.kind is not states.StateKind.ORGANISATION or found.code == "European Union")
    return found.code if found and is_party else None


@cache
def _roles() -> tuple[tuple[re.Pattern[str], Role, str | None], ...]:
    return tuple((re.compile(row["pattern"], re.IGNORECASE), Role(row["role"]), row["state"] or None) for row in rows("speaker_roles.csv"))


# --- one person, two spellings

_SHORTEST = 6  # letters: shorter names that differ in one are two persons more often than one


def spellings(spoken: Sequence[Speaker]) -> dict[Speaker, Speaker]:
    """The speakers of successive turns by the spelling that a record uses most, or first.

    Two names of one capacity and delegation are one person's where they differ in accents or capitals only, or where one of them occurs
    once and is another but for one letter, not the first. Who takes the floor from the other is another person.
    """
    counts = Counter(each for each in spoken if each.name)
    rivals = {frozenset(pair) for pair in pairwise(spoken)}
    settled: list[Speaker] = []
    joined: dict[Speaker, Speaker] = {}
    for each in sorted(counts, key=lambda each: -counts[each]):  # stable: the first of those used as often
        same = next((other for other in settled if frozenset((each, other)) not in rivals and _is_same(each, other, counts[each])), None)
        joined[each] = replace(each, name=same.name, title=each.title or same.title) if same else each
        if same is None:
            settled.append(each)
    return joined


def _is_same(one: Speaker, other: Speaker, times: int) -> bool:
    if (one.role, one.state) != (other.role, other.state) or (one.title and other.title and one.title != other.title):
        return False
    a, b = fold(one.name or ""), fold(other.name or "")
    near = times == 1 and min(len(a), len(b)) >= _SHORTEST and a[0] == b[0] and Levenshtein.distance(a, b, score_cutoff=1) <= 1
    return a == b or near


def fold(name: str) -> str:
    """A name without accents, capitals, hyphens and spaces."""
    bare = unicodedata.normalize("NFKD", name)
    return re.sub(r"[\s’'\-\u0300-\u036f]", "", bare).casefold()


def known(openings: Sequence[Opening]) -> frozenset[str]:
    """The names of those who certainly speak."""
    return frozenset(fold(each.name) for each in openings if each.name and each.says)
