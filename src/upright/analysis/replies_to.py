"""The replies of a State tied to the issues of the list that they answer: which paragraphs answer which issue and which limb of it.

    stated      the replies name the issue: 'Reply to paragraph 4 (a) of the list of issues'
    corrected   they name another one than the one that they answer: issue 28, under 'Statistics (art. 31)', where the list has 29 under
                that article (CRPD/C/JAM/RQ/1 counts one less from there on)
    by article  they follow the articles of the treaty, and name no issue: 'Accessibility Article 9' (CRPD/C/PAK/RQ/1)

Numbers and articles are the same in all languages, so list and replies may be in two. A pure function: nothing is read but the readings.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from upright.readers.articles import articles_of_heading
from upright.readers.issue_numbers import in_latin, issue_of
from upright.readers.reading import Reading
from upright.records import Answer, Kind, Paragraph, Question
from upright.symbols import Symbol

_CORRECTED, _BY_ARTICLE, _SHARED_ARTICLE = 0.7, 0.8, 0.5  # confidences below 1.0, that of a number stated and not contradicted
_CLEARLY = 2.0  # how much more of its words an issue must share with a passage than the one that the passage names
_RARE = 3  # letters of the shortest word that counts


def pairs(readings: Sequence[Reading]) -> Iterator[tuple[Reading, Reading]]:
    """Every list of issues with the replies to it that are at hand: same committee, same State, and the list is named, or has the number
    of the replies (Q/1 and RQ/1)."""
    for issues in readings:
        if issues.identity.kind is Kind.LIST_OF_ISSUES:
            yield from ((issues, replies) for replies in readings if _answers(replies, issues))


def _answers(replies: Reading, issues: Reading) -> bool:
    mine, its = replies.identity, issues.identity
    if mine.kind not in (Kind.REPLIES, Kind.STATE_REPORT) or mine.state is None or (mine.state, mine.body) != (its.state, its.body):
        return False
    named = {answer.to for answer in replies.of(Answer) if answer.to}
    if named or mine.kind is Kind.STATE_REPORT or not (mine.symbol and its.symbol):
        return its.symbol in named
    return Symbol.parse(mine.symbol).parts[-1] == Symbol.parse(its.symbol).parts[-1]


@dataclass(frozen=True, slots=True)
class Tie:
    """An answer of the replies, and the number of the list's issue, with its limb in Latin letters, that it is tied to."""

    number: str
    answer: Answer


def replies_to(issues: Reading, replies: Reading) -> Iterator[Answer]:
    """An `answer` for every issue and limb of a list, in its order: its `question` is the number in the list, its `paragraphs` are those of
    the replies. Where nothing answers an issue, there are no paragraphs and no confidence, and the source is the question's."""
    found_ties = ties(issues, replies)
    for number, question in _questions(issues).items():
        found = [tie.answer for tie in found_ties if tie.number == number or number.startswith(f"{tie.number} (")]
        if " " not in number:
            found = [tie.answer for tie in found_ties if issue_of(tie.number) == number]
        yield _joined(question, found, replies, issues)


def ties(issues: Reading, replies: Reading) -> list[Tie]:
    """The answers of the replies, each with the number of the issue that it answers: `tie.answer.question` is the one that it names."""
    questions = _questions(issues)
    stated = [answer for answer in replies.of(Answer) if answer.to in (None, issues.identity.symbol)]
    known = [answer for answer in stated if issue_of(in_latin(answer.question)) in questions]
    return _corrected(questions, known, replies) if known else list(_by_article(questions, replies))


def _questions(issues: Reading) -> dict[str, Question]:
    return {in_latin(question.id): question for question in issues.of(Question)}


