"""The player of stories: what it plays, how it compares, and how it speaks of a wrong file."""

import json

import pytest
from django.core.management import CommandError, call_command

from caseflow.cases.models import CalendarDay, Dossier, Event
from caseflow.cases.stories.nodes import WrongStory
from caseflow.cases.stories.playing import play
from caseflow.cases.stories.reading import read, read_text
from caseflow.people.models import Agency, Certificate, User
from documents.models import Counter, Document

STORY = """\
title: 诊所利用超声鉴定胎儿性别，罚款按期缴清
calendar: [2025, 2026]          # holiday years loaded
settings: {enforcement.statement_days: 5}
people:
  wang: {name: 王敏,   roles: [intake_clerk]}
  li:   {name: 李建国, roles: [case_officer], certificate: 甘620702-0113}
  zhao: {name: 赵红,   roles: [case_officer], certificate: 甘620702-0127}
  sun:  {name: 孙正,   roles: [head]}
given:
  - {is: institution, as: clinic, name: 安和门诊部, credit_code: 91620702MA0000007X}
steps:
  - {at: 2026-03-02 09:10, by: wang, do: tip.register, as: tip, with: {channel: phone, source: tip_off, about: clinic, summary: 称可付费鉴定胎儿性别}}
  - {at: 2026-03-04 15:00, by: sun,  do: tip.accept, on: tip, as: case}
  - {at: 2026-03-05 09:00, by: sun,  do: case.file, on: case, with: {officers: [li]}, refused: [two_officers]}
  - {at: 2026-03-05 09:05, by: sun,  do: case.file, on: case, with: {officers: [li, zhao]}}
  - check:
      case.state: filed
      case.deadlines.DL-17.nominal_due: 2026-06-03
      case.documents: {includes: [filing_report]}
"""


def lines_of(*changes, story=STORY):
    for old, new in changes:
        assert old in story
        story = story.replace(old, new)
    return story


def wrong(*changes, story=STORY):
    with pytest.raises(WrongStory) as caught:
        read_text(lines_of(*changes, story=story))
    return caught.value


def played(*changes, **options):
    return play(read_text(lines_of(*changes)), **options)


