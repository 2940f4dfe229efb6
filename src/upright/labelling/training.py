"""Training the models of labels, and what their figures are measured on.

Training needs scikit-learn (the extra `train`); labelling does not. States that are trained on and States that are measured are kept apart,
and so are texts that differ in few words: many recommendations are made to one State after another in the same words.
"""

from __future__ import annotations

import csv
import hashlib
import html
import io
import json
import math
import zipfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from upright import states
from upright.data import rows as table
from upright.exceptions import UprightError
from upright.labelling import action
from upright.labelling.text import Text
from upright.labelling.weights import Block, Floats, Model, save
from upright.labelling.weights import names as names_of

FOLDS = 5
LAST = FOLDS - 1  # this fold's States are measured at the very end: nothing is chosen by them
NEAR = 0.8  # of two texts, words in common by words in either: from here on they are near-duplicates
LEAST = 200  # rows below which a model would learn nothing that holds elsewhere
_TWICE = 2  # a feature of one text alone says nothing about others
_ACTION_PENALTY = 0.4

Blocks = Callable[[Text], Sequence[Block]]
Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One recommendation as somebody coded it: `state` (alpha-3, or the name given) under review, `action` 1 to 5."""

    state: str
    text: str
    action: int
    issues: tuple[str, ...]


def fold(state: str) -> int:
    """Which of the five parts of the States one belongs to: the same for ever, whatever other States there are."""
    return int(hashlib.sha256(f"fold:{state}".encode()).hexdigest(), 16) % FOLDS


def novel(texts: Sequence[str], known: Sequence[str]) -> list[bool]:
    """For each text, whether no known text is a near-duplicate of it (Jaccard index of their sets of words at least NEAR)."""
    sets = [frozenset(Text(text).words) for text in known]
    rarity = Counter(word for words in sets for word in words)
    by_word: dict[str, list[frozenset[str]]] = defaultdict(list)
    for words in set(sets):
        for word in _rarest(words, rarity):
            by_word[word].append(words)
    return [not _has_near(frozenset(Text(text).words), by_word, rarity) for text in texts]


def _rarest(words: frozenset[str], rarity: Counter[str]) -> list[str]:
    """So many of the rarest words that a near-duplicate must share one of them."""
    ordered = sorted(words, key=lambda word: (rarity[word], word))
    return ordered[: len(words) - math.ceil(NEAR * len(words)) + 1]


def _has_near(words: frozenset[str], by_word: dict[str, list[frozenset[str]]], rarity: Counter[str]) -> bool:
    return any(_near(words, other) for word in _rarest(words, rarity) for other in by_word.get(word, ()))


def _near(words: frozenset[str], other: frozenset[str]) -> bool:
    if not NEAR * len(words) <= len(other) <= len(words) / NEAR:
        return False
    common = len(words & other)
    return common >= NEAR * (len(words) + len(other) - common)


def folds(rows: Sequence[Row]) -> Iterator[tuple[list[Row], list[Row]]]:
    """The development States four ways: rows to train on, and the novel rows of other States. The last fold's States are in neither."""
    development = [row for row in rows if fold(row.state) != LAST]
    for each in range(LAST):
        yield apart(development, each)


def apart(rows: Sequence[Row], measured: int) -> tuple[list[Row], list[Row]]:
    """Rows of the States outside a fold, and the rows of its States that are no near-duplicates of them."""
    training = [row for row in rows if fold(row.state) != measured]
    others = [row for row in rows if fold(row.state) == measured]
    kept = novel([row.text for row in others], [row.text for row in training])
    return training, [row for row, new in zip(others, kept, strict=True) if new]


def train(rows: Sequence[Row], folder: Path, tell: Tell) -> list[Path]:
    """Train every model on all rows and write their files; `tell` is told how far it is.

    UprightError where scikit-learn is not there, or where the rows are too few.
    """
    _needs(rows)
    written = []
    for name, make in models().items():
        path = folder / f"{name}.npz"
        size = save(make(rows, tell), path)
        tell(f"{path}: {size / 1e6:.2f} MB")
        written.append(path)
    return written


def models() -> Mapping[str, Callable[[Sequence[Row], Tell], Model]]:
    """How the model of each file is made."""
    from upright.labelling import training_issues  # stands on this module  # noqa: PLC0415

    return {action.NAME: action_model, "issues": training_issues.train_issues}


