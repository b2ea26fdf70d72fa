"""Figures out of statistics workbooks: read (excel.reading) → interpret (here) → result. See `interpret.py`."""
