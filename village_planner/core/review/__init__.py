"""What a hand moves between districts, and what that breaks."""
