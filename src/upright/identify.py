"""Which document is this? Symbol, kind, body, language, State, sessions, date, out of the document's own words.

Read from the beginning of the document, each in this order:

1. the symbol on the cover ('United Nations A/HRC/28/10', or alone on its line), else the one in the running headers (alone on a line
   three times or more); a symbol that the text cites is not its own;
2. the kind: what the symbol says (CO are concluding observations, Q is a list of issues), else the title, else the sentence that every
   document of the kind begins with;
3. the State: the symbol's, else the title's, else the one that stands alone on a line of the cover, else the one whose review or report
   the first sentence names.

The file name is trusted with one thing: where neither symbol nor words say the kind, and the name is itself a symbol
('A_HRC_WG.6_28_UKR_1_en.txt'), the kind is that symbol's. It never gives symbol, State or date: names carry guesses, and a text without
a cover stays without a symbol.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from upright import bodies, sessions, states
from upright.data import rows
from upright.extract.text import TextLayer
from upright.records import Kind, words
from upright.symbols import Symbol, find_symbols

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """What a document says of itself; None where it does not say. `body`: its code (HRC, UPR, CCPR); `language`: one of the UN's six."""

    symbol: str | None
    kind: Kind
    language: str | None
    title: str | None = None
    body: str | None = None
    state: str | None = None
    date: dt.date | None = None
    council_session: int | None = None
    working_group_session: int | None = None
    cycle: int | None = None
    committee_session: int | None = None
    meeting: int | None = None


def identify(layer: TextLayer, name: str) -> Identity:
    """What a document is. `name`: its file name. A kind that upright does not know is Kind.UNKNOWN, never the nearest one."""
    language = language_of(layer.text)
    cover = _cover(layer, language)
    symbol = _own_symbol(layer.text, cover.text)
    kind = _kind(symbol, cover, name)
    council = _council_session(symbol, kind, cover)
    working_group = _working_group_session(symbol, kind, cover)
    body = _body(symbol, kind, cover)
    return Identity(
        symbol=str(symbol) if symbol else None,
        kind=kind,
        language=language,
        title=cover.title or None,
        body=body,
        state=_state(symbol, kind, cover),
        date=_date(kind, cover),
        council_session=council,
        working_group_session=working_group,
        cycle=_cycle(working_group, council, kind),
        committee_session=_committee_session(body, cover),
        meeting=_meeting(symbol, kind, cover),
    )


# --- language

_FEWEST_LETTERS = 200  # below that the guess is worth nothing: a page of symbols and numbers has a language for every model
_SAMPLES = (0.2, 0.5, 0.8)  # of the length: behind the cover, which is in English in many versions, and before the annex
_SAMPLE = 1_000


@cache
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415  # with numpy, for the few that are not in English

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(list(bodies.LANGUAGES))
    return identifier


def language_of(text: str) -> str | None:
    """The language of a text among the six of the UN; None for too little text. Sampled in three places: reports quote delegations in
    another language for pages (A/HRC/12/16)."""
    pieces = [text[start : start + _SAMPLE] for start in (int(len(text) * share) for share in _SAMPLES)]
    sample = " ".join(pieces) if len(text) > 3 * _SAMPLE else text
    if sum(map(str.isalpha, sample)) < _FEWEST_LETTERS:
        return None
    return "en" if _is_plainly_english(sample) else str(_identifier().classify(sample)[0])


# The commonest words of English make up a quarter of its text and under a twentieth of any other language's. Most documents are in
# English, and the model takes half a second to load.
_ENGLISH = frozenset({"the", "of", "and", "to", "in", "for", "that", "on", "with", "by"})
_ENGLISH_SHARE = 0.18


def _is_plainly_english(sample: str) -> bool:
    pieces = sample.lower().split()
    return sum(piece in _ENGLISH for piece in pieces) >= _ENGLISH_SHARE * len(pieces)


# --- cover

