"""The law of enforcement: the articles relied on, the time limits, and what an office may set.

Articles are quoted in the numbering in force; nothing repealed is cited (reference 0.3). ``verified`` is False wherever
the reference knows a number only by analogy or from memory.
"""

from .citations import *
from .limits import *
from .parameters import *
