"""The Results page: what to write, a look at the first page, the same again next month."""
