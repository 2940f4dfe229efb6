"""Questions of a committee's members in a summary record: direct ones, and indirect ones in reported speech, each cut into what could be
answered separately.

    She asked whether the Act was in force and what it provided for.         two
    Information on the number of shelters and the steps taken ...            two
    How long had they been held and on what charges?                         two

A question's source is its own words; the first of a sentence has the words of asking with it. `id` is the paragraph and a running
number ('24/3'), the number alone in a record without numbered paragraphs.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from upright import bodies
from upright.analysis.asking import INTERROGATIVE, Asking, askings, item
from upright.extract.text import Span
from upright.readers.document import Document
from upright.readers.sentences import sentences
from upright.records import Citation, Kind, Paragraph, Question, Record, Role, Turn

_AUXILIARY = (
    r"(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|shall|should|may|might|must)\s+"
    r"(?:they|it|he|she|there|the|those|these|such|that|any|its|their)"
)
_JOINED = (
    r"(?:,\s+(?:and\s+|or\s+|including\s+|in\s+particular,?\s+|notably\s+|especially\s+)?|;\s+(?:and\s+)?"
    r"|\s+and,?\s+(?:also\s+)?(?:in\s+particular,?\s+)?|\s+or\s+|\s+as\s+well\s+as\s+)"
)
# '... and how it worked', ', including whether ...', '; if so, when'; after 'or' only another 'whether'.
_INTERROGATIVE_NEXT = re.compile(rf"{_JOINED}(?P<next>(?:if\s+(?:so|not),?\s+)?(?:{INTERROGATIVE}))", re.IGNORECASE)
_AUXILIARY_NEXT = re.compile(rf"(?:,?\s+and,?\s+|;\s+|,\s+or\s+)(?P<next>{_AUXILIARY}\b)")
_THAT_NEXT = re.compile(r",?\s+and\s+(?P<next>that\b)")
_INFINITIVE_NEXT = re.compile(r"(?:,\s+(?:and\s+)?|\s+and\s+)(?P<next>to\s+(?!what\b|whom\b|which\b)[a-z]{3,})")
_PREPOSITION_NEXT = re.compile(
    r"(?:,\s+(?:and\s+)?|\s+and\s+|,?\s+as\s+well\s+as\s+)(?P<next>(?:on|about|regarding|concerning|for|as\s+to)\s+)"
)
_MODAL_NEXT = re.compile(r"\s+and\s+(?P<next>(?:could|would|had|was|were|did)\s+[a-z]+)")
_MEASURES = re.compile(
    r"\b(?:(?:what|which|any|the)\s+(?:\w+\s+){0,3}?(?:measures|steps|action|efforts|plans)\b|(?:intended|planned|proposed)\s+to\s+do\b)"
    r"[^,;]*?\sto\s+[a-z]+",
    re.IGNORECASE,
)
_REPORTS = re.compile(r"\b(?:reports?|allegations?|claims?|information|ensure|ensured|concern)\s+that\b")
_LEAD_IN = re.compile(r"\s*(?:on|about|regarding|concerning|as\s+to|with\s+(?:regard|respect)\s+to|of|in\s+relation\s+to|relating\s+to)\s+")
_TRAILS = re.compile(
    r"(?:\s+since\s+(?:\w+\s+){1,6}(?:was|were|had|could|seemed)\b.*|,\s+(?:since|given\s+that|as\s+(?:that|this|it)|because|in\s+view\s+of|in\s+(?:the\s+)?light\s+of)\b.*|,\s+which\s+(?:was|were|had|seemed|appeared)\b[^,]*)$"
)
_HEADING_ARTICLE = re.compile(r"\b(?:articles?|arts?\.)\s+(?P<numbers>\d+(?:\s*(?:,|and|to|-|–)\s*\d+)*)", re.IGNORECASE)
# 'question 25 of the list of issues', 'issue No. 17', 'issues 4 and 5 of the list'; not 'the issue of 17 prisoners'.
_ISSUE = re.compile(
    r"\b(?:questions?|issues?)\s+(?:Nos?\.\s*)?(?P<numbers>\d+(?:\s*(?:,|and|to|-|–)\s*\d+)*)(?!\s*(?:per|million|\.\d))", re.IGNORECASE
)
_NUMBER = re.compile(r"\d+(?:\s*\([\da-z]+\))?")
_LANGUAGE = "en"


@dataclass(slots=True)
class _Turn:
    """What is carried from sentence to sentence in one turn; `turn` None: the record has lost who speaks."""

    turn: Turn | None
    counts: Counter[str]
    issues: tuple[str, ...] = ()

    @property
    def may_ask(self) -> bool:
        return self.turn is None or self.turn.speaker.role in (Role.MEMBER, Role.CHAIR)

    @property
    def asked_by(self) -> tuple[str, ...]:
        """The member's name; 'Chair' where the record names only the office; nobody where it has lost the name."""
        if self.turn is None:
            return ()
        speaker = self.turn.speaker
        return (speaker.name,) if speaker.name else ("Chair",) if speaker.role is Role.CHAIR else ()

    @property
    def sure(self) -> bool:
        """A member asks; a chair, and whoever is not known, only with a question word."""
        return self.turn is not None and self.turn.speaker.role is Role.MEMBER


