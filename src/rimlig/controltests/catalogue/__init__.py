"""The tests there are, one module each."""
