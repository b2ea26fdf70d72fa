"""Exact overlay of parcels with units and control lines; areas on the ellipsoid, and their balancing."""
