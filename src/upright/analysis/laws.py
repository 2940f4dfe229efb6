"""What national laws are called in English, and the register of the laws of a State.

    the Trade Union Act of 2014, the 2014 Trade Union Act       Trade Union Act, 2014
    the new Criminal Code, the criminal code                    Criminal Code
    Act No. 7/2013 of 5 June on asylum                          Act No. 7/2013
    Law No. 12 of 3 May 2010                                    Law No. 12 of 2010
    the Act of 5 May 2001 on Religious Associations             as it stands, without 'the'

'The Act', 'that law', 'the Code' mean the nearest law with such a name in the same paragraph; where there is none, they are left out.
Drafts and bills are no laws, nor are codes of conduct, the statutes of courts, or the law of nations.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from upright.records import Citation

_HEAD = r"(?:Decree-Law|Act|Code|Law|Ordinance|Decree|Statute|Proclamation|Constitution|Edict)"
_HEADS = re.compile(
    rf"\b(?:{_HEAD}\b(?![-’'])|(?:Charter|Bill)\s+of\s+(?:Fundamental\s+)?Rights(?:\s+and\s+(?:Fundamental\s+)?Freedoms)?\b(?!\s+Act\b))"
)
_NO_PART = r"(?:Convention|Covenant|Protocol|Mr|Ms|Mrs|Committee|Chair|Government|State|The|Article|Section|Subject|Rulebook)"  # of a name
_CAPITAL = rf"(?!{_HEAD}s?\b|{_NO_PART}\b)[A-ZÀ-Þ][\w’'&-]*"
_JOIN = r"(?:,\s+|,?\s+(?:(?:of|on|for|to|in|from|against)\s+(?:the\s+|All\s+)?|with\s+|and\s+(?:of\s+|to\s+|from\s+)?|or\s+)?)"
_LEFT = re.compile(rf"(?:\b{_CAPITAL}(?:{_JOIN}{_CAPITAL})*\s+)$")
_LONGEST_NAME = 160
_MOST_WORDS = 16
_YEAR = r"(?:1[89]|20)\d\d(?!\d)"
_DAY = r"\d{1,2}\s+(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_DATE = re.compile(rf",?\s+(?:of\s+)?(?P<day>{_DAY}\s+)?(?P<year>{_YEAR})|\s+\((?P<in_brackets>{_YEAR})\)|,?\s+of\s+{_DAY}(?!\s+\d)")
_NUMBER = re.compile(
    r",?\s*(?:\(?(?:[Nn]os?\.?\s*(?=[\d(A-Z])|[Nn][°º]\s*)(?P<number>(?:\d|[A-Z]{1,4}[-.])(?:[\w./‑-]|,(?=\d{3}))*(?:(?<=-)\s\d+)?(?<![.,-]))\)?"
    r"|(?P<bare>\d+[/‑-]\d[\w/-]*|\d[\d,.]*/\d{4}|\d{3,5}(?=\s+of\s+\d{4})|[IVXLC]+(?=\s+of\s+\d{4})))"
)
_OPENS = (
    r"(?:[Oo]n|of|for|[Cc]oncerning|regarding|relating\s+to|against|to|amending|governing|regulating|[Gg]uaranteeing|prohibiting"
    r"|establishing)"
)
_TITLE_JOIN = (
    r"(?:,\s+|,?\s+(?:(?:of|on|for|to|in|from|against|by|at)\s+(?:the\s+|their\s+|its\s+)?|with\s+"
    r"|and\s+(?:of\s+|to\s+|for\s+|on\s+|the\s+|their\s+)?|or\s+)?)"
)
_CAPITAL_TITLE = re.compile(rf",?\s+{_OPENS}\s+(?:the\s+)?{_CAPITAL}(?:{_TITLE_JOIN}{_CAPITAL})*")
_QUOTED = re.compile(r"\s*(?P<of>\s+of\s+[^“”\"«».,;]{3,50}?\s*)?\s[“\"«]\s*(?P<title>[^“”\"«»]{3,160}?)\s*[”\"»]")
# A title in small letters ends where the sentence goes on: at a verb, a relative, a preposition of time.
_GOES_ON = (
    r"(?:was|were|is|are|has|had|have|would|could|should|shall|may|might|must|will|can|did|does|do|not|that|which|who|whose|when|where"
    r"|whether|if|so|as|but|also|under|before|after|since|because|than|by|it|there|they|he|she|this|these|those|currently|already|came"
    r"|remains?|in\s+(?:order|force|line|particular|the|\d{4})|to|and\s+(?:the|its|that|in|of|to|whether|how|on|asked|had|was|were|would)"
    r"|provide[sd]?|require[sd]?|stipulate[sd]?|prohibit(?:s|ed)|include[sd]?|contain(?:s|ed)|define[sd]?|allow(?:s|ed)|entered|set|made"
    r"|adopted|guarantee[sd]|\w+(?:ed|s)\s+(?:the|a|an|all|any|no|every|that)|\w+ed\s+(?:to|in|by|at|on|as|with))\b"
)
_SMALL_TITLE = re.compile(
    r"\s+(?:on|concerning|regarding|relating\s+to|amending|governing|regulating|prohibiting)\s+(?:the\s+)?"
    rf"(?!{_GOES_ON})[\w’'-]+(?:\s+(?!{_GOES_ON})[\w’'-]+){{0,14}}"
)
_SMALL_CODE = re.compile(
    r"\b(?:(?:criminal|penal|civil|labour|family|electoral|land|commercial|personal\s+status|(?:civil|criminal|penal)\s+procedure)\s+code"
    r"|code\s+of\s+(?:criminal|civil|penal)\s+procedure)\b"
)
_SMALL_LAW = re.compile(rf"(?<=[Tt]he\s)(?:(?:new|recent|current|existing|\w+ly\s+adopted)\s+)?(?P<name>(?:law|act){_SMALL_TITLE.pattern})")
_ANAPHOR = re.compile(
    rf"\b(?:(?:[Tt]he|[Tt]hat|[Tt]his)\s+(?:(?:same|said|new|amended)\s+)?(?P<head>{_HEAD})|(?:[Tt]hat|[Tt]his|[Tt]he\s+(?:same|said))\s+(?P<law>law))\b(?!\s+(?:on|of|[Nn]o\.|enforcement)|\s+[A-Z\d(]|-)"
)
_DRAFT = re.compile(r"\b[Dd]raft\s+(?:new\s+|amended\s+|revised\s+)?$|\b(?:proposed|planned)\s+(?:new\s+)?$")
_FORMER = re.compile(r"\b(?:previous|former|old|repealed)\s+$")
_YEAR_BEFORE = re.compile(rf"\b(?P<year>{_YEAR})\s+$")
# 'Constitutional Act', 'Legal Act': which one is not said.
_OF_A_KIND = re.compile(
    r"(?:(?:Legal|Constitutional|Organic|Federal|Framework|National|Presidential|Executive|Legislative|Royal|Supreme|Special|Public|Government"
    r"|Ministerial|Qualified|Provincial|General|Implementing)\s)+(?:Act|Law|Decree|Code|Ordinance|Statute)"
)
_NO_LAW = re.compile(
    r"\b(?:Rule of Law|International (?:\w+ )*(?:Law|Code|Bill)\b|Humanitarian Law"
    r"|(?:Common|Customary|Islamic|Sharia|Martial|Canon|Human Rights) Law$"
    r"|(?:Faculty|School|Ministry|College|Institute|Department|Bachelor|Doctor|Professor|Centre|Academy) of (?:\w+ )?Law"
    r"|Rome Statute"
    r"|ICC Statute|Final Act|(?:ILO|WHO|UNESCO) Constitution|(?:Party|Union|Association)['’]s Constitution)"
)
_RIGHT_OF_NO_LAW = re.compile(
    r"\s+of\s+(?:Conduct|Ethics|Practice|Rome|the\s+International|the\s+(?:ILO|United)\b)"
    r"|\s+(?:Commission|Reform|School|Enforcement|Society|Faculty|Centre|Association|Department|Council|Office|Firm|Review|Institute|Clinic)\b"
)
# Words before the name that are none of it: 'Under', 'Amendments to the', 'Article'.
_LEADS = re.compile(
    r"^(?:(?:The|A|An|In|Under|Its|Their|That|This|Those|Although|While|However|Article|Since|Both|As|With|And|For|By|On|If|Pursuant|According"
    r"|Section|Chapter|Part|New|Draft|When|Where|Whether|Are|Is|Was|Does|Did|Has|Had|How|Regarding|Concerning|Please|Each|Every|All|Also|Such|Amended"
    r"|Certain|Further|Amend|Repeal|Revise|Review|Adopt|Enact|Enforce|Implement|Bring)\s+(?:to\s+the\s+|to\s+)?"
    r"|(?:Amend\w*|Articles?|Provisions?|Sections?|Chapters?|Parts?|Revisions?|Reforms?|Adoption|Implementation|Enactment|Entry|Promulgation"
    r"|Enforcement|Application|Introduction|Violations?|Breach\w*|Review\w*|Repeal\w*|Changes?|Preamble|Titles?|Books?|Republic|Kingdom)\s+"
    r"(?:of|to|in)\s+(?:the\s+)?)+"
)
_STEM = 5
# 'of the Republic of'
_STYLE = r"(?:the\s+)?(?:(?:\w+\s+){0,2}(?:Republic|Kingdom|State|Federation|Commonwealth|Union)\s+of\s+)?(?:the\s+)?"


class Mention(NamedTuple):
    """A law named in `text[start:end]`; `law`: its normal form; `head`: 'Act', 'Code', 'law' ..."""

    start: int
    end: int
    law: str
    head: str


def mentions(text: str, *, state: str | None = None, before: Sequence[Mention] = ()) -> list[Mention]:
    """The laws that a passage names, in its order. `state`: the State's English name; `before`: those named earlier in the paragraph."""
    found: list[Mention] = []
    for head in _HEADS.finditer(text):
        since = found[-1].end if found else 0
        mention = None if head.start() < since else _named(text, head, since, state)
        if mention:
            found.append(mention)
    found += [mention for mention in _in_small_letters(text) if not _covered(found, mention.start)]
    for match in _ANAPHOR.finditer(text):
        named = "head" if match["head"] else "law"
        at = match.start(named)
        meant = _meant(match[named], [*before, *sorted(one for one in found if one.end <= at)])
        if meant and not _covered(found, at):
            found.append(meant._replace(start=at, end=match.end(named)))
    return sorted(found)


