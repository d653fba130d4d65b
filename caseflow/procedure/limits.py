"""The register of time limits, parameters and exclusions, which every procedure brings with it at the start."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext as _

from .table import Citation, Parameter, TimeLimit


class Ground(NamedTuple):
    """Why an interval is not counted: its name, and the article that allows it."""

    name: Any
    basis: Citation


_limits: dict[str, TimeLimit] = {}
_parameters: dict[str, Parameter] = {}
_grounds: dict[str, Ground] = {}


def register_limits(
    limits: Mapping[str, TimeLimit],
    parameters: Iterable[Parameter] = (),
    exclusions: Mapping[str, tuple[Any, Citation]] | None = None,
) -> None:
    """Make the limits of a procedure known, with what an office may set and what interrupts them.

    Raises ImproperlyConfigured for a code or key that already means something else, and for a limit that names a
    parameter or an exclusion nobody declared.
    """
    _add(_parameters, {each.key: each for each in parameters})
    _add(_grounds, {code: Ground(*each) for code, each in (exclusions or {}).items()})
    for each in limits.values():
        if each.parameter and each.parameter not in _parameters:
            raise ImproperlyConfigured(f"{each.code} names the parameter {each.parameter}, which nobody declared.")
        if unknown := [code for code in each.exclusions if code not in _grounds]:
            raise ImproperlyConfigured(f"{each.code} names the exclusion {unknown[0]}, which nobody declared.")
    _add(_limits, limits)


def _add(register: dict[str, Any], entries: Mapping[str, Any]) -> None:
    for key, entry in entries.items():
        if register.setdefault(key, entry) is not entry and register[key] != entry:
            raise ImproperlyConfigured(f"{key} is registered twice.")


def limits() -> Mapping[str, TimeLimit]:
    """Every known limit by its code, in the order of registration."""
    return MappingProxyType(_limits)


def limit(code: str) -> TimeLimit:
    """The limit of a code. Raises LookupError, with the sentence, for a code nobody registered."""
    if code not in _limits:
        raise LookupError(_("没有编号为“%(code)s”的期限。") % {"code": code})
    return _limits[code]


def parameters() -> Mapping[str, Parameter]:
    """Everything that an office may set, by key."""
    return MappingProxyType(_parameters)


def parameter(key: str) -> Parameter:
    """The parameter of a key. Raises LookupError, with the sentence, for a key nobody registered."""
    if key not in _parameters:
        raise LookupError(_("没有名为“%(key)s”的参数。") % {"key": key})
    return _parameters[key]


def exclusions() -> Mapping[str, Ground]:
    """Every ground on which an interval is not counted, by its code."""
    return MappingProxyType(_grounds)
