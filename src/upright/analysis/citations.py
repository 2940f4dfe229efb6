"""What the documents of an examination by a treaty body cite, in the forms that the same thing always has here.

    treaty_article      ICCPR art. 9, CRPD art. 5 (2)        the code of the treaty, the article, its paragraphs and letters in brackets
    general_comment     CCPR/GC 34, CEDAW/GR 35              the code of the committee, GC for a comment, GR for a recommendation
    resolution          A/RES/68/268, A/HRC/RES/5/1          S/RES/1325 (2000); '5/1' where nothing says whose it is
    document            CCPR/C/KAZ/Q/2/Add.1
    law                 Criminal Code art. 174, Media Act sect. 5     a law of the State that the document is about (see `laws`)
    recommendation      CCPR/C/KAZ/CO/1 para. 12, 126.27     of earlier concluding observations, of the Universal Periodic Review
    sdg_target          SDG 10.2, SDG 9                      targets and Goals that the 2030 Agenda has

Laws are read in English; all else in English, French and Spanish. Each thing of a list is a record; its span is that of the whole list.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from upright import bodies, states
from upright.analysis.laws import Mention, mentions
from upright.analysis.treaty_articles import Place, articles
from upright.data import rows
from upright.readers.cited_paragraphs import cited_paragraphs
from upright.readers.document import Document
from upright.readers.numbers import numbers
from upright.records import Citation, Kind, Record
from upright.structure import Block, BlockKind
from upright.symbols import Symbol, find_symbols

KINDS = frozenset({Kind.SUMMARY_RECORD, Kind.LIST_OF_ISSUES, Kind.REPLIES, Kind.STATE_REPORT, Kind.CONCLUDING_OBSERVATIONS, Kind.FOLLOW_UP})
_OF_THE_STATE = frozenset({Kind.REPLIES, Kind.STATE_REPORT, Kind.FOLLOW_UP})
_LINE_OF_ARTICLE = re.compile(r"(?:Articles?|Artículos?)\s\d[^.;]{0,120}")
_READ = frozenset(
    {BlockKind.COVER, BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.TEXT, BlockKind.TABLE, BlockKind.FOOTNOTE, BlockKind.ANNEX}
)

_NO = r"(?:[Nn]os?\.?|[Nn][º°o]s?\.?|n[ºo°]s?|núms?\.)"
_GENERAL = re.compile(
    r"\b(?P<what>general\s+(?P<en>comment|recommendation)|(?P<fr>observation|recommandation)s?\s+générale"
    r"|(?P<es>observaci(?:ón|ones)|recomendaci(?:ón|ones))\s+general(?:es)?)s?\s+"
    rf"(?:{_NO}\s*)?(?P<first>\d{{1,2}}(?![\d/.]\d)|[XVI]+\b)",
    re.IGNORECASE,
)
# ', No. 28 (2010) on ..., and No. 33', ' and 35 (2017)': another of the same list.
_NEXT_GENERAL = re.compile(
    rf"(?:\s*\((?:19|20)\d\d\))?(?:(?:,?\s+(?:on|sur|sobre|relative|relativa)\s+[^.;]{{0,200}}?)?(?:,\s*(?:(?:and|et|y)\s+)?|\s+(?:and|et|y)\s+)"
    rf"{_NO}\s*(?P<numbered>\d{{1,2}})(?![\d/])"
    r"|(?:,\s*(?:(?:and|et|y)\s+)?|\s+(?:and|et|y)\s+)(?P<bare>\d{1,2})(?=\s*(?:[,;.)]|$)|\s+\(\d{4}|\s+(?:and|et|y|on|of|sur|sobre|del?|du)\b))"
)
_COMMITTEE = (
    r"(?:Human\s+Rights\s+Committee|Committee\s+(?:on|against)\s+(?:the\s+)?[A-Z](?:(?!\bCommittee\b)[\w’ ,])+"
    r"|Comité\s+(?:des|de\s+los|pour|contre|de\s+l)[\w’ ,]+)"
)
_COMMITTEES_BEHIND = re.compile(
    r"(?:\s*\((?:19|20)?\d\d\))?(?:,?\s+(?:on|sur|sobre)\s+(?:(?!\bgeneral\s)[^.;]){0,200}?)?"
    rf",?\s+(?:of|by|du|del?)\s+(?:the\s+|la\s+)?(?P<committee>{_COMMITTEE})"
)
_COMMITTEES_BEFORE = re.compile(rf"(?P<committee>{_COMMITTEE})(?:[’']s?)?,?\s+(?:in\s+its\s+)?(?:joint\s+)?$")
# Committees that make general recommendations; the others make general comments.
_RECOMMENDING = frozenset({"CEDAW", "CERD"})

_ORGANS = (
    r"(?:General\s+Assembly|Human\s+Rights\s+Council|Economic\s+and\s+Social\s+Council|Security\s+Council|Assemblée\s+générale"
    r"|Asamblea\s+General|Conseil\s+des\s+droits|Consejo\s+de\s+Derechos|Consejo\s+Económico|Conseil\s+économique"
    r"|Conseil\s+de\s+sécurité|Consejo\s+de\s+Seguridad)"
)
_A_RESOLUTION = r"\d+(?:/\d{1,4}(?:\s?[A-Z]\b)?|\s?(?:[A-Z]\s?)?\((?:\d{4}|[IVXL]+)\))"
_RESOLUTIONS = re.compile(
    rf"(?P<by>(?:{_ORGANS}|Assembly|Council|Commission\s+on\s+Human\s+Rights)(?:[’']s)?\s+)?"
    rf"\b(?:resolutions?|résolutions?|resoluci(?:ón|ones))\s+(?P<list>{_A_RESOLUTION}(?:(?:,\s*(?:and\s+)?|\s+(?:and|et|y)\s+){_A_RESOLUTION})*)"
    rf"(?P<of>(?:,\s*(?:(?:of|du|de)\s+[\d\w ]+?,\s*)?|\s+)(?:of|de\s+l[ae’']\s?|del)\s*(?:the\s+)?{_ORGANS})?",
    re.IGNORECASE,
)
_SERIES = (
    (re.compile(r"Economic|économique|Económico", re.IGNORECASE), "E/RES/"),
    (re.compile(r"Security|sécurité|Seguridad", re.IGNORECASE), "S/RES/"),
    (re.compile(r"Commission", re.IGNORECASE), "E/CN.4/RES/"),
    (re.compile(r"Assembly|Assemblée|Asamblea", re.IGNORECASE), "A/RES/"),
    (re.compile(r"Council|Conseil|Consejo", re.IGNORECASE), "A/HRC/RES/"),
)
_ONE_RESOLUTION = re.compile(
    r"(?P<first>\d+)(?:/(?P<number>\d{1,4})(?:\s?(?P<letter>[A-Z])\b)?|\s?(?P<old_letter>[A-Z])?\s?\((?P<year>\d{4}|[IVXL]+)\))"
)
_NEAR = 40  # characters before 'resolution' in which whose it is may be said

_MORE_MEETINGS = re.compile(r"(?:(?:,\s*|\s+and\s+|\s+et\s+|\s+y\s+|[–-])(?P<meeting>\d{1,4})(?![\d/]))")

_TARGET = r"(?:1[0-7]|[1-9])\.(?:\d{1,2}|[a-d])(?!\w|[.,]\d|\s?(?:per\s|%))"
_AND = r"(?:\s*,\s*(?:(?:and|et|y)\s+)?|\s+(?:and|et|y|or|to)\s+|\s*[–-]\s*)"
_TARGETS = re.compile(rf"\b(?:targets?|cibles?|metas?)\s+(?P<list>{_TARGET}(?:{_AND}{_TARGET})*)", re.IGNORECASE)
_GOAL = r"(?:1[0-7]|[1-9])(?![\d/]|[.,]\d|\s?(?:per\s|%))"
_GOALS = re.compile(
    rf"(?<!Millennium\sDevelopment\s)\b(?:(?:Sustainable\s+Development\s+)?Goals?|SDGs?|[Oo]bjectifs?\s+de\s+développement\s+durable"
    rf"|Objetivos?\s+de\s+Desarrollo\s+Sostenible|ODS)\s+(?:{_NO}\s*)?(?P<list>{_GOAL}(?:{_AND}{_GOAL})*)"
)
# 'la cible 3 de l’objectif 16', 'target 5 of Goal 4'.
_TARGETS_OF = re.compile(
    rf"\b(?:targets?|cibles?|metas?)\s+(?P<list>(?:\d{{1,2}}|[a-d])(?!\w|[./]\d)(?:{_AND}(?:\d{{1,2}}|[a-d])(?![\w.]\d))*)"
    rf"\s+(?:of|under|de\s+l[’']|del)\s*(?:Goal|objectif|Objetivo)\s+(?:{_NO}\s*)?(?P<goal>{_GOAL})",
    re.IGNORECASE,
)
_GOALS_NAMED_BEHIND = re.compile(
    rf"\b(?:[Oo]bjectifs?|[Oo]bjetivos?)\s+(?:{_NO}\s*)?(?P<list>{_GOAL}(?:{_AND}{_GOAL})*)"
    r"(?=\s+(?:des\s+objectifs|de\s+développement\s+durable|de\s+(?:los\s+Objetivos\s+de\s+)?Desarrollo\s+Sostenible))"
)
_GOAL_OR_TARGET = re.compile(r"(?P<to>(?:to\s+|[–-]\s*))?(?P<code>\d{1,2}(?:\.(?:\d{1,2}|[a-d]))?)(?!\w)")

_PARAS = r"(?:paragraphs?|paras?\b\.?|paragraphes?|par\.|párrafos?|párrs?\.)"
_PARA_LIST = rf"{_PARAS}\s*\d{{1,3}}(?!\d)(?:[\d\s,;()–-]|\b(?:and|to|et|y|à|a)\b(?=\s*\d)|\([a-z]\))*(?<=[\d)])"
_AFTER_SYMBOL = re.compile(rf",\s*(?P<list>{_PARA_LIST})")
_PREVIOUS = re.compile(
    rf"\b(?P<list>{_PARA_LIST})\s*\)?,?\s*(?:of|in|des|de\s+las|de\s+sus)\s+(?:the\s+|its\s+|their\s+)?(?:Committee[’']s\s+)?(?:(?:previous|last|earlier"
    r"|present|aforementioned)\s+)?(?:concluding\s+(?:observations|comments)|observations\s+finales|observaciones\s+finales)",
    re.IGNORECASE,
)
_PROTOCOLS = {"OPAC": "OP-CRC-AC", "OPSC": "OP-CRC-SC"}
_BESIDE = 60  # characters between the words and the symbol
_UPR = re.compile(
    r"\b(?:recommendations?|recommandations?|recomendaci(?:ón|ones))\s+(?:[Nn]os?\.\s*|contained\s+in\s+paragraphs?\s+)?"
    r"(?P<list>(?:1[0-9]\d|[5-9]\d)\.\d{1,3}(?!\d)(?:(?:,\s*(?:and\s+)?|\s+(?:and|to|et|y)\s+|[–-])(?:1[0-9]\d|[5-9]\d)\.\d{1,3}(?!\d))*)(?!\s*(?:per\s|%))"
)
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


class _Cited(NamedTuple):
    """Something that a text cites in `text[start:end]`."""

    start: int
    end: int
    cites: str
    target: str


def find(document: Document, _records: Sequence[Record]) -> Iterator[Citation]:
    """What the document cites, in the order of its text."""
    if document.identity.kind not in KINDS:
        return
    reader = _Reader(document)
    yield from sorted(reader.citations(), key=lambda citation: (citation.source.start, citation.cites))


class _Reader:
    """One document: whose it is, and what was named before."""

    def __init__(self, document: Document) -> None:
        self.document = document
        identity = document.identity
        body = bodies.body(identity.body) if identity.body else None
        self.body = body.code if body else None
        self.treaty = _protocol_of(document.symbol) or (body.treaty if body else None)
        self.state = states.name(identity.state, "en") if identity.state in states.codes() else None
        self.blocks = [block for block in document.blocks if block.kind in _READ]
        self.dated = self._dated_laws()
        self.observations = self._earlier_observations()

    def citations(self) -> Iterator[Citation]:
        laws: list[Mention] = []
        label: str | None = None
        for block in self.blocks:
            if block.kind is not BlockKind.TEXT:
                laws, label = [], block.label if block.kind in (BlockKind.PARAGRAPH, BlockKind.FOOTNOTE) else None
            aligned = self.document.aligned(block)
            found = self._laws(aligned.text, laws)
            for cited in self._cited(aligned.text, found, self._place(block, aligned.text)):
                yield Citation(
                    document=self.document.symbol,
                    source=self.document.source(*aligned.span(cited.start, cited.end), label),
                    cites=cited.cites,
                    target=cited.target,
                    text=aligned.text[cited.start : cited.end],
                )
            laws = laws + found

    def _laws(self, text: str, before: Sequence[Mention]) -> list[Mention]:
        if self.document.identity.language not in (None, "en"):
            return []
        found = mentions(text, state=self.state, before=before)
        return [mention._replace(law=self.dated.get(mention.law, mention.law)) for mention in found]

    def _dated_laws(self) -> dict[str, str]:
        """The full name of a law that is also cited by its date alone ('the Act of 5 May 2001')."""
        if self.document.identity.language not in (None, "en"):
            return {}
        names = {mention.law for block in self.blocks for mention in mentions(block.text)}
        full = {name: [other for other in names if other.startswith(f"{name} ")] for name in names if re.search(r" of \d.* \d{4}$", name)}
        return {name: others[0] for name, others in full.items() if len(others) == 1}

    def _earlier_observations(self) -> str | None:
        """The concluding observations that the document means where it names none: what it follows up, or the only ones that it cites."""
        own = Symbol.parse(self.document.symbol) if self.document.symbol else None
        if own and own.parent and "CO" in own.parts:
            return str(own.parent)
        cited = {str(symbol) for block in self.blocks for _, _, symbol in find_symbols(block.text) if "CO" in symbol.parts}
        cited -= {self.document.symbol}
        return cited.pop() if len(cited) == 1 else None

    def _place(self, block: Block, text: str) -> Place:
        """A short line that begins with an article is a heading too, whatever it was taken for."""
        heading = block.kind is BlockKind.HEADING or (block.kind is BlockKind.TEXT and bool(_LINE_OF_ARTICLE.fullmatch(text)))
        return Place(self.treaty, heading, of_the_state=self.document.identity.kind in _OF_THE_STATE)

    def _cited(self, text: str, laws: Sequence[Mention], place: Place) -> Iterator[_Cited]:
        yield from self._articles_and_laws(text, laws, place)
        yield from _general_comments(text, self.body)
        yield from _resolutions(text)
        yield from self._documents(text)
        yield from _goals(text)
        yield from self._recommendations(text)

    def _articles_and_laws(self, text: str, laws: Sequence[Mention], place: Place) -> Iterator[_Cited]:
        """Articles, and the laws that are named without one."""
        joined: set[int] = set()
        for article in articles(text, laws, place):
            yield _Cited(
                article.start, article.end, "law" if article.of_law else "treaty_article", f"{article.owner} art. {article.number}"
            )
            joined |= {law.start for law in laws if article.start <= law.start < article.end}
        yield from (_Cited(law.start, law.end, "law", law.law) for law in laws if law.start not in joined)

    def _documents(self, text: str) -> Iterator[_Cited]:
        for start, end, symbol in find_symbols(text):
            if str(symbol) == self.document.symbol:
                continue
            yield _Cited(start, end, "resolution" if "RES" in symbol.parts else "document", str(symbol))
            at = end
            while symbol.meeting and (more := _MORE_MEETINGS.match(text, at)):
                yield _Cited(more.start("meeting"), more.end(), "document", re.sub(r"\d+$", more["meeting"], str(symbol)))
                at = more.end()

    def _recommendations(self, text: str) -> Iterator[_Cited]:
        """Paragraphs of concluding observations, by their symbol or as the earlier ones; recommendations of a review by their numbers."""
        symbols = [(start, end, symbol) for start, end, symbol in find_symbols(text) if "CO" in symbol.parts]
        for match in _PREVIOUS.finditer(text):
            beside = next((symbol for start, _, symbol in symbols if match.end() <= start <= match.end() + _BESIDE), None)
            of = str(beside) if beside else self.observations or "previous concluding observations"
            yield from _paragraphs(match, of)
        for start, end, symbol in symbols:
            if listed := _AFTER_SYMBOL.match(text, end):
                yield from (cited._replace(start=start) for cited in _paragraphs(listed, str(symbol)))
        for numbered in _UPR.finditer(text):
            yield from (_Cited(numbered.start(), numbered.end(), "recommendation", number) for number in numbers(numbered["list"]))


def _protocol_of(symbol: str | None) -> str | None:
    """The protocol that a document of the Committee on the Rights of the Child is about: CRC/C/OPAC/..., CRC/C/OPSC/..."""
    return next((_PROTOCOLS[part] for part in (symbol or "").split("/") if part in _PROTOCOLS), None)


def _paragraphs(match: re.Match[str], of: str) -> Iterator[_Cited]:
    for label in cited_paragraphs(re.sub(r"\bpar\.", "para.", match["list"])):
        yield _Cited(match.start(), match.end(), "recommendation", f"{of} para. {label}")


# --- general comments --------------------------------------------------------------------------------------------------------------------


def _general_comments(text: str, body: str | None) -> Iterator[_Cited]:
    for match in _GENERAL.finditer(text):
        recommends = (match["en"] or match["fr"] or match["es"] or "").casefold().startswith("rec")
        listed = [(match.start(), match.end(), _arabic(match["first"]))]
        while more := _NEXT_GENERAL.match(text, listed[-1][1]):
            group = "numbered" if more["numbered"] else "bare"
            if _GENERAL.search(more[0]):
                break
            listed.append((more.start(group), more.end(), int(more[group])))
        of = _committee(text, match.start(), listed[-1][1], body, recommends=recommends)
        what = ("GR" if recommends else "GC") if of else f"general {'recommendation' if recommends else 'comment'} No."
        for start, end, number in listed:
            yield _Cited(start, end, "general_comment", f"{of}/{what} {number}" if of else f"{what} {number}")


def _committee(text: str, start: int, end: int, body: str | None, *, recommends: bool) -> str | None:
    """The committee that is named before or behind, else the document's own where it makes such comments."""
    named = _COMMITTEES_BEFORE.search(text[:start])
    said = named["committee"] if named else None
    if not said and (behind := _COMMITTEES_BEHIND.match(text, end)):
        said = behind["committee"]
    if said and (other := bodies.heading(said)):
        return other.code
    own = body is not None and (body in _RECOMMENDING) == recommends
    return body if own and not said else None


