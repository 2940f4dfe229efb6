"""Recall and precision of what is read against the labels in tests/labels; the documents are in UPRIGHT_CORPUS (../shared)."""

from __future__ import annotations

import sys

from corpus import REPOSITORY, SHARED

sys.path.insert(0, str(REPOSITORY / "tests"))

from labelled import SETS, scores  # it stands beside the labels


def main() -> int:
    """One line a file: labels, records, recall, precision."""
    if not (SHARED / "documents").is_dir():
        print(f"no documents in {SHARED}: set UPRIGHT_CORPUS", file=sys.stderr)
        return 1
    for labels in SETS:
        for score in scores(labels, SHARED / "documents"):
            counts = f"{len(score.pairs) + len(score.missed):4} labels {len(score.pairs) + len(score.surplus):4} found"
            print(f"{labels.name:10} {score.file:45} {counts}  recall {score.recall:6.1%}  precision {score.precision:6.1%}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
