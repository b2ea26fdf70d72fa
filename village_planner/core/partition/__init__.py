"""Grouping units into connected, balanced districts."""
