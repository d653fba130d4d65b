"""Payment batches, set by set: built, checked, booked, sent to the bank, answered and reconciled (reference 4.6, 2.3)."""
