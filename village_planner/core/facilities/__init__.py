"""Public facilities: their kinds, what the standards ask for, and the living circles around them."""