def _covered(found: Iterable[Mention], at: int) -> bool:
    return any(mention.start <= at < mention.end for mention in found)


def _meant(head: str, earlier: Sequence[Mention]) -> Mention | None:
    """The nearest law of that name; 'law' is also said of an Act."""
    heads = {"Law", "law", "Act"} if head in ("law", "Law") else {head}
    return next((mention for mention in reversed(earlier) if mention.head in heads), None)


def _named(text: str, head: re.Match[str], since: int, state: str | None) -> Mention | None:
    """The law whose name has this head, with what stands before it and behind it."""
    start, own = _own(text, head, since)
    before = text[since:start]
    if _RIGHT_OF_NO_LAW.match(text, head.end()) or _NO_LAW.search(own) or _DRAFT.search(before):
        return None
    year = None
    if first := _YEAR_BEFORE.search(before):
        year, start, before = first["year"], since + first.start(), before[: first.start()]
    number, end = _number(text, head.end())
    if dated := _DATE.match(text, end):
        year, end = dated["year"] or dated["in_brackets"] or year, dated.end()
    alone = own == head[0] or bool(_OF_A_KIND.fullmatch(own))
    title = ""
    if own == "Constitution":
        end = _past_the_state(text, end, state)
    elif not number:
        title, end = _title(text, end, bare=alone)
    says_which = number or title or own == "Constitution" or " " in head[0] or (dated and dated["day"])
    if alone and not says_which:
        return None
    law = _normal(_without_demonym(own, state), number, dated, year, _without_state(title, state))
    return Mention(start, end, ("former " if _FORMER.search(before) else "") + law, head[0].split()[0])


