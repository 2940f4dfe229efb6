"""UPR Info's issues: how right the labels are for States that were not trained on.

Trains on four fifths of the States of gold/upr_info.jsonl and prints micro- and macro-F1 of the last fifth, which chose nothing: of all its
recommendations, and of those that are no near-duplicates of what was trained on; then a line for each issue, how sure the labels are
against how right they are, and what the rules find alone. With --rules it writes instead how often UPR Info agrees with each rule
(src/upright/data/issue_rules.csv).
"""

from __future__ import annotations

import csv
import sys
import time
from collections import Counter
from collections.abc import Sequence

from corpus import REPOSITORY, SHARED
from upright.data import rows
from upright.labelling import issues
from upright.labelling.phrases import Rules
from upright.labelling.text import Text
from upright.labelling.training import LAST, Row, apart, fold, read
from upright.labelling.training_issues import train_issues
from upright.labelling.weights import Model, packed, unpacked

_RULES = REPOSITORY / "src" / "upright" / "data" / "issue_rules.csv"


def _measure(model: Model | None, coded: Sequence[Row], name: str, values: bool) -> None:
    right, said, there = Counter[str](), Counter[str](), Counter[str]()
    sure: list[tuple[float, bool]] = []
    started = time.process_time()
    for row in coded:
        text = Text(row.text)
        found = {each.value: each.confidence for each in (issues.by_model(text, model) if model else issues.by_rules(text))}
        right.update(found.keys() & set(row.issues))
        said.update(found.keys())
        there.update(row.issues)
        sure += [(confidence, issue in row.issues) for issue, confidence in found.items()]
    each_f1 = {issue: 2 * right[issue] / (said[issue] + there[issue]) for issue in there}
    speed = len(coded) / (time.process_time() - started)
    micro, macro = 2 * right.total() / (said.total() + there.total()), sum(each_f1.values()) / len(each_f1)
    print(f"{name}: {len(coded):,} recommendations, micro-F1 {micro:.4f}, macro-F1 {macro:.4f}, {speed:,.0f} a second")
    if values:
        for issue in sorted(there, key=lambda issue: (-there[issue], issue)):
            precision, recall = right[issue] / max(1, said[issue]), right[issue] / there[issue]
            print(f"| {issue} | {there[issue]} | {precision:.2f} | {recall:.2f} | {each_f1[issue]:.2f} |")
        for low in (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95):
            high = next((edge for edge in (0.5, 0.6, 0.7, 0.8, 0.9, 0.95) if edge > low), 1.01)
            inside = [(confidence, is_right) for confidence, is_right in sure if low <= confidence < high]
            if inside:
                print(f"confidence {low:.2f}-{high:.2f}: {len(inside)}, mean {sum(a for a, _ in inside) / len(inside):.2f}, "
                      f"right {sum(b for _, b in inside) / len(inside):.2f}")  # fmt: skip


def _count_rules(coded: Sequence[Row]) -> None:
    held = rows(_RULES.name)
    single = [Rules([row]) for row in held]
    right, given = Counter[int](), Counter[int]()
    for row in coded:
        text = Text(row.text)
        for number, rule in enumerate(single):
            if rule.find(text):
                given[number] += 1
                right[number] += held[number]["value"] in row.issues
    with _RULES.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["value", "words", "unless", "right", "given", "source"])
        writer.writerows([row["value"], row["words"], row["unless"], right[n], given[n], row["source"]] for n, row in enumerate(held))


def main() -> int:
    coded, _ = read(SHARED / "gold" / "upr_info.jsonl")
    if "--rules" in sys.argv:
        _count_rules(coded)
        return 0
    training, novel = apart(coded, LAST)
    model = unpacked(packed(train_issues(training, lambda line: print(line, file=sys.stderr))))
    _measure(model, [row for row in coded if fold(row.state) == LAST], "all", values=False)
    _measure(model, novel, "novel", values=True)
    _measure(None, novel, "novel, rules alone", values=False)
    return 0


if __name__ == "__main__":
    sys.exit(main())
