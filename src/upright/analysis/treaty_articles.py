"""Articles that a text cites, and whose they are: a treaty's or a law's.

    article 9 of the Covenant                     the treaty of the committee
    articles 12 and 13 of the Convention          one for each
    article 7, paragraph 2; art. 5 (2)            ICCPR art. 7 (2), CRPD art. 5 (2)
    article 11 of the Convention on the Rights of the Child, article 2 of ICESCR, article 3 of its Convention
    article 174 of the Criminal Code; the Civil Code (arts. 40 and 44)
    a heading '(arts. 8 and 9)', 'Article 10'     the treaty of the committee

A bare 'article 128' is of what an article was last cited of in the paragraph, else of the law that its sentence names, else of the
committee's treaty where no law stands before it; an article that the treaty has not is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from upright import bodies
from upright.analysis.laws import Mention
from upright.analysis.treaty_names import Named, named
from upright.data import rows
from upright.readers.sentences import sentences

_NUMBER = (
    r"\d{1,4}(?:(?:(?:[.‑-]\d{1,3}){1,2}(?![\d,])(?!\s*\d))|\s?(?:bis|ter|quater)\b(?:\s\d\b)?|[A-Z]\b)?"
    r"(?![/\d]|[.,]\d|\s(?:per\scent|percent|years?|days?|months?)\b|%)"
)
_LIMBS = r"(?:\s?\((?:\d{1,2}(?:-\d)?|[a-z]{1,2}|[ivx]{1,4})\)|\s[a-z]\)|(?<=\d)\.\d\b)*"
_OF_ARTICLE = r"\d{1,2}(?!\d)(?:\s?\([a-z]{1,2}\)|\s[a-z]\))*"
_PARAGRAPHS = (
    rf"(?:,?\s*\(?(?:(?:paragraphs|paras\.?|paragraphes|párrafos|párrs\.?|pars?\.)\s*{_OF_ARTICLE}(?:(?:,\s*|\s+(?:and|et|y)\s+|\s?[–-]\s?){_OF_ARTICLE})*"
    rf"|(?:sub-?)?(?:paragraph|para\.?|paragraphe|párrafo|párr\.|alinéa|apartado)\s*{_OF_ARTICLE})\)?)?"
)
_ITEM = rf"{_NUMBER}{_LIMBS}{_PARAGRAPHS}"
_TO = r"(?:[–—‑-]|\bto\b|\bthrough\b|\bà\b|\ba\b)"
_WORD = r"(?:articles?|arts?\.|artículos?|Articles?|ARTICLES?)"
_GAP = (
    rf"(?:\s*(?:,|;|&|{_TO})\s*(?:(?:and|et|y|e|or|ou|o)\s+)?|\s+(?:and|et|y|e|or|ou|o|as\s+well\s+as|{_TO})\s+)(?:(?:of\s+)?{_WORD}\s+)?"
)
_ARTICLES = re.compile(rf"(?<![\w.])(?:[lLdD][’'])?(?P<word>{_WORD})\s*(?P<list>(?:premier|1er|{_ITEM})(?:{_GAP}{_ITEM})*)", re.IGNORECASE)
_SECTIONS = re.compile(
    rf"(?P<word>\b[Ss]ect(?:ions?|s?\.))\s+(?P<list>{_NUMBER}{_LIMBS}(?:(?:,\s*|,?\s+(?:and|or|to)\s+|\s?[–-]\s?){_NUMBER}{_LIMBS})*)"
)
_ONE = re.compile(rf"(?P<to>{_TO}\s*)?(?P<number>premier|1er|{_NUMBER})(?P<limbs>{_LIMBS})(?P<paragraphs>{_PARAGRAPHS})", re.IGNORECASE)
# What leads from the number to whose it is; words in brackets say what the article is about.
_OF = re.compile(
    r"(?:\s*\((?![^)]*\d)[^()]{3,80}\))?(?:,?\s+(?:of|in)\s+(?:the\s+)?(?:Chapter|Title|Part|Book|Section)\s+\w+(?:\s*\([^()]{3,60}\))?,?)?"
    r"\s*,?\s*(?:of\s+(?:both\s+)?(?:the|its|that|their|this|said)?|under|in|to|du|de\s+l[ae]s?|de\s+l[’']"
    r"|de\s+cette|del|de)\s*(?:(?:the|la|le|el|los|same|said|present|United\s+Nations|UN|aforementioned|International(?=\s+Convention\s*[.,;)]))\s+)*",
)
_ITS = re.compile(r"\s*,?\s*of\s+its\s+(?:Convention|Covenant)\b")
_GENERIC = re.compile(
    r"(?P<second>Second\s+|Deuxième\s+|Segundo\s+)?(?P<protocol>Optional\s+Protocol|Protocole\s+facultatif|Protocolo\s+Facultativo)"
    r"(?:\s+(?:to|of|thereto)\s+(?:the|its)\s+(?:Convention|Covenant))?\b"
    r"|(?P<head>Convention|Covenant|Convención|Pacte|Pacto)\b(?!\s+(?:on|against|relating|concerning|for|No|of\s+the\s+(?:Council|League)|sobre"
    r"|relativ[ae]|contr[ea]|internationale?|de\s+l[’'])|’|')"
)
_COMMITTEE = re.compile(r"\b(?:Human Rights Committee|Committee (?:on|against) [A-Z][\w ,]*)")
_CONFORMS = re.compile(
    r"\b(?:line|complian\w+|compl(?:y|ied|ies)|compatib\w+|conform\w*|accordance|consisten\w+|violat\w+|obligations?|breach|rights?)\s+"
    r"(?:\w+\s+){0,3}?(?:with|to|of|under|in)\s+$"
)
_OP_OF = {"ICCPR": "ICCPR-OP1", "CRPD": "OP-CRPD", "CEDAW": "OP-CEDAW", "CAT": "OPCAT", "ICESCR": "OP-ICESCR"}
_PROTOCOLS_TO = {"OP-CRC-AC": "CRC", "OP-CRC-SC": "CRC", "OPCAT": "CAT"}  # what a committee may be concerned with, and its treaty
_TWO_COVENANTS = frozenset({"ICCPR", "ICESCR"})
_COVENANTS = frozenset({"Covenant", "Pacte", "Pacto"})


class Article(NamedTuple):
    """An article cited in `text[start:end]`: `owner` is the code of a treaty, or the name of a law (`of_law`); `number`: '9', '5 (2)';
    `unit`: 'art.', or 'sect.' for the sections of a law."""

    start: int
    end: int
    owner: str
    number: str
    of_law: bool
    unit: str = "art."


@dataclass(frozen=True, slots=True)
class Place:
    """Where a text stands: the code of the treaty whose committee the document is of or before; `heading`: the text is a heading;
    `of_the_state`: the State speaks, whose bare articles may be of its laws."""

    treaty: str | None
    heading: bool = False
    of_the_state: bool = False


def articles(text: str, laws: Sequence[Mention], place: Place) -> Iterator[Article]:
    """The articles that a text cites, in its order. `laws`: those that it names."""
    last: tuple[str, bool] | None = None
    cited = list(_ARTICLES.finditer(text))
    known = named(text) if cited else []
    for match in cited:
        owner, end = _owner(text, match, laws, known, place)
        if owner is None and end == match.end():
            owner = _of_a_bare_one(text, match, laws, last, place)
        if owner is None:
            last = None
            continue
        several = not owner[1] or match["word"].lower().rstrip(".").endswith("s")
        numbers = [number for number in _numbers(match["list"], several=several) if owner[1] or _has(owner[0], number)]
        beside = _in_brackets_behind(text, match, laws) if owner[1] else None
        for number in numbers:
            yield Article(beside.start if beside else match.start("word"), end, owner[0], number, owner[1])
        last = owner if numbers else last
    yield from _sections(text, laws, known, place)


def _sections(text: str, laws: Sequence[Mention], known: Sequence[Named], place: Place) -> Iterator[Article]:
    """'section 5 of the Media Act': sections of a law that is named behind them."""
    for match in _SECTIONS.finditer(text):
        owner, end = _owner(text, match, laws, known, place)
        if owner and owner[1]:
            for number in _numbers(match["list"], several="s" in match["word"][4:]):
                yield Article(match.start(), end, owner[0], number, of_law=True, unit="sect.")


def _numbers(listed: str, *, several: bool) -> Iterator[str]:
    """'2 (1), 5-7 and 14, paragraph 3 (c)' -> 2 (1), 5, 6, 7, 14 (3) (c). `several`: a hyphen means a range; else '39-1' is one number."""
    before: str | None = None
    if several:
        listed = re.sub(r"(?<=\d)[‑-](?=\d)", " – ", re.sub(r"\b(\d{1,2})\.(\d)\b", r"\1 (\2)", listed))
    for match in _ONE.finditer(listed):
        number = "1" if match["number"].lower() in ("premier", "1er") else re.sub(r"\s+", " ", match["number"]).replace("‑", "-")
        limbs = re.sub(r"\s*\(?([\w-]+)\)", r" (\1)", match["limbs"] or "")
        if match["to"] and before and before.isdigit() and number.isdigit():
            yield from map(str, range(int(before) + 1, min(int(number), int(before) + 60)))
        paragraphs = re.findall(r"(\d{1,2})((?:\s?\(?[a-z]\))*)", match["paragraphs"] or "")
        for paragraph, letters in paragraphs or [("", "")]:
            inside = f" ({paragraph})" if paragraph else ""
            lettered = re.sub(r"\s*\(?([a-z])\)", r" (\1)", letters)
            yield f"{number}{limbs}{inside}{lettered}"
        before = number


def _has(treaty: str, number: str) -> bool:
    """Whether the treaty has such an article; of treaties whose articles are not counted, all are believed."""
    count = _counts().get(treaty)
    digits = re.match(r"\d+", number)
    return count is None or digits is None or 0 < int(digits[0]) <= count


@cache
def _counts() -> dict[str, int]:
    return {row["code"]: int(row["articles"]) for row in rows("treaty_articles.csv")}


# --- whose the article is ----------------------------------------------------------------------------------------------------------------


def _owner(
    text: str, match: re.Match[str], laws: Sequence[Mention], known: Sequence[Named], place: Place
) -> tuple[tuple[str, bool] | None, int]:
    """The owner named behind the numbers and where its name ends; (None, end of the numbers) where none is named, (None, further on) where
    what is named is not known."""
    joined = _OF.match(text, match.end())
    if joined is None:
        return None, match.end()
    at = joined.end()
    law = next((law for law in laws if at <= law.start <= at + _SLACK and not re.search(r"[.;,]", text[at : law.start])), None)
    if law:
        return (law.law, True), law.end
    if (its := _ITS.match(text, match.end())) and (treaty := _of_the_committee_named(text[: match.start()])):
        return (treaty, False), its.end()
    if instrument := next(((code, end) for start, end, code in known if at <= start <= at + 4), None):
        return (instrument[0], False), instrument[1]
    if generic := _GENERIC.match(text, at):
        treaty = _generic(generic, text[: match.start()], known, place)
        return (treaty, False) if treaty else None, generic.end()
    return None, (match.end() if re.match(r"\s*,?\s*(?:to|in)\b", joined[0]) else at + 1)


_SLACK = 22  # 'the new', 'the recently adopted', 'the Kazakh'


def _generic(generic: re.Match[str], before: str, known: Sequence[Named], place: Place) -> str | None:
    """'the Convention', 'the Optional Protocol': of the committee, else the nearest one named of that kind."""
    treaty = place.treaty or ""
    if generic["protocol"]:
        return "ICCPR-OP2" if generic["second"] else treaty if treaty in _PROTOCOLS_TO else _OP_OF.get(treaty)
    treaty = _PROTOCOLS_TO.get(treaty, treaty)
    covenant = generic["head"] in _COVENANTS
    if treaty and covenant == (treaty in _TWO_COVENANTS):
        return treaty
    of_kind = [code for _, end, code in known if end <= len(before) and covenant == (code in _TWO_COVENANTS)]
    return of_kind[-1] if of_kind else None if covenant else treaty or None


def _of_the_committee_named(before: str) -> str | None:
    names = list(_COMMITTEE.finditer(before))
    body = bodies.heading(names[-1][0]) if names else None
    return body.treaty if body else None


def _of_a_bare_one(
    text: str, match: re.Match[str], laws: Sequence[Mention], last: tuple[str, bool] | None, place: Place
) -> tuple[str, bool] | None:
    treaty = (place.treaty, False) if place.treaty else None
    if place.heading:
        return treaty
    sentence, ends = next(((start, end) for start, end in sentences(text) if start <= match.start() < end), (0, len(text)))
    earlier = [law for law in laws if law.end <= match.start()]
    beside = [law for law in earlier if law.start >= sentence]
    if holder := _in_brackets_behind(text, match, beside):
        return holder.law, True
    if _CONFORMS.search(text[: match.start()]):
        return treaty
    if last:
        return last
    if beside:
        return beside[-1].law, True
    spoken_of = not place.of_the_state or re.search(r"\b(?:Convention|Covenant|Pacte|Pacto|Convención)\b", text[sentence:ends])
    return treaty if spoken_of and not earlier else None


def _in_brackets_behind(text: str, match: re.Match[str], laws: Sequence[Mention]) -> Mention | None:
    """The law of 'the Harbour Code (arts. 40 and 44)'."""
    return next((law for law in laws if law.end <= match.start() and re.fullmatch(r"\W{0,4}\(", text[law.end : match.start()])), None)
