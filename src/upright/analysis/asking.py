"""How a member of a committee asks, in the reported speech of summary records: where in a sentence a question begins.

    She asked which court was competent                                             asks
    The Committee would like to know why ... ; would welcome information on ...     wants
    He wished to know whether ...                                                   wanted
    Details were requested on ... ; more information was needed on ...              needed
    It would be useful to know when ...                                             helpful
    The delegation might comment on reports that ...                                tells
    It was unclear how ...                                                          unclear

What a member says, fears or recommends is no question: 'the State party should amend the Act', 'she was concerned that ...'.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from upright.data import rows

# What a question begins with once it is asked for: 'whether', 'on what charges', 'to what extent', 'if so, how'.
INTERROGATIVE = (
    r"(?:(?:by|on|in|under|for|from|at|to|with|of|as\s+to|and\s+if\s+so|if\s+so|if\s+not),?\s+)?"
    r"(?:whether|if|how|what|which|why|who|whom|whose|when|where|to\s+what\s+(?:extent|degree))\b"
)
_ALSO = (
    r"(?:,?\s*\b(?:also|too|therefore|further(?:more)?|then|again|lastly|finally|thus|next|particularly|especially|in\s+particular|however"
    r"|still|similarly|likewise|first|secondly|thirdly|moreover|additionally|perhaps|now|accordingly|even|very\s+much|most|once\s+again"
    r"|in\s+(?:that|this)\s+(?:regard|connection|respect|context))\b,?)*"
)
_SUBJECT = (
    r"(?:\b(?:[Tt]he\s+(?:Committee|delegation|State\s+party|Government|representatives?)(?:\s+of\s+[A-Z]\w+)?|[Ss]?[Hh]e|[Tt]hey|[Ii]t)\b"
    rf"{_ALSO}\s+)"
)
_MORE = (
    r"(?:(?:the|an?|any|some|further|more|additional|detailed|updated|up-to-date|disaggregated|recent|specific|precise|concrete|statistical"
    r"|latest|fuller|full|comprehensive|separate|relevant|reliable|comparative|other|clear|clearer|supplementary|as\s+well\s+as|such|its|their"
    r"|(?:the\s+)?(?:delegation|Government|State\s+party|representative)[’']s|frank|brief|gender-disaggregated|exact|and|or)\s+)*"
)


@dataclass(frozen=True, slots=True)
class Asking:
    """A place where something is asked for: `start` with its subject, `end` where the thing asked for begins."""

    start: int
    end: int
    way: str


@cache
def _words(part: str) -> str:
    """The words of a part of `data/asking.csv` as alternatives, the longest first."""
    found = sorted((row["word"] for row in rows("asking.csv") if row["part"] == part), key=len, reverse=True)
    return "(?:" + "|".join(r"\s+".join(map(re.escape, word.split())) for word in found) + ")"


@cache
def information() -> str:
    """Pattern of what can be asked for: 'further information', 'disaggregated data', 'the delegation's comments'."""
    return rf"{_MORE}{_words('information')}\b"


@cache
def item() -> str:
    """Pattern of the head of one thing among several that are asked for: 'the duration of', 'steps taken'."""
    return rf"(?:(?:the|its|their|any|other)\s+)?(?:[\w-]+\s+){{0,2}}?{_words('item')}\b"


