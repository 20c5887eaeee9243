"""The risk analysis: the matrix, one risk, workshops."""
