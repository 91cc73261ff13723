"""The server's end of a worker: start the process, hand it a job, end it, wait for it to leave."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

WORKER = (sys.executable, "-m", "rnn_core.worker")
CHECKOUT = Path(__file__).resolve().parents[2]


class TrainingProcess:
    """A process that waits for one job, runs it and leaves.

    Parameters
    ----------
    command
        What starts it; it keeps to what `rnn_core.worker` does with its standard input and output.

    Raises
    ------
    OSError
        If the process cannot be started.
    """

    def __init__(self, command: Sequence[str] = WORKER) -> None:
        path = os.pathsep.join(filter(None, (str(CHECKOUT), os.environ.get("PYTHONPATH"))))
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | {"PYTHONPATH": path},
        )
        self.was_ready = False
        self.job_id: str | None = None

    @property
    def is_alive(self) -> bool:
        """Whether the process runs."""
        return self.process.poll() is None

    def take(self, job_id: str, folder: Path) -> None:
        """Hand over a job; if the process has just died, whoever waits in `outlive` notices."""
        self.job_id = job_id
        with suppress(OSError, ValueError):  # the latter where its pipes are closed already
            print(json.dumps({"folder": str(folder)}), file=self.process.stdin, flush=True)

    def end(self) -> None:
        """End the process at once, also one that is held or hears nothing."""
        self.process.kill()

    def cpu_s(self) -> float | None:
        """Give the processor's seconds that the process has used, or None where the system does not tell.

        References
        ----------
        proc_pid_stat(5), fields 14 and 15, https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
        """
        try:
            fields = Path(f"/proc/{self.process.pid}/stat").read_text("ascii", "replace").rpartition(")")[2]
            user, system = map(int, fields.split()[11:13])  # the command's name may hold blanks, so from 3 on
        except (OSError, ValueError):
            return None
        return (user + system) / os.sysconf("SC_CLK_TCK")

    def outlive(self) -> int:
        """Wait until the process has left, and give its exit status."""
        for line in self.process.stdout or ():
            with suppress(ValueError, AttributeError):  # not an answer
                self.was_ready = self.was_ready or json.loads(line).get("event") == "ready"
        status = self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            with suppress(OSError):  # a job that a dead process never took is still on its way out
                if pipe is not None:
                    pipe.close()
        return status
