"""The law of family support: the articles relied on, the time limits, and what an office may set.

What the reference marks as design rests on the office's own rules, which a county has still to confirm; its limits
therefore show 未核定 until then.
"""

from .citations import *
from .contact import *
from .limits import *
from .parameters import *
