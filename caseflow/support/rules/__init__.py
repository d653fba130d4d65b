"""Support in pure functions: who qualifies, from when, for what, and who pays; over dated rows, in whole fen.

No function here reads a database or the clock: the day, the rows (``Book``), the county's settings (``Settings``) and the
facts are given. ``dates`` R-AGE to R-INT, ``eligibility`` and ``proofs`` Q1–Q10, ``periods`` START, END and SUSP, ``review``
the annual review, ``monthly``, ``hospital``, ``one_time``, ``premiums`` and ``occasions`` the benefits, ``priorities`` the
referrals, ``matrix`` events, ``splitting`` and ``budget`` the levels, ``recovery`` what comes back, ``accounts`` numbers.
"""
