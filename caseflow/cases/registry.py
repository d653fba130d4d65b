"""Which procedures there are: the kernel asks here and never names one."""

from typing import Any

from .models import Dossier, Record

_classes: dict[str, type[Record]] = {}
_flows: dict[str, Any] = {}


def register(record_class: type[Record], flow_class: Any) -> None:
    """Make a procedure known, with its model and its flow."""
    _classes[record_class.label()] = record_class
    _flows[record_class.label()] = flow_class


def record_classes() -> dict[str, type[Record]]:
    return dict(_classes)


def record_class(label: str) -> type[Record]:
    """Raises LookupError for a procedure nobody registered."""
    if label not in _classes:
        raise LookupError(label)
    return _classes[label]


def flow_class(label: str) -> Any:
    return _flows[label]


def flow_classes() -> list[Any]:
    return list(_flows.values())


def root_of(dossier: Dossier) -> Record:
    """The record that a file is about."""
    return record_class(dossier.procedure)._default_manager.select_related("dossier").get(dossier=dossier)
