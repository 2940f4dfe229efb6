"""How many recommendations are labelled in a second of one core: all schemes together, and each alone.

Processor time, not time on the clock: what else the machine does is not counted.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable

from corpus import SHARED
from upright import labelling
from upright.labelling import action, groups, issues, sdgs, themes, treaties
from upright.labelling.text import Text

_MOST = 3000


def texts() -> list[str]:
    with (SHARED / "gold" / "upr_info.jsonl").open(encoding="utf-8") as lines:
        found = dict.fromkeys(json.loads(line)["text"] for line in lines)
    return list(found)[:: max(1, len(found) // _MOST)][:_MOST]


def measure(name: str, work: Callable[[str], object], given: list[str]) -> None:
    work(given[0])  # the first waits for weights and tables
    begun = time.process_time()
    for text in given:
        work(text)
    seconds = time.process_time() - begun
    print(f"{name:>16}  {len(given) / seconds:8,.0f} a second  {seconds / len(given) * 1e6:6,.0f} microseconds each")


def _alone(label: Callable[[Text], object]) -> Callable[[str], object]:
    return lambda text: label(Text(text))


def main() -> None:
    given = texts()
    print(f"{len(given):,} different recommendations")
    measure("all schemes", labelling.label, given)
    measure("words alone", Text, given)
    for module in (action, issues, themes, groups, sdgs, treaties):
        measure(module.__name__.rsplit(".", 1)[-1], _alone(module.label), given)


if __name__ == "__main__":
    main()
