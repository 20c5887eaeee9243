"""Planning a follow-up: how, how often, who answers and who reviews."""