def find(document: Document, records: Sequence[Record]) -> Iterator[Record]:
    """The questions of members, and of a chair who asks."""
    if document.identity.kind is not Kind.SUMMARY_RECORD or document.identity.language not in (None, _LANGUAGE):
        return
    counts: Counter[str] = Counter()
    turns = [each for each in records if isinstance(each, Turn)]
    cited = [each for each in records if isinstance(each, Citation)]
    said: _Turn | None = None
    label = ""
    for paragraph in (each for each in records if isinstance(each, Paragraph)):
        label = paragraph.label or label
        turn = next((each for each in turns if each.source.start <= paragraph.source.start < each.source.end), None)
        if said is None or said.turn is not turn:
            said = _Turn(turn, counts)
        if said.may_ask:
            yield from _of_paragraph(document, paragraph, label, said, cited)


def _of_paragraph(document: Document, paragraph: Paragraph, label: str, said: _Turn, cited: Sequence[Citation]) -> Iterator[Question]:
    aligned = document.aligned(next(block for block in document.blocks if block.start == paragraph.source.start))
    for start, end in sentences(aligned.text):
        sentence = aligned.text[start:end]
        if issues := _numbers(_ISSUE, sentence):
            said.issues = tuple(f"issue {number}" for number in issues)
        articles = _articles(document, _within(cited, aligned.span(start, end)), paragraph.headings)
        for a, b, form in asked(sentence, sure=said.sure):
            span = aligned.span(start + a, start + b)
            said.counts[label] += 1
            yield Question(
                document=document.symbol,
                source=document.source(*span, label or None),
                id=f"{label}/{said.counts[label]}" if label else str(said.counts[label]),
                asked_by=said.asked_by,
                text=sentence[a:b],
                form=form,
                about=tuple(dict.fromkeys((*articles, *said.issues, *_laws(_within(cited, span))))),
            )


def _within(cited: Sequence[Citation], span: Span) -> list[Citation]:
    return [each for each in cited if span[0] <= each.source.start < span[1]]


def _articles(document: Document, cited: Sequence[Citation], headings: Sequence[str]) -> list[str]:
    """The articles that a sentence cites ('article 9' of the committee's own treaty), else those of the heading that it stands under."""
    body = bodies.body(document.identity.body) if document.identity.body else None
    own = f"{body.treaty} art. " if body and body.treaty else None
    named = [each.target for each in cited if each.cites == "treaty_article"]
    if named:
        return [f"article {target.removeprefix(own)}" if own and target.startswith(own) else target for target in named]
    return [f"article {number}" for number in _numbers(_HEADING_ARTICLE, headings[-1])] if headings else []


def _laws(cited: Sequence[Citation]) -> list[str]:
    return [f"law: {each.target}" for each in cited if each.cites == "law"]


