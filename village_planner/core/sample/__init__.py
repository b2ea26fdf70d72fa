"""A fictional county, made from a seed, to learn and to test on."""
