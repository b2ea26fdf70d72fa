"""The planner's desk: docks, map tools and the layer tree. Shows; never computes."""
