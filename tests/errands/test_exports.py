"""A file to take away is prepared in the background, is its requester's alone, and only while they may see what is in it."""

import csv
import io
import json
import re
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from caseflow.audit.models import Entry
from caseflow.cases.models import Dossier
from caseflow.errands import sheets
from caseflow.errands.models import Export
from documents.models import Document
from outbox.models import Job
from tests import walk

LIVE = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")


def ask_for_case(office, case):
    answer = office.client.post(f"/exports/case/{case.dossier.reference}/")
    assert answer.status_code == 303
    return Export.objects.latest("pk")


def test_a_case_is_taken_away_with_its_papers(bring_to, people, desk, background):
    case = bring_to("filed")
    office = desk(people.li)
    export = ask_for_case(office, case)
    assert "正在准备" in office.get("/exports/").content.decode()
    assert office.get(f"/exports/{export.pk}/").status_code == 404
    background()
    answer = office.get(f"/exports/{export.pk}/")
    assert answer["Content-Disposition"].startswith("attachment")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        names = archive.namelist()
        said = json.loads(archive.read("case.json"))
        papers = [archive.read(name) for name in names if name.startswith("papers/")]
    assert said["reference"] == case.dossier.reference
    assert len(papers) == case.dossier.papers.count()
    assert all(paper.startswith(b"%PDF") for paper in papers)
    assert "SHA256SUMS" in names


def test_what_is_sealed_is_not_taken_away(open_tip, people, desk, background):
    tip = open_tip(real_name=True, reporter_name="周永康乐", reporter_phone="13900001111")
    export = ask_for_case(desk(people.intake), tip)
    background()
    content = Export.objects.get(pk=export.pk).content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        everything = "".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
        sealed = [each for each in tip.dossier.papers.all() if each.document.definition.sealed]
        papers = [name for name in archive.namelist() if name.startswith("papers/")]
    assert "周永康乐" not in everything
    assert "13900001111" not in everything
    assert sealed
    assert len(papers) == tip.dossier.papers.count() - len(sealed)


def test_a_list_is_taken_away_as_it_was_narrowed(bring_to, people, desk, background):
    bring_to("filed")
    office = desk(people.li)
    office.client.post("/exports/list/enforcement.case/", {"query": "done=no"})
    office.client.post("/exports/list/enforcement.case/", {"query": "done=yes"})
    background()
    tables = [sheets.read(bytes(each.content)) for each in Export.objects.order_by("pk")]
    assert [len(table) for table in tables] == [2, 1]
    assert "安和门诊部" in tables[0][1][1]


def test_it_is_nobody_elses(bring_to, people, desk, background):
    export = ask_for_case(desk(people.li), bring_to("filed"))
    background()
    for person in (people.zhao, people.head):
        assert desk(person).get(f"/exports/{export.pk}/").status_code == 404
    assert desk(people.li).get(f"/exports/{export.pk + 1}/").status_code == 404


def test_whoever_lost_the_office_gets_nothing_even_if_it_was_queued_before(bring_to, people, desk, background):
    export = ask_for_case(desk(people.li), bring_to("filed"))
    people.li.groups.clear()
    background()
    job = Job.objects.get(kind="errands.export")
    assert (job.given_up_at is not None, job.why, job.actor) == (True, "NotPermitted", people.li.pk)
    assert not Export.objects.get(pk=export.pk).ready_at


def test_rights_are_asked_again_at_the_download(bring_to, people, desk, background):
    export = ask_for_case(desk(people.li), bring_to("filed"))
    background()
    people.li.groups.clear()
    office = desk(people.li)
    assert office.get(f"/exports/{export.pk}/").status_code == 404
    assert "已无权查看的内容" in office.get("/exports/").content.decode()


def test_who_asked_for_what_and_took_it_away_is_remembered(bring_to, people, desk, background):
    export = ask_for_case(desk(people.li), bring_to("filed"))
    background()
    desk(people.li).get(f"/exports/{export.pk}/")
    said = Entry.objects.filter(object=f"export:{export.pk}").order_by("seq")
    assert [(each.action, each.actor) for each in said] == [
        ("export.asked", people.li.pk),
        ("export.made", people.li.pk),
        ("export.downloaded", people.li.pk),
    ]


def test_doing_the_job_twice_makes_one_file(bring_to, people, desk, background):
    export = ask_for_case(desk(people.li), bring_to("filed"))
    background()
    before = Export.objects.get(pk=export.pk).sha256
    Job.objects.filter(kind="errands.export").update(done_at=None)
    background()
    assert Export.objects.get(pk=export.pk).sha256 == before
    assert Entry.objects.filter(action="export.made").count() == 1


def test_a_file_is_gone_after_a_day(bring_to, people, desk, background):
    export = ask_for_case(desk(people.li), bring_to("filed"))
    background()
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        assert desk(people.li).get(f"/exports/{export.pk}/").status_code == 404
        from caseflow.errands.exports import tidy

        tidy()
    assert not Export.objects.exists()
    assert Document.objects.exists()


def test_a_foreign_file_is_not_exported(bring_to, people, desk):
    case = bring_to("filed")
    stranger = walk.make_person(people.agency, "nobody", "无岗", certificate=False)
    assert desk(stranger).client.post(f"/exports/case/{case.dossier.reference}/").status_code == 404
    assert desk(stranger).client.post("/exports/list/enforcement.case/").status_code == 403
    assert not Export.objects.exists()


@pytest.mark.parametrize("start", LIVE)
def test_what_was_typed_never_becomes_a_formula_and_comes_back(start):
    typed = f'{start}HYPERLINK("http://x","点我")'
    written = sheets.sheet(["编号"], [[typed]])
    cells = written.decode("utf-8-sig").split("\r\n", 1)[1]
    assert cells.startswith("\"'")
    assert sheets.read(written)[1] == [typed]


def test_no_cell_of_an_export_is_a_formula_and_all_come_back(open_tip, people, desk, background, record_property):
    typed = [f'{start}HYPERLINK("http://x","点我")' for start in LIVE if start != "\0"]  # which no database holds
    for title in typed:
        Dossier.objects.filter(pk=open_tip().dossier_id).update(title=title, subject=title)
    desk(people.intake).client.post("/exports/list/enforcement.tip/", {"query": "\0=1&q\0=\0"})
    background()
    content = bytes(Export.objects.get().content)
    cells = [cell for row in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")) for cell in row]
    assert [cell for cell in cells if cell.startswith(LIVE)] == []
    table = sheets.read(content)
    assert [(row[1], row[2]) for row in table[1:]] == [(title, title) for title in reversed(typed)]
    record_property("figures", f"{len(LIVE)} prefixes, {len(cells)} cells, 0 live, all come back")


def test_no_table_for_spreadsheets_is_written_elsewhere():
    root = Path(__file__).parents[2]
    writers = {
        str(path.relative_to(root))
        for folder in ("caseflow", "documents", "outbox")
        for path in (root / folder).rglob("*.py")
        if re.search(r"csv\.(writer|DictWriter)|import (openpyxl|xlsxwriter|xlwt)|text/csv", path.read_text())
    }
    ours = {
        "caseflow/procedure/pages.py",
        "caseflow/cases/management/commands/access_matrix.py",  # the tables of the law
        "caseflow/support/batches/bank.py",
        "caseflow/support/views_money.py",  # what a bank reads, as it reads it
    }
    assert writers == ours | {"caseflow/errands/sheets.py"}


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=1, max_size=4))
def test_a_table_comes_back_as_it_was(row):
    assert sheets.read(sheets.sheet(["x"] * len(row), [row]))[1] == row
