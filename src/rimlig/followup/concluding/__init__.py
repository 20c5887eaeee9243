"""What the controller concludes for the board from the units' answers."""