_LONGEST_COVER = 6_000
# 'United Nations A' and '/HRC/WG.6/33/BRN/2' on the next line: the A of the masthead is set apart and larger.
_SET_APART = re.compile(r"\bA[ ]*\n(?:United Nations[ ]*\n)?(?=/(?:HRC|AC\.|RES|\d+)/)")
# Arabic covers print the UN's name inside the symbol: 'CRPD … /C/ALB/CO/1'.
_ARABIC_INSIDE = re.compile(r"\b([A-Z]{3,5})[ ][\u0600-\u06ff ]+(?=/C/)")
# Where the body of the document begins, and the title has ended.
_BODY = re.compile(
    r"^(?:\W*\d{1,3}[.\-–)]\s|-\d|(?:I|A)\.\s|\[|_{5,}"
    r"|(?:Contents|Introduction|List of abbrev|Table des mati|Índice|Содержание|أولا|أوالً?|المحتويات|目录)\b)",
    re.IGNORECASE,
)
# Lines of the cover that are no title: the agenda, footnotes, the box with symbol, distribution and languages. The title ends there.
_NO_TITLE = re.compile(
    r"^(?:GE[.:]|[*∗•·]|A/|Distr\b|Original\b|United Nations\b|Nations Unies\b|Naciones Unidas\b|General Assembly\b|Assemblée générale\b"
    r"|The (?:present|Human)\b|Le présent\b|Agenda item\b|Held at\b|Generated on\b|Page of\b|Recommendation\b|\d{4}年)",
    re.IGNORECASE,
)
_TITLE_LINES = 8


@dataclass(frozen=True, slots=True)
class _Cover:
    """The beginning of a document: `text` with its lines, `head` those before its body, `notes` to its title, `start` a longer piece;
    `kind` what the title says, None where it says none that is known; `title` on one line."""

    text: str
    head: tuple[str, ...]
    notes: tuple[str, ...]
    start: str
    language: str
    kind: Kind | None
    title: str

    @property
    def opening(self) -> str:
        """The first sentences on one line, with straight apostrophes. A report's introduction stands behind its table of contents."""
        return " ".join(self.start.split()).replace("’", "'")


def _cover(layer: TextLayer, language: str | None) -> _Cover:
    first_page = layer.page_starts[1] if len(layer.page_starts) > 1 else _LONGEST_COVER
    text = layer.text[: min(max(first_page, 1_000), _LONGEST_COVER)]
    text = _ARABIC_INSIDE.sub(r"\1", _SET_APART.sub("\nA", text))
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    end = next((at for at, line in enumerate(lines) if at and _BODY.match(line)), len(lines))
    head = tuple(lines[:end])
    spoken = language or "en"
    kind, title = _title(head, spoken)
    notes = (*_STARRED.findall(text), *(layer.text[start:end] for _, start, end in layer.notes[:3]))
    return _Cover(text, head, notes, layer.text[:_LONGEST_OPENING], spoken, kind, title)


_STARRED = re.compile(r"^[*∗][^\n]+(?:\n[^\n]+)?", re.MULTILINE)
_LONGEST_OPENING = 15_000


def _title(head: tuple[str, ...], language: str) -> tuple[Kind | None, str]:
    """What the title says the document is, and the title. A cover may be in another language than the text behind it."""
    lines = [line.replace("’", "'") for line in head]
    for spoken in (language, *(other for other in bodies.LANGUAGES if other != language)):
        starts = [(kind, at) for at in range(len(lines)) for kind in _kinds_at(lines, at, spoken)]
        if starts:
            kinds = [kind for kind, _ in starts]
            return next((kind for kind in _DECISIVE if kind in kinds), kinds[0]), _title_from(lines[starts[0][1] :])
    return None, ""


def _title_from(lines: list[str]) -> str:
    """The lines of a title: up to a footnote or the box beside it, and to the name of the State below it."""
    title: list[str] = []
    for line in lines[:_TITLE_LINES]:
        ends = bool(title) and _NO_TITLE.match(line)
        state = bool(title) and states.find(line.strip("*∗ ")) is not None
        if ends or (state and next(states.mentions(" ".join(title)), None)):
            break
        title.append(line.strip("*∗ "))
    return words(" ".join(title))


