"""Indicators: catalogue, normalisation, weights, scores and the choice of centres."""
