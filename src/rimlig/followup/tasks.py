"""Where the queue looks for this room's jobs: it imports the module `tasks` of each room, and none below."""

from rimlig.followup.periods.tasks import ask_for_answers_of, open_periods
from rimlig.followup.running.tasks import run_control_test, take_up_runs

__all__ = ["ask_for_answers_of", "open_periods", "run_control_test", "take_up_runs"]
