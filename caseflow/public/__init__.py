"""The pages of the public, under a host name of their own: tips, receipts, and the verification of papers."""