@pytest.fixture
def file(tmp_path):
    def write(text=STORY, name="story.yaml"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


# Playing


def test_the_example_of_the_format_plays(db):
    told = []
    outcome = played(tell=told.append)

    assert outcome.holds
    assert outcome.pictures["case"]["state"] == "filed"
    assert outcome.pictures["clinic"]["name"] == "安和门诊部"
    assert (outcome.steps, outcome.checks) == (4, 3)
    assert any("被拒绝（two_officers）" in line for line in told)


def test_papers_are_set_before_a_step_that_waits_for_them_and_leave_no_file(db, settings):
    story = read(settings.BASE_DIR / "scenarios" / "enforcement" / "withdrawn.yaml")
    rows = []
    outcome = play(
        story, papers=lambda papers: rows.extend(papers.get(kind="archive_index").document.content["contents"])
    )

    assert outcome.holds
    assert [row["title"] for row in rows if not row["page"]] == []
    assert int(rows[-1]["page"]) >= len(rows)
    assert not list(settings.DOCUMENTS_DIR.rglob("*.pdf"))


def test_without_keep_the_database_is_as_before(db):
    tables = (Dossier, Event, Document, Counter, User, Agency, Certificate)
    before = [table.objects.count() for table in tables]
    played()

    assert [table.objects.count() for table in tables] == before


def test_what_is_kept_stays_and_goes_on_with_the_same_people(db):
    assert played(keep=True).kept
    assert played(("甘620702-0113", "甘620702-0113"), keep=True).kept

    assert Dossier.objects.count() == 4
    assert User.objects.filter(name="李建国").count() == 1


def test_a_story_that_was_kept_can_be_played_again(db):
    tale = read(_scenario("penalty_without_hearing"))

    assert play(tale, keep=True).kept
    assert play(tale).holds
    assert not play(tale, keep=True).holds  # its slips of the bank are recorded by now


def test_a_kept_person_keeps_the_roles_and_certificates_held_before(db, people):
    before = list(people.li.groups.all())
    certificate = people.li.certificates.get()
    outcome = play(
        read_text(lines_of(("李建国, roles: [case_officer]", "李建国, roles: [case_officer, archivist]"))), keep=True
    )

    certificate.refresh_from_db()
    assert outcome.kept
    assert list(people.li.groups.all()) == before
    assert certificate.status == "valid"


def test_a_step_refused_without_that_word_fails_the_story_and_nothing_is_kept(db):
    outcome = played((", refused: [two_officers]", ""), keep=True)

    assert not outcome.holds
    assert "two_officers" in outcome.differences[0].found
    assert not Dossier.objects.exists()


def test_a_step_accepted_in_spite_of_that_word_fails_the_story(db):
    outcome = played(("[li, zhao]}}", "[li, zhao]}, refused: [two_officers]}"))

    assert [(each.path, each.expected) for each in outcome.differences] == [("refused", "two_officers")]


def test_a_refusal_for_another_reason_is_a_difference(db):
    assert not played(("refused: [two_officers]", "refused: [officers_fit]")).holds


def test_not_permitted_and_invalid_are_reasons_too(db):
    assert played(
        ("by: sun,  do: case.file, on: case, with: {officers: [li]}, refused: [two_officers]",
         "by: wang, do: case.file, on: case, with: {officers: [li, zhao]}, refused: [not_permitted]")
    ).holds  # fmt: skip
    assert played(("with: {officers: [li]}, refused: [two_officers]", "refused: ['invalid:officers']")).holds
    assert played(("with: {officers: [li]}, refused: [two_officers]", "refused: [invalid]")).holds


def test_the_clock_does_between_two_steps_what_has_become_due(db, bring_to, people):
    told = []
    play(read(_scenario("penalty_without_hearing")), tell=told.append)

    assert any(line.startswith("⏱ 2026-04-08 00:05") and "lapse_statement" in line for line in told)


def test_the_clock_of_a_story_leaves_other_files_alone(db, bring_to):
    case = bring_to("notice_served")
    play(read(_scenario("penalty_without_hearing")))
    case.refresh_from_db()

    assert case.state == "notice_served"


def test_a_setting_holds_for_the_story_alone(db):
    tale = read(_scenario("penalty_without_hearing"))
    tale.settings["enforcement.statement_days"] = 3
    outcome = play(tale)

    assert {each.path for each in outcome.differences} >= {"case.deadlines.DL-12.legal_due"}


def test_a_year_that_is_not_loaded_gives_provisional_days(db):
    changed = ("calendar: [2025, 2026]", "calendar: [2025]"), ("nominal_due: 2026-06-03", "provisional: true")
    assert played(*changed).holds
    assert not CalendarDay.objects.exists()


def test_money_is_compared_as_numbers(db):
    outcome = play(read(_scenario("penalty_without_hearing")))
    assert outcome.pictures["case"]["money"]["owed"] == "55800.00"


# Checking


@pytest.mark.parametrize(
    ("expected", "holds"),
    [
        ("case.state: filed", True),
        ("case.state: accepted", False),
        ("case.closed_on: null", True),
        ("case.deadlines.DL-99: {absent: true}", True),
        ("case.deadlines.DL-17: {absent: true}", False),
        ("case.deadlines.DL-17: {absent: false}", True),
        ("case.documents: {includes: [filing_report, acceptance_record]}", True),
        ("case.documents: {includes: [penalty_decision]}", False),
        ("case.documents: {excludes: [penalty_decision]}", True),
        ("case.documents: {excludes: [filing_report]}", False),
        ("case.documents: [acceptance_record, filing_report]", True),
        ("case.documents: [filing_report, acceptance_record]", False),
        ("case.deadlines.DL-17.nominal_due: {between: [2026-06-01, 2026-06-30]}", True),
        ("case.deadlines.DL-17.nominal_due: {between: [2026-06-04, 2026-06-30]}", False),
        ("case.version: {between: [1, 9]}", True),
        ("case.version: 2", True),
        ("case.version: 2.00", True),
        ("case.events.-1.transition: file", True),
        ("case.events.0.at: 2026-03-04 15:00", True),
        ("case.events.9.transition: file", False),
        ("case.team: [{name: 李建国}, {name: 赵红, role: case_officer}]", True),
        ("case.events: {includes: [{transition: file, actor: 孙正}]}", True),
        ("case.deadlines.DL-17.provisional: false", True),
        ("case.nowhere: 5", False),
        ("clinic.name: 安和门诊部", True),
    ],
)
def test_a_check_compares_a_path(expected, holds, db):
    acts, _check, _rest = STORY.partition("      case.state: filed")
    assert play(read_text(f"{acts}      {expected}\n")).holds is holds


def test_a_difference_names_line_path_expected_and_found(db):
    (difference,) = played(("case.state: filed", "case.state: closed")).differences
    assert (difference.line, difference.path, difference.expected, difference.found) == (
        17,
        "case.state",
        "closed",
        "filed",
    )


def test_every_difference_of_a_check_is_told(db):
    outcome = played(("case.state: filed", "case.state: closed"), ("2026-06-03", "2026-06-04"))
    assert len(outcome.differences) == 2


# Wrong files: the line, and what was expected there


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("steps:", "step:", 11, "steps"),
        ("title: 诊所", "titel: 诊所", 1, "title"),
        ("do: tip.register", "do: tip.registre", 12, "register"),
        ("do: tip.register", "do: tipp.register", 12, "tip"),
        ("do: tip.register", "do: register", 12, "程序.步骤"),
        ("by: wang", "by: wong", 12, "wang"),
        ("on: tip, as: case", "on: tap, as: case", 13, "tip"),
        ("on: tip, as: case", "as: case", 13, "on"),
        ("refused: [two_officers]", "refused: [two_officer]", 14, "two_officers"),
        ("refused: [two_officers]", "refused: []", 14, "refused"),
        ("at: 2026-03-05 09:05", "at: 2026-03-05", 15, "2026-03-05 09:10"),
        ("at: 2026-03-05 09:05", "at: 2026-02-30 09:05", 15, "2026-02-30"),
        ("at: 2026-03-05 09:05", "at: 2026-03-01 09:05", 15, "早于上一步"),
        ("at: 2026-03-05 09:05, ", "", 15, "at"),
        ("roles: [head]", "roles: [boss]", 8, "head"),
        ("roles: [head]", "role: [head]", 8, "roles"),
        ("  sun:  {name: 孙正,   roles: [head]}", "  sun: 孙正", 8, "键: 值"),
        ("is: institution", "is: hospital", 10, "institution"),
        ("is: institution, as: clinic", "is: institution", 10, "as"),
        ("enforcement.statement_days: 5", "enforcement.statement_day: 5", 3, "statement_days"),
        ("enforcement.statement_days: 5", "enforcement.statement_days: 五", 3, "整数"),
        ("calendar: [2025, 2026]", "calendar: [二〇二六]", 2, "2025"),
        ("{includes: [filing_report]}", "{include: [filing_report]}", 19, "includes"),
        ("case.state: filed", "cas.state: filed", 17, "case"),
        ("as: case}", "as: tip}", 13, "tip"),
        ("people:", "people:\n  li: {name: 甲, roles: [head]}", 7, "写了两次"),
        ("title: 诊所", "title: [诊所", 2, "从第 1 行开始"),
    ],
)
def test_a_wrong_file_gets_its_line_and_what_was_expected(old, new, line, said):
    error = wrong((old, new))
    assert (error.line, said in error.sentence) == (line, True), str(error)


