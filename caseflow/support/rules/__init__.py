"""Support in pure functions: who qualifies, from when, for what, and who pays; over dated rows, in whole fen."""
