"""A progress bar on stderr for a build that lasts."""

from collections.abc import Iterator
from contextlib import contextmanager

from index.cache import Progress

DELAY = 2.0  # seconds; a shorter build shows nothing


@contextmanager
def progress_bar(title: str) -> Iterator[Progress]:
    """Give a function that shows how many of how many passages are done.

    Nothing is shown where stderr is no terminal, or before `DELAY` seconds; the bar is wiped away at the end.
    """
    from tqdm import tqdm  # noqa: PLC0415

    with tqdm(desc=title, total=0, unit="", delay=DELAY, disable=None, leave=False) as bar:

        def show(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        yield show
