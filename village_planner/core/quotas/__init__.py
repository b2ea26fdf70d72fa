"""Binding and expected indicators passed down from the county to districts, townships and villages."""
