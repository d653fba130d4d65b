"""What is generated is committed as it would be generated now, and stored names are not lost."""

import json
from collections import Counter

import pytest
from django.core.management import call_command

from caseflow.cases.checks import by_app
from caseflow.cases.management.commands.procedure_docs import generated
from caseflow.enforcement.procedure import CASE, TIP
from caseflow.procedure import pages, stored

FILES = sorted(generated())
PROCEDURES = [each for procedures in by_app().values() for each in procedures]


def read(name):
    return next(path for path in FILES if path.name == name).read_text()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_generated_file_is_what_the_tables_say(path):
    assert path.read_bytes() == generated()[path], f"{path.name} is stale: run make docs."


def test_the_command_checks_without_writing(capsys):
    call_command("procedure_docs", "--check")
    assert "一致" in capsys.readouterr().out


def test_every_row_stands_on_the_page_and_in_the_table_for_leaders():
    for procedure in PROCEDURES:
        page, table = (read(f"{procedure.name}.{kind}") for kind in ("md", "csv"))
        for row in procedure:
            assert f"`{row.name}`" in page
            assert f",{row.name}," in table


def test_the_guide_names_everything_a_story_may_name():
    guide = read("stories.md")
    for procedure in PROCEDURES:
        for row in procedure:
            assert f"`{procedure.name}.{row.name}`" in guide
            assert all(f"`{each.code}`" in guide for each in row.requires)
            assert all(f"`{name}`" in guide for name in row.issues)
        assert all(f"`{role}`" in guide for role in procedure.roles.values)
        assert all(f"`{code}`" in guide for code in procedure.limits)


def test_a_code_stands_for_one_condition_whatever_the_procedure():
    guards = {each for procedure in PROCEDURES for row in procedure for each in row.requires}
    codes = Counter(code for code, _sentence in {(each.code, str(each.sentence)) for each in guards})
    assert [code for code, sentences in codes.items() if sentences > 1] == []


def test_nothing_in_a_cell_breaks_a_table():
    assert list(pages.table(("甲", "乙"), [("a|b", "c\nd")]))[2] == "| a\\|b | c d |"


def test_the_register_holds_every_stored_name():
    for label, procedures in by_app().items():
        assert list(stored.names_hold(label, procedures)) == []


def test_a_name_that_is_gone_is_an_error_and_a_new_one_a_warning(monkeypatch, tmp_path):
    register = stored.register_of("enforcement")
    register["roles"] = [*(each for each in register["roles"] if each != "head"), "boss"]
    path = tmp_path / stored.FILE
    path.write_text(json.dumps(register))
    monkeypatch.setattr(stored, "path_of", lambda label: path)
    found = {each.id: each.msg for each in stored.names_hold("enforcement", [TIP, CASE])}

    assert set(found) == {"procedure.E016", "procedure.W017"}
    assert "boss" in found["procedure.E016"]
    assert "head" in found["procedure.W017"]


def test_nothing_leaves_the_register_by_itself():
    grown = pages.with_new_names({"roles": ["boss"]}, {"roles": ["head"], "limits": ["DL-01"]})
    assert grown == {"limits": ["DL-01"], "roles": ["boss", "head"]}
