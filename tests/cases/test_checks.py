"""``manage.py check`` notices each way in which table, methods and work items can drift apart."""

from dataclasses import replace
from types import SimpleNamespace

import pytest
from django.core.checks import run_checks
from django.db.models import TextChoices

from caseflow.procedure import SYSTEM, Citation, Duty, HumanTask, Phase, Procedure, TimeLimit, Transition, Unit
from caseflow.procedure.checks import procedure_holds_together

LAW = Citation("道路交通安全法", "第一条")


class State(TextChoices):
    ASKED = "asked", "已申请"
    DONE = "done", "已办结"


class Role(TextChoices):
    CLERK = "clerk", "经办人"


LIMIT = TimeLimit("L1", "办理期限", 5, Unit.WORKING_DAYS, Duty.AGENCY_DUTY, LAW)
ASK = Transition("ask", "申请", (), State.ASKED, (Role.CLERK,), LAW, starts=(LIMIT,))
END = Transition("end", "办结", (State.ASKED,), State.DONE, (Role.CLERK,), LAW, stops=(LIMIT,))
SOUND = Procedure(
    name="permit",
    app_label="tests",
    title="许可",
    states=State,
    roles=Role,
    tasks=(HumanTask("decide", State.ASKED, Role.CLERK, "办理"),),
    transitions=(ASK, END),
    phases=(Phase("办理", (State.ASKED, State.DONE)),),
    final=(State.DONE,),
)


def found(methods=("ask", "end"), items=("decide",), **changes):
    """The codes of what is wrong with the sound procedure after some changes."""
    field = SimpleNamespace(get_all_transitions=lambda cls: [SimpleNamespace(name=name) for name in methods])
    meta = SimpleNamespace(get_field=lambda name: field)
    record_class = type("Permit", (), {"procedure": replace(SOUND, **changes), "_meta": meta})
    return {error.id.partition(".")[2]: error.msg for error in procedure_holds_together(record_class, set(items))}


def rows(*changed):
    return {"transitions": changed}


def test_a_sound_procedure_is_sound():
    assert found() == {}


def test_the_procedures_of_this_project_are_sound():
    assert run_checks() == []


def test_a_row_without_a_method():
    assert "'end'" in found(methods=("ask",))["E001"]


@pytest.mark.parametrize("items", [(), ("decide", "wait")])
def test_a_task_in_only_one_of_table_and_flow(items):
    assert "E002" in found(items=items)


def test_a_task_that_no_row_finishes():
    assert "'decide'" in found(**rows(ASK, replace(END, by=(SYSTEM,))))["E003"]


def test_an_act_that_leaves_the_record_where_it_is_finishes_no_task():
    remark = Transition("remark", "批注", (State.ASKED,), None, (Role.CLERK,), LAW)
    assert "E003" in found(("ask", "end", "remark"), **rows(ASK, replace(END, by=(SYSTEM,)), remark))


def test_a_state_in_which_nobody_is_asked():
    assert "asked" in found(items=(), tasks=())["E004"].lower()


def test_a_state_in_which_only_some_are_asked():
    task = replace(SOUND.tasks[0], when=lambda record: False)
    assert "E004" in found(tasks=(task,))


def test_a_state_that_the_system_leaves_at_once_asks_nobody():
    at_once = replace(END, name="pass_on", by=(SYSTEM,), at_once=True)
    assert "E004" not in found(("ask", "end", "pass_on"), (), tasks=(), **rows(ASK, END, at_once))


def test_a_limit_that_runs_out_into_nothing():
    limit = replace(LIMIT, on_expiry="lapse")
    assert "'lapse'" in found(**rows(replace(ASK, starts=(limit,)), replace(END, stops=(limit,))))["E005"]


def test_two_rows_of_one_name():
    assert "E006" in found(**rows(ASK, END, END))


@pytest.mark.parametrize("basis", [None, Citation("", "")])
def test_a_row_without_a_basis_in_law(basis):
    assert "'end'" in found(**rows(ASK, replace(END, basis=basis)))["E007"]


@pytest.mark.parametrize("change", [{"source": ("asked", "lost")}, {"target": "lost"}])
def test_a_row_that_names_an_unknown_state(change):
    assert "lost" in found(**rows(ASK, replace(END, **change)))["E008"]


@pytest.mark.parametrize("by", [(), ("mayor",)])
def test_a_row_moved_by_nobody_known(by):
    assert "'end'" in found(**rows(ASK, replace(END, by=by)))["E009"]


@pytest.mark.parametrize("change", [{"pauses": ("EX9",)}, {"resumes": ("EX9",)}])
def test_a_row_that_names_an_unknown_interval(change):
    assert "EX9" in found(**rows(ASK, replace(END, **change)))["E010"]


def test_a_row_at_once_that_a_person_performs():
    assert "'end'" in found(**rows(ASK, replace(END, at_once=True)))["E011"]


def test_a_limit_without_an_end_and_without_an_effect():
    assert "L1" in found(**rows(ASK, replace(END, stops=())))["E012"]


def test_a_limit_that_is_stopped_nowhere_may_have_an_effect():
    limit = replace(LIMIT, effect="逾期的，向上级报告。")
    assert found(**rows(replace(ASK, starts=(limit,)), replace(END, stops=()))) == {}


def test_a_state_to_which_no_row_leads():
    assert "'done'" in found(**rows(ASK, replace(END, target=None)))["E013"]


def test_a_state_that_reaches_no_end():
    assert "'asked'" in found(**rows(ASK, replace(END, target=State.ASKED)))["E014"]


@pytest.mark.parametrize("states", [(State.ASKED,), (State.ASKED, State.DONE, State.DONE)])
def test_a_state_that_stands_in_no_phase_or_in_two(states):
    assert "E015" in found(phases=(Phase("办理", states),))


# --- separation of duties


def test_whoever_approves_is_kept_apart_from_whoever_prepares():
    from caseflow.enforcement.procedure import CASE

    for row in CASE:
        if row.approval:
            for role in row.by:
                assert role in {"head", "principal_head", "council_member"}
                assert frozenset((role, "case_officer")) in CASE.incompatible