def _joined(question: Question, found: Sequence[Answer], replies: Reading, issues: Reading) -> Answer:
    """The answers to one question as one."""
    answered = [answer for answer in found if answer.confidence is not None]
    if not answered:
        return Answer(
            document=replies.identity.symbol,
            source=question.source,
            question=question.id,
            paragraphs=(),
            confidence=None,
            method="rule",
            because="named, but nothing follows" if found else None,
            to=issues.identity.symbol,
        )
    return replace(
        answered[0],
        question=question.id,
        paragraphs=tuple(dict.fromkeys(label for answer in answered for label in answer.paragraphs)),
        confidence=min(answer.confidence or 0.0 for answer in answered),
        method="rule" if any(answer.method == "rule" for answer in answered) else "stated",
        to=issues.identity.symbol,
    )


# --- numbers that the replies state, corrected where articles contradict them


def _corrected(questions: Mapping[str, Question], stated: Sequence[Answer], replies: Reading) -> list[Tie]:
    headings = _articles_of_paragraphs(replies)
    found = []
    for answer in stated:
        number = in_latin(answer.question)
        articles = headings.get(answer.paragraphs[0], frozenset()) if answer.paragraphs else frozenset()
        right = _under(questions, number, articles)
        found.append(Tie(right, answer if right == number else _other(answer, right, "named under the heading of another article")))
    return _neighbours(questions, _repeated(questions, found), replies)


def _repeated(questions: Mapping[str, Question], stated: Sequence[Tie]) -> list[Tie]:
    """The second of two headings with the same limb is that of the next limb, where no heading names that one (21 (c), 21 (c))."""
    named = {tie.number for tie in stated}
    found: list[Tie] = []
    for tie in stated:
        following = _next_limb(tie.number)
        again = bool(found) and (found[-1].number, found[-1].answer.because) == (tie.number, tie.answer.because)
        if again and following in questions and following not in named:
            found.append(Tie(following, _other(tie.answer, following, "the heading before it names the same limb")))
        else:
            found.append(tie)
    return found


def _next_limb(number: str) -> str:
    return re.sub(r"\((\w)\)$", lambda match: f"({chr(ord(match[1]) + 1)})", number)


def _under(questions: Mapping[str, Question], number: str, articles: frozenset[str]) -> str:
    """The number of the issue that is meant: the one stated, or the nearest under the articles that the passage stands under."""
    named = questions.get(number) or questions.get(issue_of(number))
    if named is None or not articles or not _articles(named) or articles & _articles(named):
        return number
    limb = number[len(issue_of(number)) :]
    others = [int(other) for other, question in questions.items() if other.isdigit() and articles & _articles(question)]
    fitting = [other for other in others if f"{other}{limb}" in questions] or others
    nearest = min(fitting, key=lambda other: abs(other - int(issue_of(number))), default=None)
    return number if nearest is None else f"{nearest}{limb}" if f"{nearest}{limb}" in questions else str(nearest)


def _neighbours(questions: Mapping[str, Question], stated: Sequence[Tie], replies: Reading) -> list[Tie]:
    """A passage may be meant for the issue before or behind, where nothing answers that one and it is under the same article: its words
    decide."""
    taken = {issue_of(tie.number) for tie in stated}
    weigh = _weights(replies)
    texts = {record.label: record.text for record in replies.of(Paragraph) if record.label}
    found = []
    for tie in stated:
        near = [number for number in _beside(questions, tie.number) if number not in taken]
        said = " ".join(texts.get(label, "") for label in tie.answer.paragraphs)
        scores = {number: _shared(_words_of(questions, number), said, weigh) for number in (issue_of(tie.number), *near)}
        best = max(scores, key=lambda number: scores[number])
        if best in near and scores[best] >= _CLEARLY * scores[issue_of(tie.number)]:
            found.append(Tie(best, _other(tie.answer, best, "its words are those of another issue under the same article")))
        else:
            found.append(tie)
    return found


def _beside(questions: Mapping[str, Question], number: str) -> Iterator[str]:
    issue = issue_of(number)
    own = questions.get(issue)
    for other in (str(int(issue) - 1), str(int(issue) + 1)):
        if own and other in questions and _articles(own) & _articles(questions[other]):
            yield other


