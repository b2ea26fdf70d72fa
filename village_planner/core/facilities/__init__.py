"""Facilities: their kinds, groups and tiers, and the living circles around the places that hold them."""
