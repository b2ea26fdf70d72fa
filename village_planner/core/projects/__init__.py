"""Project check: outlines, boundary-point files, control lines and rules to a verdict and a report."""
