"""Rounds, opinions, the record; versions of a plan, compared, brought in and out."""