# Words that say what the title above them does not: an addendum's title begins with that of the document that it adds to.
_DECISIVE = (Kind.CORRIGENDUM, Kind.ADDENDUM, Kind.FOLLOW_UP, Kind.REPLIES)


def _kinds_at(lines: list[str], at: int, language: str) -> Iterator[Kind]:
    following = " ".join(lines[at : at + 4]).lstrip("*∗ ")
    return (kind for kind, pattern in _patterns(language, "title") if pattern.match(following))


@cache
def _patterns(language: str, where: str) -> tuple[tuple[Kind, re.Pattern[str]], ...]:
    wanted = [row for row in rows("titles.csv") if row["language"] == language and row["where"] == where]
    return tuple((Kind(row["kind"]), re.compile(row["pattern"], re.IGNORECASE)) for row in wanted)


# --- symbol

_BEFORE_SYMBOL = re.compile(r"(?:[^\W\d_]\w*(?:\s|$)){0,5}")  # 'United Nations', 'Организация Объединенных Наций'
_HEADERS = 3
_HEADERS_WITHIN = 60_000


def _own_symbol(text: str, cover: str) -> Symbol | None:
    on_cover = next(_alone(cover.splitlines(), masthead=True), None)
    if on_cover:
        return on_cover
    candidates = (line for line in text[:_HEADERS_WITHIN].splitlines() if "/" in line and len(line) < 40)
    headers = Counter(_alone(candidates, masthead=False)).most_common(1)
    return headers[0][0] if headers and headers[0][1] >= _HEADERS else None


def _alone(lines: Iterator[str] | list[str], *, masthead: bool) -> Iterator[Symbol]:
    """Symbols that have their line to themselves, or share it with the UN's name."""
    for line in lines:
        if "/" not in line:
            continue
        found = next(find_symbols(line), None)
        if found is None or line[found[1] :].strip("* \f"):
            continue
        before = line[: found[0]].strip()
        if not before or (masthead and before[0].isupper() | (not before[0].isascii()) and _BEFORE_SYMBOL.fullmatch(before)):
            yield found[2]


# --- kind


@cache
def _symbol_kinds() -> dict[str, tuple[Kind, Kind]]:
    """Kind of a document by a part of its symbol, and the kind of an addendum to it."""
    return {row["part"]: (Kind(row["kind"]), Kind(row["addendum"])) for row in rows("symbol_kinds.csv")}


def _kind(symbol: Symbol | None, cover: _Cover, name: str) -> Kind:
    said = cover.kind or _opening_kind(cover)
    if symbol:
        return _symbol_kind(symbol, said) or Kind.UNKNOWN
    named = None if said else _symbol_in(name)
    return said or (_symbol_kind(named, None) if named else None) or Kind.UNKNOWN


def _symbol_kind(symbol: Symbol, titled: Kind | None) -> Kind | None:
    """What a symbol says; `titled`: what the title says, for the Council's numbered documents are of many kinds."""
    if symbol.is_corrigendum:
        return Kind.CORRIGENDUM
    if symbol.meeting:
        return Kind.SUMMARY_RECORD
    if symbol.body == "UPR":
        return _review_document(symbol)
    for part in symbol.parts:
        if part in _symbol_kinds():
            return _symbol_kinds()[part][symbol.is_addendum]
    if symbol.body == "HRC" and titled == Kind.WORKING_GROUP_REPORT and symbol.is_addendum:
        return Kind.ADDENDUM
    return titled or (Kind.STATE_REPORT if _is_state_report(symbol) else None)


# A/HRC/WG.6/20/KAZ/1, /2, /3: resolution 5/1, annex, para. 15 (a), (b), (c); A/HRC/WG.6/20/L.8: the report before it is issued.
_REVIEW_DOCUMENTS = {"1": Kind.NATIONAL_REPORT, "2": Kind.COMPILATION, "3": Kind.STAKEHOLDER_SUMMARY}


