"""The drawing table: dock, session, tools and what they show on the map."""
