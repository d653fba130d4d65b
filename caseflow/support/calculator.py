"""“能领什么”: what one person can have, with every reason in plain words; nobody is named, the address can be passed on."""

from datetime import date

from django.db import Error

from caseflow.cases import parameters, settled

from .rules.settings import DEFAULTS, PARAMETERS, Settings


def settings_on(day: date) -> Settings:
    """What the county has set on a day; the reference's defaults where there is no database yet.

    Raises BadFacts, with the sentence, for a setting that makes no sense.
    """
    try:
        with settled.once():
            return Settings.of({each.key: parameters.value(each.key, day) for each in PARAMETERS})
    except Error:
        return DEFAULTS