def _review_document(symbol: Symbol) -> Kind | None:
    last = (symbol.parent or symbol).parts[-1]
    return Kind.WORKING_GROUP_REPORT if last.startswith("L.") else _REVIEW_DOCUMENTS.get(last)


def _is_state_report(symbol: Symbol) -> bool:
    """CRPD/C/KAZ/1, CRC/C/OPAC/KAZ/1, CERD/C/URY/21-23: behind the State nothing but the number of the report."""
    base = (symbol.parent or symbol).parts
    return symbol.state is not None and base[-2] == symbol.state and re.fullmatch(r"\d+(?:-\d+)?", base[-1]) is not None


def _opening_kind(cover: _Cover) -> Kind | None:
    opening = cover.opening
    return next((kind for kind, pattern in _patterns(cover.language, "opening") if pattern.search(opening)), None)


_LANGUAGE_SUFFIX = re.compile(r"_(?:en|fr|es|ru|ar|zh)$")


def _symbol_in(name: str) -> Symbol | None:
    """'A_HRC_WG.6_28_UKR_1_en.txt' -> A/HRC/WG.6/28/UKR/1; only where the name is nothing else."""
    stem = _LANGUAGE_SUFFIX.sub("", name.rsplit(".", 1)[0])
    try:
        return Symbol.parse(stem.replace("_", "/"))
    except ValueError:
        return None


# --- State, body, date

# 'The review of Kazakhstan was held at the 7th meeting', 'Second periodic report of Kazakhstan (continued)'.
_OF_STATE = re.compile(r"\b(?:review|reports?|response of the Government|replies of the Government) of (?=(?:the )?[A-Z])")


def _state(symbol: Symbol | None, kind: Kind, cover: _Cover) -> str | None:
    if symbol and symbol.state:
        return symbol.state
    if kind is Kind.SUMMARY_RECORD:  # its cover names the Chair's State too
        named = _named_in_opening(words(cover.text))
    else:
        named = _named_on_cover(cover) or _named_in_opening(cover.opening)
    return named.code if named else None


def _named_on_cover(cover: _Cover) -> states.State | None:
    titled = next((found for _, _, found in states.mentions(cover.title) if _is_reviewed(found)), None)
    alone = (states.find(line.strip("*∗ ")) for line in cover.head)
    return titled or next((found for found in alone if found and _is_reviewed(found)), None)


def _is_reviewed(found: states.State) -> bool:
    """A State, or the European Union, which is a party to the Convention on the Rights of Persons with Disabilities."""
    return found.kind is not states.StateKind.ORGANISATION or found.code == "European Union"


def _named_in_opening(opening: str) -> states.State | None:
    named = (states.leading(opening[match.end() :][:80]) for match in _OF_STATE.finditer(opening))
    return next((found[0] for found in named if found), None)


_COUNCIL_KINDS = (Kind.WORKING_GROUP_REPORT, Kind.ADDENDUM, Kind.DECISION)
_REVIEW_KINDS = (*_REVIEW_DOCUMENTS.values(), Kind.ADVANCE_QUESTIONS, Kind.MATRIX, Kind.INFOGRAPHIC)


def _body(symbol: Symbol | None, kind: Kind, cover: _Cover) -> str | None:
    """The symbol's body; without one, the body whose kind of document it is, that the cover names, or whose documents a record cites."""
    if symbol:
        return symbol.body
    if kind in _COUNCIL_KINDS or kind in _REVIEW_KINDS:
        return "HRC" if kind in _COUNCIL_KINDS else "UPR"
    named = bodies.heading("\n".join(cover.head))
    if named or kind is not Kind.SUMMARY_RECORD:
        return named.code if named else None
    return next((found.body for _, _, found in find_symbols(cover.text)), None)


_DISTRIBUTION = re.compile(r"\bDistr\b")


