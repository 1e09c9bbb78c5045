"""A process leaves at once though a thread of it still works, with its status and all that it printed."""

import subprocess
import sys

WORKING = """
import threading, time
from bot.leaving import leave, works_on
threading.Thread(target=time.sleep, args=(600,), daemon={daemon}).start()
print("said", works_on())
leave(3)
"""


def test_a_working_thread_is_not_waited_for() -> None:
    done = subprocess.run(
        [sys.executable, "-c", WORKING.format(daemon=False)], capture_output=True, text=True, timeout=300, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (3, "said True\n", "")


def test_a_daemon_is_nothing_to_wait_for() -> None:
    done = subprocess.run(
        [sys.executable, "-c", WORKING.format(daemon=True)], capture_output=True, text=True, timeout=300, check=False
    )
    assert (done.returncode, done.stdout) == (3, "said False\n")
