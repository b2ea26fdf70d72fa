"""Prints of a review: plans side by side, what a round moved, borderline units, open opinions, and their lists."""
