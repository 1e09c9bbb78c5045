"""Documents and facts: a plan's text becomes a clause tree, a target ledger and citations."""
