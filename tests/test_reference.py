"""The reference says what the code says, and every page that the documentation names is there."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from conftest import REPOSITORY


def test_the_generated_pages_are_up_to_date() -> None:
    done = subprocess.run([sys.executable, "scripts/reference.py", "--check"], check=False, capture_output=True, text=True, cwd=REPOSITORY)
    assert done.stderr == ""
    assert done.returncode == 0


def test_links_between_pages_lead_somewhere() -> None:
    pages = [*REPOSITORY.glob("*.md"), *(REPOSITORY / "docs").rglob("*.md")]
    assert len(pages) > 10
    for page in pages:
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_every_page_is_in_the_navigation() -> None:
    named = set(re.findall(r"[\w/-]+\.md", (REPOSITORY / "mkdocs.yml").read_text(encoding="utf-8")))
    there = {path.relative_to(REPOSITORY / "docs").as_posix() for path in (REPOSITORY / "docs").rglob("*.md")}
    assert named == there


def examples() -> list[tuple[str, list[str]]]:
    """The commands that the README shows with their output."""
    readme = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```\n\$ \.venv/bin/upright ([^\n]+)\n(.*?)```", readme, re.DOTALL)
    return [(command, output.splitlines()) for command, output in blocks]


def test_the_readme_has_examples() -> None:
    assert [command.split()[0] for command, _ in examples()] == ["read", "show", "check", "link"]


@pytest.mark.usefixtures("cache_folder")
@pytest.mark.parametrize(("command", "output"), examples())
def test_the_readme_shows_true_output(command: str, output: list[str]) -> None:
    """Every line that the README shows under a command is a line that the command prints, in that order."""
    done = subprocess.run(
        [sys.executable, "-m", "upright", *command.split()], check=True, capture_output=True, text=True, encoding="utf-8", cwd=REPOSITORY
    )
    said = iter(done.stdout.splitlines())
    for line in output:
        assert line == "..." or line in said, line
