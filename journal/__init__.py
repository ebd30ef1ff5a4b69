"""The ledger: who changed what, when, through which door, why."""
