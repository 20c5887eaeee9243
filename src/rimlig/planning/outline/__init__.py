"""The plan as an outline: rows added, moved and removed, its goals, and what it still lacks."""
