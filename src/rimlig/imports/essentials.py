"""Why each process is essential: the paragraphs under its heading in the risk analysis of our own documents."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from rimlig.documents import words
from rimlig.documents.document import Goal, Process
from rimlig.imports.blocks import Paragraph


@dataclass(slots=True)
class _Essential:
    """A process of the risk analysis, with the numbers of the goals that it serves."""

    name: str
    goals: tuple[str, ...] | None = None
    reason: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Essentials:
    """Takes what stands between the heading of a process and its first working method."""

    processes: list[_Essential] = field(default_factory=list)

    def begin(self, name: str) -> None:
        """Begin a process."""
        self.processes.append(_Essential(name))

    def take(self, block: Paragraph) -> bool:
        """Take a paragraph about the process that began last. False when it is of something else."""
        if not self.processes or block.level:
            return False
        process, text = self.processes[-1], block.text
        if process.goals is None and text.startswith(words.GOALS_SERVED):
            process.goals = tuple(text.removeprefix(words.GOALS_SERVED).strip().split(", "))
        elif not process.reason and text.startswith(words.REASON):
            process.reason.append(text.removeprefix(words.REASON).strip())
        elif process.reason and (block.level == 0 or not text.startswith((words.PROCESS, words.WORKING_METHOD))):
            process.reason.append(text)
        else:
            return False
        return True

    def into(self, goals: tuple[Goal, ...]) -> tuple[Goal, ...]:
        """Return the goals with the reasons: each on the copies under the goals that its process serves, in their order."""
        return tuple(replace(goal, processes=tuple(self._with_reasons(goal))) for goal in goals)

    def _with_reasons(self, goal: Goal) -> Iterator[Process]:
        waiting = [each for each in self.processes if each.goals is None or goal.number in each.goals]
        for process in goal.processes:
            found = next((each for each in waiting if each.name == process.name), None)
            if found is None:
                yield process
            else:
                # A process that stands twice under the goal has two reasons, one for each.
                waiting.remove(found)
                yield replace(process, reason="\n\n".join(found.reason))
