"""How many numbered paragraphs of recommendations name exactly the States that UPR Info's coders found in them.

The coders wrote one row for each State. A paragraph is compared where its words, or those of its parts, stand in the labels of the same
report; paragraphs of the same words are compared together, since a label does not say which of them it is. Reports in set_aside.txt
are counted too, and nothing of them is printed but totals.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from corpus import SHARED

Groups = dict[tuple[str, str], Counter[str]]  # by report and words: how often each State
COPY = "guinea2014.pdf"  # a copy of another report


def main() -> int:
    """Read, compare, print."""
    gold = SHARED / "gold" / "upr_info.jsonl"
    if not gold.is_file():
        print(f"nothing to score against in {SHARED}: set UPRIGHT_CORPUS", file=sys.stderr)
        return 1
    aside = set((Path(__file__).with_name("set_aside.txt")).read_text(encoding="utf-8").split())
    said, read, paragraphs = _said(gold), Groups(), Counter[tuple[str, str]]()
    for record in _records():
        for key, states in _parts(record):
            read.setdefault(key, Counter()).update(states)
            paragraphs[key] += 1
    shared = [key for key in read if key in said]
    wrong = [key for key in shared if read[key] != said[key]]
    every, off = sum(paragraphs[key] for key in shared), sum(paragraphs[key] for key in wrong)
    print(f"{every - off:,} of {every:,} paragraphs name exactly the States of the labels: {100 * (every - off) / every:.2f} %")
    if "--worst" in sys.argv:
        for report, words in (key for key in wrong if key[0] not in aside):
            print(f"{report}: {words[:90]}\n    read {_listed(read[report, words])}\n    said {_listed(said[report, words])}")
    return 0


def _records() -> Iterator[dict[str, Any]]:
    with tempfile.TemporaryDirectory() as folder:
        found = Path(folder) / "found.jsonl"
        reports = [str(path) for path in sorted((SHARED / "documents" / "upr").glob("*.pdf")) if path.name != COPY]
        command = [sys.executable, "-m", "upright", "read", *reports, "--only", "recommendation", "--workers", "2", "--output", str(found)]
        subprocess.run([*command, "--format", "jsonl"], check=False, stdout=subprocess.DEVNULL)
        with found.open(encoding="utf-8") as lines:
            yield from map(json.loads, lines)


def _parts(record: dict[str, Any]) -> Iterator[tuple[tuple[str, str], list[str]]]:
    if record["number"]:
        for part in record["parts"] or [record]:
            yield (record["source"]["file"], _words(part["text"])), part["states"]


def _said(gold: Path) -> Groups:
    found: Groups = defaultdict(Counter)
    with gold.open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            found[row["report"], _words(row["text"])][row["from"] or "no State"] += 1
    return dict(found)


def _words(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return " ".join(re.sub(r"^\s*(?:to|that) ", "", re.sub(r"&#\d+;|[^a-z0-9 ]", " ", plain)).split())


def _listed(states: Counter[str]) -> str:
    return ", ".join(f"{state} x{times}" if times > 1 else state for state, times in sorted(states.items()))


if __name__ == "__main__":
    sys.exit(main())
