"""Charts: as data, their colours, and the one drawer that pages on paper and on the screen share."""
