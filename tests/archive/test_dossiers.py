"""Dossiers and links: derived State by State, under what persons judge, and at addresses that stay."""

from __future__ import annotations

import csv
import dataclasses
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db.models import Count

from upright.archive import backup, corrections, dossiers, labels, load, meaning, people, publish
from upright.archive.models import (
    Change,
    Course,
    Document,
    Dossier,
    DossierMember,
    DossierTitle,
    Link,
    Linked,
    PairJudgement,
    Paragraph,
    Raised,
    Recommendation,
    Row,
    Sameness,
)
from upright.pipeline import read_file
from upright.records import Recommendation as RecommendationRecord
from upright.records import Record

STATE, FIRST, SECOND = "XVA", "A/HRC/8/901", "A/HRC/28/901"


@pytest.fixture
def linked(own_archive: None) -> None:
    dossiers.catch_up()


@pytest.fixture
def editor(own_archive: None) -> User:
    people.give_account("editor", "a long enough password")
    return User.objects.get(username="editor")


def _row(symbol: str, number: str) -> Recommendation:
    found: Recommendation = Recommendation.objects.select_related("document__layer").get(
        document__symbol=symbol, document__principal=True, number=number
    )
    return found


def _dossier(row: Row) -> Dossier:
    return DossierMember.objects.select_related("dossier").get(document=row.document, kind=row.KIND.NAME, key=row.key).dossier


def _all() -> list[Any]:
    """Everything that is derived, as it is kept."""
    tables: tuple[Any, ...] = (Link, Dossier, DossierMember, Course, Raised)
    return [each for table in tables for each in table.objects.order_by("pk").values()]


@pytest.fixture
def asks_crpd(linked: None) -> Recommendation:
    """What asks to ratify the CRPD in the first cycle; it is asked again in the second."""
    return _row(FIRST, "23.1")


@pytest.fixture
def other(linked: None) -> Recommendation:
    """What asks for something else."""
    return _row(SECOND, "57.3")


def test_what_is_asked_again_is_in_one_dossier(asks_crpd: Recommendation, other: Recommendation) -> None:
    found = _dossier(asks_crpd)
    assert (found, found.treaties) == (_dossier(_row(SECOND, "60.3")), ["CRPD"])
    assert found != _dossier(other)
    members = list(DossierMember.objects.filter(dossier=found).select_related("document").order_by("at"))
    assert members[0].document.symbol == FIRST
    assert dossiers.row_of(members[0]) == asks_crpd
    assert Dossier.objects.at(STATE, found.slug) == found


def test_every_link_says_how_sure_it_is_and_why(linked: None) -> None:
    found = list(Link.objects.all())
    assert found
    assert all(0.0 <= (each.confidence or 0.0) <= 1.0 and each.because and each.method in {"rule", "model"} for each in found)


def test_a_second_run_changes_nothing(linked: None) -> None:
    before, changes = _all(), dict(Change.objects.values_list("document_id", "number"))
    assert dossiers.catch_up() == 0
    dossiers.forget()
    assert dossiers.catch_up() == Linked.objects.count() > 0
    assert _all() == before
    assert dict(Change.objects.values_list("document_id", "number")) == changes


def test_it_is_alike_whether_the_meaning_was_kept_or_not(linked: None) -> None:
    before = _all()
    meaning.catch_up()
    dossiers.forget()
    dossiers.catch_up()
    assert _all() == before


def test_a_state_whose_documents_changed_is_linked_anew(asks_crpd: Recommendation) -> None:
    before = _dossier(asks_crpd)
    load.remove(FIRST)
    assert dossiers.catch_up() == 1
    assert _dossier(_row(SECOND, "60.3")).slug == before.slug  # its earliest record is gone, its address stays


def test_another_version_links_anew(linked: None) -> None:
    Linked.objects.filter(state=STATE).update(version="older")
    assert dossiers.catch_up() == 1


def test_a_state_without_documents_has_no_dossiers(linked: None) -> None:
    Document.objects.filter(state=STATE).delete()
    assert dossiers.catch_up() >= 1
    assert not Dossier.objects.filter(state=STATE).exists()
    assert not Linked.objects.filter(state=STATE).exists()


# --- what persons judge


def _alone() -> list[Row]:
    """Records that are in a dossier of their own."""
    counts = Dossier.objects.annotate(n=Count("members")).filter(n=1, state=STATE).order_by("slug")
    return [row for row in (dossiers.row_of(each.members.get()) for each in counts) if isinstance(row, Recommendation)]


