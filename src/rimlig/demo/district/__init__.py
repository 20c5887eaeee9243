"""The content of the district board, with eight preschool units of which two deviate."""
