"""Strength of action and issues against UPR Info's coding, on States that were not trained on: writes docs/reference/models.md.

python benchmarks/score_labels.py                 trained on four fifths of the States, measured on the last fifth
python benchmarks/score_labels.py --development   prints: four times, trained on three of these fifths, measured on the fourth
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from string import Template

from corpus import REPOSITORY, SHARED
from label_figures import Figures
from upright.labelling import action, issues, training, weights
from upright.labelling.labelled import Labelled
from upright.labelling.text import Text
from upright.labelling.training import Row
from upright.labelling.training_issues import train_issues
from upright.labelling.weights import Model, packed, unpacked

_GOLD = SHARED / "gold" / "upr_info.jsonl"
_CARD = REPOSITORY / "docs" / "reference" / "models.md"
PROSE = REPOSITORY / "benchmarks" / "model_card.txt"  # the page without its figures
WEIGHTS = REPOSITORY / "src" / "upright" / "labelling" / weights.FOLDER


@dataclass(frozen=True)
class Held:
    """Rows to train on, all rows of the States that are measured, and those of them that are no near-duplicates of the former."""

    training: Sequence[Row]
    every: Sequence[Row]
    novel: Sequence[Row]


def held(rows: Sequence[Row], part: int) -> Held:
    """One fold's States apart from the others among these rows."""
    inside, novel = training.apart(rows, part)
    return Held(inside, [row for row in rows if training.fold(row.state) == part], novel)


def actions(model: Model, rows: Sequence[Row]) -> Figures:
    """What the rules and the model say of the strength of action, beside what was coded."""
    return Figures([(frozenset([str(row.action)]), action.decided(Text(row.text), model)) for row in rows])


def issues_of(model: Model | None, rows: Sequence[Row]) -> Figures:
    """The same of issues; without a model, what the rules say alone."""
    return Figures([(frozenset(row.issues), _issues(Text(row.text), model)) for row in rows])


def _issues(text: Text, model: Model | None) -> tuple[Labelled, ...]:
    return issues.by_model(text, model) if model else issues.by_rules(text)


def _sizes(rows: Sequence[Row], apart: Held) -> dict[str, str]:
    """What the page says of the data, by the names in its prose."""
    sizes = {
        "rows": len(rows),
        "texts": len({row.text for row in rows}),
        "states": _states(rows),
        "training": len(apart.training),
        "training_states": _states(apart.training),
        "novel": len(apart.novel),
        "every": len(apart.every),
        "measured_states": _states(apart.every),
    }
    return {name: f"{size:,}" for name, size in sizes.items()}


def _states(rows: Sequence[Row]) -> int:
    return len({row.state for row in rows})


def shipped() -> Iterator[str]:
    """The weights of the package."""
    yield "| weights | values | features | MB |\n|---|---|---|---|"
    for path in sorted(WEIGHTS.glob("*.npz")):
        content = path.read_bytes()
        model = unpacked(content)
        yield f"| `{path.name}` | {len(model.values)} | {len(model.rows):,} | {len(content) / 1e6:.2f} |"


def action_lines(apart: Held) -> Iterator[str]:
    """The figures of the strength of action, as Markdown."""
    model = unpacked(packed(training.action_model(apart.training, _say)))
    novel, every = actions(model, apart.novel), actions(model, apart.every)
    yield "| | recommendations | accuracy | macro-F1 |\n|---|---|---|---|"
    yield f"| near-duplicates removed | {len(novel.pairs):,} | {novel.micro:.3f} | {novel.macro:.3f} |"
    yield f"| all | {len(every.pairs):,} | {every.micro:.3f} | {every.macro:.3f} |"
    for method in ("rule", "model"):
        part = Figures([pair for pair in novel.pairs if pair[1][0].method == method])
        yield f"| near-duplicates removed, by {method} | {len(part.pairs):,} | {part.micro:.3f} | |"
    yield ""
    yield from novel.confusion()
    yield ""
    yield from novel.reliability()


def issue_lines(apart: Held) -> Iterator[str]:
    """The figures of the issues, as Markdown."""
    model = unpacked(packed(train_issues(apart.training, _say)))
    novel = issues_of(model, apart.novel)
    yield "| | recommendations | micro-F1 | macro-F1 |\n|---|---|---|---|"
    parts = (("near-duplicates removed", novel), ("all", issues_of(model, apart.every)))
    for name, part in (*parts, ("rules alone, near-duplicates removed", issues_of(None, apart.novel))):
        yield f"| {name} | {len(part.pairs):,} | {part.micro:.3f} | {part.macro:.3f} |"
    yield ""
    yield from novel.by_value()
    yield ""
    yield from novel.reliability()


def _say(line: str) -> None:
    print(line, file=sys.stderr)


def card(rows: Sequence[Row]) -> str:
    """The page."""
    apart = held(rows, training.LAST)
    parts = {"weights": shipped(), "action": action_lines(apart), "issues": issue_lines(apart)}
    prose = Template(PROSE.read_text(encoding="utf-8"))
    return prose.substitute(_sizes(rows, apart) | {name: "\n".join(lines) for name, lines in parts.items()})


def main() -> None:
    rows, _ = training.read(_GOLD)
    if "--development" in sys.argv:
        development = [row for row in rows if training.fold(row.state) != training.LAST]
        for part in range(training.LAST):
            apart = held(development, part)
            print(*action_lines(apart), "", *issue_lines(apart), "", sep="\n")
    else:
        _CARD.write_text(card(rows), encoding="utf-8")


if __name__ == "__main__":
    main()