def test_a_judgement_joins_at_once_and_is_taken_back(linked: None, editor: User) -> None:
    one, two = _alone()[:2]
    first, second, before = _dossier(one), _dossier(two), _all()
    judgement = dossiers.judge(one, two, Sameness.SAME, by=editor)
    joined = _dossier(one)
    assert joined == _dossier(two)
    assert joined in {first, second}
    assert {Dossier.objects.at(STATE, each.slug) for each in (first, second)} == {joined}  # both addresses lead there
    link = Link.objects.get(method="person")
    assert (link.relation, link.confidence, link.by) == ("same", 1.0, "editor")
    dossiers.withdraw(judgement, by=editor)
    assert not Link.objects.filter(method="person").exists()
    assert [Dossier.objects.at(STATE, each.slug) for each in (first, second)] == [_dossier(one), _dossier(two)]
    assert (_dossier(one).slug, _dossier(two).slug) == (first.slug, second.slug)
    assert len(_all()) == len(before)
    assert PairJudgement.objects.get().withdrawn_by == editor


def test_a_judgement_parts_at_once(asks_crpd: Recommendation, editor: User) -> None:
    again = _row(SECOND, "60.3")
    rows = [row for row in map(dossiers.row_of, DossierMember.objects.filter(dossier=_dossier(asks_crpd))) if row and row != asks_crpd]
    for row in rows:
        dossiers.judge(row, asks_crpd, Sameness.DIFFERENT, by=editor)
    assert _dossier(asks_crpd) != _dossier(again)
    dossiers.forget()
    dossiers.catch_up()
    assert _dossier(asks_crpd) != _dossier(again)  # never overturned


def test_the_last_word_is_in_effect(asks_crpd: Recommendation, other: Recommendation, editor: User) -> None:
    for verdict in Sameness:
        dossiers.judge(other, asks_crpd, verdict, by=editor)
        dossiers.judge(asks_crpd, other, verdict, by=editor)  # the same two, whichever comes first
    kept = PairJudgement.objects.get(withdrawn_at=None)
    assert kept.verdict == Sameness.UNSURE
    assert PairJudgement.objects.count() == 2 * len(Sameness)
    assert _dossier(asks_crpd) != _dossier(other)


def test_what_cannot_be_judged(asks_crpd: Recommendation, other: Recommendation, editor: User) -> None:
    with pytest.raises(dossiers.NotLinked, match="one record"):
        dossiers.judge(other, other, Sameness.SAME, by=editor)
    Document.objects.filter(symbol="CCPR/C/SR.9901").update(state="KEN")
    elsewhere = Paragraph.objects.filter(document__state="KEN").select_related("document")[0]
    with pytest.raises(dossiers.NotLinked, match="two States"):
        dossiers.judge(other, elsewhere, Sameness.SAME, by=editor)
    unlisted = Recommendation.objects.filter(document=asks_crpd.document, number=None).select_related("document")[0]
    with pytest.raises(dossiers.NotLinked, match="where it is listed"):
        dossiers.judge(other, unlisted, Sameness.SAME, by=editor)
    Recommendation.objects.filter(pk=other.pk).delete()
    with pytest.raises(dossiers.NotLinked, match="read again"):
        dossiers.judge(asks_crpd, other, Sameness.SAME, by=editor)
    assert not PairJudgement.objects.exists()


def test_what_is_judged_is_not_doubted_any_more(linked: None, editor: User) -> None:
    queue = list(dossiers.doubtful([STATE]))
    doubts = [abs((each.confidence or 0.0) - 0.5) for each in queue]
    assert len(queue) > 2
    assert doubts == sorted(doubts)
    first = queue[0]
    one = _at(first.document, first.kind, first.key)
    two = _at(first.to_document, first.to_kind, first.to_key)
    judgement = dossiers.judge(one, two, Sameness.UNSURE, by=editor)
    assert _pair(first) not in [_pair(each) for each in dossiers.doubtful()]
    dossiers.withdraw(judgement, by=editor)
    assert _pair(first) == _pair(dossiers.doubtful()[0])
    assert not dossiers.doubtful(["CHE"]).exists()


def _at(document: Document, kind: str, key: str) -> Row:
    row = dossiers.row_of(DossierMember(document=document, kind=kind, key=key))
    assert row
    return row


def _pair(link: Link) -> set[tuple[Any, ...]]:
    return {(link.document_id, link.kind, link.key), (link.to_document_id, link.to_kind, link.to_key)}


# --- what became of it


def _became(row: Row) -> set[tuple[str, str | None, str]]:
    found = Course.objects.filter(document=row.document, kind=row.KIND.NAME, key=row.key)
    return set(found.values_list("course", "to_document__symbol", "to_key"))


