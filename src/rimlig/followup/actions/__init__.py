"""What is done about risks and shortcomings: actions, action plans, their log, and the lists of them."""