def _arabic(number: str) -> int:
    if number.isdigit():
        return int(number)
    values = [_ROMAN[letter] for letter in number.upper()]
    return sum(-one if one < following else one for one, following in zip(values, [*values[1:], 0], strict=True))


# --- resolutions and Goals ---------------------------------------------------------------------------------------------------------------


def _resolutions(text: str) -> Iterator[_Cited]:
    for match in _RESOLUTIONS.finditer(text):
        series = _series(f"{match['by'] or ''}{match['of'] or ''}" or text[max(match.start() - _NEAR, 0) : match.start()])
        for one in _ONE_RESOLUTION.finditer(match["list"]):
            number, letter, year = one["number"], one["letter"] or one["old_letter"], one["year"]
            if number and len(number) == 4 and not (match["by"] or series.startswith("E/")):
                continue  # '97/2010' is a State's own
            said = f"{one['first']}/{number}" if number else one["first"]
            of_council = series or ("S/RES/" if year and year.isdigit() else "")
            yield _Cited(
                match.start(),
                match.end(),
                "resolution",
                f"{of_council}{said}{f' {letter}' if letter else ''}{f' ({year})' if year else ''}",
            )


def _series(near: str) -> str:
    return next((series for pattern, series in _SERIES if pattern.search(near)), "")


