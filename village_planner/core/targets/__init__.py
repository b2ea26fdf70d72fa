"""Targets of the plan period: how far they are reached, and how steadily."""