def _numbers(pattern: re.Pattern[str], text: str) -> list[str]:
    found: list[str] = []
    for match in pattern.finditer(text):
        numbers = _NUMBER.findall(match["numbers"])
        if re.search(r"\d\s*(?:to|-|–)\s*\d", match["numbers"]) and len(numbers) == 2:
            numbers = [str(number) for number in range(int(numbers[0].split("(")[0]), int(numbers[1].split("(")[0]) + 1)]
        found += numbers
    return list(dict.fromkeys(found))


def asked(sentence: str, *, sure: bool = True) -> Iterator[tuple[int, int, str]]:
    """Spans of what a sentence asks, each with its form. Not `sure`: only what has a question word counts."""
    if sentence.rstrip("”’\"' )").endswith("?") and not _quoted(sentence):
        yield from _direct(sentence)
        return
    found = askings(sentence)
    if not sure:
        found = [each for each in found if re.match(INTERROGATIVE, sentence[each.end :])]
    for at, each in enumerate(found):
        end = found[at + 1].start if at + 1 < len(found) else len(sentence)
        yield from _indirect(sentence, each, end)


def _quoted(sentence: str) -> bool:
    return sentence.startswith(("“", '"')) and sentence.endswith(("”", '"'))


def _direct(sentence: str) -> Iterator[tuple[int, int, str]]:
    """A question with its mark: cut before another question word, another auxiliary, another 'to' of 'what steps ... to'."""
    start = _question_begins(sentence)
    cuts = _cuts(sentence, start, len(sentence), ways=(_INTERROGATIVE_NEXT, _AUXILIARY_NEXT))
    cuts += _purposes(sentence, start, len(sentence), cuts)
    yield from _pieces(sentence, start, len(sentence), sorted(set(cuts)), "direct")


def _question_begins(sentence: str) -> int:
    """Where the question begins behind a lead-in: 'In that regard, what ...', 'Given that ..., was it ...'."""
    match = re.search(rf"^(?:[A-Z][^?]*?,\s+)(?P<next>(?:and\s+)?(?:{INTERROGATIVE}|{_AUXILIARY}\b))", sentence)
    opens = re.match(rf"(?:{INTERROGATIVE}|{_AUXILIARY}\b|If\s+(?:so|not))", sentence, re.IGNORECASE)
    return match.start("next") if match and not opens else 0


def _indirect(sentence: str, asking: Asking, end: int) -> Iterator[tuple[int, int, str]]:
    end = _trimmed(sentence, asking.start, end)
    if asking.way == "needed":
        cuts = _cuts(sentence, asking.end, end, ways=(_INTERROGATIVE_NEXT, _THAT_NEXT if _REPORTS.search(sentence, asking.end) else None))
        cuts += _items(sentence, asking.end, end)
    else:
        cuts = _complement(sentence, asking.end, end)
    yield from _pieces(sentence, asking.start, end, sorted(set(cuts)), "indirect")


def _complement(sentence: str, start: int, end: int) -> list[int]:
    """Where what is asked for is cut: another question word, another 'that' of reports, another item, another purpose."""
    ways: list[re.Pattern[str] | None] = [_INTERROGATIVE_NEXT]
    if _REPORTS.search(sentence, start, end):
        ways.append(_THAT_NEXT)
    if re.match(r"\s*(?:whether|if)\b", sentence[start:end]):
        ways.append(_MODAL_NEXT)
    cuts = _cuts(sentence, start, end, ways=ways)
    cuts += _purposes(sentence, start, end, cuts)
    if not re.match(INTERROGATIVE, sentence[start:end].lstrip()):
        cuts += _items(sentence, start, end)
    return cuts


def _cuts(sentence: str, start: int, end: int, *, ways: Sequence[re.Pattern[str] | None]) -> list[int]:
    return [
        match.start("next")
        for way in ways
        if way
        for match in way.finditer(sentence, start, end)
        if _is_question(sentence, match, start) and not _NOTHING_YET.fullmatch(sentence, start, match.start())
    ]


# What may stand between the asking and the first thing asked: 'would like to know, in particular, how', 'If not, what steps'.
_NOTHING_YET = re.compile(
    r"[\s,]*(?:(?:in\s+particular|however|also|first|for\s+instance|if\s+so|if\s+not|and|then)[\s,]*)*", re.IGNORECASE
)
_VERB_BEFORE = re.compile(r"\b(?:is|are|was|were|been|be|had|has|have|did|do|does|could|would)$")
_RELATIVE = re.compile(r"(?:which|who|whom|whose|where|when|if)\b", re.IGNORECASE)


