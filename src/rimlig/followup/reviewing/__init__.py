"""Reviewing: who reviews an answer, approving, sending back, and the board of all answers."""
