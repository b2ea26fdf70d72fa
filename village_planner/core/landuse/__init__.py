"""Land use from the base year to the target year: parcels against a planned layer, and what changes into what."""