@cache
def _ways() -> tuple[tuple[str, re.Pattern[str]], ...]:
    tells = rf"(?:{_words('tells')}\b|{_words('gives')}\s+(?:\w+\s+){{0,4}}?{_words('information')}\b)"
    asked_of = rf"(?:the\s+)?{_words('asked_of')}(?:\s+of\s+[A-Z]\w+)?"
    knows = rf"{_words('knows')}\b"
    to_know = rf"(?:to{_ALSO}\s+(?:be\s+able\s+to\s+)?{knows}|(?:in\s+)?(?:hear|learn|know|receiv|hav|see|obtain|get)ing\b(?:\s+more)?)"
    told = rf"(?:{asked_of}(?:\s+(?:could|would|might))?\s+(?:to\s+)?{tells})"
    about = (
        rf"(?:(?:about|as\s+to|on|into|after)\s+|(?=for\s+{information()})for\s+|(?={INTERROGATIVE})"
        rf"|{asked_of}(?:,\s+[^,]+,)?\s+(?:to\s+{tells}|(?={INTERROGATIVE})))"
    )
    not_clear = r"(?:unclear|not\s+(?:entirely\s+|very\s+|quite\s+|yet\s+)?clear)\s+(?:(?:from|to|in)\s+[^,;]{1,60}?\s+)?"
    to_be_cleared = r"(?:requiring|that\s+required|needing|in\s+need\s+of)\s+clarification"
    which = r"(?:[Hh]is|[Hh]er|[Aa]nother|[Oo]ne|[Tt]he|[Aa]\s+(?:further|final|last|first|second))"
    return (
        ("asks", re.compile(rf"(?<!\bbeen\s)(?<!\bwas\s)(?<!\bwere\s)(?<!\bhad\s)\b{_words('asks')}{_ALSO}\s+{about}")),
        (
            "wants",
            re.compile(
                rf"\b(?:would|should|might|could){_ALSO}\s+{_words('wants')}\b{_ALSO}\s+(?:it\s+)?(?:in\s+)?"
                rf"(?:{to_know}|if\s+{told}|{told}|{information()}|(?=an?\s+(?:explanation|answer|update|response)))"
            ),
        ),
        ("wanted", re.compile(rf"\b{_words('wanted')}{_ALSO}\s+(?:in\s+)?(?:{to_know}|(?:further|more|additional)\s+{information()})")),
        (
            "requests",
            re.compile(
                rf"(?<!\bhad\s)(?<!\bwas\s)(?<!\bwere\s)(?<!\bbeen\s)\b(?:{_words('requests')}{_ALSO}\s+{information()}"
                rf"|(?:invited|requested|urged|encouraged){_ALSO}\s+{asked_of}\s+to\s+{tells})"
            ),
        ),
        (
            "helpful",
            re.compile(
                rf"\b(?:would|might|could){_ALSO}\s+be{_ALSO}\s+(?:very\s+|particularly\s+|extremely\s+)?{_words('helpful')}{_ALSO}\s+"
                rf"(?:for\s+the\s+Committee\s+)?(?:{to_know}|to\s+clarify|if\s+{told})"
            ),
        ),
        (
            "tells",
            re.compile(
                rf"\b(?:should|might|could|would|may|was\s+(?:invited|asked|requested)\s+to){_ALSO}\s+(?:(?:like|wish|care|want)\s+to\s+)?"
                rf"(?:please\s+|kindly\s+)?{tells}"
            ),
        ),
        ("unclear", re.compile(rf"\b(?:was|remained|is){_ALSO}\s+{not_clear}(?={INTERROGATIVE})")),
        ("unclear", re.compile(rf"\b(?:issue|question|point|matter|area)s?\s+{to_be_cleared}\s+\w+\s+")),
        ("asks", re.compile(rf"\b{which}\s+(?:\w+\s+)?question\s+(?:was|concerned|is)\s+(?={INTERROGATIVE})")),
        ("asks", re.compile(rf"\braised\s+the\s+(?:question|issue)\s+of\s+(?={INTERROGATIVE})")),
    )  # fmt: skip


@cache
def _passive() -> re.Pattern[str]:
    """'Comments were also needed on ...', 'Information on shelters would be appreciated': the whole sentence asks."""
    return re.compile(
        rf"(?:^|(?<=[.;:,]\s)|(?<=\band\s)|(?<=\bthat\s)){_MORE}{_words('information')}\b[^.;]{{0,200}}?\b(?:was|were|would\s+be|would|is|are){_ALSO}\s+(?:be\s+)?"
        rf"(?:very\s+|most\s+|particularly\s+)?{_words('needed')}\b",
        re.IGNORECASE,
    )


_TELLERS = re.compile(
    r"\b(?:delegation|State\s+party|Government|representatives?|speaker|[Ss]?[Hh]e|[Tt]hey|[A-Z]\w+)(?:\s+of\s+[A-Z]\w+)?[,\s]*$"
)
_SUBJECT_BEFORE = re.compile(rf"{_SUBJECT}$")
_NEXT_REPORT = re.compile(r"\b(?:report|reports|replies|law|Act|Code|measures?)\s*$")


def askings(sentence: str) -> list[Asking]:
    """Where a sentence asks for something, in order, none inside another."""
    found = [Asking(match.start(), match.end(), "needed") for match in _passive().finditer(sentence)]
    for way, pattern in _ways():
        for match in pattern.finditer(sentence):
            if way == "tells" and not _by_the_delegation(sentence[: match.start()]):
                continue
            start = _with_subject(sentence, match.start())
            found.append(Asking(start, match.end(), way))
    found.sort(key=lambda each: (each.start, -each.end))
    kept: list[Asking] = []
    for each in found:
        if not kept or each.start >= kept[-1].end:
            kept.append(each)
    return kept


def _by_the_delegation(before: str) -> bool:
    """Is it the delegation that should say something? Not 'the next report should indicate', not 'the Act should clarify'."""
    return bool(_TELLERS.search(before)) and not _NEXT_REPORT.search(before)


def _with_subject(sentence: str, at: int) -> int:
    subject = _SUBJECT_BEFORE.search(sentence[:at])
    return subject.start() if subject else at
