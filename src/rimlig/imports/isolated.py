"""Reading in a process of its own, with a limit on time and memory.

PDF, Word and Excel files come from anywhere and go through large libraries.
Whatever such a file makes them do, it ends here: after READING_SECONDS or at
MOST_MEMORY the process is gone, and the one that asked goes on.

Run as `python -m rimlig.imports.isolated LANGUAGE`: the file on standard
input, lines of JSON on standard output: any number of {"done", "total"}, then
one {"document"} or {"problem"}.
"""

import subprocess
import sys
from typing import Final

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rimlig.core.isolated import GIGABYTE, last_word, limit, speak, speaker, surroundings
from rimlig.documents.document import Document
from rimlig.documents.interchange import from_json, to_json
from rimlig.imports.blocks import Unreadable
from rimlig.imports.reading import FileType, Progress, check_size, file_type, read_document

READING_SECONDS: Final = 28
LONGEST_SILENCE: Final = 1  # seconds until whoever waits may change their mind
MOST_MEMORY: Final = GIGABYTE  # of address space


def read_safely(data: bytes, progress: Progress | None = None) -> Document:
    """Return the document in the file, as `read_document` does, whatever the file is made to do.

    `progress` is told at least every second how far it has come, and may raise
    to stop the reading: the process is ended. Raises Unreadable also when time
    or memory did not suffice.
    """
    check_size(data)
    if file_type(data) in {FileType.TEXT, FileType.INTERCHANGE}:
        return read_document(data, progress)  # our own code on plain text: nothing to guard against
    command = [sys.executable, "-m", __name__, get_language() or "sv"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=surroundings()
    ) as process:
        try:
            return _converse(process, data, progress)
        finally:
            process.kill()


def _converse(process: "subprocess.Popen[bytes]", data: bytes, progress: Progress | None) -> Document:
    answer = last_word(process, data, seconds=READING_SECONDS, silence=LONGEST_SILENCE, progress=progress)
    if "problem" in answer:
        raise Unreadable(answer["problem"])
    if "document" in answer:
        return from_json(answer["document"])
    raise Unreadable(
        _(
            "The file could not be read with %(seconds)s seconds and 1 GB of memory, so reading was ended. Nothing has"
            " been stored. Save the report anew from the program that made it, without pictures, and choose that file."
        )
        % {"seconds": READING_SECONDS}
    )


def main() -> None:
    """Read the file on standard input and answer on standard output, within the limits."""
    say = speaker()
    limit(READING_SECONDS, MOST_MEMORY)
    speak(sys.argv[1])
    try:
        document = read_document(sys.stdin.buffer.read(), lambda done, total: say(done=done, total=total))
    except Unreadable as problem:
        say(problem=str(problem))
    else:
        say(document=to_json(document))


if __name__ == "__main__":
    main()
