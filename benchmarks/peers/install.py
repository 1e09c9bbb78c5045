"""`python -m benchmarks.peers.install FOLDER [PIP FLAGS]`: the extra `peers` beside the environment that runs this.

FOLDER becomes an environment that sees all that this one has. A peer pins its own versions (baisitong wants one httpx
and no other); installed there, they change nothing here. A peer that cannot be installed is one line, and the rest go
on.
"""

import os
import subprocess
import sys
import sysconfig
import tomllib
import venv
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.run_bot import ROOT, WORDS

Pip = Callable[[Sequence[str]], str | None]  # arguments in; None, or why it failed


def main(arguments: Sequence[str]) -> int:
    """Make the environment and install what can be installed; 0 always, for the report names what is missing."""
    folder, *flags = arguments
    install(requirements(), layered(Path(folder)), flags)
    return 0


def requirements() -> list[str]:
    """Return the extra `peers` of pyproject.toml."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extra: list[str] = project["optional-dependencies"]["peers"]
    return extra


def layered(folder: Path) -> Pip:
    """Make an environment in `folder` that sees this one's packages beneath its own, and return its pip."""
    venv.create(folder, with_pip=True)
    scripts = folder / ("Scripts" if os.name == "nt" else "bin")
    python = next(path for path in sorted(scripts.iterdir()) if path.stem == "python").absolute()
    packages = Path(sysconfig.get_path("purelib", vars={"base": str(folder.absolute())}))
    beneath = dict.fromkeys(sysconfig.get_path(kind) for kind in ("purelib", "platlib"))
    (packages / "beneath.pth").write_text("".join(f"{path}\n" for path in beneath), encoding="utf-8")

    def pip(arguments: Sequence[str]) -> str | None:
        ran = subprocess.run([python, "-m", "pip", *arguments], capture_output=True, text=True, check=False)
        return (ran.stderr.strip().splitlines() or ["it said nothing"])[-1][:WORDS] if ran.returncode else None

    return pip


def install(wanted: Sequence[str], pip: Pip, flags: Sequence[str] = ()) -> list[str]:
    """Install each requirement by itself and return those that failed, each told on stderr."""
    failed = []
    for requirement in wanted:
        sys.stderr.write(f"installing {requirement} …\n")
        reason = pip(["install", "--quiet", "--disable-pip-version-check", *flags, requirement])
        if reason:
            sys.stderr.write(f"{requirement}: not installed ({reason})\n")
            failed.append(requirement)
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