def test_an_unknown_fact_gets_its_line_and_the_known_ones(db):
    with pytest.raises(WrongStory) as caught:
        played(("channel: phone", "chanel: phone"))
    assert (caught.value.line, "channel" in caught.value.sentence) == (12, True)


def test_an_unknown_person_in_a_fact_gets_the_line(db):
    with pytest.raises(WrongStory) as caught:
        played(("[li, zhao]", "[li, zhou]"))
    assert (caught.value.line, "zhao" in caught.value.sentence) == (15, True)


def test_a_wrong_column_of_a_given_record_gets_the_line(db):
    with pytest.raises(WrongStory) as caught:
        played(("credit_code: 9162", "credit_cod: 9162"))
    assert (caught.value.line, "credit_code" in caught.value.sentence) == (10, True)


@pytest.mark.parametrize(
    "text", ["", "\n", "- 1\n- 2\n", "故事", "a: *b\n", "a: &a [*a]\n", "\x00", "a: 1\n---\nb: 2\n"]
)
def test_what_is_no_story_is_refused_in_words(text):
    with pytest.raises(WrongStory):
        read_text(text)


# The command


def test_the_command_prints_a_line_a_step(file, db, capsys):
    call_command("play", str(file()))
    said = capsys.readouterr().out

    assert "✓ 2026-03-05 09:05 孙正 case.file 立案" in said
    assert "全部相符" in said


