"""When: the periods that a text names, in a normal form.

| in the text                              | normal form       |
| 'in 2013'                                | 2013              |
| 'in May 2016'                            | 2016-05           |
| 'on 21 May 2016', 'as at 21 May 2016'    | 2016-05-21        |
| 'between 2012 and 2015', '2012-2015'     | 2012/2015         |
| 'from January to May 2016'               | 2016-01/2016-05   |
| 'in the first quarter of 2016'           | 2016-01/2016-03   |
| 'thus far in 2016', 'so far this year'   | thus far in 2016  |
| 'since 2010'                             | since 2010        |
| 'prior to 2009'                          | before 2009       |
| 'in the past year', 'to date', 'annually'| the words, in small letters |

The year of a law ('the 2014 Act', 'the Act of 11 October 2011') is no period.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from upright.data import rows


@dataclass(frozen=True, slots=True)
class Period:
    """A period: where its words stand, and its normal form."""

    start: int
    end: int
    normal: str


_YEAR = r"(?:19|20)\d\d"
_TO = r"\s*(?:[-–—/]|\b(?:to|and|through|until|à|et|au|a|y|al?)\b)\s*"
_PARTS = {"first quarter": (1, 3), "second quarter": (4, 6), "third quarter": (7, 9), "fourth quarter": (10, 12), "first half": (1, 6),
          "second half": (7, 12), "last quarter": (10, 12), "first semester": (1, 6)}  # fmt: skip
_WORDS = re.compile(
    r"\b(?:to date|at present|currently|annually|per year|per month|every year|each year|a year|a month|per annum|so far|thus far"
    r"|(?:in|over|during|within|for|throughout) (?:the )?(?:past|last|previous|preceding|recent|current|coming|same|reporting)"
    r"(?: (?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|few|several))? (?:years?|months?|weeks?|decades?|period|term|school year)"
    r"|(?:last|this|that) year)\b",
    re.IGNORECASE,
)
_LAW = re.compile(r"\b(?:Act|Law|Laws|Code|Decree|Order|Ordinance|Bill|Constitution|Convention|Protocol|Resolution|Directive|Plan"
    r"|Strategy|Agenda|Vision|Census|Programme"
                  r"|Regulations?|No\. \S+)(?:,? (?:of|dated|for)|,)? (?:the )?$")  # fmt: skip
_NAMED = re.compile(r"\b[Tt]he (?:\w+ )?$")
_THUS_FAR = re.compile(r"\b(?:thus|so) far\b", re.IGNORECASE)


@cache
def _months() -> dict[str, int]:
    return {row["name"].casefold(): int(row["month"]) for row in rows("months.csv") if row["language"] in ("en", "fr", "es")}


@cache
def _pattern() -> re.Pattern[str]:
    month = "|".join(sorted(map(re.escape, _months()), key=len, reverse=True))
    part = "|".join(_PARTS)
    return re.compile(
        rf"\b(?P<part>{part}) (?:of|in) (?P<part_year>{_YEAR})\b"
        rf"|\bfirst (?P<n>\w+) months of (?P<n_year>{_YEAR})\b"
        rf"|\b(?P<words>(?:first|second|latter|early|last) (?:part )?(?:of )?|(?:beginning|end|middle) of )(?P<words_year>{_YEAR})\b"
        rf"|\b(?:(?:\d{{1,2}} )?(?P<m1>{month})(?: (?P<y1>{_YEAR}))?{_TO}(?:\d{{1,2}} )?(?P<m2>{month}),?(?: (?:de "
        rf"|of )?(?P<y2>{_YEAR}))\b)"
        rf"|\b(?P<day>\d{{1,2}})(?:st|nd|rd|th|er)? (?:de |of )?(?P<dm>{month}),? (?:de |of )?(?P<dy>{_YEAR})\b"
        rf"|\b(?P<us>{month}) (?P<usday>\d{{1,2}}), (?P<usy>{_YEAR})\b"
        rf"|\b(?P<m>{month}),? (?:de |of )?(?P<my>{_YEAR})\b"
        rf"|\b(?P<ya>{_YEAR}){_TO}(?P<yb>{_YEAR})\b|\b(?P<yc>{_YEAR})[-–/](?P<yd>\d\d)\b(?![-/])"
        rf"|(?<![\w/.,])(?P<y>{_YEAR})(?![\w/]|[.,]\d|-\w)",
        re.IGNORECASE,
    )


def periods(text: str) -> list[Period]:
    """The periods of a text in their order."""
    found = [period for match in _pattern().finditer(text) if (period := _dated(text, match))]
    taken = [(period.start, period.end) for period in found]
    for match in _WORDS.finditer(text):
        near = next(
            (at for at, period in enumerate(found) if abs(period.start - match.end()) < 6 or abs(match.start() - period.end) < 6), None
        )
        if _THUS_FAR.fullmatch(match[0]) and near is not None:
            continue
        if _THUS_FAR.fullmatch(match[0]) and (
            year := next(
                (p.normal for p in reversed(found) if p.end <= match.start() and re.fullmatch(rf"(?:thus far in )?{_YEAR}", p.normal)), None
            )
        ):
            found.append(Period(match.start(), match.end(), f"thus far in {year[-4:]}"))
        elif not any(start < match.end() and match.start() < end for start, end in taken):
            found.append(Period(match.start(), match.end(), match[0].casefold()))
    return sorted(found, key=lambda period: period.start)


def _dated(text: str, match: re.Match[str]) -> Period | None:
    before, behind = text[max(0, match.start() - 40) : match.start()], text[match.end() : match.end() + 60]
    if _LAW.search(before) or (match["y"] and _NAMED.search(before) and re.match(r" (?!and\b|to\b|the\b|there\b)[A-Za-z]", behind)):
        return None
    normal = "/".join(_normal(match))
    if re.fullmatch(_YEAR, normal):
        if re.search(r"\b(?:since|as of|from|depuis|desde)\s*$", before, re.IGNORECASE) and not re.match(
            r"\s+(?:to|until|onwards? to)\b", behind
        ):
            normal = f"since {normal}"
        elif re.search(r"\b(?:before|prior to|until|up to|avant|antes de)\s*$", before, re.IGNORECASE):
            normal = f"before {normal}"
        elif re.search(r"\b(?:thus|so) far (?:in|this year,?)\s*$|\bto date in\s*$", before, re.IGNORECASE) or re.match(
            r"[^.;]{0,40}\b(?:thus|so) far\b|,? to date\b", behind
        ):
            normal = f"thus far in {normal}"
    return Period(match.start(), match.end(), normal)


def _normal(match: re.Match[str]) -> Iterator[str]:
    """The ends of the period that a match names."""
    if match["part"]:
        yield from (f"{match['part_year']}-{month:02}" for month in _PARTS[match["part"].casefold()])
    elif match["n"]:
        count = {
            "two": 2,
            "three": 3,
            "four": 4,
            "five": 5,
            "six": 6,
            "seven": 7,
            "eight": 8,
            "nine": 9,
            "ten": 10,
            "11": 11,
            "eleven": 11,
        }.get(match["n"].casefold())
        count = count or (int(match["n"]) if match["n"].isdigit() else None)
        yield from (f"{match['n_year']}-01", f"{match['n_year']}-{count:02}") if count else (match[0].casefold(),)
    elif match["words"]:
        yield match[0].casefold()
    elif match["m1"]:
        yield from (
            f"{match['y1'] or match['y2']}-{_months()[match['m1'].casefold()]:02}",
            f"{match['y2']}-{_months()[match['m2'].casefold()]:02}",
        )
    elif match["day"] or match["us"]:
        year, month, day = match["dy"] or match["usy"], match["dm"] or match["us"], match["day"] or match["usday"]
        yield f"{year}-{_months()[month.casefold()]:02}-{int(day):02}"
    elif match["m"]:
        yield f"{match['my']}-{_months()[match['m'].casefold()]:02}"
    elif match["ya"]:
        yield from (match["ya"], match["yb"])
    elif match["yc"]:
        yield from (match["yc"], match["yc"][:2] + match["yd"])
    else:
        yield match["y"]


def period_of(text: str, found: list[Period], figures: list[tuple[int, int]], at: int) -> str | None:
    """The period of the figure `figures[at]` in a sentence: the one behind it before the next figure, else the last one before it, else
    the next in its clause: 'filed in 2014, leading to 56 prosecutions and 34 convictions' gives both 2014.
    """
    start, end = figures[at]
    clause = text.find(";", end)
    clause = len(text) if clause < 0 else clause
    next_figure = figures[at + 1][0] if at + 1 < len(figures) else len(text)
    behind = [period for period in found if end <= period.start < clause]
    near = [period for period in behind if period.start < next_figure]
    before = [period for period in found if period.end <= start]
    same_clause = [period for period in before if ";" not in text[period.end : start]]
    if near and not (same_clause and re.search(r"(?:, (?:and|which|who|but|while|compared|where)\b|\. )", text[end : near[0].start])):
        return near[0].normal
    for choice in (same_clause[-1:], behind[:1], before[-1:]):
        if choice:
            return choice[0].normal
    return None
