"""The tools of the drawing table. They know the canvas and the units on it; what a stroke does is not theirs."""
