"""Every cell of expected.yaml: what is allowed to whom, without a line of the application."""

from pathlib import Path

import yaml


def codes(told, of):
    """The stored names that ``told`` stands for: a code, a list, a stretch or ``all``."""
    if told == "all":
        return set(of.values())
    found = set()
    for each in told if isinstance(told, list) else [told]:
        if ".." in each:
            low, high = each.split("..")
            found |= {name for code, name in of.items() if low <= code <= high and code not in ("M22", "M03")}
        else:
            found.add(of[each])
    return found


def several(told, everything):
    return everything if told == "all" else told if isinstance(told, list) else [told]


TABLE = Path(__file__).with_name("expected.yaml")


def expand(path=TABLE):
    """(procedure, action, role, state, relation) of what is allowed, and what each office sees of each class."""
    told = yaml.safe_load(path.read_text())
    allowed, reads = set(), set()
    for procedure, rows in told["read"].items():
        of = told["states"][procedure]
        for row in rows:
            for state in codes(row["in"], of):
                for relation in told["house"] if row["as"] == "house" else row["as"]:
                    reads.add((procedure, row["role"], state, relation))
    allowed |= {(procedure, "file.read", *rest) for procedure, *rest in reads}
    for part, prefix in (("file", ""), ("moves", "move.")):
        for procedure, rows in told[part].items():
            for row in rows:
                for role in several(row["by"], told["roles"]):
                    own = part == "moves" and role in told["only_the_appointed"]
                    for state in codes(row["in"], told["states"][procedure]):
                        for relation in ["appointed"] if own else told["house"]:
                            here = (procedure, role, state, relation)
                            if here in reads or row["do"] == "file.who":
                                allowed.add((procedure, prefix + row["do"], role, state, relation))
    seen = {}
    offices = [role for role in told["roles"] if role not in ("change_user", "confirm_roles", "read_audit")]
    for row in told["see"]:
        for kind in row["class"]:
            for role in several(row["by"], offices):
                for relation in told["house"] if row["as"] == "house" else row["as"]:
                    seen[kind, role, relation] = row["shown"]
    return told, allowed, seen
