"""A story played: its people and clock, the forms and rows of the pages, and everything undone at the end unless kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import time_machine
from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from caseflow.cases import holidays, moves, parameters, registry
from caseflow.cases.calendar import TooLate
from caseflow.cases.models import Dossier, Event, Record
from caseflow.cases.picture import picture, simple_picture
from caseflow.cases.sweep import next_expiry, sweep
from caseflow.cases.transitions import Refused, perform
from caseflow.people.demonstration import QUALIFICATION, demonstration_agency, group_of
from caseflow.people.models import Agency, Certificate, User
from caseflow.procedure import PUBLIC, SYSTEM
from outbox.models import Job
from outbox.runner import run_due

from . import givens
from .checking import Difference, compare
from .nodes import Node, WrongStory
from .reading import Person, Step, Story

MORNING = time(0, 5)  # when the clock does what has become due over night
CERTIFIED = (date(2020, 1, 1), date(2039, 12, 31))
CALLED_BY = ("name", "number", "kind", "pseudonym", "body", "slip_no")  # how one names what has no name in the story
Teller = Callable[[str], object]


@dataclass
class Outcome:
    """What came of a story: every difference, the last picture of every named record, and the papers it issued."""

    story: Story
    differences: list[Difference] = field(default_factory=list)
    pictures: dict[str, dict[str, Any]] = field(default_factory=dict)
    steps: int = 0
    checks: int = 0
    kept: bool = False

    @property
    def holds(self) -> bool:
        return not self.differences


class _Undone(Exception):
    """Leave the transaction without keeping anything."""


def play(
    story: Story,
    *,
    tell: Teller = lambda line: None,
    keep: bool = False,
    papers: Callable[[Any], object] | None = None,
    token: str = "",
) -> Outcome:
    """Play a story. Everything is undone unless ``keep`` is set and all of it held.

    ``tell`` is given a line a step. ``papers`` is called with the papers of the story while they still exist.
    ``token`` marks the first file it opens, so that one can ask later whether it was kept (``was_kept``).
    Raises WrongStory where the file asks for something that cannot be meant.
    """
    outcome = Outcome(story)
    try:
        with nullcontext() if keep else _store_of_its_own(), transaction.atomic():
            performance = _Performance(story, outcome, tell, token)
            if not keep:
                givens.clear_the_stage(performance.agency)
            performance.run()
            if papers is not None:
                papers(performance.papers())
            if not (keep and outcome.holds):
                raise _Undone
            performance.cast.leave()
            outcome.kept = True
    except _Undone:
        pass
    except WrongStory as wrong:
        wrong.path = wrong.path or story.path
        raise
    return outcome


@contextmanager
def _store_of_its_own() -> Iterator[None]:
    """What is set of the papers of a story that is undone leaves no file behind either."""
    usual = settings.DOCUMENTS_DIR
    with TemporaryDirectory(prefix="caseflow-story-") as place:
        settings.DOCUMENTS_DIR = Path(place)
        try:
            yield
        finally:
            settings.DOCUMENTS_DIR = usual


def was_kept(token: str) -> bool:
    """Whether a story was kept under ``token``."""
    return Event.objects.filter(token=token).exists()


class _Cast:
    """The people of a story. Somebody the authority knows already plays with exactly the roles the story gives."""

    def __init__(self, story: Story, agency: Agency):
        self.agency = agency
        self.people: dict[str, User] = {}
        self._before: list[tuple[User, list[Any], dict[int, str]]] = []
        for key, told in story.people.items():
            self.people[key] = self._enter(told)

    def _enter(self, told: Person) -> User:
        user = User.objects.filter(agency=self.agency, name=told.name).order_by("pk").first()
        if user is None:
            user = User(username=_free(told.key), name=told.name, agency=self.agency)
            user.set_unusable_password()
        held = list(user.groups.all()) if user.pk else []
        certificates = dict(user.certificates.values_list("pk", "status")) if user.pk else {}
        user.is_active = True
        user.post, user.unit = told.post or user.post, told.unit or user.unit
        user.legal_qualification = QUALIFICATION if told.qualification is None else told.qualification
        user.save()
        user.groups.set([_group(role) for role in told.roles])
        self._certify(user, told)
        self._before.append((user, held, certificates))
        return User.objects.get(pk=user.pk)

    def _certify(self, user: User, told: Person) -> None:
        """The certificate of the story, and for its time no other."""
        user.certificates.update(status=Certificate.Status.SUSPENDED)
        if told.certificate is None:
            return
        facts = {
            "regions": self.agency.region_code,
            "valid_from": CERTIFIED[0],
            "valid_to": CERTIFIED[1],
            **told.certificate,
            "user": user,
            "status": Certificate.Status.VALID,
        }
        holder = Certificate.objects.filter(number=facts["number"]).exclude(user=user).select_related("user").first()
        if holder is not None:
            raise WrongStory(
                told.line,
                _("执法证 %(number)s 已由%(person)s持有，请换一个证号。")
                % {"number": holder.number, "person": holder.user},
            )
        if facts["valid_to"] < facts["valid_from"]:
            raise WrongStory(told.line, _("执法证的有效期止于开始以前。"))
        Certificate.objects.update_or_create(number=facts.pop("number"), defaults=facts)

    def leave(self) -> None:
        """Give back to those who were there before what they had: roles and certificates."""
        for user, groups, certificates in self._before:
            if groups:
                user.groups.set(groups)
            for pk, status in certificates.items():
                Certificate.objects.filter(pk=pk).update(status=status)


def _free(username: str) -> str:
    """A user name that nobody has."""
    taken, number = username, 1
    while User.objects.filter(username=taken).exists():
        number += 1
        taken = f"{username}{number}"
    return taken


def _group(role: str) -> Any:
    for record_class in registry.record_classes().values():
        procedure = record_class.procedure
        if role in procedure.roles.values:
            return group_of(procedure.app_label, role, procedure.roles(role).label)
    raise LookupError(role)


class _Performance:
    """One story on its clock."""

    def __init__(self, story: Story, outcome: Outcome, tell: Teller, token: str = ""):
        self.story, self.outcome, self.tell, self.token = story, outcome, tell, token
        last = Dossier.objects.order_by("pk").last()
        self.before = last.pk if last else 0
        promised = Job.objects.order_by("pk").last()
        self.promises = Job.objects.filter(pk__gt=promised.pk if promised else 0)
        self.agency = demonstration_agency()
        self.records: dict[str, Any] = {}
        self.cast = _Cast(story, self.agency)

    @property
    def dossiers(self) -> Any:
        """The files of this story, and no others: the clock of a story is no business of theirs."""
        return Dossier.objects.filter(agency=self.agency, pk__gt=self.before)

    def papers(self) -> Any:
        from caseflow.cases.models import Paper

        return Paper.objects.filter(dossier__in=self.dossiers).select_related("document", "dossier").order_by("pk")

    def run(self) -> None:
        with ExitStack() as stack:
            if self.story.calendar:
                stack.enter_context(holidays.only_years(self.story.calendar))
            stack.enter_context(parameters.overridden(self.story.settings))
            start = next((step.at for step in self.story.steps if step.at), None)
            clock = stack.enter_context(time_machine.travel(start, tick=False)) if start else None
            for told in self.story.given:
                self.records[told["as"].text] = givens.kind_of(told).make(told, self._given_by_name)
            self._play(clock)
            self.outcome.pictures = {name: self._picture(name) for name in self.records}

    def _play(self, clock: Any) -> None:
        for number, step in enumerate(self.story.steps, 1):
            if step.at and clock:
                self._pass_time(clock, step.at)
            if step.row is not None and not self._act(step):
                left = len(self.story.steps) - number
                if left:
                    self.tell(_("  后面的 %(left)d 步没有播放。") % {"left": left})
                return
            self._check(step)

    # The clock

    def _pass_time(self, clock: Any, until: datetime) -> None:
        """Let the clock run to ``until``, doing on every day between what has become due, as an unbroken run would."""
        while (day := next_expiry(timezone.localdate(), self.dossiers)) and day <= timezone.localdate(until):
            moment = timezone.make_aware(datetime.combine(day, MORNING))
            if moment >= until or moment <= timezone.now():
                break
            clock.move_to(moment)
            self._sweep()
        clock.move_to(until)
        self._sweep()

    def _sweep(self) -> None:
        last = self._last_event()
        if sweep(dossiers=self.dossiers):
            self._tell_since(last, "⏱")
        givens.keep_the_clock(self.dossiers, timezone.localdate())

    def _last_event(self) -> int:
        return Event.objects.filter(dossier__in=self.dossiers).order_by("pk").values_list("pk", flat=True).last() or 0

    def _tell_since(self, last: int, mark: str) -> None:
        """A line for everything that was written in the files of the story since an event."""
        done = Event.objects.filter(pk__gt=last, dossier__in=self.dossiers).select_related("dossier", "actor")
        for event in done.order_by("pk"):
            self._tell_event(mark, event)

    def _keep_promises(self) -> None:
        """Do what the outbox has due: at a running site it is done long before the next step that waits for it."""
        while run_due(jobs=self.promises):
            pass

    # An act

    def _act(self, step: Step) -> bool:
        """Do what the step says. False where it went otherwise than told."""
        assert step.row is not None
        self.outcome.steps += 1
        earlier = self._children(step) if step.name and step.row.source else {}
        last = self._last_event()
        codes: list[str] = []
        sentence = ""
        if any(guard.by_itself for guard in step.row.requires):
            self._keep_promises()
        try:
            with transaction.atomic():
                self._move(step)
        except moves.InvalidFacts as refusal:
            codes = ["invalid", *(f"invalid:{name}" for name in refusal.form.errors if name != "__all__")]
            sentence = " ".join(refusal.reasons.values())
        except Refused as refusal:
            codes, sentence = list(refusal.reasons), " ".join(refusal.reasons.values())
        except TooLate as refusal:
            codes, sentence = ["too_late"], str(refusal)
        except PermissionDenied as refusal:
            codes, sentence = ["not_permitted"], str(refusal)
        if codes:
            return self._refused(step, codes, sentence)
        if step.must_fail:
            self._differ(step, "refused", "、".join(step.refused), _("办理成功"))
            return False
        self._tell_since(last, "✓")
        if step.name:
            self._name(step, earlier)
        return True

    def _move(self, step: Step) -> None:
        assert step.row is not None
        by: Any = self.cast.people.get(step.by)
        if not step.by and SYSTEM not in step.row.by:
            by = PUBLIC
        if not step.row.source:
            form = moves.form_class(step.label, step.row.name)(user=by, row=step.row, agency=self.agency)
            data = self._facts(form, step)
            record = moves.open_record(
                step.label, step.row.name, by=by, agency=self.agency, data=data, token=self.token
            )
            self.token = ""
            if step.name:
                self.records[step.name] = record
            return
        record = self._fresh(step.on)
        if by is None:
            perform(record, step.row.name, by=None)
            return
        form = moves.form_of(record, step.row.name, by)
        moves.submit(record, step.row.name, by=by, data=self._facts(form, step))

    def _refused(self, step: Step, codes: list[str], sentence: str) -> bool:
        named = set(step.refused)
        agreed = named == set(codes) or (
            codes[0] == "invalid" and named and named <= set(codes) and ("invalid" in named or named == set(codes[1:]))
        )
        if agreed:
            told = {"what": step.node["do"].text, "codes": "、".join(step.refused), "sentence": sentence}
            self.tell(_("✓ %(who)s %(what)s 被拒绝（%(codes)s）：%(sentence)s") % {"who": self._who(step), **told})
            return True
        expected = _("被拒绝：%(codes)s") % {"codes": "、".join(step.refused)} if step.refused else _("办理成功")
        found = _("被拒绝：%(codes)s（%(sentence)s）") % {"codes": "、".join(codes), "sentence": sentence}
        self._differ(step, step.node["do"].text, expected, found)
        return False

    def _differ(self, step: Step, path: str, expected: str, found: str) -> None:
        difference = Difference(step.line, path, expected, found)
        self.outcome.differences.append(difference)
        self.tell(f"✗ {difference}")

    # Names and values

    def _fresh(self, name: str) -> Record:
        record = self.records[name]
        return type(record)._default_manager.select_related("dossier").get(pk=record.pk)

    def _picture(self, name: str) -> dict[str, Any]:
        record = self.records[name]
        if isinstance(record, Record):
            return picture(self._fresh(name))
        return simple_picture(type(record)._base_manager.get(pk=record.pk))

    def _given_by_name(self, node: Node) -> Model:
        found = self.records.get(node.text) or self.cast.people.get(node.text)
        if found is None:
            raise node.wrong(
                _("没有名为“%(name)s”的记录，已有：%(known)s。"), name=node.text, known="、".join(self.records)
            )
        return found

    def _children(self, step: Step) -> dict[Any, set[int]]:
        """What belongs to a record, before an act adds to it."""
        record = self.records[step.on]
        related = [each for each in record._meta.related_objects if each.one_to_many]
        return {
            each: set(
                each.related_model._base_manager.filter(**{each.field.name: record.pk}).values_list("pk", flat=True)
            )
            for each in related
        }

    def _name(self, step: Step, earlier: dict[Any, set[int]]) -> None:
        """Remember what a step has opened, or what an act has added to its record, under its name."""
        assert step.row is not None
        if not step.row.source:
            return
        record = self._fresh(step.on)
        if step.row.opens:
            opened = getattr(record, step.row.opens, None)
            if opened is None:
                raise step.node["as"].wrong(_("这一步没有产生新的记录，不能写 as。"))
            self.records[step.name] = opened
            return
        added = [
            thing
            for relation, known in earlier.items()
            for thing in relation.related_model._base_manager.filter(**{relation.field.name: record.pk})
            if thing.pk not in known
        ]
        if not added:
            raise step.node["as"].wrong(_("这一步没有产生新的记录，不能写 as。"))
        self.records[step.name] = added[-1]

    def _facts(self, form: Any, step: Step) -> dict[str, Any]:
        """What ``with`` says, as the form of the row takes it."""
        if step.facts is None:
            return {}
        known = {name: each for name, each in form.fields.items() if not each.widget.is_hidden}
        step.facts.only(tuple(known), step.node["do"].text)
        return {key: self._fact(known[key], node) for key, node in step.facts}

    def _fact(self, field_: Any, node: Node) -> Any:
        if node.empty:
            return None
        if node.is_list:
            return [self._fact(field_, each) for each in node.items or ()]
        if isinstance(field_, forms.FileField):
            return self._upload(node)
        if node.is_mapping:
            columns = getattr(field_, "columns", {})
            return {key: self._fact(columns.get(key), each) for key, each in node}
        if getattr(field_, "queryset", None) is not None or hasattr(field_, "key_of_model"):
            return self._chosen(field_, node)
        if node.truth is not None and (isinstance(field_, forms.BooleanField) or hasattr(field_, "words")):
            return node.truth
        return node.text

    def _chosen(self, field_: Any, node: Node) -> Any:
        """A person or record by its name in the story, else what the file calls so: a kind of paper, a number, a name."""
        found = self.cast.people.get(node.text) or self.records.get(node.text)
        if found is not None:
            return found
        choices = list(field_.queryset.all()) if getattr(field_, "queryset", None) is not None else []
        called = [each for each in choices if node.text in _names_of(field_, each)]
        if called:
            return called[-1]
        known = [*self.records, *self.cast.people, *(min(_names_of(field_, each)) for each in choices)]
        raise node.wrong(
            _("没有名为“%(name)s”的人或者记录，这里可以写：%(known)s。"),
            name=node.text,
            known="、".join(dict.fromkeys(known)),
        )

    def _upload(self, node: Node) -> SimpleUploadedFile:
        """A file out of the story itself, or one that lies beside it."""
        if node.is_mapping:
            node.only(("text", "name"), _("文件"))
            content = node.need("text", _("文件")).text.encode()
            name = node["name"].word("name") if node.get("name") else "upload.txt"
            return SimpleUploadedFile(name, content)
        path = self.story.path.parent / node.word(_("文件"))
        try:
            return SimpleUploadedFile(path.name, path.read_bytes())
        except (OSError, ValueError) as error:
            why = getattr(error, "strerror", None) or str(error)
            raise node.wrong(
                _("打不开文件“%(path)s”：%(why)s。路径从故事文件所在的目录算起。"), path=node.text, why=why
            ) from None

    # What is said

    def _check(self, step: Step) -> None:
        if not step.checks:
            return
        pictures = {
            name: self._picture(name)
            for name in {check.path.partition(".")[0] for check in step.checks}
            if name in self.records
        }
        wrong = []
        for check in step.checks:
            self.outcome.checks += 1
            name = check.path.partition(".")[0]
            if name not in pictures:
                raise WrongStory(check.line, _("“%(name)s”不是可以核对的记录。") % {"name": name})
            if difference := compare(check, pictures[name]):
                wrong.append(difference)
        self.outcome.differences += wrong
        if not wrong:
            self.tell(_("  ✓ 核对 %(n)d 项") % {"n": len(step.checks)})
        for difference in wrong:
            self.tell(f"  ✗ {difference}")

    def _who(self, step: Step) -> str:
        moment = timezone.localtime(step.at).strftime("%Y-%m-%d %H:%M") if step.at else ""
        return f"{moment} {self.cast.people[step.by] if step.by else _('系统')}"

    def _tell_event(self, mark: str, event: Event) -> None:
        record_class = registry.record_class(event.part)
        procedure = record_class.procedure
        row = procedure.rows[event.transition]
        moved = f"  {procedure.states(event.target).label}" if event.source != event.target else ""
        moment = timezone.localtime(event.at).strftime("%Y-%m-%d %H:%M")
        self.tell(f"{mark} {moment} {event.who} {procedure.name}.{row.name} {row.title}{moved}")


def _names_of(field_: Any, each: Any) -> set[str]:
    found = {str(each)}
    if hasattr(field_, "label_from_instance"):
        found.add(str(field_.label_from_instance(each)))
    found |= {str(getattr(each, name)) for name in CALLED_BY if getattr(each, name, None)}
    if (person := getattr(each, "person", None)) is not None:
        found.add(str(person))
    return found


def ends_after(story: Story, moment: datetime) -> bool:
    """Whether the last step of a story lies after a moment: such a story cannot be kept."""
    last = story.last_moment
    return last is not None and last > moment
