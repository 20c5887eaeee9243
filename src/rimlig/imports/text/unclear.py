"""How a reader of tables says that it cannot tell two cells apart."""


class Unclear(Exception):
    """The text leaves more than one reading of a table, or none, at this line."""

    def __init__(self, number: int) -> None:
        """Take the number of the line, counted from 1."""
        super().__init__(number)
        self.number = number
