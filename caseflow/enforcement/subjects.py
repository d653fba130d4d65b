"""Finds an institution or a practitioner of the register by what one types, in the form and while one types."""

import re
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from caseflow.cases.access import procedures_of
from caseflow.cases.fields import CleanCharField
from caseflow.cases.pickers import NOBODY_ELSE, SuggestedField
from caseflow.cases.text import comparable, narrow, tidy

from .models import Institution, Practitioner, Tip

REGISTER: dict[str, Any] = {"institution": Institution, "practitioner": Practitioner}
MOST = 20  # suggestions at a time
NAMED = 5  # of them in a refusal
BETWEEN = " · "
UNKNOWN = _("“%(field)s”：登记册里没有这一个，请核对；不在登记册里的，填在下面一栏。")
SEVERAL = _("“%(field)s”：登记册里有几个，请写成其中之一：%(found)s。")


def called(one: Any) -> str:
    """How a subject is offered: its name and what tells it from others of the name; no number of a citizen."""
    where = one.credit_code if isinstance(one, Institution) else one.institution and one.institution.name
    return BETWEEN.join(filter(None, (one.name, where, one.address)))


def search(text: str, most: int = MOST) -> list[Any]:
    """Up to ``most`` subjects whose name holds the text, or whose credit code begins with it, institutions first."""
    name = comparable(text.split(BETWEEN)[0])
    if not name:
        return []
    named = Q(pk__in=_named(Institution, name)[:most])
    found = list(Institution.objects.filter(named | Q(credit_code__istartswith=name)).order_by("name", "pk")[:most])
    people = Practitioner.objects.filter(pk__in=_named(Practitioner, name)[: most - len(found)])
    return found + list(people.select_related("institution").order_by("name", "pk"))


def _named(model: Any, name: str) -> list[int]:
    """The keys of those whose name holds ``name``, in the order of names: the register of a county is short enough to read."""
    return [
        pk for pk, held in model.objects.order_by("name", "pk").values_list("pk", "name") if name in comparable(held)
    ]


class SubjectField(SuggestedField):
    """An institution or a practitioner of the register, by name, credit code, or key: "institution:5"."""

    @staticmethod
    def key_of_model(one: Any) -> str:
        return f"{one._meta.model_name}:{one.pk}"

    def prepare_value(self, value: Any) -> Any:
        found = value if isinstance(value, tuple(REGISTER.values())) else self._by_key(str(value or ""))
        return called(found) if found else value

    def to_python(self, value: Any) -> Any:
        typed = narrow(tidy("" if value is None else str(value)))
        if not typed:
            return None
        if re.fullmatch("[a-z]+:[0-9]+", typed):
            if (chosen := self._by_key(typed)) is None:
                raise self.refusal(NOBODY_ELSE, "invalid_choice")
            return chosen
        text = CleanCharField(max_length=400).clean(typed)
        found = search(text)
        same = comparable(text)
        exact = [one for one in found if same in {comparable(called(one)), _code(one)}]
        exact = exact or [one for one in found if comparable(one.name) == same]
        if len(exact) == 1:
            return exact[0]
        if not found:
            raise self.refusal(UNKNOWN, "invalid_choice")
        raise self.refusal(
            SEVERAL, "invalid_choice", found=_t("；").join(called(one) for one in (exact or found)[:NAMED])
        )

    @staticmethod
    def _by_key(key: str) -> Any:
        found = re.fullmatch("(institution|practitioner):([0-9]{1,18})", key)
        return REGISTER[found[1]].objects.filter(pk=int(found[2])).first() if found else None


def _code(one: Any) -> str:
    return getattr(one, "credit_code", "").casefold() or comparable(called(one))


@require_safe
def subjects(request: HttpRequest) -> HttpResponse:
    """What is suggested for ``?about=`` while one types."""
    if Tip.label() not in procedures_of(request.user):
        raise PermissionDenied(_("您的岗位不办理这一类案卷。"))
    try:
        text = CleanCharField(max_length=120, required=False).clean(request.GET.get("about", ""))
    except ValidationError:
        text = ""
    return render(request, "components/suggestions.html", {"found": [called(one) for one in search(narrow(text))]})
