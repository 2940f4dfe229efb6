"""Promises that the delegation makes in a meeting, in the reported speech of its summary record.

    promised     'the Ministry would draw up guidelines', 'there were plans to amend the Act', 'the State was committed to ratifying'
    under way    'a bill was being drafted', 'was gradually introducing', 'efforts to reform the system were under way'
    neither      what is done ('had adopted'), what would follow from something ('otherwise the owner would lose it', 'would enable'),
                 what the law lays down ('the court would decide within ten days'), inquiries into single cases, what there are no plans for

A promise is a clause: of 'would ratify the Protocol and would amend the Code' each half is one. Words: `data/commitment_words.csv`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from upright.data import rows
from upright.readers.document import Document
from upright.readers.sentences import sentences
from upright.records import Commitment, Kind, Paragraph, Record, Role, Tense, Turn

_LANGUAGE = "en"
_FINITE = r"(?:was|were|had|would|could|did|should|might|must|intended|planned|hoped)"
# Where another clause begins; a comma and 'and' alone may join things. `subject`: only where a whole clause stands before it.
_CLAUSE = re.compile(
    rf";\s+(?:and\s+|however,\s+)?|,\s+(?:and|but|while|whereas|although|as|so(?!\s+that))\s+(?=[^,;]*?\b{_FINITE}\b)|,\s+which\s+|:\s+(?=[a-z])"
    rf"|\s+and\s+(?=(?:also\s+)?(?:that|there|it|they|he|she|{_FINITE})\b)"
    rf"|(?P<subject>\s+and\s+)(?=(?:the|an?|his|her|its|their|those|these|such|all)\s+(?:[\w-]+\s+){{1,4}}?{_FINITE}\b)"
)
_NO_SUBJECT = re.compile(rf"(?:also\s+)?{_FINITE}\b")
# 'Ms. X (State), replying to ..., said that', 'He added that'.
_SAID = re.compile(
    r"^(?:(?!\bwould\b)[^;]){0,250}?\b(?:said|stated|added|explained|replied|confirmed|noted|stressed|emphasized|announced|pointed\s+out|reported|declared|recalled"
    r"|indicated|informed\s+the\s+Committee)\s+that,?\s+"
)
_LEAD = re.compile(
    r"^(?:\d{1,3}\.\s+)?(?:(?:However|Moreover|Furthermore|In\s+addition|Lastly|Finally|Also|Accordingly|Likewise|Similarly|that),?\s+)?"
)
_WOULD = re.compile(
    r"\bwould\s+(?!not\b|never\b|otherwise\b|normally\b|usually\b|generally\b)(?:(?:also|now|soon|then|therefore|shortly|continue\s+to|\w+ly)\s+)*"
)
_CONDITION = re.compile(
    r"\b(?:if|unless|otherwise|were\s+it|in\s+the\s+event|provided\s+that|should\s+(?:a|an|the|they|it))\b(?!\s+(?:necessary|needed|required|possible|appropriate|need\s+be))",
    re.IGNORECASE,
)
_PURPOSE = re.compile(
    r"\b(?:so\s+that|in\s+order\s+that|to\s+ensure\s+that|ensuring\s+that|(?<!said\s)(?<!added\s)(?<!and\s)(?<!stated\s)that|who|as\s+though)\s+$"
)
_IN_A_PURPOSE = re.compile(r"\b(?:so\s+that|in\s+order\s+that|to\s+ensure\s+that|ensuring\s+that|feared\s+that|alleged\s+that)\b")
_NONE = re.compile(r"\b(?:no|not|never|neither|nor|without)\s+(?:\w+\s+){0,2}$|\bno\s+(?:plans|intention)\b")
_LATER = re.compile(r"\b(?:in\s+writing|written|later|report|within\s+\w+\s+(?:hours|days))\b")
_PRONOUN = re.compile(r"\W*(?:that|this|which|doing\s+so)\s+", re.IGNORECASE)
_DETERMINERS = r"(?:the|a|an|any|that|such|all|its|their|those|these|each|every)"


def find(document: Document, records: Sequence[Record]) -> Iterator[Commitment]:
    """The promises of the delegation, in the order of the text."""
    if document.identity.kind is not Kind.SUMMARY_RECORD or document.identity.language not in (None, _LANGUAGE):
        return
    turns = [turn for turn in records if isinstance(turn, Turn) and turn.speaker.role is Role.DELEGATION]
    blocks = {block.start: block for block in document.blocks}
    label: str | None = None
    for paragraph in (each for each in records if isinstance(each, Paragraph)):
        label = paragraph.label or label
        turn = next((each for each in turns if each.source.start <= paragraph.source.start < each.source.end), None)
        if turn is None:
            continue
        aligned = document.aligned(blocks[paragraph.source.start])
        for start, end, tense in promised(aligned.text):
            yield Commitment(
                document=document.symbol,
                source=document.source(*aligned.span(start, end), label),
                by=turn.speaker.name,
                text=aligned.text[start:end],
                tense=tense,
            )


def promised(text: str) -> Iterator[tuple[int, int, Tense]]:
    """The clauses of a delegation's paragraph that promise something: start, end, and whether it is under way.

    A clause without its subject ('... and would be signed in May') has the one before it with it, unless that is a promise itself.
    """
    for start, end in sentences(text):
        sentence, before, said_before = text[start:end], -1, True
        for a, b in _clauses(sentence):
            begins = before if not said_before and _NO_SUBJECT.match(sentence, a) else a
            tense = _tense(sentence, a, b)
            if tense:
                yield start + begins, start + b, tense
            before, said_before = begins, tense is not None


def _clauses(sentence: str) -> Iterator[tuple[int, int]]:
    """The clauses of a sentence, without who says it."""
    said = _SAID.match(sentence)
    start = said.end() if said else 0
    for cut in _CLAUSE.finditer(sentence, start):
        if cut["subject"] and not re.search(rf"\b{_FINITE}\b", sentence[start : cut.start()]):
            continue  # 'the Ministry and the Office would ...': one clause
        yield from _trimmed(sentence, start, cut.start())
        start = cut.end()
    yield from _trimmed(sentence, start, len(sentence))


def _trimmed(sentence: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    lead = _LEAD.match(sentence[start:end])
    start += lead.end() if lead else 0
    end = start + len(sentence[start:end].rstrip(" .,;:\n"))
    if start < end:
        yield start, end


def _tense(sentence: str, start: int, end: int) -> Tense | None:
    clause = sentence[start:end]
    if _would(sentence, clause) or _matches("intends", clause):
        return Tense.PROMISED
    if _matches("under_way", clause) or _in_the_making(clause):
        return None if _is_inquiry(clause) else Tense.UNDER_WAY
    return None


def _would(sentence: str, clause: str) -> bool:
    """'would' and a verb that is an act of the State's, under no condition."""
    for match in _WOULD.finditer(clause):
        before = clause[: match.start()]
        effect = _words("effect").match(clause, match.end())
        hedged = _CONDITION.search(sentence) or _PURPOSE.search(before) or _IN_A_PURPOSE.search(before)
        if not (effect or hedged or _duty(before) or _NONE.search(before) or _speaks(clause, match) or _follows(clause, match)):
            return True
    return False