def _past_the_state(text: str, at: int, state: str | None) -> int:
    """Where 'of the Republic of Vandrelia' behind a Constitution ends."""
    match = re.match(rf"\s+of\s+{_STYLE}{re.escape(state)}\b", text[at:]) if state else None
    return at + match.end() if match else at


def _own(text: str, head: re.Match[str], since: int) -> tuple[int, str]:
    """Where a name begins, and the name as far as its head."""
    left = _LEFT.search(text[max(head.start() - _LONGEST_NAME, since) : head.start()])
    words = left[0] if left else ""
    words = words[len(lead[0]) :] if (lead := _LEADS.match(words)) else words
    if head[0] in ("Code", "Constitution"):
        words = re.split(r"\b(?:of|in|to|from|under)\s+the\s+", words)[-1]  # 'Restrictions in the Family' Code
    if len(words.split()) > _MOST_WORDS:
        words = ""  # a list of abbreviations or of names
    return head.start() - len(words), " ".join(f"{words}{head[0]}".split())


def _number(text: str, at: int) -> tuple[str, int]:
    match = _NUMBER.match(text, at)
    if match is None:
        return "", at
    said = re.sub(r"\s", "", match["number"] or match["bare"]).replace("‑", "-")
    return (said if said.isalpha() else f"No. {said}"), match.end()


def _title(text: str, at: int, *, bare: bool) -> tuple[str, int]:
    """The title behind the head, and where it ends: without the first words of another law ('... and the Penal' Code)."""
    if bare and (quoted := _QUOTED.match(text, at)):
        return " ".join(f"{quoted['of'] or ''} {quoted['title']}".split()), quoted.end()
    match = _CAPITAL_TITLE.match(text, at) or (_SMALL_TITLE.match(text, at) if bare else None)
    if match is None:
        return "", at
    said = match[0]
    if re.match(rf"\s+{_HEAD}\b", text[match.end() :]):
        shorter = re.match(r"(.*\S)(?:,|,?\s+and)\s", said, re.DOTALL)
        said = shorter[1] if shorter else ""
    return " ".join(said.strip(" ,").split()), at + len(said)


