"""What a figure is of, in the text's own words: 'complaints filed', 'suicides in detention centres', 'reduction in prison population'.

The words are kept short and made the same for the figures of one series: articles, auxiliaries and 'the number of' are dropped; a figure of
which the text does not repeat what it counts ('1,282 had been filed in 2014') takes the words of the figure that it goes on from.
"""

from __future__ import annotations

import re

# What begins a new clause: nothing before it says what the number behind it is of.
_CLAUSE = re.compile(
    r"[;:]\s|,\s+(?:and|but|while|which|who|where|although|compared|leading|including|or|with)\s|\.\s|\bwhose\s|\b(?:because|although"
    r"|whereas)\s"
    r"|\b(?:said|says|stated?s?|noted|notes|added|explained|reports?|fact|indicated?s?|requirement|stipulate[sd]|provide[sd]"
    r"|confirmed|emphasized|recalled|informed|know)\s+that\s",
    re.IGNORECASE,
)
_TOPIC = re.compile(
    r"^(?:As (?:to|for|regards)|With (?:regard|respect|reference) to|In (?:regard|relation) to|Regarding|Concerning|On"
    r"|In terms of)\s+(?:the\s+)?(?P<topic>[^,;.]{3,50}),",
    re.IGNORECASE,
)
_NUMBER_OF = re.compile(
    r"\b(?:(?:annual|total|overall|average|estimated|current)\s+)*(?:numbers?|totals?|figures?)\s+(?:of|for)\s+(?P<what>.+)$", re.IGNORECASE
)
_CHANGE = re.compile(
    r"\b(?:an?|the)\s+(?:\w+\s+)?(?P<change>reduction|increase|decrease|rise|drop|growth|fall|decline|improvement|cut|surge)\s+(?:of"
    r"|by)\s+(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)
_IN_WHAT = re.compile(
    r"\s+(?P<in>in|of|for)\s+(?P<what>(?:the\s+)?[a-z][\w’'-]*(?:\s+(?!in\b|between\b|since\b|from\b|compared\b|and\b|over\b|during\b"
    r"|as\b|was\b|were\b|had\b|by\b|to\b|that\b)[a-z][\w’'-]*){0,4})",
    re.IGNORECASE,
)
_COPULA = re.compile(
    r"(?:\b(?:was|were|is|are|be|been|being|stood|stands|amounted|amounts|had|has|have|totalled|reached|reaches|numbered|averaged"
    r"|rose|risen|fell|fallen|increased|decreased"
    r"|dropped|declined|reduced|grew|grown|went|gone|set|raised|estimated|equivalent|equals|exceeded|represented|constituted"
    r"|comprised|counted|indicated|from|to|by|at|of|than"
    r"|between|about|around|nearly|almost|only|already|a|the|still|currently|now|up|down|approximately|some|over|under|more|less"
    r"|fewer|least|not|it|there|also|as|high|low|many|just|"
    r"respectively|downward|trend|:)\s*)+$",
    re.IGNORECASE,
)
_DROPPED = re.compile(
    r"\b(?:the|a|an|that|which|who|whom|had|has|have|been|was|were|is|are|being|be|could|would|should|may|might|must|can|shall"
    r"|already|also|so|its|their|his|her|some|all|of the|total|said)\b\s*",
    re.IGNORECASE,
)
_SENTENCE_WORDS = re.compile(
    r"^(?:there|currently|today|in addition|additionally|furthermore|moreover|for example|for instance|(?:to|till) date|in (?:this"
    r"|that) context"
    r"|at present|at the same time|this|these|addition|example|instance|date|present|result|however|also|•)\b[,\s]*|^[•,–-]\s*",
    re.IGNORECASE,
)
_BY_VERB = re.compile(
    r"\s+(?:(?:that|which|who)\s+)?(?:(?:had|has|have)\s+(?:already\s+|also\s+|since\s+)?been|was|were|are|is|being"
    r"|been|will be|would be|to be)?\s*(?:\w+ly\s+)?(?P<verb>(?!need|indeed|speed|based|used)[a-z]{3,}(?:ed|wn|ught|iven|aken|eld"
    r"|ound|ade|ent|old))\b"
)
_VERB_ONLY = re.compile(
    r"^\s*(?:had|has|have|were|was|are|is)\s+(?:\w+ly\s+)?(?:been\s+)?(?P<verb>[a-z]{3,}(?:ed|wn|ught|iven|aken|eld|ound|ade|ent))\b"
)
_COMPLEMENT = re.compile(
    r"\s+(?P<p>of|for|against|with|in|on|to|under|who|that)\s+(?P<what>(?!(?:19|20)\d\d|whom\b|which\b|the (?:past|last|first"
    r"|previous|period|year)|date\b|January|February|March|April|May\b|June|July|August"
    r"|September|October|November|December|those\b|them\b|these\b|(?:a\s+)?total\b|addition\b)[A-Za-z][\w’'-]*(?:\s+(?!in\b|had\b"
    r"|has\b|have\b|was\b|were\b|by\b|from\b|and\b|or\b|who\b|that\b|which\b|are\b|is\b|to\b|as\b|at\b|on\b|between\b|since\b"
    r"|during\b)[A-Za-z][\w’'-]*){0,4})"
)
_FOLLOWS_OF = re.compile(
    r"\s+of\s+(?P<what>(?:all\s+|the\s+|its\s+|their\s+)*[A-Za-z][\w’'-]*(?:\s+(?!had\b|has\b|have\b|was\b|were\b|is\b|are\b|by\b"
    r"|who\b|that\b|which\b|and\b|in\b|on\b|to\b|at\b|from\b|did\b|do\b|led\b|as\b|between\b|during\b|lived?\b|receiv\w+"
    r"|reported\b)[A-Za-z][\w’'-]*){0,4})"
)
_AFTER_NUMBER = re.compile(r"^\s*(?P<what>(?!(?:and|or|in|,)\b)[a-z][\w’'-]*(?:\s+[\w’'-]+){0,4})")
_SUBJECT_OF = re.compile(
    r"(?P<subject>(?!It\b|They\b|He\b|She\b|There\b|In\b|As\b|However\b)[A-Z][^,.;:]{2,40}?)\s+(?:was|were|is|are|had|has|have|did"
    r"|could|would)\b"
)
LONGEST = 9  # words


def short(words: str) -> str | None:
    """Words as a measure: without articles and auxiliaries, as printed; None where nothing is left."""
    plain = re.sub(r"\([^)]*\)|[“”\"()\[\]]", " ", words)
    if number_of := _NUMBER_OF.search(plain):
        plain = number_of["what"]
    plain = " ".join(_DROPPED.sub("", plain).split()).strip(" ,.:–-")
    plain = re.sub(r"^(?:(?:in|since|by|during)\s+)?(?:19|20)\d\d,?\s+(?:and\s+)?", "", plain, flags=re.IGNORECASE)
    plain = _SENTENCE_WORDS.sub("", plain)
    plain = re.sub(
        r"^(?:and|or|but|in|on|at|to|of|for|by|with|from|as|there|it|they|he|she|however|therefore|thus|moreover|while)\s+",
        "",
        plain,
        flags=re.IGNORECASE,
    )
    plain = re.sub(r"\s+(?:and|or|in|on|at|to|of|for|by|with|from|as|than|not|only)$", "", plain)
    listed = plain.split()
    if not re.search(r"[^\W\d_]{2}", plain):
        return None
    return " ".join(listed[:LONGEST])


def of_count(noun: str, behind: str, topic: str | None) -> str:
    """A counted noun with its verb or complement: 'complaints' + ' had been filed' -> 'complaints filed'."""
    measure = noun
    rest = behind
    if complement := _COMPLEMENT.match(rest):
        measure, rest = f"{measure} {complement['p']} {complement['what']}", rest[complement.end() :]
    if (verb := _BY_VERB.match(rest)) and not complement:
        measure = f"{measure} {verb['verb']}"
    measure = " ".join(re.sub(r"\b(?:the|a|an|all|its|their)\s", "", measure).split())
    return f"{topic} {measure}" if topic and not {word.casefold() for word in topic.split()} & set(measure.casefold().split()) else measure


def with_context(noun: str, before: str) -> str:
    """A noun with the words before it, where nothing behind it says more: 'proceedings had been instituted in' 267 cases."""
    clause = re.split(r"\d[\d,.]*\W*(?:per cent\b|%)?|\bincluding\b", before[_clause_begin(before) :])[-1]
    if len(clause.split()) < len(before[_clause_begin(before) :].split()) and len(clause.split()) < 5:
        return noun  # the next of a list: '13 libraries and 106 branches'
    joined = re.search(r"\b(?P<p>in|of|to|for|from|by|on|with|at|against)\s+(?:\w+\s+){0,2}$", clause)
    said = short(" ".join(clause[: joined.start() if joined else None].split()[-LONGEST:]))
    if not said:
        return noun
    return f"{said} {joined['p']} {noun}" if joined else f"{said} {noun}"


def subject_of(sentence: str) -> str | None:
    """The subject that a sentence begins with: 'Charges of slander were not brought by ...' -> 'charges of slander'."""
    match = _SUBJECT_OF.match(sentence)
    return short(match["subject"]) if match else None


def of_subject(before: str, *, bare: bool) -> str | None:
    """The subject before a number: 'the number of suicides in prisons had fallen from' -> 'suicides in prisons'."""
    clause = before[_clause_begin(before) :]
    without = _COPULA.sub("", clause)
    if without == clause and bare:
        return None
    said = short(without)
    if said is None:
        return None
    words = without.split()
    return said if len(words) <= 14 else short(" ".join(words[-LONGEST:]))


def of_change(before: str, behind: str) -> str | None:
    """'a reduction of 34 per cent for minors' -> 'reduction for minors'; None where no noun of change stands before the number."""
    change = _CHANGE.search(before)
    if not change:
        return None
    what = _IN_WHAT.match(behind)
    if what:
        return f"{change['change'].lower()} {what['in']} {short(what['what'])}"
    said = of_subject(before[: change.start()], bare=False)
    return f"{change['change'].lower()} in {said}" if said else change["change"].lower()


def of_share(before: str, behind: str) -> tuple[str | None, str | None]:
    """The measure of a share, and of whom or what it is a share: ' of cases led to acquittals' -> ('cases led to acquittals', 'cases')."""
    if whole := _FOLLOWS_OF.match(behind):
        rest = re.match(r",?(?P<words>[^.,;:(]{0,60})", behind[whole.end() :])
        verb = rest["words"].strip() if rest else ""
        said = verb or of_subject(before, bare=True) or ""
        return short(f"{whole['what']} {' '.join(said.split()[:8])}"), short(whole["what"])
    if subject := of_subject(before, bare=True):
        return subject, None
    after = _AFTER_NUMBER.match(behind)
    previous = short(before[_clause_begin(before) :])
    if previous and after and not before.strip().endswith(("of", "by", "in", "to")) and len(previous.split()) <= 4:
        return short(f"{previous} {after['what']}"), None
    return previous or (short(after["what"]) if after else None), None


def of_brackets(before: str) -> str | None:
    """What stands before the bracket that a figure is in: 'threats (28 per cent), blows (' -> 'blows'."""
    match = re.search(r"(?P<what>[^(),;:.]{3,80})\(\W*(?:\w+\s+){0,2}$", before)
    said = short(match["what"]) if match else None
    return " ".join(said.split()[-LONGEST:]) if said else None


def verb_behind(behind: str) -> str | None:
    """The verb of a number alone: ' had been filed in 2014' -> 'filed'."""
    match = _VERB_ONLY.match(behind)
    return match["verb"] if match else None


def topic_of(sentence: str) -> str | None:
    """What a sentence says that it is about: 'As to torture, 965 complaints ...' -> 'torture'."""
    match = _TOPIC.match(sentence)
    said = short(match["topic"]) if match else None
    return said if said and len(said.split()) <= 3 else None


def _clause_begin(before: str) -> int:
    at = 0
    for match in _CLAUSE.finditer(before):
        if before[match.end() :].strip():
            at = match.end()
    return at