def _speaks(clause: str, would: re.Match[str]) -> bool:
    """'She would now turn to schools': said of the speech itself, unless it is to come in writing or in a report."""
    return bool(_words("speech").match(clause, would.end())) and not _LATER.search(clause)


def _follows(clause: str, would: re.Match[str]) -> bool:
    """'That would ensure ...': what comes of something."""
    return bool(_PRONOUN.fullmatch(clause[: would.start()])) and bool(_words("outcome").match(clause, would.end()))


def _duty(before: str) -> bool:
    """Whoever 'would' is one that the law addresses: 'the court would', 'persons who ... would'."""
    return bool(_subject("duty").match(before.strip()))


def _in_the_making(clause: str) -> bool:
    return any(not _NONE.search(clause[: match.start()]) for match in _making().finditer(clause))


def _is_inquiry(clause: str) -> bool:
    return bool(_subject("inquiry").match(clause))


def _matches(role: str, clause: str) -> bool:
    return any(not _NONE.search(clause[: match.start()]) and not _NONE.search(match[0]) for match in _patterns(role).finditer(clause))


@cache
def _listed(role: str) -> tuple[str, ...]:
    return tuple(row["word"] for row in rows("commitment_words.csv") if row["language"] == _LANGUAGE and row["role"] == role)


@cache
def _patterns(role: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(_listed(role))})")


@cache
def _words(role: str) -> re.Pattern[str]:
    spelt = (re.escape(word).replace(r"\ ", r"\s+") for word in sorted(_listed(role), key=len, reverse=True))
    return re.compile(rf"(?:{'|'.join(spelt)})\b")


@cache
def _subject(role: str) -> re.Pattern[str]:
    """A clause that begins with such a noun: 'The competent court ...', 'Persons who ...'."""
    return re.compile(rf"(?:{_DETERMINERS}\s+)?(?:[\w-]+\s+){{0,2}}?(?:{'|'.join(_listed(role))})\b(?!\s+of\b)", re.IGNORECASE)


@cache
def _making() -> re.Pattern[str]:
    """'was being drafted', 'were gradually introducing'."""
    verbs = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in _listed("reform"))
    often = r"(?:(?:also|now|still|already|presently|currently|gradually|actively|progressively|\w+ly)\s+)*"
    held = rf"(?!(?:{'|'.join(_listed('ill'))})\b)"  # what is done to persons, or by routine
    return re.compile(rf"\b(?:was|were)\s+{often}(?:being\s+{often}{held}[a-z]+|(?:{verbs})\b)")
