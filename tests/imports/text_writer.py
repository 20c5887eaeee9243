"""Writes tables as text the way tools extract them, for reading back."""

from dataclasses import dataclass, field

from rimlig.documents import words

CONTROL, EVENT, FOLLOW_UP, DEVIATION, ACTION, STATUS = range(6)
Texts = tuple[str, str, str, str, str, str]


def wrapped(text: str, columns: int) -> list[str]:
    """Return the text's lines, filled as far as words fit."""
    lines = [""]
    for word in text.split(" "):
        if lines[-1] and len(lines[-1]) + 1 + len(word) > columns:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


@dataclass
class SpacedTable:
    """Writes a table with spaces for empty cells. `break_at` are the lines, counted over all cells, where pages end."""

    widths: tuple[int, ...] = (30, 30, 30, 12, 30, 12)
    furniture: bool = True
    out: list[str] = field(default_factory=list)
    page: int = 1

    def header(self) -> None:
        """Write the header row, as every page has it."""
        lead = "" if self.furniture or self.page == 1 else " "
        self.out.append(
            f"{lead}Löpande \nkontroll/Systematiska \nkontroller \n\n Oönskad händelse \nUppföljning av \n"
            "arbetssätt/löpande kontroll \n\nStatus Åtgärd Status \n\n"
        )

    def turn(self) -> None:
        """End the page and begin the next: with a page header, or only with the space of an empty one."""
        self.page += 1
        if self.furniture:
            self.out.append(f"\n\n\n {words.PAGE_HEADER} \nSid {self.page} (99) \n\n")
        else:
            self.out[:] = ["".join(self.out).rstrip(" \n") + " \n"]
        self.header()

    def row(self, texts: Texts, *, lead: int, first: bool = False, turn_in: int = 0) -> None:
        """Write a row: `lead` spaces stand for what is left out or empty before its first text.

        With `turn_in`, a page ends after so many of its lines, in every cell that has more.
        """
        start = {0: ACTION, 1: EVENT, 2: ACTION}[lead]
        cells = {column: wrapped(texts[column], self.widths[column]) for column in range(start, STATUS + 1)}
        if first:
            cells = {CONTROL: wrapped(texts[CONTROL], self.widths[CONTROL]), **cells}
        if not turn_in or all(len(lines) <= turn_in for lines in cells.values()):
            self._cells(cells, lead)
            return
        self._cells({column: lines[:turn_in] for column, lines in cells.items()}, lead)
        self.turn()
        rest = {column: lines[turn_in:] or [""] for column, lines in cells.items()}
        if all(lines == [""] for column, lines in rest.items() if column != CONTROL):
            self.out.append(" \n".join(rest[CONTROL]) + " \n\n")  # merged over the rows: only it goes on
            return
        if rest.get(CONTROL) == [""]:
            del rest[CONTROL]
        self._cells(rest, lead if start == EVENT else 4)

    def _cells(self, cells: dict[int, list[str]], lead: int) -> None:
        if CONTROL in cells:
            self._cell(cells[CONTROL])
        self.out.append(" " * lead)
        for column, lines in cells.items():
            if column != CONTROL:
                self._cell(lines)
        if not self.out[-1].endswith("\n"):
            self.out.append("\n\n")

    def _cell(self, lines: list[str]) -> None:
        self.out.append(" \n".join(lines) + " ")
        if len(lines) > 1:
            self.out.append("\n\n")

    def analysis(self, paragraphs: tuple[str, ...], *, turn_in: int = 0) -> None:
        """Write an analysis; with `turn_in`, a page ends after so many of its lines."""
        self.out.append(f" {words.ANALYSIS} \n\n")
        written = 0
        for paragraph in paragraphs:
            for number, line in enumerate(wrapped(paragraph, 46)):
                written += 1
                turns = written == turn_in + 1 and turn_in
                if turns:
                    self.turn()
                    self.out.append("  ")
                elif number:
                    self.out.append("\n")
                self.out.append(line + " ")
            self.out.append("\n\n")


@dataclass
class LaidOutTable:
    """Writes a table with its columns at their places; a page has `page_lines` lines under its header."""

    page_lines: int
    starts: tuple[int, ...] = (1, 36, 71, 106, 126, 161)
    out: list[str] = field(default_factory=list)
    page: int = 1
    left: int = 0

    def header(self) -> None:
        """Write the header row, as every page has it."""
        self.left = self.page_lines
        self.out.append(
            self._line(
                dict(
                    enumerate(
                        ("Löpande kontroll/Systematiska", *words.COLUMNS[1:2], "Uppföljning av", *words.COLUMNS[3:])
                    )
                )
            )
        )
        self.out.append(self._line({0: "kontroller", 2: "arbetssätt/löpande kontroll"}))

    def _line(self, cells: dict[int, str]) -> str:
        text = ""
        for column, cell in cells.items():
            text = text.ljust(self.starts[column]) + cell
        return text

    def rows(self, texts: Texts) -> None:
        """Write a row from its top; a page may end after any of its lines."""
        widths = [after - start - 3 for start, after in zip(self.starts, (*self.starts[1:], 181), strict=True)]
        spans = {
            column: [words.ANALYSIS, *(line for part in texts[column].split("\n\n")[1:] for line in wrapped(part, 50))]
            for column in (FOLLOW_UP, ACTION)
            if texts[column].startswith(words.ANALYSIS)
        }
        cells = {column: wrapped(texts[column], widths[column]) for column in range(6)} | spans
        for number in range(max(len(lines) for lines in cells.values())):
            if not self.left:
                self.page += 1
                self.out.append(f"\f{words.PAGE_HEADER}{'Sid':>150} {self.page} (99)\n\n")
                self.header()
            self.left -= 1
            line = {column: lines[number] for column, lines in cells.items() if number < len(lines) and lines[number]}
            self.out.append(self._line(line))

    @property
    def text(self) -> str:
        """What has been written."""
        return "\n".join(self.out)
