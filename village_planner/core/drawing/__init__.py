"""Drawing districts by hand: edits, strokes, districts, contiguity, and the figures that follow."""