def test_the_command_fails_with_one_where_something_differs(file, db, capsys):
    path = file(lines_of(("case.state: filed", "case.state: closed")))
    with pytest.raises(CommandError) as failed:
        call_command("play", str(path))

    assert failed.value.returncode == 1
    assert "应为 closed，实为 filed" in capsys.readouterr().out


def test_the_command_fails_with_two_and_the_line_where_the_file_is_wrong(file, db):
    path = file(lines_of(("do: tip.register", "do: tip.registre")))
    with pytest.raises(CommandError, match=r"story\.yaml：第 12 行") as failed:
        call_command("play", str(path))
    assert failed.value.returncode == 2


def test_a_file_that_is_not_there_is_said_so(tmp_path, db):
    with pytest.raises(CommandError) as failed:
        call_command("play", str(tmp_path / "nothing.yaml"))
    assert failed.value.returncode == 2


def test_json_is_the_last_picture_of_every_named_record(file, db, capsys):
    call_command("play", str(file()), "--json")
    shown = json.loads(capsys.readouterr().out)

    assert set(shown) == {"clinic", "tip", "case"}
    assert shown["case"]["deadlines"]["DL-17"]["nominal_due"] == "2026-06-03"


def test_several_stories_are_named_by_their_files(file, db, capsys):
    paths = [str(file(name="one.yaml")), str(file(name="two.yaml"))]
    call_command("play", *paths, "--json")
    assert set(json.loads(capsys.readouterr().out)) == set(paths)


def test_the_papers_are_written_where_one_asks_for_them(file, db, tmp_path):
    call_command("play", str(file()), "--documents", str(tmp_path / "papers"), verbosity=0)
    papers = sorted(path.name for path in (tmp_path / "papers").iterdir())

    assert papers[0].startswith("001-202600001-线索（举报）登记表")
    assert all((tmp_path / "papers" / name).read_bytes().startswith(b"%PDF") for name in papers)
    assert not Document.objects.exists()


def test_nothing_is_kept_outside_a_demonstration(file, db, settings):
    settings.DEMONSTRATION = False
    with pytest.raises(CommandError, match="演示"):
        call_command("play", str(file()), "--keep")


def test_a_demonstration_keeps_what_holds(file, db, settings):
    settings.DEMONSTRATION = True
    call_command("play", str(file()), "--keep")
    assert Dossier.objects.count() == 2


def test_uploads_come_out_of_the_story_or_lie_beside_it(file, db, tmp_path):
    (tmp_path / "notes.txt").write_text("笔记", encoding="utf-8")
    start = "started_at: 2026-03-06 09:00, ended_at: 2026-03-06 10:00, place: 二楼, findings: 无, recorder_no: Z1"
    more = f"""\
  - {{at: 2026-03-06 11:00, by: li, do: case.inspect, on: case, with: {{{start}}}}}
  - {{at: 2026-03-06 12:00, by: li, do: case.add_evidence, on: case, as: note, with: {{kind: EV1, name: 笔记, upload: notes.txt}}}}
  - {{at: 2026-03-06 12:10, by: li, do: case.add_evidence, on: case, with: {{kind: EV4, name: 录音, upload: {{text: 问答, name: a.txt}}}}}}
  - {{at: 2026-03-06 12:20, by: li, do: case.verify_evidence, on: case, with: {{items: [note]}}}}
  - check: {{case.evidence.0.status: verified, case.evidence.1.status: collected, note.name: 笔记}}
"""
    assert play(read(file(STORY + more))).holds
    with pytest.raises(WrongStory, match=r"none\.txt"):
        play(read(file(STORY + more.replace("notes.txt", "none.txt"))))


def _scenario(name):
    from django.conf import settings

    return settings.BASE_DIR / "scenarios" / "enforcement" / f"{name}.yaml"
