"""Answering: what awaits a person, the page of an answer, saving as one writes, filing."""
