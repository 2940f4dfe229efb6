"""The whole archive in one file, and back into an empty one: identical."""

from __future__ import annotations

import datetime as dt
import json
import os
import stat
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User

from desks import World
from upright.archive import backup, corrections, dossiers, files, labels, people
from upright.archive.backup import NotABackup
from upright.archive.models import Course, Document, Dossier, Labelled, Labelling, Linked, Raised, Recommendation, Sameness

PASSWORD = "a long enough password"


@pytest.fixture
def full(own_archive: None) -> None:
    """An archive with everything in it: accounts, a second factor, a sign-on elsewhere, corrections in effect and withdrawn."""
    from allauth.mfa.models import Authenticator
    from allauth.socialaccount.models import SocialAccount

    people.give_account("editor", PASSWORD, email="editor@example.org")
    editor = User.objects.get(username="editor")
    User.objects.create_user("colleague", password=PASSWORD)
    Authenticator.objects.create(user=editor, type=Authenticator.Type.TOTP, data={"secret": "ABC"})
    SocialAccount.objects.create(user=editor, provider="sign-on.example.org", uid="17")
    first, second = Recommendation.objects.counted()[:2]
    corrections.correct(first, "text", "Corrected — «так», 儿童", reason="because", by=editor)
    corrections.withdraw(corrections.correct(second, "states", ["CHE"], reason="a guess", by=editor), by=editor)
    corrections.correct(Document.objects.filter(symbol=None)[0], "date", "2014-11-07", reason="the cover", by=editor)


@pytest.fixture
def derived(full: None) -> None:
    """And with all that is made out of documents, and what persons say of that."""
    editor = User.objects.get(username="editor")
    report = Document.objects.get(symbol="A/HRC/28/901", principal=True)
    assert report.date
    before_a_review = str(report.date - dt.timedelta(days=90))
    issues = Document.objects.get(symbol="CRPD/C/XVA/Q/901", principal=True)
    corrections.correct(issues, "date", before_a_review, reason="the cover", by=editor)
    labels.catch_up()
    dossiers.catch_up()
    listed = Recommendation.objects.filter(document__symbol="A/HRC/8/901", document__principal=True).exclude(number=None)
    first, second = listed.select_related("document")[:2]
    labels.say(first, labels.TREATIES, "ICRMW", holds=True, reason="because", by=editor)
    dossiers.judge(first, second, Sameness.SAME, by=editor)
    dossiers.entitle(Dossier.objects.filter(members__document=first.document, members__key=first.key)[0], "Both — так", by=editor)
    labels.catch_up()
    dossiers.catch_up()


def _members(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as source:
        return {name: source.read(name) for name in source.namelist() if name not in {"manifest.json", "tables/archive.clock.jsonl"}}


def _upright(home: Path, *command: str, database: str = "") -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "UPRIGHT_HOME": str(home)}
    environment.pop("DATABASE_URL", None)
    if database:
        environment["DATABASE_URL"] = database
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "upright", *command], env=environment, capture_output=True, text=True, check=False
    )


def test_an_empty_archive_filled_from_a_backup_is_the_same(derived: None, tmp_path: Path) -> None:
    summary = backup.write(tmp_path / "one.zip")
    assert summary.documents == Document.objects.count()
    restored = _upright(tmp_path / "home", "restore", str(tmp_path / "one.zip"))
    assert restored.returncode == 0, restored.stderr
    assert _upright(tmp_path / "home", "backup", str(tmp_path / "two.zip")).returncode == 0
    assert _members(tmp_path / "two.zip") == _members(tmp_path / "one.zip")


def test_the_other_database_and_back(derived: None, tmp_path: Path, postgres_url: str) -> None:
    backup.write(tmp_path / "one.zip")
    restored = _upright(tmp_path / "there", "restore", str(tmp_path / "one.zip"), database=postgres_url)
    assert restored.returncode == 0, restored.stderr
    written = _upright(tmp_path / "there", "backup", str(tmp_path / "two.zip"), database=postgres_url)
    assert written.returncode == 0, written.stderr
    assert _members(tmp_path / "two.zip") == _members(tmp_path / "one.zip")
    assert _upright(tmp_path / "back", "restore", str(tmp_path / "two.zip")).returncode == 0
    assert _upright(tmp_path / "back", "backup", str(tmp_path / "three.zip")).returncode == 0
    assert _members(tmp_path / "three.zip") == _members(tmp_path / "one.zip")