def _needs(rows: Sequence[Row]) -> None:
    try:
        import sklearn  # noqa: F401, PLC0415
    except ImportError as error:
        raise UprightError("training needs scikit-learn: install upright with the extra 'train'") from error
    to = {row.state for row in rows}
    if len(rows) < LEAST or len(to) < FOLDS:
        coded = f"{len(rows):,} coded recommendations to {len(to)} State{'s' * (len(to) != 1)}"
        raise UprightError(f"{coded} are too few to train on: {LEAST} to at least {FOLDS} States are needed")
    if len(set(map(fold, to))) == 1:
        raise UprightError(f"all {len(to)} States are in the same part of the States, so that none can be kept apart: another is needed")
    missing = {*map(int, action.VALUES)} - {row.action for row in rows}
    if missing:
        raise UprightError(f"no recommendation is coded with action {min(missing)}: all of {', '.join(action.VALUES)} are needed")
    if not common_issues(rows):
        raise UprightError("no issue is coded that recommendations to several States have, and others have not: nothing can be learnt")


def common_issues(rows: Sequence[Row]) -> tuple[str, ...]:
    """The issues that recommendations to States of several folds have, but not all recommendations: of others nothing could be learnt that
    holds elsewhere."""
    given = Counter(issue for row in rows for issue in row.issues)
    parts = Counter(issue for issue, _ in {(issue, fold(row.state)) for row in rows for issue in row.issues})
    return tuple(sorted(issue for issue in given if parts[issue] > 1 and given[issue] < len(rows)))


def action_model(rows: Sequence[Row], tell: Tell) -> Model:
    """The model of the strength of action; how scores become chances is learnt on States that the scores were not trained on."""
    scores, actions = [], []
    parts = sorted({fold(row.state) for row in rows})
    for done, part in enumerate(parts, 1):
        training, others = apart(rows, part)
        tell(f"strength of action: {done} of {len(parts) + 1}")
        model = _action_scores(training)
        scores += [model.scores(model.find(action.blocks(Text(row.text)))) for row in others]
        actions += [row.action for row in others]
    if missing := {*map(int, action.VALUES)} - {*actions}:
        raise UprightError(
            f"recommendations with action {min(missing)} are all made to several States in the same words: others are needed"
        )
    tell(f"strength of action: {len(parts) + 1} of {len(parts) + 1}")
    model = _action_scores(rows)
    chances = _chances(np.array(scores), np.array(actions))
    return Model(model.values, model.rows, model.idf, model.weights, model.bias, {"chances": chances})


def _action_scores(rows: Sequence[Row]) -> Model:
    targets = np.array([[row.action == int(value) for value in action.VALUES] for row in rows])
    return linear([Text(row.text) for row in rows], action.blocks, targets, action.VALUES, _ACTION_PENALTY)


def _chances(scores: Floats, actions: NDArray[np.int_]) -> Floats:
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415

    fitted = LogisticRegression(max_iter=1000).fit(scores, actions)
    return np.vstack([fitted.coef_.T, fitted.intercept_]).astype(np.float32)


def linear(texts: Sequence[Text], blocks: Blocks, targets: NDArray[np.bool_], values: tuple[str, ...], penalty: float) -> Model:
    """A linear support vector machine for each value, over the features of at least two texts; the rest as in `fitted`."""
    return fitted(_vocabulary(texts, blocks, values), texts, blocks, targets, penalty)


def fitted(empty: Model, texts: Sequence[Text], blocks: Blocks, targets: NDArray[np.bool_], penalty: float) -> Model:
    """A model's weights, of a linear support vector machine for each value. `targets`: a row for each text, a column for each value;
    `penalty`: their C."""
    from sklearn.svm import LinearSVC  # noqa: PLC0415

    counts = matrix(empty, texts, blocks)
    weights = np.zeros_like(empty.weights)
    bias = np.zeros_like(empty.bias)
    for column in range(len(empty.values)):
        if len(set(targets[:, column].tolist())) == 1:  # none of these texts has the value, or all have it
            bias[column] = 1 if targets[0, column] else -1
            continue
        machine = LinearSVC(C=penalty, random_state=0).fit(counts, targets[:, column])
        weights[:, column], bias[column] = machine.coef_[0], machine.intercept_[0]
    return Model(empty.values, empty.rows, empty.idf, weights, bias)


