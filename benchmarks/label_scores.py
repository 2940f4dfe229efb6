"""Recall and precision of what is read against the labels in tests/labels, for `make labels`.

The documents are in UPRIGHT_CORPUS (../shared).
"""

from __future__ import annotations

import sys

from corpus import REPOSITORY, SHARED

sys.path.insert(0, str(REPOSITORY / "tests"))

from fit_links import measured
from labelled import SETS, scores  # it stands beside the labels


def main() -> int:
    """One line a file: labels, records, recall, precision."""
    if not (SHARED / "documents").is_dir():
        print(f"no documents in {SHARED}: set UPRIGHT_CORPUS", file=sys.stderr)
        return 1
    for labels in SETS:
        for score in scores(labels, SHARED / "documents"):
            counts = f"{len(score.pairs) + len(score.missed):4} labels {len(score.pairs) + len(score.surplus):4} found"
            print(f"{labels.name:12} {score.file:20} {counts}  recall {_share(score.recall)}  precision {_share(score.precision)}")
    for line in measured(SHARED / "documents"):
        print(line)
    return 0


def _share(share: float | None) -> str:
    return "     -" if share is None else f"{share:6.1%}"


if __name__ == "__main__":
    sys.exit(main())
