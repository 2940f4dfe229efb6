"""The reference says what the code says, and every page that the documentation names is there."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

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


def test_the_readme_shows_true_output() -> None:
    """What the README prints under a command is what the command prints."""
    readme = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    shown = re.search(r"\$ \.venv/bin/(upright show [^\n]+)\n(.*?)\n```", readme, re.DOTALL)
    assert shown
    command = [sys.executable, "-m", *shown[1].split()]
    said = subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8", cwd=Path(REPOSITORY)).stdout
    for line in shown[2].splitlines():
        assert line in said.splitlines()
