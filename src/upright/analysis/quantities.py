"""Quantities in running text: numbers with their unit, range and qualifier; what only looks like a quantity is left out.

A quantity is a number (in figures or words) with what it counts or measures. No quantity: the number of an article, paragraph, issue or
law, a date, a year, a time of day, a part of a symbol, an ordinal, a telephone number, the mark of a limb, 'one' as a pronoun or article, a
person's age ('a 15-year-old'), and what only says when ('in the past four years', 'three years ago').
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from itertools import pairwise

from upright.analysis.wording import Wording, any_of, currencies, wording
from upright.data import rows


class Sort(StrEnum):
    """What a number is a number of."""

    COUNT = "count"
    SHARE = "share"
    RATE = "rate"
    DURATION = "duration"
    AGE = "age"
    MONEY = "money"
    MEASURE = "measure"
    BARE = "bare"  # nothing is said behind it: '1,282 had been filed'


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A quantity: `text[start:end]` is the smallest phrase with number and unit, `begin` where its qualifier begins.

    `value_high`: the upper end of a range. `unit`: in English, normal form for known units; else the counted noun as printed.
    """

    begin: int
    start: int
    end: int
    value: float
    value_high: float | None
    unit: str | None
    qualifier: str | None
    sort: Sort


@dataclass(frozen=True, slots=True)
class _Number:
    """A number as printed, with the money sign before it."""

    start: int
    end: int
    value: float
    money: str | None
    words: bool  # in words, without a magnitude


@dataclass(frozen=True, slots=True)
class _Around:
    """The words around a number: before it, before its qualifier, behind it."""

    before: str
    lead: str
    behind: str


_LARGEST_WHOLE = 100_000  # 'one in 183 women'
AGE_UNIT = "years of age"
FOLD = "fold"