def matrix(model: Model, texts: Sequence[Text], blocks: Blocks) -> Any:
    """What the features of each text count for, as a sparse matrix of SciPy: a row for each text."""
    from scipy.sparse import csr_matrix  # noqa: PLC0415

    found = [model.find(blocks(text)) for text in texts]
    ends = np.cumsum([0, *(len(each.rows) for each in found)])
    data = np.concatenate([each.counts for each in found]).astype(np.float64)
    return csr_matrix((data, np.concatenate([each.rows for each in found]), ends), shape=(len(texts), len(model.idf)))


def _vocabulary(texts: Sequence[Text], blocks: Blocks, values: tuple[str, ...]) -> Model:
    """A model without weights: the features of at least two texts, and what each counts for by its rarity."""
    frequency: Counter[str] = Counter()
    for text in texts:
        frequency.update(names_of(blocks(text)))
    names = sorted(name for name, texts_with in frequency.items() if texts_with >= _TWICE)
    idf = np.array([math.log((1 + len(texts)) / (1 + frequency[name])) + 1 for name in names], dtype=np.float16).astype(np.float32)
    zeros = np.zeros((len(names), len(values)), dtype=np.float32)
    return Model(values, {name: row for row, name in enumerate(names)}, idf, zeros, np.zeros(len(values), dtype=np.float32))


def read(path: Path) -> tuple[list[Row], int]:
    """Coded recommendations, and how many lines were passed over because they lack a text, a State or an action: JSON lines, or UPR Info's
    export as CSV. UprightError in one sentence where the file is something else."""
    try:
        held = path.read_bytes()
    except OSError as error:
        raise UprightError(f"{path} cannot be read: {error.strerror or error}") from error
    if not held.strip():
        raise UprightError(f"{path} is empty")
    if zipfile.is_zipfile(io.BytesIO(held)) or held.lstrip()[:1] == b"[":
        raise UprightError(
            f"{path}: UHRI's export codes themes, which upright finds by rules; actions and issues are trained from UPR Info's export (CSV)"
        )
    lines = list(_objects(path, held) if held.lstrip()[:1] == b"{" else _cells(path, held))
    found = [row for row in map(_row, lines) if row]
    if not found:
        raise UprightError(f"{path}: none of its {len(lines):,} lines has a text, a State and an action from 1 to 5")
    return found, len(lines) - len(found)


def _objects(path: Path, held: bytes) -> Iterator[dict[str, Any]]:
    try:
        lines = [json.loads(line) for line in held.decode("utf-8-sig").splitlines() if line.strip()]
    except ValueError as error:
        raise UprightError(f"{path}: a line is no JSON object") from error
    for line in lines:
        if isinstance(line, dict):
            yield {field: line[column] for column, field in reversed(_columns().items()) if column in line}


def _cells(path: Path, held: bytes) -> Iterator[dict[str, Any]]:
    text = _decoded(held).replace("\r\n", "\n").replace("\r", "\n")
    first = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text), delimiter=max(",;\t", key=first.count))
    try:
        header, *lines = reader
    except (csv.Error, ValueError) as error:
        raise UprightError(f"{path}: this is no table of comma-separated values") from error
    fields = [_columns().get(name.strip().lower()) for name in header]
    if missing := sorted({*_columns().values()} - {*fields}):
        raise UprightError(f"{path}: no column for {', '.join(missing)}; a file of coded recommendations has {_names()}")
    for cells in lines:
        yield {field: html.unescape(cell) for field, cell in zip(fields, cells, strict=False) if field}


def _columns() -> dict[str, str]:
    """Which field a column of an export is, by the column's name in small letters."""
    return {row["column"]: row["field"] for row in table("export_columns.csv")}


def _names() -> str:
    by_field: dict[str, list[str]] = defaultdict(list)
    for column, field in _columns().items():
        by_field[field].append(column)
    return ", ".join(" or ".join(f"'{column}'" for column in columns) for columns in by_field.values())


def _decoded(held: bytes) -> str:
    try:
        return held.decode("utf-8-sig")
    except UnicodeDecodeError:
        return held.decode("mac-roman")  # as UPR Info's export is written


def _row(line: Mapping[str, Any]) -> Row | None:
    text, state, coded = (str(line.get(field) or "").strip() for field in ("text", "state", "action"))
    issues = line.get("issues") or ()
    listed = issues.split(",") if isinstance(issues, str) else issues
    if not (Text(text).words and state and coded[:1] in action.VALUES):
        return None
    known = states.find(state)
    return Row(
        state=known.code if known else state,
        text=text,
        action=int(coded[0]),
        issues=tuple(dict.fromkeys(str(issue).strip() for issue in listed if str(issue).strip())),
    )
