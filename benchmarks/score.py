"""Score what upright reads against labelled data, for `make score`, and add a row of figures to docs/accuracy.md.

The scripts and the labels are in UPRIGHT_CORPUS (../shared): score/score_upr.py compares with UPR Info's hand-coded rows,
score/score_exact.py with gold that was read line by line. Reports listed in set_aside.txt are set aside for measuring: nothing but their
totals is ever printed.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from corpus import REPOSITORY, SHARED

TABLE = REPOSITORY / "docs" / "accuracy.md"
HERE = Path(__file__).resolve().parent
ANCHOR = "<!-- make score adds rows above this line -->"
SLOVENIA = (
    # cycle, report and addendum, the report's symbol
    ("2014", ("cycle2/g1423930.pdf", "cycle2/g1504261.pdf"), "A/HRC/28/15"),
    ("2025", ("cycle4/g2502644.pdf", "cycle4/g2505828.pdf"), "A/HRC/59/15"),
)


def main() -> int:
    """Read, score, print, and add the row."""
    if not (SHARED / "gold").is_dir():
        print(f"nothing to score against in {SHARED}: set UPRIGHT_CORPUS", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder:
        found = Path(folder) / "found.jsonl"
        reports = sorted((SHARED / "documents" / "upr").glob("*.pdf"))
        _read(reports, found)
        figures = [*_upr_info(found, reports, Path(folder)), *_hand(found), *_slovenia(Path(folder))]
    for name, value in figures:
        print(f"{name:44} {value}")
    _add_row(figures)
    return 0


def _read(files: list[Path], output: Path) -> None:
    command = [sys.executable, "-m", "upright", "read", *map(str, files), "--format", "jsonl", "--output", str(output), "--workers", "2"]
    subprocess.run(command, check=False, stdout=subprocess.DEVNULL)  # a file that cannot be read counts as a report not read


def _upr_info(found: Path, reports: list[Path], folder: Path) -> list[tuple[str, str]]:
    aside = set((HERE / "set_aside.txt").read_text(encoding="utf-8").split())
    sets = {
        "all": reports,
        "seen": [path for path in reports if path.name not in aside],
        "set aside": [path for path in reports if path.name in aside],
    }
    rows = []
    for name, files in sets.items():
        chosen = folder / name.replace(" ", "-")
        chosen.mkdir()
        for path in files:
            (chosen / path.name).symlink_to(path)
        rows += [(f"{name}: {what}", value) for what, value in _score_upr(found, chosen)]
        rows.append((f"{name}: unread passages", str(_unread(found, {path.name for path in files}))))
    rows += [(f"2012-2014: {what}", value) for what, value in _score_upr(found, folder / "all", "--years", "2012-2014")]
    return rows


def _score_upr(found: Path, reports: Path, *more: str) -> list[tuple[str, str]]:
    script, gold = SHARED / "score" / "score_upr.py", SHARED / "gold" / "upr_info.jsonl"
    command = [sys.executable, str(script), str(found), "--gold", str(gold), "--reports", str(reports), "--json", *more]
    scores: dict[str, Any] = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return [
        ("reports (not read at all)", f"{scores['reports']} ({scores['unread_reports']})"),
        ("lenient recall / precision", f"{scores['lenient_recall']:.2f} / {scores['lenient_precision']:.2f}"),
        ("strict recall / precision", f"{scores['strict_recall']:.2f} / {scores['strict_precision']:.2f}"),
        ("position (of rows)", f"{scores['position']:.2f} ({scores['stated']:,})"),
    ]


def _unread(found: Path, names: set[str]) -> int:
    with found.open(encoding="utf-8") as lines:
        records = map(json.loads, lines)
        return sum(record["record"] == "unread" and record["source"]["file"] in names for record in records)


def _hand(found: Path) -> list[tuple[str, str]]:
    golds = sorted((SHARED / "gold" / "hand").glob("*.jsonl"))
    return [(f"hand gold, {gold.stem}", _score_exact(found, gold, "--file", f"{gold.stem}.pdf")) for gold in golds]


def _slovenia(folder: Path) -> list[tuple[str, str]]:
    rows = []
    for year, names, symbol in SLOVENIA:
        files = [SHARED / "documents" / "upr_slovenia" / name for name in names]
        output = folder / f"slovenia{year}.jsonl"
        _read(files, output)
        rows.append((f"Slovenia {year}", _score_exact(output, SHARED / "gold" / "ohchr_slovenia.jsonl", "--symbol", symbol, "--in-force")))
    return rows


def _score_exact(found: Path, gold: Path, *more: str) -> str:
    command = [sys.executable, str(SHARED / "score" / "score_exact.py"), str(found), "--gold", str(gold), "--show", "0", *more]
    said = subprocess.run(command, check=False, capture_output=True, text=True).stdout.splitlines()
    extra = re.search(r"not in gold (\d+).*numbers read twice (\d+)", said[0]) if said else None
    more_said = f", {extra[1]} extra, {extra[2]} twice" if extra and (extra[1] != "0" or extra[2] != "0") else ""
    counts = re.findall(r"(\d+)/(\d+)", said[-1]) if said else []
    right = "/".join(count for count, _ in counts)
    return f"{right} of {counts[0][1]}{more_said}" if counts else "no score"


def _add_row(figures: list[tuple[str, str]]) -> None:
    """One line for each figure of the run, newest run last."""
    git = ["git", "-C", str(REPOSITORY)]
    commit = subprocess.run([*git, "rev-parse", "--short", "HEAD"], check=True, capture_output=True, text=True).stdout.strip()
    changed = subprocess.run([*git, "status", "--porcelain", "--", "src"], check=True, capture_output=True, text=True).stdout.strip()
    values = dict(figures)
    today = dt.datetime.now(dt.UTC).date().isoformat()
    cells = [today, commit + ("+" if changed else ""), *(values[name] for name in COLUMNS)]
    row = f"| {' | '.join(cells)} |\n"
    text = TABLE.read_text(encoding="utf-8")
    TABLE.write_text(text.replace(ANCHOR, row + ANCHOR), encoding="utf-8")


COLUMNS = (
    *(
        f"{name}: {what}"
        for name in ("all", "seen", "set aside", "2012-2014")
        for what in ("lenient recall / precision", "strict recall / precision", "position (of rows)")
    ),
    *(f"hand gold, {name}" for name in ("brazil2008", "finland2008", "kazakhstan2014", "switzerland2008")),
    "Slovenia 2014",
    "Slovenia 2025",
)


if __name__ == "__main__":
    sys.exit(main())