def test_what_became_of_a_request_follows_a_judgement_at_once(asks_crpd: Recommendation, editor: User) -> None:
    again = _row(SECOND, "60.3")
    said = list(Course.objects.filter(to_kind="paragraph").order_by("pk").values())
    assert ("repeated", SECOND, "60.3") in _became(asks_crpd)
    before = _became(asks_crpd)
    judgement = dossiers.judge(asks_crpd, again, Sameness.DIFFERENT, by=editor)
    assert ("repeated", SECOND, "60.3") not in _became(asks_crpd)
    assert list(Course.objects.filter(to_kind="paragraph").order_by("pk").values()) == said  # that hangs on the documents alone
    dossiers.withdraw(judgement, by=editor)
    assert _became(asks_crpd) == before
    assert dossiers.catch_up() == 0


def test_passages_are_compared_anew_only_where_documents_say_something_else(linked: None, editor: User) -> None:
    before = Linked.objects.get(state=STATE)
    row = _row(FIRST, "23.1")
    labels.catch_up()
    dossiers.catch_up()
    labels.say(row, labels.TREATIES, "ICRMW", holds=True, by=editor)
    assert dossiers.catch_up() == 1
    claimed = Linked.objects.get(state=STATE)
    assert (claimed.compared, claimed.seen == before.seen) == (before.compared, False)
    corrections.correct(row, "text", "Protect the forests", reason="because", by=editor)
    assert dossiers.catch_up() == 1
    assert Linked.objects.get(state=STATE).compared != before.compared


def test_what_was_not_compared_is_made_anew(linked: None) -> None:
    before = _all()
    Linked.objects.update(compared="")
    Course.objects.all().delete()
    Raised.objects.all().delete()
    assert dossiers.catch_up() == Linked.objects.count()
    names = [{name: value for name, value in each.items() if name != "id"} for each in before]
    assert [{name: value for name, value in each.items() if name != "id"} for each in _all()] == names


# --- titles


def test_a_title_that_a_person_gives_stays(asks_crpd: Recommendation, other: Recommendation, editor: User) -> None:
    dossier = _dossier(asks_crpd)
    dossiers.entitle(dossier, "  Disability:   join the Convention ", by=editor)
    dossiers.forget()
    dossiers.catch_up()
    assert _title(_dossier(asks_crpd)) == "Disability: join the Convention"
    dossiers.judge(asks_crpd, other, Sameness.SAME, by=editor)
    assert _title(_dossier(other)) == "Disability: join the Convention"  # what it is in has its title
    dossiers.entitle(_dossier(other), "Both", by=editor)
    assert _title(_dossier(asks_crpd)) == "Both"
    dossiers.entitle(_dossier(other), "", by=editor)
    assert _title(_dossier(asks_crpd)) is None
    assert DossierTitle.objects.filter(withdrawn_at=None).count() == 0
    assert DossierTitle.objects.count() == 2


def _title(dossier: Dossier) -> str | None:
    given = dossiers.titles_of(DossierMember.objects.filter(dossier=dossier)).get(dossier.pk)
    return given.title if given else None


def test_titles_that_cannot_be(asks_crpd: Recommendation, editor: User) -> None:
    dossier = _dossier(asks_crpd)
    with pytest.raises(dossiers.NotLinked, match="at most"):
        dossiers.entitle(dossier, "a" * 201, by=editor)
    Dossier.objects.filter(pk=dossier.pk).delete()
    with pytest.raises(dossiers.NotLinked, match="no such dossier"):
        dossiers.entitle(dossier, "A title", by=editor)
    assert not DossierTitle.objects.exists()


# --- read again, taken out, kept


def _again(specimens: Path, row: Recommendation, change: Callable[[RecommendationRecord], Record | None]) -> load.Loaded:
    """Read a document again, by a reader that reads one of its recommendations otherwise, or not."""
    path = specimens / "files" / row.document.file
    reading = read_file(path)
    mine = [isinstance(each, RecommendationRecord) and each.number == row.number for each in reading.records]
    records = tuple(
        new
        for each, own in zip(reading.records, mine, strict=True)
        if (new := change(each) if own else each) is not None  # type: ignore[arg-type]
    )
    return load.store(dataclasses.replace(reading, records=records), path, None)


def test_a_judgement_survives_another_reading(asks_crpd: Recommendation, other: Recommendation, editor: User) -> None:
    dossiers.judge(asks_crpd, other, Sameness.SAME, by=editor)
    Document.objects.filter(symbol__in=(FIRST, SECOND)).update(reader_version="older")
    assert [each.detached for each in load.load_stale() if isinstance(each, load.Loaded)] != []
    dossiers.catch_up()
    assert _dossier(_row(FIRST, "23.1")) == _dossier(_row(SECOND, "57.3"))


