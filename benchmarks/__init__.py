"""Measurements of what must be fast: `make bench`. Figures and what they mean: README.md beside this file."""
