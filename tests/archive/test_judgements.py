"""What persons judge of answers: above the machine's links, kept when documents are read again, and withdrawn."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User

from upright.archive import backup, exchange, judgements, load, people, publish
from upright.archive.models import Change, Document, Dossier, Judgement, Linked, Paragraph, Question, Status, Verdict
from upright.pipeline import read_file
from upright.readers.reading import Reading
from upright.records import Answer, Record
from upright.records import Question as QuestionRecord

ISSUES, REPLIES = "CRPD/C/XVA/Q/901", "CRPD/C/XVA/RQ/901"


@pytest.fixture
def editor(own_archive: None) -> User:
    people.give_account("editor", "a long enough password")
    return User.objects.get(username="editor")


@pytest.fixture
def question(own_archive: None) -> Question:
    """A question that the replies answer in one paragraph."""
    return next(each.question for each in _all() if len(each.answering) == 1 and not each.whole)


def _all() -> list[exchange.Asked]:
    rows = Question.objects.filter(document__symbol=ISSUES, document__principal=True).select_related("document").order_by("order")
    return exchange.asked(list(rows))


def _asked(question: Question) -> exchange.Asked:
    return exchange.asked([Question.objects.select_related("document").get(pk=question.pk)])[0]


def _answering(question: Question) -> Paragraph:
    found = _asked(question).links[0].paragraph
    assert found
    return found


def _other(question: Question) -> Paragraph:
    """A paragraph of the replies that the machine does not link to the question."""
    return Paragraph.objects.filter(document__symbol=REPLIES, document__principal=True).exclude(pk=_answering(question).pk)[0]


def _status(question: Question) -> str:
    return Question.objects.get(pk=question.pk).status


def test_what_the_documents_say_without_a_judgement(question: Question) -> None:
    found = _asked(question)
    assert (_status(question), found.status, found.judged) == ("answered", Status.ANSWERED, False)
    assert found.surest is not None
    assert found.surest.confidence == 1.0


@pytest.mark.parametrize(
    ("verdict", "status"), [(Verdict.ANSWERS, "answered"), (Verdict.PARTLY, "partly"), (Verdict.DOES_NOT, "unanswered")]
)
def test_a_judgement_overrides_the_link_and_is_withdrawn(question: Question, editor: User, verdict: Verdict, status: str) -> None:
    judgements.judge(question, [_answering(question)], verdict, by=editor)
    assert (_status(question), _asked(question).judged) == (status, True)
    assert judgements.withdraw(question, by=editor) == 1
    assert (_status(question), _asked(question).judged) == ("answered", False)
    assert Judgement.objects.get().withdrawn_by == editor  # kept, with who took it back


def test_a_person_links_what_the_machine_did_not(question: Question, editor: User) -> None:
    machine, other = _answering(question), _other(question)
    judgements.judge(question, [machine], Verdict.DOES_NOT, by=editor)
    judgements.judge(question, [other], Verdict.ANSWERS, by=editor)
    found = _asked(question)
    assert [link.paragraph for link in found.answering] == [other]
    assert [link.paragraph for link in found.refused] == [machine]
    assert _status(question) == "answered"


def test_that_nothing_answers_holds_until_something_is_named(question: Question, editor: User) -> None:
    judgements.judge(question, [], Verdict.DOES_NOT, by=editor)
    assert (_status(question), _asked(question).answering) == ("unanswered", [])
    judgements.judge(question, [_other(question)], Verdict.PARTLY, by=editor)
    assert _status(question) == "partly"
    assert Judgement.objects.filter(withdrawn_at=None).count() == 1


def test_the_last_word_is_in_effect(question: Question, editor: User) -> None:
    paragraph = _answering(question)
    for verdict in Verdict:
        judgements.judge(question, [paragraph], verdict, by=editor)
    assert _status(question) == "unanswered"
    assert Judgement.objects.filter(withdrawn_at=None).count() == 1
    assert Judgement.objects.count() == len(Verdict)


def test_what_cannot_be_judged(question: Question, editor: User) -> None:
    with pytest.raises(judgements.NotJudged, match="which paragraph"):
        judgements.judge(question, [], Verdict.ANSWERS, by=editor)
    elsewhere = Paragraph.objects.filter(document__symbol="A/HRC/28/901", document__principal=True)[0]
    with pytest.raises(judgements.NotJudged, match="another examination"):
        judgements.judge(question, [_answering(question), elsewhere], Verdict.ANSWERS, by=editor)
    assert not Judgement.objects.exists()  # all or nothing
    Question.objects.filter(pk=question.pk).delete()
    with pytest.raises(judgements.NotJudged, match="read again"):
        judgements.judge(question, [], Verdict.DOES_NOT, by=editor)
    assert not Judgement.objects.exists()


def _again(specimens: Path, name: str, change: Callable[[Record], Record | None]) -> load.Loaded:
    """Read a document again, by a reader that reads its records otherwise, or not (None)."""
    path = specimens / "files" / name
    reading: Reading = read_file(path)
    records = tuple(new for each in reading.records if (new := change(each)) is not None)
    return load.store(dataclasses.replace(reading, records=records), path, None)


def test_a_judgement_survives_another_reading(question: Question, editor: User, specimens: Path) -> None:
    judgements.judge(question, [_answering(question)], Verdict.DOES_NOT, by=editor)
    Document.objects.filter(symbol__in=(ISSUES, REPLIES)).update(reader_version="older")
    list(load.load_stale())
    assert _status(question) == "unanswered"


def test_a_judgement_follows_its_question_to_another_key(question: Question, editor: User, specimens: Path) -> None:
    judgements.judge(question, [_answering(question)], Verdict.DOES_NOT, by=editor)
    name = question.document.file

    def renamed(record: Record) -> Record:
        if isinstance(record, QuestionRecord) and record.id == question.id_in_document:
            return dataclasses.replace(record, id="99")
        return record

    _again(specimens, name, renamed)
    assert Judgement.objects.get().question == "99"
    assert Question.objects.get(document=question.document, key="99").status == "unanswered"


def test_a_judgement_on_what_is_gone_is_kept_on_no_record(question: Question, editor: User, specimens: Path) -> None:
    """The key comes to mean another question: the judgement is not laid over it."""
    judgements.judge(question, [_answering(question)], Verdict.DOES_NOT, by=editor)
    name = question.document.file

    def without(record: Record) -> Record | None:
        return None if isinstance(record, QuestionRecord) and record.id == question.id_in_document else record

    loaded = _again(specimens, name, without)
    assert len(loaded.detached) == 1
    assert Judgement.objects.get().withdrawn_at is None
    _again(specimens, name, lambda record: record)
    assert Question.objects.get(document=question.document, key=question.key).status == "unanswered"


def test_a_reading_without_links_leaves_what_persons_linked(question: Question, editor: User, specimens: Path) -> None:
    judgements.judge(question, [_answering(question)], Verdict.ANSWERS, by=editor)
    replies = Document.objects.get(symbol=REPLIES, principal=True)
    _again(specimens, replies.file, lambda record: None if isinstance(record, Answer) else record)
    assert _status(question) == "answered"
    others = Question.objects.filter(document=question.document).exclude(pk=question.pk)
    assert "answered" not in set(others.values_list("status", flat=True))


def test_a_document_that_is_taken_out_takes_its_judgements_along(question: Question, editor: User) -> None:
    judgements.judge(question, [_answering(question)], Verdict.DOES_NOT, by=editor)
    assert "1 judgement" in " ".join(map(str, load.remove(REPLIES)))
    assert not Judgement.objects.exists()


def test_a_backup_holds_judgements(question: Question, editor: User, tmp_path: Path) -> None:
    judgements.judge(question, [_answering(question)], Verdict.DOES_NOT, by=editor)
    backup.write(tmp_path / "archive.zip")
    for table in (Judgement, Dossier, Linked, Document, Change):
        table._default_manager.all().delete()
    User.objects.all().delete()
    backup.read(tmp_path / "archive.zip")
    kept = Judgement.objects.get()
    assert (kept.question, kept.verdict, kept.by.get_username()) == (question.key, "does_not", "editor")


def test_the_data_set_holds_judgements_and_not_who_judged(question: Question, editor: User, tmp_path: Path) -> None:
    before = publish.edition().digest
    judgements.judge(question, [_answering(question)], Verdict.PARTLY, by=editor)
    assert publish.edition().digest != before
    publish.write(tmp_path)
    text = (tmp_path / "judgement.csv").read_text(encoding="utf-8-sig")
    header, row, *more = text.splitlines()
    values: dict[str, Any] = dict(zip(header.split(","), row.split(","), strict=True))
    assert not more
    assert (values["symbol"], values["question"], values["answered_in"], values["verdict"]) == (ISSUES, question.key, REPLIES, "partly")
    assert "editor" not in text