def test_a_judgement_follows_its_record_to_another_key(
    asks_crpd: Recommendation, other: Recommendation, editor: User, specimens: Path
) -> None:
    dossiers.judge(asks_crpd, other, Sameness.SAME, by=editor)
    loaded = _again(specimens, other, lambda each: dataclasses.replace(each, number="9.99"))
    assert loaded.detached == []
    dossiers.catch_up()
    moved = Recommendation.objects.select_related("document").get(document=other.document, number="9.99")
    assert _dossier(moved) == _dossier(asks_crpd)


def test_a_judgement_on_what_is_gone_is_kept_on_no_record(
    asks_crpd: Recommendation, other: Recommendation, editor: User, specimens: Path
) -> None:
    dossiers.judge(asks_crpd, other, Sameness.SAME, by=editor)
    dossiers.entitle(_dossier(other), "Both", by=editor)
    loaded = _again(specimens, other, lambda each: None)
    assert len(loaded.detached) == 1
    assert loaded.detached[0].endswith(": same")
    assert PairJudgement.objects.get().withdrawn_at is None
    dossiers.catch_up()
    assert _title(_dossier(asks_crpd)) == "Both"  # it was given on the earliest record, which is still there


def test_what_persons_said_goes_with_its_document(asks_crpd: Recommendation, other: Recommendation, editor: User) -> None:
    dossiers.judge(asks_crpd, other, Sameness.SAME, by=editor)
    dossiers.entitle(_dossier(other), "Both", by=editor)
    removed = load.remove(asks_crpd.document.sha256)
    assert str(removed[0]).endswith("and with it 1 judgement and 1 title")
    assert not PairJudgement.objects.exists()
    assert not DossierTitle.objects.exists()


def test_a_backup_holds_judgements_titles_and_addresses(
    asks_crpd: Recommendation, other: Recommendation, editor: User, tmp_path: Path
) -> None:
    dossiers.judge(asks_crpd, other, Sameness.SAME, by=editor)
    dossiers.entitle(_dossier(other), "Both", by=editor)
    before, slug = _all(), _dossier(other).slug
    backup.write(tmp_path / "archive.zip")
    for table in (Document, Dossier, Link, Linked, Change):
        table._default_manager.all().delete()
    User.objects.all().delete()
    backup.read(tmp_path / "archive.zip")
    assert _all() == before
    assert dossiers.catch_up() == 0
    assert _title(Dossier.objects.at(STATE, slug)) == "Both"
    assert PairJudgement.objects.get().by.get_username() == "editor"


def test_the_data_set_holds_dossiers_and_not_who_judged(
    asks_crpd: Recommendation, other: Recommendation, editor: User, tmp_path: Path
) -> None:
    before = publish.edition().digest
    dossiers.judge(asks_crpd, other, Sameness.SAME, by=editor)
    assert publish.edition().digest != before
    publish.write(tmp_path)
    (said,) = _csv(tmp_path / "pair_judgement.csv")
    assert {said["symbol"], said["other_symbol"]} == {FIRST, SECOND}
    assert said["verdict"] == "same"
    own = ("pair_judgement.*", "link.*", "dossier*")
    assert not [path.name for pattern in own for path in tmp_path.glob(pattern) if b"editor" in path.read_bytes()]
    members = [each for each in _csv(tmp_path / "dossier_member.csv") if each["address"] == _dossier(other).slug]
    assert {FIRST, SECOND} <= {each["symbol"] for each in members}
    described = {each.name: each.rows for each in publish.described()}
    for name in ("link", "dossier", "dossier_member"):
        assert len(_csv(tmp_path / f"{name}.csv")) == described[name] > 0


def _csv(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_a_run_that_is_killed_goes_on_where_it_was(tmp_path: Path, specimens: Path) -> None:
    """Killed while a State is written: nothing of it is there, and the next run links it."""
    script = f"""
import os
from pathlib import Path
from upright import archive_cli
archive_cli._ready()
from upright.archive import dossiers, load
from upright.archive.models import Dossier, Link, Linked
list(load.load([Path({str(specimens / "files" / "report2014.txt")!r}), Path({str(specimens / "files" / "report2008.txt")!r})]))
if os.fork() == 0:
    from django.db import connections
    connections.close_all()
    dossiers._keep_dossiers = lambda *given: os._exit(9)  # the links are written, the transaction is not at its end
    dossiers.catch_up()
os.wait()
print(Link.objects.count(), Dossier.objects.count(), Linked.objects.count(), dossiers.catch_up() > 0, Dossier.objects.exists())
"""
    environment = {"UPRIGHT_HOME": str(tmp_path / "home"), "UPRIGHT_CACHE": str(tmp_path / "cache"), "PATH": "/usr/bin:/bin"}
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", script], env=environment, capture_output=True, text=True, check=False)
    assert done.stdout.split() == ["0", "0", "0", "True", "True"], done.stderr
