"""Evidence: the files and links that show that an answer is true."""