_ORDINAL = (
    r"(?:st|nd|rd|th|er|ère|e|º|ª|ème)\b|[- ]?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|(?:thi|four|fif"
    r"|six|seven|eigh|nine)?teenth)\b"
)
_HYPHENED = r"member|seat|bed|person|place"
# 'two-tier', 'one-stop', 'twenty-first': no quantity.
_HYPHENED_ELSE = rf"-(?!year|month|day|week|hour|minute|fold|decade|per\b|{_HYPHENED})\w"
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+|\b\w+\.(?:org|com|gov|kz|net)/\S*")
_YEAR_BEFORE = re.compile(r"\b(?:19|20)\d\d\s?[-–/>]+\s?$")
_STREET = re.compile(r"\s+(?:[A-Z]\w+\s+){1,3}(?:Street|Avenue|Road|Boulevard|Lane|St\.|Ave)")
_PEOPLE_OF_AGES = re.compile(
    r"\b(?:children|persons|people|girls|boys|women|men|youths?|adolescents|students|disabilities)\s*\(?$|\bages\s+$", re.IGNORECASE
)
_RATE = re.compile(
    r"\s+(?:[a-z]+\s+){0,2}?(?P<unit>(?:per|for every|out of every)\s+(?:\d[\d, ]*\d{2}|thousand|million"
    r"|hundred thousand)(?:\s+(?:live births"
    r"|births|inhabitants|people|persons|population|women|children|residents|citizens|girls|men))?)"
)
_VERB_UNDER = re.compile(r"\w(?:ed|falls?|fell|built)\s+(?:under|around)\s*$")
_NAME_BEFORE = re.compile(r"(?<=\w\s)(?!Over|Some|About|From|Only|Nearly|Total|Among)[A-Z][a-z]{3,}\s$|\b[A-Z]{2,}\)?\s$")
_OLDER = re.compile(
    r"-years?[- ]olds?\b|-\s?(?:to|and)\s|\s+years?(?:\s+(?:of\s+age|old))?\s+(?:and|or)\s+(?:older|over|above|under|younger)\b"
)
_EXPLAINED = re.compile(r"\([^()]{6,200}\)")  # 'paragraphs 10 (harmonization of laws) and 60'
# 'one in 183 women', 'three out of five judges'; '13 out of 142 candidates' are two counts.
_ONE_IN = re.compile(
    r"\b(?P<part>[Oo]ne|1)\s(?:in|out of)(?: every)?\s(?P<whole>\w+)(?=\s[a-z])"
    r"|\b(?P<p>\w+)\sout of(?: every)?\s(?P<w>\w+)\b"
)
_PER = re.compile(r"\b(?:per|for every|out of every)\s+$")
_AGED = re.compile(r"\baged\s+(?:between\s+|from\s+)?(?:(?:over|under|above|below|at least|up to)\s+)?$")
_DEFINITE = re.compile(
    r"\b(?:the|these|those|both|other|his|her|its|their|our|last|past|next|previous|following|preceding|same)\s+(?:other\s+)?$",
    re.IGNORECASE,
)
_WHEN_BEFORE = re.compile(
    r"\b(?:past|last|next|previous|coming|preceding|recent|following|subsequent|first|final|derni[eè]res?|derniers|prochaines?|prochains"
    r"|últimos|últimas|próximos|próximas|primeros)\s+$|\bil y a\s+$|\bhace\s+$",
    re.IGNORECASE,
)  # fmt: skip
_WHEN_BEHIND = re.compile(
    r"\s+(?:ago|earlier|later|previously|hence|plus tard|después|antes|antérieurs|précédent|anteriores|dernier|últimos)\b", re.IGNORECASE
)
_AGE_BEFORE = re.compile(
    r"\b(?:ages?(?: of)?|aged|ages between|under|over|above|below|turned|reached|attained|minimum age\b[^.;]{0,60}|age (?:of"
        r"|for) [a-z ]{3,40}"
    r"(?:was|is|at|to|from|be|set at|remained|raised to))\s+(?:of\s+|is\s+|was\s+|at\s+|to\s+|from\s+|between\s+)?$",
    re.IGNORECASE,
)  # fmt: skip
_AGE_WORD = re.compile(r"\bage[ds]?\b[^.;]*$", re.IGNORECASE)
_OF_AGE = re.compile(r"\s*(?:years?)?[\s-]*(?:of\s+age|old)\b", re.IGNORECASE)
# 'children under 18', 'persons aged 15 to 24', 'women over the age of 60': which people, no figure of their own.
_WHICH_PEOPLE = re.compile(
    r"\b(?:people|persons?|child|children|girls?|boys?|women|men|minors?|individuals?|youths?|adolescents|juveniles|adults|population"
        r"|those|anyone"
    r"|citizens|students|pupils|offenders|prisoners|groups?|workers|infants|females?|males?|household|member|everyone|victims?"
        r"|defendants|mothers"
    r"|enfants|personnes|filles|garçons|femmes|niños|niñas|personas|mujeres|menores|jóvenes)\s+(?:with disabilities\s+|who (?:are"
        r"|were)\s+)?\(?"
    r"(?:(?:are |were )?(?:aged|ages|under|over|above|below|between|from|older than|younger than|up to|âgée?s|de entre|menores"
        r"|mayores|de)\s+)+(?:(?:the\s+)?ages?(?: of)?\s+)?"
    r"(?:(?:under|over|between|from|de|entre)\s+)?$",
    re.IGNORECASE,
)  # fmt: skip
_GROUP_OF_AGE = re.compile(r"\b(?:age[ds]?[- ](?:group|range|bracket|category)s?)\s*(?:of\s+)?(?:between\s+)?$", re.IGNORECASE)
_CHANGED = re.compile(
    r"\b(?:rose|risen|rise|fell|fallen|fall|increas\w+|decreas\w+|reduc\w+|rais\w+|dropp?\w*|declin\w+|lower\w+|gr[eo]wn?|growth|went|gone"
    r"|shorten\w+|extend\w+|lengthen\w+|expand\w+|up|down|chang\w+|improv\w+|cut|jump\w+|climb\w+)\b[^;]{0,80}\bfrom\s+$",
    re.IGNORECASE,
)  # fmt: skip
_TIME = re.compile(r"\s*(?:[ap]\.?\s?m\b|o[’']clock|hrs?\b|noon\b)", re.IGNORECASE)
_SYMBOL_BEFORE = re.compile(r"(?:[\w)\]]/|[A-Za-z]\d*[-–]|[\w]\.|[+#№@_]|\d[:.]|\d,|\b[A-Z]{2,}-)$")
_SYMBOL_BEHIND = re.compile(r"/\w|[-–‑][IVX]+\b|[-–‑][A-Z]\b|:\d\d|\.\d|[A-Za-z_°]|\s?/\s?\d{4}|,\d{3}")
_ENUMERATOR = re.compile(r"(?:^|[;:,.]|\band|\bor|\bto)\s*\($", re.IGNORECASE)
_CODE_IN_BRACKETS = re.compile(r"\b(?:\d+|[A-Z]+|[a-z]?\)|sections?|articles?)\s?\($")
_PHONE_BEHIND = re.compile(r"\s+(?:hot|help)line\b|\s+emergency\b|\s+(?:phone|telephone)\b", re.IGNORECASE)
_CALENDAR_WORD = re.compile(
    r"\b(?:in|since|during|from|until|by|before|after|for|of|the|and|to|or|year|early|late|mid|end|en|depuis|avant|desde|de|del|année"
    r"|año|,|\(|between|&)\s*[-–]?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Patterns:
    """The patterns of one language."""

    number: re.Pattern[str]
    fraction: re.Pattern[str]
    range_join: re.Pattern[str]
    between: re.Pattern[str]
    qualifier: re.Pattern[str]
    qualifier_behind: re.Pattern[str]
    unit: re.Pattern[str]
    duration: re.Pattern[str]
    money: re.Pattern[str]
    cites: re.Pattern[str]
    listed: re.Pattern[str]
    date_behind: re.Pattern[str]
    days_behind: re.Pattern[str]
    date_before: re.Pattern[str]


def quantities(text: str, language: str) -> list[Quantity]:
    """The quantities of a text in their order; none in a language whose words are not known. Offsets count in `text`."""
    words = wording(language)
    if not words.cardinals:
        return []
    patterns = _patterns(language)
    numbers = list(_numbers(text, words, patterns))
    kept = _without_references(text, numbers, words, patterns)
    found = list(_fractions(text, words, patterns))
    taken = {at for quantity in found for at in range(quantity.start, quantity.end)}
    at = 0
    while at < len(kept):
        low, high = kept[at], _upper_end(text, kept, at, patterns)
        at += 1 if high is None else 2
        if low.start not in taken and (quantity := _quantity(text, low, high, words, patterns)):
            found.append(quantity)
    return _with_unit_of_next(text, _once(text, sorted(found, key=lambda quantity: quantity.start)))


def _once(text: str, found: list[Quantity]) -> list[Quantity]:
    """'ten per cent (10%)' is one quantity."""
    again = {
        id(other)
        for one, other in pairwise(found)
        if (one.value, one.unit) == (other.value, other.unit) and re.fullmatch(r"\s?\(", text[one.end : other.start])
    }
    return [quantity for quantity in found if id(quantity) not in again]


def _with_unit_of_next(text: str, found: list[Quantity]) -> list[Quantity]:
    """'from 50 to 70 per cent': the first number is of per cent too."""
    for at, (one, other) in enumerate(pairwise(found)):
        if one.sort is Sort.BARE and re.fullmatch(r"\s+(?:to|à|a)\s+", text[one.end : other.begin]):
            found[at] = replace(one, unit=other.unit, sort=other.sort)
    return found


@cache
def _patterns(language: str) -> _Patterns:
    words = wording(language)
    cardinal, magnitude = any_of(words.cardinals), any_of(words.magnitudes)
    tens = any_of(word for word, value in words.cardinals.items() if value in range(20, 100, 10))
    ones = any_of(word for word, value in words.cardinals.items() if value in range(1, 10))
    below = rf"(?:(?:{tens})[ –-](?:{ones})|{cardinal})"
    spelt = rf"(?i:{below}(?:[ -](?:{magnitude})\b(?:,?\s(?:and\s)?{below}\b)?)*)"
    digits = (
        r"\d{1,3}(?:,\d{3})+(?:, 000)?(?!\d)|\d{1,3}(?:, 000)+(?!\d)|\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?"
        r"|\d{1,3}(?: \d{3})+(?![\d])(?:\.\d+)?|\d+\.\d+|\d+(?:,\d{1,2}(?!\d|,\d))?"
        if language == "en"
        else r"\d{1,3}(?:[ .]\d{3})+(?!\d)(?:,\d+)?|\d+,\d+|\d+(?:\.\d{1,2}(?!\d))?"
    )
    signs = any_of(currencies())
    months = any_of({row["name"] for row in rows("months.csv") if row["language"] == language})
    number = (
        rf"(?:(?P<money>(?<![\w$])(?:{signs})\s?))?(?:(?P<digits>{digits})(?:[ -]?(?P<size>(?i:{magnitude}))\b)?"
        rf"|(?P<spelt>(?<![\w-]){spelt})(?:(?!\w)|(?=fold\b)))"
    )
    qualifier = any_of(words.qualifiers)
    return _Patterns(
        number=re.compile(number),
        fraction=re.compile(rf"(?<![\w-])(?:{any_of(words.fractions)})(?!\w)", re.IGNORECASE),
        range_join=re.compile(rf"\s*(?:[-–—‑]|\b(?:{any_of(words.joins)})\b)\s*$", re.IGNORECASE),
        between=re.compile(rf"\b(?:{any_of(words.between)})\s+(?:the ages of\s+)?(?:{qualifier})?\s*$", re.IGNORECASE),
        qualifier=re.compile(rf"(?<![\w-])(?P<words>{qualifier})\s*(?:the\s+|of\s+|a\s+total\s+of\s+)?$", re.IGNORECASE),
        qualifier_behind=re.compile(r"\s+(?:or (?P<more>more|over|above|older)|or (?P<less>less|fewer|under|younger)|ou plus|o más"
            r"|et plus|y más)\b", re.IGNORECASE),
        unit=re.compile(rf"\s?[-]?(?P<unit>{any_of(words.units)})(?![\w²])", re.IGNORECASE),
        duration=re.compile(rf"[\s‑-]+(?:consecutive\s+|full\s+)?(?P<unit>{any_of(words.durations)})(?!\w)", re.IGNORECASE),
        money=re.compile(rf"\s?(?:of\s|de\s|d’)?(?P<unit>{signs})(?!\w)"),
        cites=re.compile(rf"(?<![\w-])(?:{any_of(words.cites)})\s*(?:\(?(?:no|nos|núm|n)\.?\s?[º°]?\s?)?[“\"(]?\s*$", re.IGNORECASE),
        listed=re.compile(r"\)?(?:\s?\(\w{1,5}\))*\s*(?:,|;|–|-|—|&|/|\bto\b|\band\b|\bor\b|\bet\b|\bà\b|\bou\b|\by\b|\ba\b|\bo\b"
            r"|,\s*(?:and|or|et|y))\s*(?:\(\w\)\s*)*$", re.IGNORECASE),
        date_behind=re.compile(rf"\s*(?:st|nd|rd|th|er)?\s*(?:of\s+|de\s+)?(?:{months})\b", re.IGNORECASE),
        days_behind=re.compile(rf"(?:\s?(?:[-–]|,|\b(?:to|and|au|et|al|y)\b)\s?\d{{1,2}})+\s(?:de\s)?(?:{months})\b", re.IGNORECASE),
        date_before=re.compile(rf"\b(?:{months})\s+$", re.IGNORECASE),
    )  # fmt: skip


def _numbers(text: str, words: Wording, patterns: _Patterns) -> Iterator[_Number]:
    done = 0
    for match in patterns.number.finditer(text):
        if match.start() < done:
            continue
        start = match.start("digits") if match["digits"] else match.start("spelt")
        if match["digits"]:
            value = _digits(match["digits"], words.language) * (words.magnitudes[_plain(match["size"])] if match["size"] else 1)
            money = currencies()[_sign(match["money"])] if match["money"] else None
        else:
            value, money = _spelt(match["spelt"], words), currencies()[_sign(match["money"])] if match["money"] else None
        end = match.end()
        if (
            not match["digits"]
            and (again := re.match(r"\s?\(\s?([\d,]+)\s?\)", text[end : end + 16]))
            and _digits(again[1], words.language) == value
        ):
            done = end = end + again.end()  # 'three (3) centres'
        elif match["digits"] and match.start() and text[match.start() - 1].isalpha():
            continue  # 'km2'
        yield _Number(match.start() if money is not None else start, end, value, money, not match["digits"])


def _plain(words: str) -> str:
    return " ".join(words.casefold().split())


def _sign(printed: str) -> str:
    return " ".join(printed.split())


def _digits(printed: str, language: str) -> float:
    if language == "en":
        decimal_comma = re.fullmatch(r"\d+,\d{1,2}", printed)
        return float(printed.replace(",", ".") if decimal_comma else printed.replace(",", "").replace(" ", ""))
    if re.fullmatch(r"\d+\.\d{1,2}", printed):
        return float(printed)
    return float(printed.replace(" ", "").replace(".", "").replace(",", "."))


def _spelt(printed: str, words: Wording) -> float:
    whole = _plain(printed)
    if whole in words.cardinals:
        return words.cardinals[whole]
    total = part = 0.0
    for word in re.split(r"[\s,–-]+", whole):
        if word in words.cardinals:
            part += words.cardinals[word]
        elif word in words.magnitudes:
            size = words.magnitudes[word]
            part = max(part, 1) * size
            if size >= 1000:
                total, part = total + part, 0.0
    return total + part


def _without_references(text: str, numbers: list[_Number], words: Wording, patterns: _Patterns) -> list[_Number]:
    """The numbers that are no reference, date, year, time or part of a symbol."""
    kept: list[_Number] = []
    addresses = [match.span() for match in _ADDRESS.finditer(text)]
    referred: _Number | None = None  # the last number of a list of references
    for number in numbers:
        if any(start <= number.start < end for start, end in addresses):
            continue
        before, behind = text[max(0, number.start - 80) : number.start], text[number.end : number.end + 30]
        counted = number.money is not None or bool(patterns.unit.match(behind)) or bool(patterns.money.match(behind))
        between = text[referred.end : number.start] if referred else None
        explained = between is not None and _EXPLAINED.search(between) is not None
        between = _EXPLAINED.sub("", between) if between and explained and not noun_phrase(behind, words, one=False) else between
        listed = between is not None and patterns.listed.fullmatch(between) is not None
        listed = listed and not number.words and "," not in text[number.start : number.end]
        joined = between is not None and re.fullmatch(r"\s?\(|[-–]", between)  # 'art. 30 (2-1)'
        cited = not counted and (patterns.cites.search(before) or listed)
        if cited or joined or (_SYMBOL_BEFORE.search(before) and number.money is None):
            referred = number
        elif _no_quantity(text, number, before, behind, patterns) or (not counted and _is_year(text, number, before, behind, words)):
            pass
        else:
            kept.append(number)
    return kept


def _no_quantity(text: str, number: _Number, before: str, behind: str, patterns: _Patterns) -> bool:
    """Part of a date, time, code or telephone number, the mark of a limb, an ordinal."""
    printed = text[number.start : number.end]
    if number.words:
        return re.match(_HYPHENED_ELSE, behind) is not None
    code = _YEAR_BEFORE.search(before) or re.match(r"\d|[-–]\d+[-–]\d", behind) or _STREET.match(behind)
    return bool(
        re.match(_ORDINAL, behind)
        or _in_a_date(number, printed, before, behind, patterns)
        or (number.money is None and code)
        or _in_a_code(printed, behind)
        or _TIME.match(behind)
        or _PHONE_BEHIND.match(behind)
        or _marks_a_limb(number, before, behind)
    )


def _in_a_date(number: _Number, printed: str, before: str, behind: str, patterns: _Patterns) -> bool:
    dated = patterns.date_behind.match(behind) or patterns.date_before.search(before)
    days = patterns.days_behind.match(behind) or re.search(r"(?<![\d,.])\d{1,2}\s$", before)
    return printed.isdigit() and bool((dated and number.value <= 31) or days)


def _in_a_code(printed: str, behind: str) -> bool:
    """'375-II', '15/2008', '7.010106', '007': a symbol goes on behind the number, or it is written as no quantity is."""
    if _SYMBOL_BEHIND.match(behind) and not re.match(r"(?:km|kg|m²|m2|ha|m|cm)\b|-?fold\b|/\s?(?:100|1,?000|day|month|year)", behind):
        return True
    return re.fullmatch(r"\d+\.\d{4,}|0\d+", printed) is not None


def _marks_a_limb(number: _Number, before: str, behind: str) -> bool:
    """'(1)' where it is no count, and '1)'."""
    if before.endswith("(") and behind.startswith(")"):
        return bool(_ENUMERATOR.search(before) or _CODE_IN_BRACKETS.search(before)) and number.value < 30
    return behind.startswith(")") and "(" not in before[-40:]


def _is_year(text: str, number: _Number, before: str, behind: str, words: Wording) -> bool:
    printed = text[number.start : number.end]
    if not re.fullmatch(r"(?:1[89]|20)\d\d", printed):
        return False
    return not re.match(rf"\s+(?:\w+\s+)?(?:{any_of(words.people)})\b", behind) or bool(_CALENDAR_WORD.search(before))


def _upper_end(text: str, numbers: list[_Number], at: int, patterns: _Patterns) -> _Number | None:
    """The upper end of the range that a number begins: 'between six and eight', 'from 10 to 15', '5–10', 'two or three'."""
    if at + 1 == len(numbers):
        return None
    low, high = numbers[at], numbers[at + 1]
    gap = text[low.end : high.start]
    unit = patterns.unit.match(gap) or patterns.duration.match(gap) or patterns.money.match(gap)
    if unit:
        gap = gap[unit.end() :]
    if not patterns.range_join.fullmatch(gap) or (
        high.value <= low.value and not re.search(r"million|billion|thousand", text[high.start : high.end])
    ):
        return None
    before = text[max(0, low.start - 80) : low.start]
    if re.search(r"\b(?:or|ou|o)\b", gap) and (high.value - low.value > 2 or unit or low.words != high.words):
        return None
    if re.search(r"\b(?:and|et|y)\b", gap, re.IGNORECASE):
        return high if patterns.between.search(before) else None
    return None if _CHANGED.search(before) else high


def _quantity(text: str, low: _Number, high: _Number | None, words: Wording, patterns: _Patterns) -> Quantity | None:
    last = high or low
    begin, qualifier = _qualifier(text, low, high, words, patterns)
    around = _Around(text[max(0, low.start - 120) : low.start], text[max(0, begin - 120) : begin], text[last.end : last.end + 90])
    value, value_high = low.value, high.value if high else None
    if (
        high
        and value >= 1
        and (size := re.search(r"(million|billion|thousand)s?$", text[high.start : high.end]))
        and not re.search("illion|sand", text[low.start : low.end])
    ):
        value *= words.magnitudes[size[1]]
    made = Quantity(
        begin=begin, start=low.start, end=last.end, value=value, value_high=value_high, unit=None, qualifier=qualifier, sort=Sort.BARE
    )
    if (more := patterns.qualifier_behind.match(around.behind)) and qualifier is None:
        made = replace(made, qualifier="or less" if more["less"] else "or more")
    if low.money is not None or last.money is not None:
        return replace(made, unit=low.money or last.money, sort=Sort.MONEY)
    if money := patterns.money.match(around.behind):
        return replace(made, unit=currencies()[_sign(money["unit"])], end=last.end + money.end(), sort=Sort.MONEY)
    if _which_people(around) and not patterns.unit.match(around.behind):
        return None
    return _measured(made, low, last, around, words, patterns)


def _which_people(around: _Around) -> bool:
    """'children under 18', 'women over the age of 60', 'the age group 15 to 24'."""
    return bool(_WHICH_PEOPLE.search(around.before) or _WHICH_PEOPLE.search(around.lead) or _GROUP_OF_AGE.search(around.before))


def _measured(made: Quantity, low: _Number, last: _Number, around: _Around, words: Wording, patterns: _Patterns) -> Quantity | None:
    """A quantity that is no money: share, measure, rate, age, duration, count, or a number alone."""
    behind = around.behind
    if unit := patterns.unit.match(behind):
        name = words.units[_plain(unit["unit"])]
        if name == "times" and last.value == 1:
            return None  # 'une fois'
        return replace(made, unit=name, end=last.end + unit.end(), sort=Sort.SHARE if name.startswith("per") else Sort.MEASURE)
    if fold := re.match(r"[- ]?fold\b", behind):
        return replace(made, unit=FOLD, end=last.end + fold.end(), sort=Sort.MEASURE)
    if rate := _RATE.match(behind):
        return replace(made, unit=" ".join(rate["unit"].split()), end=last.end + rate.end(), sort=Sort.RATE)
    if _no_figure_of_its_own(made, around):
        return None
    duration = patterns.duration.match(behind)
    if aged := _aged(made, low, last, around, duration, words):
        return aged
    if duration:
        return _duration(made, low, last, around, duration, words)
    return _counted_or_bare(made, low, last, around, words)


def _no_figure_of_its_own(made: Quantity, around: _Around) -> bool:
    """'per 1,000', 'a 15-year-old', 'persons aged 18', 'children (3-6 years)'."""
    before = around.before
    of_ages = made.value_high is not None and made.value_high < 100 and _PEOPLE_OF_AGES.search(before)
    return bool(_PER.search(before) or _OLDER.match(around.behind) or of_ages or _AGED.search(before))


def _aged(made: Quantity, low: _Number, last: _Number, around: _Around, duration: re.Match[str] | None, words: Wording) -> Quantity | None:
    """An age: 'age 16', 'the age of marriage was 18', '18 years of age'; None where it is none, or only says which people are meant."""
    before, lead, behind = around.before, around.lead, around.behind
    of_age = _OF_AGE.match(behind)
    named = _AGE_BEFORE.search(before) or _AGE_BEFORE.search(lead) or _GROUP_OF_AGE.search(lead)
    noun = noun_phrase(behind, words, one=False)
    if not (of_age or (named and last.value < 100 and not (noun and not re.match(r"years?\b", noun[0])))):
        return None
    if not (of_age or duration or re.search(r"\bage", before, re.IGNORECASE)):
        return None
    end = of_age.end() if of_age else duration.end() if duration else 0
    if not named and re.match(r"\s+(?:and|or)\s+(?:older|over|above|under|younger)\b", behind[end:]):
        return None
    word = None if end else re.search(r"\bage\s+$", before)
    start = low.start - len(word[0]) if word else low.start
    return replace(made, start=start, begin=min(start, made.begin), unit=AGE_UNIT, end=last.end + end, sort=Sort.AGE)


def _duration(
    made: Quantity, low: _Number, last: _Number, around: _Around, duration: re.Match[str], words: Wording
) -> Quantity | None:  # fmt: skip
    """A length of time; None where it says when ('in the past four years') or is part of a name ('Five-Year Plan')."""
    when = _WHEN_BEFORE.search(around.before) or _WHEN_BEFORE.search(around.lead) or _WHEN_BEHIND.match(around.behind, duration.end())
    pronoun = low.words and low.value == 1 and re.search(r"\b(?:this|that|the|each)\s+$", around.before)
    if when or pronoun or (duration["unit"][0].isupper() and words.language == "en"):
        return None
    return replace(made, unit=words.durations[_plain(duration["unit"])], end=last.end + duration.end(), sort=Sort.DURATION)


def _counted_or_bare(made: Quantity, low: _Number, last: _Number, around: _Around, words: Wording) -> Quantity | None:
    before, behind = around.before, around.behind
    if hyphened := re.match(rf"-(?P<unit>{_HYPHENED})\b", behind):
        return replace(made, unit=f"{hyphened['unit']}s", end=last.end + hyphened.end(), sort=Sort.COUNT)
    one = last.value == 1
    if one and low.words and not re.search(r"\b(?:only|just|least|than|and|total of|been|was)\s+$", before):
        return None
    if low.words and last.value < 13 and _DEFINITE.search(before):
        return None
    noun = noun_phrase(behind, words, one=one)
    if noun:
        return replace(made, unit=noun[0], end=last.end + noun[1], sort=Sort.COUNT)
    if (
        low.words
        and not re.match(r"\s+of\s+(?:whom|which|them|those|these)\b", behind)
        and not re.search(r"\b(?:to|from|at|of whom|which|been|was|were)\s+$", before)
    ):
        return None
    return None if (one and low.words) or _names_something(made, before, behind) else made


def _names_something(made: Quantity, before: str, behind: str) -> bool:
    """A number alone that is a name ('Rescue 1122'), a label ('19 (c)'), or a footnote's mark that is not raised ('in 2014 6 and')."""
    small = made.value < 100 and made.qualifier is None
    return bool(
        (made.qualifier is None and _NAME_BEFORE.search(before))
        or re.match(r"\s\(?[a-z]\)|\s\d|[-–]\d", behind)
        or re.search(r"\d\s$|\btop\s$|\b(?:emergency|to|the|its|on|line|via|called)\snumber\s$", before)
        or (not behind.strip(" .") and re.search(r"[.:;!?]\W*\s$", before))
        or (small and re.search(r"\b(?:19|20)\d\d\s$", before))
        or (small and re.fullmatch(r"\W*", before) and re.match(r"\s[A-Z]", behind))
    )


def noun_phrase(behind: str, words: Wording, *, one: bool) -> tuple[str, int] | None:
    """The counted noun that begins a text, and where it ends: ' serious illnesses treated' -> ("serious illnesses", 18).

    The unit keeps words that name a kind ('trade unions', 'political parties'); `one`: the noun may be singular.
    """
    names: list[tuple[str, int]] = []
    for match in re.finditer(r"\s+[“\"]?(?P<word>[^\W\d_][\w’'\-]*)(?P<end>[,;:.()”\"]?)", behind):
        if match.start() != (names[-1][1] if names else 0):
            break
        word = match["word"]
        if word in words.stops and not (
            word in ("and", "or") and names and not one and not any(_is_plural(name, words) for name, _ in names)
        ):
            break
        if one and names and word.endswith(("ed", "ing")):
            break
        names.append((word, match.end("word")))
        if match["end"] or len(names) > 6:
            break
    if words.language != "en":
        return names[0] if names and (one or names[0][0].casefold().endswith(("s", "x"))) else None
    if one and names:
        return " ".join(word for word, _ in names), names[-1][1]
    heads = [at for at, (word, _) in enumerate(names) if _is_plural(word, words)]
    if not heads:
        return None
    head = heads[0]
    while head + 1 in heads:
        head += 1
    return " ".join(word for word, _ in names[: head + 1]), names[head][1]


def _is_plural(word: str, words: Wording) -> bool:
    low = word.casefold()
    if low in words.plurals:
        return True
    return (
        low.endswith("s")
        and not low.endswith(("ss", "us", "’s", "'s"))
        and low not in words.singulars
        and len(low) > 3
        and not word.isupper()
    )


def _qualifier(text: str, low: _Number, high: _Number | None, words: Wording, patterns: _Patterns) -> tuple[int, str | None]:
    """Where the words before a number begin that belong to it, and the qualifier that they are."""
    before = text[max(0, low.start - 60) : low.start]
    offset = low.start - len(before)
    if high and (match := patterns.between.search(before)):
        return offset + match.start(), "between"
    if (match := patterns.qualifier.search(before)) and not _VERB_UNDER.search(before[: match.end()]):
        return offset + match.start(), words.qualifiers[_plain(match["words"])]
    return low.start, None


def _fractions(text: str, words: Wording, patterns: _Patterns) -> Iterator[Quantity]:
    for match in patterns.fraction.finditer(text):
        start, end = match.span()
        begin, qualifier = _qualifier(text, _Number(start, end, 0, None, words=True), None, words, patterns)
        value = words.fractions[_plain(match[0])]
        yield Quantity(begin=begin, start=start, end=end, value=value, value_high=None, unit="share", qualifier=qualifier, sort=Sort.SHARE)
    for match in _ONE_IN.finditer(text):
        part, whole = (_small(match[name] or match[other], words) for name, other in (("part", "p"), ("whole", "w")))
        if (
            part
            and whole
            and part < whole <= (_LARGEST_WHOLE if match["part"] else 10)
            and not 1900 <= whole < 2100
            and not re.match(r"\s+(?:years?|days?|of)\b", text[match.end() :])
        ):
            start, end = match.span()
            yield Quantity(
                begin=start,
                start=start,
                end=end,
                value=round(part / whole, 4),
                value_high=None,
                unit="share",
                qualifier=None,
                sort=Sort.SHARE,
            )


def _small(printed: str, words: Wording) -> float | None:
    return float(printed) if printed.isdigit() else words.cardinals.get(printed.casefold())
