"""Training, and what is kept apart for measuring."""

from __future__ import annotations

import builtins
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from upright.exceptions import UprightError
from upright.labelling import action, training
from upright.labelling.text import Text
from upright.labelling.training import Row

_VERBS = {1: "share experience on", 2: "continue", 3: "consider", 4: "strengthen", 5: "ratify"}
_STATES = ("KAZ", "SVN", "BEN", "PER", "FJI", "ISL", "OMN", "TUV")
_THINGS = ("courts", "schools", "prisons", "treaties", "unions", "clinics", "elections", "borders")


_ONE_PART = [name for name in map(str, range(100)) if training.fold(name) == 0][:5]


def _rows() -> list[Row]:
    return [
        Row(state=state, text=f"{verb} {thing} number{at} in {state}{value}", action=value, issues=("Justice",) if value > 3 else ("NHRI",))
        for value, verb in _VERBS.items()
        for at, state in enumerate(_STATES)
        for thing in _THINGS
    ]


def test_a_state_is_always_in_the_same_fold_and_no_state_in_two() -> None:
    assert training.fold("KAZ") == training.fold("KAZ")
    for inside, measured in training.folds(_rows()):
        assert not {row.state for row in inside} & {row.state for row in measured}
        assert training.LAST not in {training.fold(row.state) for row in (*inside, *measured)}


def test_a_near_duplicate_is_not_novel() -> None:
    known = ["Ratify the Convention on the Rights of Persons with Disabilities without further delay"]
    others = [
        "Ratify without delay the Convention on the Rights of Persons with Disabilities",
        "Ratify the Convention on Migrant Workers without delay",
        "",
    ]
    assert training.novel(others, known) == [False, True, True]


def test_what_is_trained_holds_for_other_states_and_has_the_same_bytes_again(tmp_path: Path) -> None:
    told: list[str] = []
    (first,) = [path for path in training.train(_rows(), tmp_path / "a", told.append) if path.stem == action.NAME]
    (again,) = [path for path in training.train(_rows(), tmp_path / "b", told.append) if path.stem == action.NAME]
    assert first.read_bytes() == again.read_bytes()
    assert told[0].startswith("strength of action: 1 of ")
    model = training.action_model(_rows(), told.append)
    assert action.judged(Text("strengthen harbours"), model).value == "4"
    assert action.judged(Text("continue harbours"), model).value == "2"


def test_too_few_rows_are_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(UprightError, match="40 coded recommendations to 5 States are too few"):
        training.train(_rows()[:40], tmp_path, print)
    assert not list(tmp_path.iterdir())


_SAME_WORDS = [replace(row, text="share experience on courts") if row.action == 1 else row for row in _rows()]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([row for row in _rows() if row.action != 3], "no recommendation is coded with action 3"),
        ([replace(row, state="KAZ") for row in _rows()], "320 coded recommendations to 1 State are too few"),
        ([replace(row, state=_ONE_PART[at % 5]) for at, row in enumerate(_rows())], "all 5 States are in the same part"),
        ([replace(row, issues=()) for row in _rows()], "no issue is coded"),
        ([replace(row, issues=("Justice",)) for row in _rows()], "no issue is coded"),
        ([replace(row, issues=(f"of {row.state}",)) for row in _rows()], "no issue is coded"),
        (_SAME_WORDS, "with action 1 are all made to several States in the same words"),
    ],
)
def test_rows_of_which_nothing_can_be_learnt_are_one_sentence(rows: list[Row], said: str, tmp_path: Path) -> None:
    with pytest.raises(UprightError, match=said) as error:
        training.train(rows, tmp_path, print)
    assert "\n" not in str(error.value)
    assert not list(tmp_path.iterdir())


def test_an_issue_that_only_one_part_of_the_states_lacks_is_learnt(tmp_path: Path) -> None:
    rows = [replace(row, issues=() if row.state == "SVN" else ("Justice",)) for row in _rows()]
    assert {path.stem for path in training.train(rows, tmp_path, print)} == {action.NAME, "issues"}


def test_without_scikit_learn_it_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any, **named: Any) -> Any:
        if name.startswith("sklearn"):
            raise ImportError(name)
        return real(name, *rest, **named)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(UprightError, match="the extra 'train'"):
        training.train(_rows(), tmp_path, print)


def test_json_lines_are_read(tmp_path: Path) -> None:
    file = tmp_path / "rows.jsonl"
    line = {"sur": "KAZ", "text": "Ratify it", "action": 5, "issues": ["Justice", "NHRI"]}
    file.write_text(json.dumps(line) + "\n" + json.dumps(line | {"action": None}) + "\n", encoding="utf-8")
    assert training.read(file) == ([Row(state="KAZ", text="Ratify it", action=5, issues=("Justice", "NHRI"))], 1)


def test_upr_infos_export_is_read(tmp_path: Path) -> None:
    """Carriage returns at the ends of lines, Mac Roman, issues with commas between them, entities."""
    file = tmp_path / "export.csv"
    table = [
        "Recommendation,State Under Review,SuR Regional Group,Recommending State,Response,Action,Issue,Session",
        '"Ratify the “Protocol”, &amp; report",Kazakhstan,&#40;Unknown&#41;,Peru,Accepted,5,"Justice, NHRI",20',
        ",Kazakhstan,Asia,Peru,Accepted,5,Justice,20",
    ]
    file.write_bytes("\r".join(table).encode("mac-roman"))
    wanted = Row(state="KAZ", text="Ratify the “Protocol”, & report", action=5, issues=("Justice", "NHRI"))
    assert training.read(file) == ([wanted], 1)


@pytest.mark.parametrize(
    ("held", "said"),
    [
        (b"", "bad is empty"),
        (b"\r\n \n", "bad is empty"),
        (b"recommendation,sur,action,issue\n", "none of its 0 lines"),
        (b"\x00\xff\x13", "no column for action, issues, state, text"),
        (b"name,age\nx,1\n", "no column for action, issues, state, text"),
        (b"recommendation,sur,action,issue\nRatify it,Peru,9,NHRI\n", "none of its 1 lines has a text, a State and an action"),
        (b'{"text": "Ratify it"\n', "a line is no JSON object"),
        (b'[{"AnnotationId": "1"}]', "UHRI's export codes themes"),
        (b"PK\x05\x06" + bytes(18), "UHRI's export codes themes"),
    ],
)
def test_bad_input_is_one_sentence(tmp_path: Path, held: bytes, said: str) -> None:
    file = tmp_path / "bad"
    file.write_bytes(held)
    with pytest.raises(UprightError, match=said) as error:
        training.read(file)
    assert "\n" not in str(error.value)


def test_a_file_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(UprightError, match="cannot be read"):
        training.read(tmp_path / "nothing.csv")


def test_how_often_the_verbs_are_right_is_as_counted(corpus: Path) -> None:
    """The counts in action_rules.csv are those of the development States."""
    rows, _ = training.read(corpus / "gold" / "upr_info.jsonl")
    coded = [row for row in rows if training.fold(row.state) != training.LAST]
    ruled = [(found[0], row.action) for row in coded if (found := action.rule(Text(row.text)))]
    for verb in ("ratify", "adopt", "consider"):
        mine = [(rule, value) for rule, value in ruled if rule.verb == verb]
        assert len(mine) == action.rules()[verb].of
        assert sum(rule.action == value for rule, value in mine) == action.rules()[verb].right