def test_a_backup_that_was_written_before_there_was_a_table_is_restored(derived: None, tmp_path: Path) -> None:
    backup.write(tmp_path / "one.zip")
    said = {"archive.labelclaim", "archive.pairjudgement"}
    made = {Labelling, Labelled, Linked, Course, Raised}
    later = said | {f"archive.{table.__name__.lower()}" for table in made}
    with zipfile.ZipFile(tmp_path / "one.zip") as source, zipfile.ZipFile(tmp_path / "older.zip", "w") as older:
        manifest = json.loads(source.read("manifest.json"))
        manifest["rows"] = {name: rows for name, rows in manifest["rows"].items() if name not in later}
        manifest["sha256"] = {name: digest for name, digest in manifest["sha256"].items() if name[7:-6] not in later}
        older.writestr("manifest.json", json.dumps(manifest))
        for name in source.namelist():
            if name in manifest["sha256"] or name.startswith("files/"):
                older.writestr(name, source.read(name))
    restored = _upright(tmp_path / "home", "restore", str(tmp_path / "older.zip"))
    assert restored.returncode == 0, restored.stderr
    assert _upright(tmp_path / "home", "backup", str(tmp_path / "two.zip")).returncode == 0
    after = _members(tmp_path / "two.zip")
    assert {name for name in said if after[f"tables/{name}.jsonl"]} == set()
    for name in later - said:  # what is made of the documents is made anew
        assert after[f"tables/{name}.jsonl"].count(b"\n") > 0, name


def test_a_restored_archive_can_be_loaded_into(full: None, tmp_path: Path, specimens: Path) -> None:
    """Keys go on after those that were put in."""
    backup.write(tmp_path / "one.zip")
    _upright(tmp_path / "home", "restore", str(tmp_path / "one.zip"))
    (tmp_path / "new.txt").write_text(
        (specimens / "files" / "report2008.txt").read_text(encoding="utf-8") + "\n\nMore.\n", encoding="utf-8"
    )
    loaded = _upright(tmp_path / "home", "load", str(tmp_path / "new.txt"))
    assert loaded.returncode == 0, loaded.stderr
    assert "1 of them new" in loaded.stderr


def test_the_documents_are_in_it(full: None, tmp_path: Path) -> None:
    backup.write(tmp_path / "one.zip")
    members = _members(tmp_path / "one.zip")
    for sha256 in Document.objects.values_list("sha256", flat=True):
        assert members[f"files/{sha256}"] == files.place(sha256).read_bytes()


def test_a_file_that_is_missing_is_said_to_be(full: None, tmp_path: Path) -> None:
    where = files.place(Document.objects.all()[0].sha256)
    data = where.read_bytes()
    where.unlink()
    try:
        assert "the files of 1 document are missing" in str(backup.write(tmp_path / "one.zip"))
    finally:
        where.write_bytes(data)
    restored = _upright(tmp_path / "home", "restore", str(tmp_path / "one.zip"))
    assert restored.returncode == 0
    assert "the files of 1 document are missing" in restored.stderr


def test_documents_are_loaded_while_a_backup_is_written(tmp_path: Path, specimens: Path) -> None:
    """On SQLite: the backup holds the moment in which it began, and nobody waits for it."""
    first, second = (specimens / "files" / name for name in ("report2008.txt", "report2014.txt"))
    assert _upright(tmp_path / "home", "load", str(first)).returncode == 0
    script = f"""
import subprocess, sys
from pathlib import Path
from upright import archive_cli
archive_cli._ready()
from upright.archive import backup
said = []
def progress(done, total):
    if not said:
        said.append(subprocess.run([sys.executable, "-W", "ignore", "-m", "upright", "load", {str(second)!r}], timeout=50).returncode)
print(backup.write(Path({str(tmp_path / "one.zip")!r}), progress=progress), said)
"""
    environment = {**os.environ, "UPRIGHT_HOME": str(tmp_path / "home")}
    environment.pop("DATABASE_URL", None)
    done = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=False)
    assert done.stdout.startswith("wrote 1 document "), done.stderr
    assert done.stdout.endswith("[0]\n")
    assert _upright(tmp_path / "home", "backup", str(tmp_path / "two.zip")).stderr.startswith("wrote 2 documents")


