"""What a municipality decides for all its boards: goals, scales, categories of risk, common risks."""
