"""What somebody sees of a thing: templates and exports get these views, so that they cannot print what one may not see."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from django.db.models import Manager, Model, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from ..identifiers import masked
from ..reads import showing
from .engine import note
from .offices import offices_of
from .relations import relations_of
from .vocabulary import NEVER, SCOPED, FieldClass, Shown, declared, policy_of

LOGGED = frozenset({FieldClass.PERSONAL, FieldClass.SEALED})  # whoever sees one in the clear is in the log
RANK = {Shown.HIDDEN: 0, Shown.GRANT: 1, Shown.MASKED: 2, Shown.VISIBLE: 3}


class Withheld(str):
    """What stands in the place of a value that is not shown; false where one asks whether there is something."""

    __slots__ = ()

    def __bool__(self) -> bool:
        return False


class UndeclaredField(Exception):
    """Somebody asks for what has no class: nobody has decided who may see it. No template passes over it."""


class Sight:
    """How data of each class of one file look to one person; asked once for a page."""

    def __init__(self, user: Any, record: Any):
        self.user, self.record = user, record
        self.policy = policy_of(record.label())

    @cached_property
    def by_office(self) -> list[tuple[str, frozenset[str]]]:
        start = f"{self.policy.app_label}."
        found = []
        for permission in offices_of(self.user):
            if permission.startswith(start):
                role = permission.removeprefix(start)
                relations = relations_of(self.user, role, self.record.dossier)
                found.append((role, relations))
        return found

    def of(self, kind: FieldClass) -> Shown:
        """The most that one of the person's offices lets them see, among those in which they read the file at all."""
        state, best = str(self.record.state), Shown.HIDDEN
        for role, relations in self.by_office:
            reads = self.policy.relations_for("file.read", role, state) & relations - NEVER
            for relation in reads:
                shown = self.policy.shows(kind, role, relation)
                best = max(best, shown, key=RANK.__getitem__)
        return best

    def sees(self, kind: FieldClass) -> bool:
        return self.of(kind) == Shown.VISIBLE

    def sees_column(self, name: str) -> bool:
        """Whether a column of the export is shown; one without a class never is."""
        kind = self.policy.columns.get(name)
        return kind is not None and self.of(kind) in (Shown.VISIBLE, Shown.MASKED)

    def sees_paper(self, kind: str) -> bool:
        found = self.of(self.policy.papers.get(kind, FieldClass.FILE))
        return found in (Shown.VISIBLE, Shown.MASKED)

    def facts(self, row: str, said: Mapping[str, Any]) -> dict[str, Any]:
        """What a line of the file says, as this person sees it; what is hidden is left out."""
        shown = {
            name: self.value(self.policy.facts.get((row, name), FieldClass.FILE), value, f"{row}.{name}")
            for name, value in said.items()
        }
        return {name: value for name, value in shown.items() if not isinstance(value, Withheld)}

    def view(self, thing: Any) -> Any:
        """``thing`` with every field as this person sees it; lists and querysets of models too."""
        if isinstance(thing, Model):
            known = declared(type(thing))
            return View(self, thing) if known is not None and known.kind == SCOPED else thing
        if isinstance(thing, (Manager, QuerySet)):
            return Many(self, thing)
        if isinstance(thing, tuple) and hasattr(thing, "_make"):
            return thing._make(self.view(each) for each in thing)
        if isinstance(thing, (list, tuple)):
            return [self.view(each) for each in thing]
        if isinstance(thing, dict):
            return {name: self.view(value) for name, value in thing.items()}
        return thing

    def value(self, kind: FieldClass, value: Any, what: str = "") -> Any:
        """``value`` as this person sees it; ``what`` is the field, for the line that says that it was shown."""
        shown = self.of(kind)
        if shown == Shown.VISIBLE or value in (None, ""):
            if kind in LOGGED and value not in (None, ""):
                showing(self.record.dossier.reference, what)
            return self.view(value)
        if shown == Shown.MASKED:
            return masked(str(value)) if isinstance(value, (str, Promise)) else Withheld(_("（隐去）"))
        return Withheld(_("（经批准可见）") if shown == Shown.GRANT else "")


class Many:
    """Rows of a relation, each as one sees it."""

    def __init__(self, sight: Sight, rows: Any):
        self._sight, self._rows = sight, rows

    def __iter__(self) -> Iterator[Any]:
        return (self._sight.view(each) for each in self._rows.all())

    def all(self) -> list[Any]:
        return list(self)

    def __len__(self) -> int:
        return len(list(self._rows.all()))


class View:
    """A model as one person sees it. Raises UndeclaredField for a name that has no class."""

    def __init__(self, sight: Sight, thing: Model):
        self._sight, self._thing = sight, thing

    def __getattr__(self, name: str) -> Any:
        thing, sight = self.__dict__["_thing"], self.__dict__["_sight"]
        if name.startswith("_"):
            raise AttributeError(name)
        known = declared(type(thing))
        if known is None:
            raise UndeclaredField(name)
        field = name.removeprefix("get_").removesuffix("_display") if name.endswith("_display") else name
        field = "id" if field == "pk" else field
        if (kind := known.fields.get(field) or known.fields.get(field.removesuffix("_id"))) is not None:
            found = getattr(thing, name)
            value = found() if callable(found) and name.endswith("_display") else found
            return sight.value(kind, value, f"{thing._meta.label_lower}.{field}")
        if name in known.also:
            return sight.view(getattr(thing, name))
        raise UndeclaredField(f"{type(thing).__name__}.{name} has no class: nobody has decided who may see it.")

    def __str__(self) -> str:
        known = declared(type(self._thing))
        names = known.fields if known is not None else {}
        kinds = {kind for name, kind in names.items() if name in ("name", "pseudonym", "code")}
        return str(self._thing) if all(self._sight.sees(kind) for kind in kinds) else ""


def view_of(user: Any, record: Any) -> Sight:
    """How the file of ``record`` looks to ``user``. ``.view(thing)`` wraps whatever of it is shown."""
    note("file.read", True)
    return Sight(user, record)
