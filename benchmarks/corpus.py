"""The documents that the benchmarks read."""

from __future__ import annotations

import os
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("UPRIGHT_CORPUS") or REPOSITORY.parent / "shared")


def reports() -> tuple[list[Path], str]:
    """PDF reports and the name of the set: the real ones where they are at hand, else the specimens, 20 times each under other names."""
    folder = SHARED / "documents" / "upr"
    if folder.is_dir():
        return sorted(folder.glob("*.pdf")), "reports of the Working Group"
    return sorted((REPOSITORY / "specimens" / "files").glob("*.pdf")) * 20, "specimens, 20 times each"
