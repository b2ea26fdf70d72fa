"""The road network: from road lines to minutes of travel, and what is reached within them."""
