"""Indicators computed from a county's layers: each measure is a function from layers to a value per unit."""
