"""Control tests as evidence: asked for on an answer's page, run by the worker, and laid beside the answer."""