def _normal(own: str, number: str, dated: re.Match[str] | None, year: str | None, title: str) -> str:
    if number:
        return f"{own} {number}" + (f" of {year}" if year and re.fullmatch(r"No\. \d{1,4}|[A-Z]+", number) else "")
    if " " not in own and own != "Constitution" and dated:
        return f"{own} {' '.join(dated[0].split()).strip(' ,()')} {title}".strip()
    return f"{own} {title}".strip() + (f", {year}" if year else "")


def _in_small_letters(text: str) -> Iterable[Mention]:
    """'the criminal code', 'the law on personal data'."""
    for match in _SMALL_CODE.finditer(text):
        before = text[max(match.start() - 20, 0) : match.start()]
        if not _DRAFT.search(before):
            name = " ".join(word if word == "of" else word.capitalize() for word in match[0].split())
            yield Mention(match.start(), match.end(), ("former " if _FORMER.search(before) else "") + name, "Code")
    for match in _SMALL_LAW.finditer(text):
        yield Mention(match.start("name"), match.end("name"), " ".join(match["name"].split()), "law")


def _without_demonym(name: str, state: str | None) -> str:
    """'Kazakh Land Code' is the Land Code; a Human Rights Act may bear its country's name."""
    first, _, rest = name.partition(" ")
    of_the_state = bool(state) and first.casefold().startswith((state or "")[:_STEM].casefold())
    return rest if of_the_state and re.search(r"(?:Code|Constitution)$", rest) else name


def _without_state(title: str, state: str | None) -> str:
    """The title without 'of the Republic of Vandrelia', which each of a State's laws may bear."""
    if not state:
        return title
    return re.sub(rf"^of {_STYLE}{re.escape(state)}\s*|(?<!Republic)(?<!Kingdom)(?<!State)\s+of {_STYLE}{re.escape(state)}$", "", title)


# --- the register ------------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Law:
    """A law of a State: the fullest of the names that it is cited by, the articles (and sections: 'sect. 5') cited, and every citation, in
    the order given."""

    name: str
    names: tuple[str, ...]
    articles: tuple[str, ...]
    citations: tuple[Citation, ...]


def register(citations: Iterable[Citation]) -> list[Law]:
    """The laws that the documents of one State cite, by name. Citations of other things are passed over.

    One law: names that differ in case, in a year that one of them lacks, or in what follows the same number.
    """
    cited = sorted((each for each in citations if each.cites == "law"), key=lambda each: _key(_name(each)))
    laws: list[Law] = []
    for _, alike in groupby(cited, key=lambda each: _key(_name(each))):
        laws += map(_law, _by_year(list(alike)))
    return sorted(laws, key=lambda law: law.name.casefold())


def _by_year(alike: list[Citation]) -> list[list[Citation]]:
    """Citations of one name, apart where they bear different years; those without a year are of the only law, or stand alone."""
    years = {_year(_name(each)) for each in alike} - {None}
    if len(years) <= 1:
        return [alike]
    apart = [[each for each in alike if _year(_name(each)) == year] for year in (None, *sorted(filter(None, years)))]
    return [group for group in apart if group]


def _law(citations: Sequence[Citation]) -> Law:
    names = tuple(dict.fromkeys(map(_name, citations)))
    articles = dict.fromkeys(each.target.removeprefix(_name(each)).removeprefix(" art.").strip() for each in citations)
    ordered = sorted(filter(None, articles), key=_in_order)
    return Law(max(names, key=len), names, tuple(ordered), tuple(citations))


def _in_order(article: str) -> tuple[int, str]:
    digits = re.search(r"\d+", article)
    return int(digits[0]) if digits else 0, article


def _name(citation: Citation) -> str:
    return re.split(r" (?:art|sect)\. (?=\d)", citation.target)[0]


def _key(name: str) -> str:
    """What is the same for every form of a law's name: its number, else its words without the year."""
    if number := re.search(r"\bNo\. (?P<number>[\w.,/-]*\d[\w/-]*)", name):
        return "no " + re.sub(r"[.,]", "", number["number"]).casefold()
    return re.sub(rf",? (?:of )?{_YEAR}$", "", name).casefold()


def _year(name: str) -> str | None:
    match = re.search(rf"(?:,| of) ({_YEAR})$", name)
    return match[1] if match else None