def _date(kind: Kind, cover: _Cover) -> dt.date | None:
    """The day of issue, under 'Distr.' on the cover; without one, the day of the meeting of a summary record, or of a decision."""
    box = _DISTRIBUTION.search(cover.text)
    issued = next(sessions.dates(cover.text[box.start() : box.start() + 160]), None) if box else None
    if issued is None and (kind in (Kind.SUMMARY_RECORD, Kind.DECISION) or box):
        issued = next(sessions.dates("\n".join(cover.head)), None)
    return issued[2] if issued else None


# --- sessions and meeting


def _working_group_session(symbol: Symbol | None, kind: Kind, cover: _Cover) -> int | None:
    if symbol and symbol.working_group_session:
        return symbol.working_group_session
    if kind is Kind.WORKING_GROUP_REPORT:
        return _first_session(_introduction(cover), cover.language)
    if kind is Kind.INFOGRAPHIC:
        match = _INFOGRAPHIC.search(cover.opening)
        return int(match["working_group"]) if match else None
    return _first_session(cover.title, cover.language) if kind is Kind.MATRIX else None


# 'Slovenia was reviewed by UPR WG 48, in January 2025. … at Human Rights Council 59, in July 2025' (infographic of 2025).
_INFOGRAPHIC = re.compile(r"\bUPR WG (?P<working_group>\d{1,2})\b(?:.{0,250}?Human Rights Council (?P<council>\d{1,2})\b)?")


def _introduction(cover: _Cover) -> str:
    """The first sentence of a report: 'The Working Group …, established in accordance with …, held its twentieth session from …'."""
    found = (pattern.search(cover.opening) for kind, pattern in _patterns(cover.language, "opening") if kind is Kind.WORKING_GROUP_REPORT)
    start = next((match.start() for match in found if match), len(cover.opening))
    return cover.opening[start : start + 400]


def _first_session(text: str, language: str) -> int | None:
    return next((number for _, number in sessions.ordinal_sessions(text, language)), None)


def _council_session(symbol: Symbol | None, kind: Kind, cover: _Cover) -> int | None:
    if symbol and symbol.council_session:
        return symbol.council_session
    if kind is Kind.INFOGRAPHIC:
        match = _INFOGRAPHIC.search(cover.opening)
        return int(match["council"]) if match and match["council"] else None
    before_body = symbol is None and kind in _COUNCIL_KINDS
    return _first_session("\n".join(cover.head), cover.language) if before_body and cover.kind else None


def _cycle(working_group: int | None, council: int | None, kind: Kind) -> int | None:
    if working_group:
        return sessions.cycle_of(working_group)
    return sessions.cycle_at_council(council) if council and kind in _COUNCIL_KINDS else None


# 'Adopted by the pre-sessional working group at its 14th session': that group's count, not the committee's.
_PRE_SESSION = re.compile(r"pre-?session|pr[ée]session|anterior al per|предсессионн", re.IGNORECASE)


def _committee_session(body: str | None, cover: _Cover) -> int | None:
    """'Fourteenth session' on the cover, or 'Adopted by the Committee at its twenty-second session' in a footnote to the title."""
    known = bodies.body(body) if body else None
    if known is None or known.kind != "treaty_body":
        return None
    pieces = ("\n".join(cover.head), *cover.notes)
    found = (_first_session(piece, cover.language) for piece in pieces if not _PRE_SESSION.search(piece))
    return next((number for number in found if number), None)


# 'Summary record of the 724th meeting', 'Compte rendu analytique de la 3272e séance', '第413次会议简要记录'.
_MEETING = re.compile(
    r"(\d{1,4})\s*(?:st|nd|rd|th|e|ª|-е|-го)?\s*\(?(?:(?:Chamber [A-C]\)\s*)?meeting|séance|sesión|заседани|次会议)"
    r"|للجلسة\s*(\d{1,4})",
    re.IGNORECASE,
)


def _meeting(symbol: Symbol | None, kind: Kind, cover: _Cover) -> int | None:
    if symbol and symbol.meeting:
        return symbol.meeting
    match = _MEETING.search("\n".join(cover.head)) if kind is Kind.SUMMARY_RECORD else None
    return int(match[1] or match[2]) if match else None
