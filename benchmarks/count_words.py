"""Count in how many recommendations each stem stands, and write src/upright/data/request_rarity.csv.

The recommendations are those that UPR Info lists (`gold/upr_info.jsonl` of the shared folder), each wording once, without the reports of
set_aside.txt.
"""

from __future__ import annotations

import csv
import json
from collections import Counter

from corpus import REPOSITORY, SHARED
from upright.linking.asks import ask

_LEAST = 3  # what stands in fewer is as rare as what stands in none
_DATA = REPOSITORY / "src" / "upright" / "data" / "request_rarity.csv"
_SOURCE = "recommendations of sessions 1 to 20 as UPR Info lists them"


def main() -> None:
    aside = set((REPOSITORY / "benchmarks" / "set_aside.txt").read_text(encoding="utf-8").split())
    rows = map(json.loads, (SHARED / "gold" / "upr_info.jsonl").read_text(encoding="utf-8").splitlines())
    texts = sorted({row["text"] for row in rows if row["report"] not in aside})
    having: Counter[str] = Counter()
    for text in texts:
        asked = ask(text)
        having.update(asked.words | asked.whole.topic)
    with _DATA.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["stem", "recommendations", "source"])
        writer.writerow(["", len(texts), _SOURCE])
        writer.writerows([stem, number, _SOURCE] for stem, number in sorted(having.items()) if number >= _LEAST)
    print(f"{len(texts):,} wordings, {sum(number >= _LEAST for number in having.values()):,} stems")


if __name__ == "__main__":
    main()