def _is_question(sentence: str, match: re.Match[str], start: int) -> bool:
    """A bare 'which', 'who', 'where', 'when' behind a comma is relative ('the Act, which ...'); behind 'and' it may ask."""
    word = match["next"]
    if not _RELATIVE.match(word) or re.match(r"if\s+(?:so|not)\b", word, re.IGNORECASE):
        return True
    joined = sentence[match.start() : match.start("next")]
    if "and" not in joined and ";" not in joined:
        return bool(_VERB_BEFORE.search(sentence[start : match.start()]))  # 'how many there were, who ran them and ...'
    return bool(re.search(rf"{INTERROGATIVE}", sentence[start : match.start()])) and not re.match(
        r"which\s+(?:was|were|had|is|are)\b", word
    )


def _purposes(sentence: str, start: int, end: int, cuts: Sequence[int]) -> list[int]:
    """'What steps were taken to ensure A, to introduce B and to grant C': one for each purpose."""
    found = []
    for measures in _MEASURES.finditer(sentence, start, end):
        until = min((cut for cut in cuts if cut > measures.end()), default=end)
        found += [match.start("next") for match in _INFINITIVE_NEXT.finditer(sentence, measures.end(), until)]
    return found


def _items(sentence: str, start: int, end: int) -> list[int]:
    """'information on the duration of A, the types of B and on C': one for each thing."""
    found = [
        match.start("next")
        for match in _PREPOSITION_NEXT.finditer(sentence, start, end)
        if not _NOTHING_YET.fullmatch(sentence, start, match.start())
    ]
    lead = _LEAD_IN.match(sentence, start)
    for match in _item_next().finditer(sentence, lead.end() if lead else start, end):
        joined = sentence[match.start() : match.start("next")]
        if _NOTHING_YET.fullmatch(sentence, start, match.start()):
            continue
        if "," in joined or not (_BARE.fullmatch(match["next"]) or re.search(r"\bbetween\s+[^,]*$", sentence[start : match.start()])):
            found.append(match.start("next"))
    return found


# 'the content and progress of the plan' is one thing.
_BARE = re.compile(r"(?!details|data|information|steps|measures|efforts|statistics)\w+")


@cache
def _item_next() -> re.Pattern[str]:
    """', the duration of', ' and the steps taken', ', as well as on': another thing that is asked for."""
    joined = r"(?:,\s+(?:and\s+|as\s+well\s+as\s+)?|\s+and\s+|,?\s+as\s+well\s+as\s+|,?\s+(?:together|along)\s+with\s+)"
    goes_on = r"(?:of|for|between|in|to|on|taken|being|that|which|from|with|imposed|made|used|available|by|under|served)"
    return re.compile(rf"{joined}(?P<next>{item()})(?=\s+{goes_on}\b|\s*[,.;]|\s+and\b|$)")


def _trimmed(sentence: str, start: int, end: int) -> int:
    """The end without the stop, without the reason behind it, without the 'and' before the next question."""
    trails = _TRAILS.search(sentence, start, end)
    end = trails.start() if trails else end
    said = re.sub(r"(?:[\s,;.:]|\b(?:and|but|while|as\s+well\s+as)\s*)+$", "", sentence[start:end])
    return start + len(said)


def _pieces(sentence: str, start: int, end: int, cuts: Sequence[int], form: str) -> Iterator[tuple[int, int, str]]:
    edges = [start, *(cut for cut in cuts if start < cut < end), end]
    for a, b in pairwise(edges):
        said = (
            sentence[a:b]
            if b == end
            else re.sub(
                r"(?:[\s,;]|\b(?:and|or|including|in\s+particular|as\s+well\s+as|together\s+with|along\s+with)\s*,?\s*)+$",
                "",
                sentence[a:b],
            )
        )
        if len(said.split()) > 1:
            yield a, a + len(said), form
