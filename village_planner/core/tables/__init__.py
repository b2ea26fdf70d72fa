"""Each report table as data: title, columns, units, totals, notes, source."""
