"""The documentation is true: its links lead somewhere, its commands exist, its settings and addresses are those of the code."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer.main
from django.urls import URLPattern, get_resolver, resolve

from conftest import REPOSITORY
from upright import cli
from upright.search import Query, Remark
from upright.search.entries import FIELDS

DOCS = REPOSITORY / "docs"
PAGES = sorted([*REPOSITORY.glob("*.md"), *DOCS.rglob("*.md")])
WRITTEN = [page for page in PAGES if page != DOCS / "reference" / "cli.md"]  # that one is made out of the commands
APP: Any = typer.main.get_command(cli.app)
_CODE = re.compile(r"^```[^\n]*\n(.*?)^```", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\(([^)\s:#]*)(?:#([^)\s]+))?\)")
_SETTING = re.compile(r"\b(?:UPRIGHT_[A-Z_]+|DATABASE_URL|EMAIL_URL)\b")
_VARIABLE = re.compile(r"[A-Z_]+=")


def prose(page: Path) -> str:
    """A page without its blocks of code."""
    return _CODE.sub("", page.read_text(encoding="utf-8"))


def anchors(page: Path) -> set[str]:
    """The places that a page can be entered at: its headings."""
    headings = re.findall(r"^#+ (.+)$", prose(page), re.MULTILINE)
    return {re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", heading).strip().lower()) for heading in headings}


def links() -> Iterator[tuple[Path, str, str]]:
    for page in PAGES:
        for target, anchor in _LINK.findall(prose(page)):
            yield page, target, anchor


def test_links_lead_to_a_place_that_is_there() -> None:
    found = list(links())
    assert any(anchor for _, _, anchor in found)
    for page, target, anchor in found:
        there = (page.parent / target).resolve() if target else page
        assert there.exists(), f"{page.name}: {target}"
        assert not anchor or anchor in anchors(there), f"{page.name}: {target}#{anchor}"


def commands(text: str) -> Iterator[list[str]]:
    """The commands of upright in lines of a shell, each as its words."""
    for line in text.replace("\\\n", " ").splitlines():
        words = shlex.split(line.removeprefix("$ "), comments=True)
        while words and _VARIABLE.match(words[0]):
            words = words[1:]
        if words and words[0] in {"upright", ".venv/bin/upright"}:
            end = next((at for at, word in enumerate(words) if word[0] in "|&><;"), len(words))
            yield words[1:end]


def shown(page: Path) -> list[list[str]]:
    """The commands in blocks of code that are typed as they stand."""
    blocks = _CODE.finditer(page.read_text(encoding="utf-8"))
    return [words for block in blocks if not block[0].startswith("```python") for words in commands(_typed(block[1]))]


def _typed(block: str) -> str:
    return "\n".join(line for line in block.splitlines() if re.match(r"(\$ )?([A-Z_]+=\S+ )*(\.venv/bin/)?upright\s", line))


def mentioned(page: Path) -> list[list[str]]:
    """The commands within sentences, which may leave out what they are given."""
    spans = re.findall(r"`((?:[A-Z_]+=\S+ )*upright [^`]+)`", prose(page))
    return [words for span in spans for words in commands(span)]


def named(words: list[str]) -> tuple[Any, list[str]]:
    """The command that words name, and the words behind its name. KeyError where there is none."""
    command, rest = APP, words
    while getattr(command, "commands", None) and rest and not rest[0].startswith("-"):
        command, rest = command.commands[rest[0]], rest[1:]
    return command, rest


def test_the_pages_show_commands() -> None:
    names = {words[0] for page in WRITTEN for words in shown(page)}
    assert names >= set(APP.commands) - {"schema", "text", "cache", "demo"}


@pytest.mark.parametrize("page", WRITTEN, ids=lambda page: page.stem)
def test_commands_that_are_shown_can_be_typed(page: Path) -> None:
    for words in shown(page):
        command, rest = named(words)
        command.make_context(words[0], list(rest))  # parses, and does not run


@pytest.mark.parametrize("page", WRITTEN, ids=lambda page: page.stem)
def test_commands_that_are_mentioned_exist(page: Path) -> None:
    for words in mentioned(page):
        command, rest = named(words)
        known = {option for parameter in command.params for option in parameter.opts} | {"--help"}
        assert {word for word in rest if word.startswith("-")} <= known, f"{page.name}: {' '.join(words)}"


def test_an_option_that_is_not_there_is_noticed() -> None:
    command, rest = named(["load", "FOLDER", "--stail"])
    with pytest.raises(Exception, match="No such option"):
        command.make_context("load", list(rest))
    with pytest.raises(KeyError):
        named(["lode", "FOLDER"])


def test_targets_of_make_exist() -> None:
    makefile = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
    there = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    for page in WRITTEN:
        wanted = set(re.findall(r"(?:^|`)make ([a-z-]+)", page.read_text(encoding="utf-8"), re.MULTILINE))
        assert wanted <= there, page.name


def test_all_settings_are_described_and_no_others() -> None:
    sources = [*(REPOSITORY / "src").rglob("*.py"), *(REPOSITORY / "tests").rglob("*.py")]
    read = {name for path in sources if path != Path(__file__) for name in re.findall(rf'"({_SETTING.pattern})"', path.read_text("utf-8"))}
    assert "UPRIGHT_HOME" in read
    described = set(re.findall(rf"^\| `({_SETTING.pattern})`", (DOCS / "reference" / "settings.md").read_text("utf-8"), re.MULTILINE))
    assert described == read


@pytest.mark.parametrize("page", WRITTEN, ids=lambda page: page.stem)
def test_settings_that_are_mentioned_are_described(page: Path) -> None:
    described = set(_SETTING.findall((DOCS / "reference" / "settings.md").read_text("utf-8")))
    assert set(_SETTING.findall(page.read_text("utf-8"))) <= described


def first_cells(page: str, heading: str = "# ") -> list[str]:
    """What stands as code in the first cells of a page's tables, from a heading on."""
    _, _, text = (DOCS / "reference" / page).read_text("utf-8").partition(heading)
    return re.findall(r"^\| `([^`]+)` ", text, re.MULTILINE)


