"""Checks of input data; each finding names its rule, layer and unit."""
