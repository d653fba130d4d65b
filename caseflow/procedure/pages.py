"""A procedure as it is shown to those who read law and not code: tables, diagrams, and a register of stored names."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from .table import NOBODY, SYSTEM, Citation, Phase, Procedure, TimeLimit, Transition

GENERATED = "> 本页由 `make docs` 从程序表生成，请勿手改；要改的是程序表。"


class PaperKind(NamedTuple):
    """What a page says of a kind of paper."""

    name: str
    code: str
    title: Any


Papers = Mapping[str, PaperKind]


# Words


def table(heads: Iterable[str], rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    """A Markdown table; nothing in a cell breaks it."""
    heads = list(heads)
    yield f"| {' | '.join(heads)} |"
    yield f"|{'--|' * len(heads)}"
    for row in rows:
        yield f"| {' | '.join(cell(each) for each in row)} |"
    yield ""


def cell(value: Any) -> str:
    return str(value).replace("|", "\\|").replace("\n", " ").strip()


def lines(values: Iterable[Any]) -> str:
    """Several things in one cell."""
    return "<br>".join(str(value) for value in values if str(value))


def length(limit: TimeLimit) -> str:
    number = f"{limit.length}{limit.unit.label}"
    return f"{number}（可调）" if limit.parameter else number


def actors(procedure: Procedure, row: Transition) -> str:
    return "、".join(str(NOBODY.get(role) or procedure.roles(role).label) for role in row.by)


def state(procedure: Procedure, name: str) -> str:
    code = procedure.codes.get(name, "")
    return f"{code} {procedure.states(name).label}".strip()


def sources(procedure: Procedure, row: Transition) -> str:
    """The states a row starts from, in runs where there are many."""
    if not row.source:
        return "（新建）"
    order = [str(each) for each in procedure.states.values]
    names = sorted(row.source, key=order.index)
    if len(names) <= 3:
        return lines(state(procedure, name) for name in names)
    if set(names) == set(order):
        return "任何状态"
    left_out = [name for name in order[order.index(names[0]) : order.index(names[-1]) + 1] if name not in names]
    words = f"{state(procedure, names[0])} 至 {state(procedure, names[-1])}"
    if left_out and len(left_out) <= 4:
        return f"{words}（不含{'、'.join(state(procedure, name) for name in left_out)}）"
    return words if not left_out else lines(state(procedure, name) for name in names)


def target(procedure: Procedure, row: Transition) -> str:
    if row.target is None:
        return "不变"
    if row.opens:
        return f"{state(procedure, row.target)}（另立新案卷）"
    return state(procedure, row.target)


def guards(row: Transition) -> str:
    return lines(f"{each.sentence}{f'〔{each.ref}〕' if each.ref else ''}" for each in row.requires)


def issued(row: Transition, papers: Papers) -> str:
    return lines(f"{papers[name].code} {papers[name].title}" for name in row.issues)


def clocks(row: Transition) -> str:
    found = [f"起算 {each.code} {each.name}（{length(each)}）" for each in row.starts]
    found += [f"停止 {each.code} {each.name}" for each in row.stops]
    found += [f"延长 {each.code} {each.name}" for each in row.extends]
    found += [f"扣除 {code} 开始" for code in row.pauses]
    found += [f"扣除 {code} 结束" for code in row.resumes]
    return lines(found)


# The page of a procedure


def page(procedure: Procedure, papers: Papers) -> str:
    """Everything a lawyer wants to see of a procedure, as Markdown."""
    return "\n".join(_page(procedure, papers)).rstrip("\n") + "\n"


def _page(procedure: Procedure, papers: Papers) -> Iterator[str]:
    yield f"# {procedure.title}"
    yield ""
    yield GENERATED
    yield ""
    moves = [row for row in procedure if row.target]
    acts = [row for row in procedure if not row.target]
    yield (
        f"{len(procedure.states.values)} 个状态，{len(moves)} 种转移，{len(acts)} 种不改变状态的办理事项，"
        f"{len(_limits(procedure))} 项期限，{len(papers_of([procedure]))} 种文书。编号照参考资料；表中的“可调”指由机关设定。"
    )
    yield ""
    yield "## 流程图"
    yield ""
    for phase in procedure.phases:
        yield f"### {phase.name}"
        yield ""
        yield "```mermaid"
        yield diagram(procedure, phase)
        yield "```"
        yield ""
    yield "## 办理事项"
    yield ""
    for heading, rows in _by_phase(procedure):
        if rows:
            yield f"### {heading}"
            yield ""
            yield from _rows(procedure, rows, papers)
    yield "## 状态"
    yield ""
    yield from _states(procedure)
    yield "## 期限"
    yield ""
    yield from _limit_table(procedure)
    if procedure.exclusions:
        yield "## 不计入期限的期间"
        yield ""
        grounds = ((code, name, basis) for code, (name, basis) in procedure.exclusions.items())
        yield from table(("编号", "期间", "依据"), grounds)
    yield "## 依据"
    yield ""
    yield from _articles(procedure)


def diagram(procedure: Procedure, phase: Phase) -> str:
    """The moves of a phase as a Mermaid state diagram; where they lead out of it, the first state there is shown."""
    arrows: list[str] = []
    shown = list(phase.states)
    for row in procedure:
        if row.target is None:
            continue
        if not row.source and row.target in phase.states:
            arrows.append(f"    [*] --> {row.target} : {row.title}")
        for source in row.source:
            if source in phase.states:
                arrows.append(f"    {source} --> {row.target} : {row.title}")
                if row.target not in shown:
                    shown.append(row.target)
    arrows += [f"    {name} --> [*]" for name in phase.states if name in procedure.final]
    named = [f'    state "{state(procedure, name)}" as {name}' for name in shown]
    return "\n".join(["stateDiagram-v2", *named, *_together(arrows)])


def _together(arrows: list[str]) -> Iterator[str]:
    """Arrows between the same two states as one, with all their moves."""
    found: dict[str, list[str]] = {}
    for arrow in arrows:
        ends, _colon, title = arrow.partition(" : ")
        found.setdefault(ends, []).append(title)
    for ends, titles in found.items():
        named = "、".join(dict.fromkeys(filter(None, titles)))
        yield f"{ends} : {named}" if named else ends


def _by_phase(procedure: Procedure) -> list[tuple[Any, list[Transition]]]:
    """The rows under the phase they belong to; those that many phases share come last."""
    found: dict[str, list[Transition]] = {str(phase.name): [] for phase in procedure.phases}
    shared: list[Transition] = []
    for row in procedure:
        states = row.source or (row.target,)
        phases = [str(phase.name) for phase in procedure.phases if set(states) & set(phase.states)]
        (found[phases[0]] if len(phases) <= 2 else shared).append(row)
    return [*found.items(), ("几个阶段都可以办理的", shared)]


def _rows(procedure: Procedure, rows: Iterable[Transition], papers: Papers) -> Iterator[str]:
    heads = ("编号", "从", "到", "办理事项", "由谁", "不能办理的情形", "文书", "期限", "依据")
    yield from table(
        heads,
        (
            (
                row.ref or "事项",
                sources(procedure, row),
                target(procedure, row),
                f"{row.title}<br>`{row.name}`",
                actors(procedure, row),
                guards(row),
                issued(row, papers),
                clocks(row),
                row.basis,
            )
            for row in rows
        ),
    )


def _states(procedure: Procedure) -> Iterator[str]:
    rows = []
    for name in procedure.states.values:
        awaited = [f"{task.title}（{procedure.roles(task.by).label}）" for task in procedure.tasks_of(name)]
        phase = next((str(each.name) for each in procedure.phases if name in each.states), "")
        label = f"{procedure.states(name).label}{'（终局）' if name in procedure.final else ''}"
        rows.append((procedure.codes.get(name, ""), label, f"`{name}`", phase, lines(awaited)))
    return table(("编号", "状态", "存储名", "阶段", "等待办理"), rows)


def _limits(procedure: Procedure) -> list[TimeLimit]:
    named = {each.code: each for row in procedure for each in (*row.starts, *row.stops, *row.extends)}
    return [named[code] for code in sorted(named)]


def _limit_table(procedure: Procedure) -> Iterator[str]:
    def naming(what: str, limit: TimeLimit) -> str:
        return "、".join(dict.fromkeys(str(row.title) for row in procedure if limit in getattr(row, what)))

    rows = []
    for each in _limits(procedure):
        expiry = f"届满后系统办理：{procedure.rows[each.on_expiry].title}。" if each.on_expiry in procedure.rows else ""
        rows.append(
            (
                each.code,
                each.name,
                f"{length(each)}{'（向前推算）' if each.backwards else ''}{'' if each.verified else '〔未核定〕'}",
                each.duty.label,
                lines((each.trigger, naming("starts", each))),
                naming("stops", each),
                "、".join(each.exclusions),
                f"{expiry}{each.effect}",
                each.basis,
            )
        )
    return table(("编号", "期限", "长度", "性质", "起算", "停止", "扣除", "届满的后果", "依据"), rows)


def _articles(procedure: Procedure) -> Iterator[str]:
    """Every article with what rests on it."""
    resting: dict[Citation, list[str]] = {}
    for row in procedure:
        ref = f"{row.ref} " if row.ref else ""
        resting.setdefault(row.basis, []).append(f"{ref}{row.title}")
    for limit in _limits(procedure):
        resting.setdefault(limit.basis, []).append(f"{limit.code} {limit.name}")
    laws: dict[str, list[Citation]] = {}
    for article in resting:
        laws.setdefault(article.law, []).append(article)
    for law, articles in laws.items():
        yield f"### {law}"
        yield ""
        yield from table(
            ("条文", "内容", "据以办理的事项和期限"),
            ((each.article, each.says, "、".join(dict.fromkeys(resting[each]))) for each in articles),
        )


# The table that leaders sign


CSV_HEADS = (
    "编号",
    "程序",
    "存储名",
    "办理事项",
    "从",
    "到",
    "由谁",
    "条件（代号）",
    "不能办理的情形",
    "文书",
    "起算期限",
    "停止期限",
    "延长期限",
    "扣除开始",
    "扣除结束",
    "须审批文书",
    "自动办理",
    "依据",
    "条文内容",
)


def transition_table(procedure: Procedure, papers: Papers) -> str:
    """One line a row, for a spreadsheet."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(CSV_HEADS)
    for row in procedure:
        writer.writerow(
            (
                row.ref,
                procedure.title,
                row.name,
                row.title,
                " ".join(procedure.codes.get(each, each) for each in row.source) or "（新建）",
                procedure.codes.get(row.target, row.target) if row.target else "（不变）",
                actors(procedure, row),
                " ".join(each.code for each in row.requires),
                " ".join(str(each.sentence) for each in row.requires),
                " ".join(f"{papers[name].code}{papers[name].title}" for name in row.issues),
                " ".join(each.code for each in row.starts),
                " ".join(each.code for each in row.stops),
                " ".join(each.code for each in row.extends),
                " ".join(row.pauses),
                " ".join(row.resumes),
                "是" if row.approval else "",
                "是" if row.at_once or row.by == (SYSTEM,) else "",
                row.basis,
                row.basis.says,
            )
        )
    return out.getvalue()