def _words_of(questions: Mapping[str, Question], issue: str) -> str:
    return " ".join(question.text for number, question in questions.items() if issue_of(number) == issue)


def _shared(asked: str, said: str, weigh: Mapping[str, float]) -> float:
    """The share of an issue's words, weighed by their rarity, that a passage has too."""
    wanted, there = _vocabulary(asked), _vocabulary(said)
    whole = sum(weigh.get(word, 0.0) for word in wanted)
    return sum(weigh.get(word, 0.0) for word in wanted & there) / whole if whole else 0.0


def _weights(replies: Reading) -> dict[str, float]:
    """How rare each word of the replies is among their paragraphs."""
    paragraphs = [_vocabulary(record.text) for record in replies.of(Paragraph)]
    held = Counter(word for each in paragraphs for word in each)
    return {word: math.log(len(paragraphs) / count) for word, count in held.items()}


def _vocabulary(text: str) -> set[str]:
    return {word for word in re.findall(r"\w+", text.lower()) if len(word) > _RARE}


def _other(answer: Answer, number: str, why: str) -> Answer:
    return replace(answer, confidence=answer.confidence and _CORRECTED, method="rule", because=f"{answer.because}: {why} ({number})")


# --- replies that follow the articles


def _by_article(questions: Mapping[str, Question], replies: Reading) -> Iterator[Tie]:
    """Each issue with the paragraphs under its articles; those before the first article answer the issues before it."""
    under: dict[frozenset[str], list[Paragraph]] = defaultdict(list)
    headings = _articles_of_paragraphs(replies)
    paragraphs = [record for record in replies.of(Paragraph) if record.label]
    for record in paragraphs:
        under[headings.get(record.label or "", frozenset())].append(record)
    named = {article for articles in under for article in articles}
    issues = {number: _articles(question) for number, question in questions.items() if " " not in number}
    for number, articles in issues.items():
        found = [record for those, records in under.items() if those & articles for record in records]
        if not found and named and articles and _all_before(articles, named):
            found = _before_articles(paragraphs, headings)
        if found:
            beside = sum(bool(articles & other) for other in issues.values())
            yield Tie(number, _found(number, found, replies, sorted(articles), alone=beside == 1))


def _all_before(articles: frozenset[str], named: Iterable[str]) -> bool:
    first = min(map(_number, named))
    return all(_number(article) < first for article in articles)


def _before_articles(paragraphs: Sequence[Paragraph], headings: Mapping[str, frozenset[str]]) -> list[Paragraph]:
    first = next((at for at, record in enumerate(paragraphs) if headings.get(record.label or "")), len(paragraphs))
    return list(paragraphs[:first])


def _found(number: str, paragraphs: Sequence[Paragraph], replies: Reading, articles: Sequence[str], *, alone: bool) -> Answer:
    return Answer(
        document=replies.identity.symbol,
        source=paragraphs[0].source,
        question=number,
        paragraphs=tuple(dict.fromkeys(record.label for record in paragraphs if record.label)),
        confidence=_BY_ARTICLE if alone else _SHARED_ARTICLE,
        method="rule",
        because=f"under the same heading: {', '.join(articles)}",
    )


def _articles(question: Question) -> frozenset[str]:
    return frozenset(each for each in question.about if each.startswith("article "))


def _number(article: str) -> int:
    return int(article.rpartition(" ")[2])


def _articles_of_paragraphs(reading: Reading) -> dict[str, frozenset[str]]:
    """The articles of the innermost heading that names any, by the paragraph's label."""
    found: dict[str, frozenset[str]] = {}
    for record in reading.of(Paragraph):
        named = (articles for heading in reversed(record.headings) if (articles := articles_of_heading(heading)))
        if record.label:
            found[record.label] = frozenset(next(named, ()))
    return found
