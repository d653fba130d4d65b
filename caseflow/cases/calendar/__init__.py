"""Legal days: when a time limit ends, and the sum that shows why. Pure functions: no database, no settings of an office.

The counting rules are those of the reference for enforcement, 2.1, 2.2 and 9:

* Day 0, the day of the event, is not counted (Civil Code art. 201; Civil Procedure Law art. 85).
* A limit in working days ends on the n-th working day after day 0; the make-up days of the yearly holiday notice are
  working days, whatever day of the week they are (Administrative Penalty Law art. 85).
* A limit in months or years ends on the day of the same number, or on the last day of the month if there is none
  (Civil Code art. 202).
* A limit whose last day is no working day ends on the next one (Civil Code art. 203). ``nominal_due`` is the last day
  as counted, ``legal_due`` the day it moves to, ``safe_due`` the last working day on or before ``nominal_due``, from
  which an agency is reminded of its duties.
* Hours run by the clock, through nights and holidays; their results are moments.
* An exclusion adds ``end - start`` days, in limits of working days as many days as working days lie in it; days that lie
  in several exclusions are left out once; one that begins after the limit has ended changes nothing.
* An extension adds its own length, and must be granted before the limit has ended.
* A sum that touches a year without a holiday notice takes Monday to Friday as working days and is ``provisional``.
"""

from .badges import remaining
from .counting import Due, Exclusion, Extension, TooLate, due, hearing_default, hearing_ok
from .days import ONE_DAY, Calendar, DayKind, add_months, add_working_days, roll, safe, working_days_between
from .sums import Cell, Step
from .words import day_words, length_words, long_day, moment_words, short_day, weekday

__all__ = [
    "ONE_DAY",
    "Calendar",
    "Cell",
    "DayKind",
    "Due",
    "Exclusion",
    "Extension",
    "Step",
    "TooLate",
    "add_months",
    "add_working_days",
    "day_words",
    "due",
    "hearing_default",
    "hearing_ok",
    "length_words",
    "long_day",
    "moment_words",
    "remaining",
    "roll",
    "safe",
    "short_day",
    "weekday",
    "working_days_between",
]