def test_all_addresses_are_described_and_lead_to_pages() -> None:
    described = {resolve(address).url_name for address in first_cells("addresses.md")}
    own = {pattern.name for pattern in get_resolver().url_patterns if isinstance(pattern, URLPattern)}
    assert own <= described


def test_examples_of_the_query_language_are_understood() -> None:
    fields = first_cells("query-language.md", "## Fields")
    assert sorted(fields) == sorted(FIELDS)
    examples = [cell for cell in first_cells("query-language.md") if cell not in fields]
    assert len(examples) > 10
    for example in examples:
        query = Query.parse(example)
        assert not query.is_empty, example
        assert not [note for note in query.notes if note.remark in {Remark.NO_STATE, Remark.NO_VALUE}], example


def test_the_notice_names_all_software_that_is_used() -> None:
    notice = (REPOSITORY / "NOTICE").read_text("utf-8")
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))["project"]
    names = [re.split(r"[\[<>=; ]", each)[0] for each in project["dependencies"]]
    assert len(names) > 10
    assert [name for name in names if not re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", notice, re.IGNORECASE)] == []


def test_the_notice_names_all_software_that_is_included() -> None:
    notice = (REPOSITORY / "NOTICE").read_text("utf-8")
    vendored = [folder for folder in (REPOSITORY / "src/upright/web/static/vendor").iterdir() if folder.is_dir()]
    assert vendored
    for folder in vendored:
        [version] = re.findall(r"\b\d+\.\d+\.\d+\b", (folder / "VERSION").read_text("utf-8"))
        assert (folder / "LICENSE").exists()
        assert f"{version} (src/upright/web/static/vendor/{folder.name})" in notice


def test_what_loading_the_specimens_says_is_as_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UPRIGHT_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("UPRIGHT_CACHE", str(tmp_path / "cache"))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    done = subprocess.run(
        [sys.executable, "-m", "upright", "load", "specimens/files"], check=True, capture_output=True, text=True, cwd=REPOSITORY
    )
    for page in ("README.md", "docs/tutorial.md"):
        assert done.stderr in (REPOSITORY / page).read_text("utf-8"), page
