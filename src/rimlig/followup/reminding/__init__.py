"""What of follow-ups and actions people are reminded of, told of, and shown in the year wheel and their calendars."""
