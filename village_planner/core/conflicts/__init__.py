"""Plans against each other and against the control lines: rules, ledger, and decisions that outlive new data."""