@cache
def _known_goals() -> tuple[str, ...]:
    """Goals and targets in the order of the 2030 Agenda."""
    return tuple(row["code"] for row in rows("sdg_targets.csv"))


def _goals(text: str) -> Iterator[_Cited]:
    targets = [(match, re.sub(r"(\d+|\b[a-d]\b)", rf"{match['goal']}.\1", match["list"])) for match in _TARGETS_OF.finditer(text)]
    held = {match.end() for match, _ in targets}
    for pattern in (_TARGETS, _GOALS, _GOALS_NAMED_BEHIND):
        targets += [(match, match["list"]) for match in pattern.finditer(text) if match.end() not in held]
    for match, listed in targets:
        yield from (_Cited(match.start(), match.end(), "sdg_target", f"SDG {code}") for code in _listed_goals(listed))


def _listed_goals(listed: str) -> Iterable[str]:
    known, found = _known_goals(), dict[str, None]()
    of_one_kind = [code for code in known if ("." in code) == ("." in listed)]
    for match in _GOAL_OR_TARGET.finditer(listed):
        code = match["code"]
        if code not in known:
            continue
        if match["to"] and found:
            found.update(dict.fromkeys(of_one_kind[of_one_kind.index([*found][-1]) : of_one_kind.index(code)]))
        found[code] = None
    return found
