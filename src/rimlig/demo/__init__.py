"""A fictional municipality to try the system on: everything in it is invented."""