def test_a_file_that_is_there_is_never_replaced(full: None, tmp_path: Path) -> None:
    there = tmp_path / "thesis.zip"
    there.write_bytes(b"years of work")
    done = _upright(tmp_path / "home", "backup", str(there))
    assert done.returncode == 1
    assert done.stderr.strip().endswith(f"{there} is there already: name another file, or delete it first")
    assert there.read_bytes() == b"years of work"


def test_only_its_owner_may_read_it(full: None, tmp_path: Path) -> None:
    backup.write(tmp_path / "one.zip")
    assert stat.S_IMODE((tmp_path / "one.zip").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["one.zip"]


def test_an_archive_that_is_not_empty_is_left_alone(full: None, tmp_path: Path) -> None:
    backup.write(tmp_path / "one.zip")
    before = Document.objects.count()
    with pytest.raises(NotABackup, match="not empty"):
        backup.read(tmp_path / "one.zip")
    assert Document.objects.count() == before


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _foreign(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as out:
        out.writestr("a.txt", "b")


def _text(path: Path) -> None:
    path.write_text("no zip at all", encoding="utf-8")


def _changed(path: Path) -> None:
    members = _all(path)
    members["tables/archive.document.jsonl"] = members["tables/archive.document.jsonl"].replace(b"Vandrelia", b"Elsewhere")
    _write(path, members)


def _newer(path: Path) -> None:
    members = _all(path)
    members["manifest.json"] = json.dumps({**json.loads(members["manifest.json"]), "format": 99}).encode()
    _write(path, members)


def _all(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as source:
        return {name: source.read(name) for name in source.namelist()}


def _write(path: Path, members: dict[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w") as out:
        for name, data in members.items():
            out.writestr(name, data)


@pytest.mark.parametrize("damage", [_cut, _foreign, _text, _changed, _newer])
def test_a_file_that_is_no_backup_changes_nothing(full: None, tmp_path: Path, damage: Any) -> None:
    backup.write(tmp_path / "one.zip")
    damage(tmp_path / "one.zip")
    failed = _upright(tmp_path / "home", "restore", str(tmp_path / "one.zip"))
    assert failed.returncode == 1
    assert len(failed.stderr.strip().splitlines()) == 1, failed.stderr
    assert _upright(tmp_path / "home", "restore", str(tmp_path / "missing.zip")).returncode == 1
    backed = _upright(tmp_path / "home", "backup", str(tmp_path / "after.zip"))
    assert backed.stderr.startswith("wrote 0 documents")


def test_the_desks_and_their_evidence_are_kept_and_the_audit_verifies(world: World, tmp_path: Path) -> None:
    """All tables of the desk, the files of evidence, and the chain: on another machine, too."""
    from upright.tracking import audit, evidence
    from upright.tracking.models import TABLES, Evidence

    action = world.action(world.items[0], budget="12.50")
    evidence.add_file(action, b"year,cases\n2026,3\n", name="cases.csv", title="Cases", by=world.people["focal"])
    kept = Evidence.objects.get()
    assert audit.verify().broken is None
    assert backup.write(tmp_path / "one.zip").lost == 0
    assert {f"tables/{table._meta.label_lower}.jsonl" for table in TABLES} <= set(_members(tmp_path / "one.zip"))
    home = tmp_path / "home"
    restored = _upright(home, "restore", str(tmp_path / "one.zip"))
    assert restored.returncode == 0, restored.stderr
    assert (home / "evidence" / kept.sha256[:2] / kept.sha256).read_bytes() == evidence.place(kept).read_bytes()
    verified = _upright(home, "audit", "verify")
    assert verified.returncode == 0, verified.stderr
    assert "the audit is whole" in verified.stderr
    assert "is not empty" in _upright(home, "restore", str(tmp_path / "one.zip")).stderr
    evidence.place(kept).unlink()
    assert "1 file of evidence missing" in str(backup.write(tmp_path / "two.zip"))