# The register of stored names


def papers_of(procedures: Iterable[Procedure]) -> list[str]:
    """The kinds of paper that the rows issue, each once, in the order of the rows."""
    return list(dict.fromkeys(name for procedure in procedures for row in procedure for name in row.issues))


def stored_names(procedures: Iterable[Procedure]) -> dict[str, list[str]]:
    """Every name of some procedures of one app that lies in databases and stories, sorted, by what it names."""
    procedures = list(procedures)
    names: dict[str, set[str]] = {}

    def add(what: str, found: Iterable[Any]) -> None:
        names.setdefault(what, set()).update(str(each) for each in found)

    for each in procedures:
        add(f"{each.name}: states", each.states.values)
        add(f"{each.name}: transitions", each.rows)
        add(f"{each.name}: tasks", (task.name for task in each.tasks))
        add("roles", each.roles.values)
        add("guards", (guard.code for row in each for guard in row.requires))
        add("limits", (limit.code for limit in _limits(each)))
        add("exclusions", each.exclusions)
    add("papers", papers_of(procedures))
    return {what: sorted(found) for what, found in sorted(names.items())}


def with_new_names(register: Mapping[str, list[str]], names: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """The register with what has been added since; nothing ever leaves it by itself."""
    every = sorted({*register, *names})
    return {what: sorted({*register.get(what, ()), *names.get(what, ())}) for what in every}


def gone(register: Mapping[str, list[str]], names: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """What the register has and the code has no more, by what it names."""
    missing = {what: sorted(set(known) - set(names.get(what, ()))) for what, known in register.items()}
    return {what: found for what, found in missing.items() if found}


__all__ = [
    "GENERATED",
    "PaperKind",
    "diagram",
    "gone",
    "page",
    "papers_of",
    "stored_names",
    "table",
    "transition_table",
    "with_new_names",
]
