"""Worker processes: units in, results out, in the same order, and few of either held.

A queue would not say which unit a process died of; so each has a pipe of its own.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import signal
from collections.abc import Callable, Generator, Iterable, Iterator
from multiprocessing.connection import wait
from typing import Any, Generic, TypeVar

U = TypeVar("U")
R = TypeVar("R")

#: So many chunks for each process are begun before the first of them has to be written.
_AHEAD = 3
_PATIENCE = 5.0


def in_order(
    chunks: Iterable[list[U]],
    work: Callable[[U], list[R]],
    lost: Callable[[U, str], list[R]],
    jobs: int,
    warn: Callable[[str], None],
) -> Iterator[R]:
    """Return the results of ``work`` on all units, in their order.

    Args:
        chunks: The units, as they go to the processes.
        work: What is done with a unit; it goes to the processes, as do units and results.
        lost: Returns what stands for a unit on which a process died, given how it ended.
        jobs: How many processes there may be.
        warn: Called with a sentence if no processes can be had; the work is then done here.
    """
    pool = _Pool(work, lost, jobs, warn)
    source = iter(chunks)
    done: dict[int, list[R]] = {}
    given = written = 0
    following: list[U] | None = None
    more = True
    try:
        while more or written < given:
            while written in done:
                yield from done.pop(written)
                written += 1
            while more and given - written < _AHEAD * jobs:
                following = following or next(source, None)
                if following is None:
                    more = False
                elif worker := pool.idle():
                    worker.give(given, following)
                    given, following = given + 1, None
                elif given > written:
                    break
                else:  # there is no process, nor will there be
                    yield from pool.here(following)
                    following = None
            if written < given and written not in done:
                done.update(pool.collect())
    finally:
        pool.stop()


def _serve(connection: Any, work: Callable[[U], list[R]]) -> None:
    """Do ``work`` until the other end is closed, as it is when its process ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(EOFError, OSError):
        connection.send(None)  # ready
        while True:
            connection.send([result for unit in connection.recv() for result in work(unit)])


class _Worker(Generic[U, R]):
    """A process, and the chunk that it works on."""

    def __init__(self, work: Callable[[U], list[R]]) -> None:
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        self.connection: Any = ours  # a pipe of another class on Windows
        self.process = context.Process(target=_serve, args=(theirs, work), daemon=True)
        try:
            with _uninterrupted():
                self.process.start()
        finally:
            theirs.close()
        self.ready = False
        self.index = -1
        self.chunk: list[U] | None = None

    def give(self, index: int, chunk: list[U]) -> None:
        self.index, self.chunk = index, chunk
        with contextlib.suppress(OSError):  # it has died, which shows when it is to answer
            self.connection.send(chunk)

    def answer(self) -> list[R] | None:
        """Return its next results; ``None`` for its word that it is ready."""
        results: list[R] | None = self.connection.recv()
        if results is None:
            self.ready = True
        else:
            self.chunk = None
        return results

    def stop(self) -> str:
        """End the process, if it has not ended; return how it did."""
        self.connection.close()
        self.process.terminate()
        self.process.join(_PATIENCE)
        if self.process.exitcode is None:
            self.process.kill()
            self.process.join()
        ended = self.process.exitcode or 0
        return f"signal {-ended}" if ended < 0 else f"exit status {ended}"


class _Pool(Generic[U, R]):
    """The processes; they are started as there is work for them, unless one did not start."""

    def __init__(
        self,
        work: Callable[[U], list[R]],
        lost: Callable[[U, str], list[R]],
        jobs: int,
        warn: Callable[[str], None],
    ) -> None:
        self._work, self._lost, self._jobs, self._warn = work, lost, jobs, warn
        self._workers: list[_Worker[U, R]] = []
        self._alone = False

    def idle(self) -> _Worker[U, R] | None:
        """Return a process without work, a new one if there may be one more."""
        free = (worker for worker in self._workers if worker.chunk is None)
        found = next(free, None)
        if found is None and len(self._workers) < self._jobs and not self._alone:
            try:
                found = _Worker(self._work)
            except OSError as error:
                self._give_up(error.strerror or str(error))
                return None
            self._workers.append(found)
        return found

    def here(self, chunk: list[U]) -> list[R]:
        """Return the results of ``chunk``, without a process."""
        return [result for unit in chunk for result in self._work(unit)]

    def collect(self) -> Iterator[tuple[int, list[R]]]:
        """Wait for results; return them with the indexes of their chunks."""
        by_end: dict[Any, _Worker[U, R]] = {worker.connection: worker for worker in self._workers}
        ends: list[Any] = wait(list(by_end))
        for end in ends:
            worker = by_end[end]
            if end.closed or not end.poll():  # heard meanwhile, for the sake of a dead one
                continue
            index, chunk = worker.index, worker.chunk
            try:
                results = worker.answer()
            except (EOFError, OSError):
                how = self._buried(worker)
                results = None if chunk is None else self._again(worker, chunk, how)
            if results is not None:
                yield index, results

    def stop(self) -> None:
        """End all processes."""
        for worker in self._workers:
            worker.process.terminate()
        for worker in self._workers:
            worker.stop()

    def _buried(self, worker: _Worker[U, R]) -> str:
        self._workers.remove(worker)
        worker.process.join(_PATIENCE)
        how = worker.stop()
        if not worker.ready:
            self._give_up(how)
        return how

    def _again(self, dead: _Worker[U, R], chunk: list[U], how: str) -> list[R]:
        """Return the results of the chunk of a dead process."""
        if dead.ready and len(chunk) == 1:
            return self._lost(chunk[0], how)
        results: list[R] = []
        for unit in chunk:  # one by one, to learn which of them it was
            worker = self.idle()
            results += self._one(worker, unit) if worker else self._work(unit)
        return results

    def _one(self, worker: _Worker[U, R], unit: U) -> list[R]:
        worker.give(-1, [unit])
        try:
            while True:
                results = worker.answer()
                if results is not None:
                    return results
        except (EOFError, OSError):
            how = self._buried(worker)
            return self._lost(unit, how) if worker.ready else self._work(unit)

    def _give_up(self, how: str) -> None:
        if not self._alone:
            self._warn(f"a worker process does not start ({how}); the work is done without")
        self._alone = True


@contextlib.contextmanager
def _uninterrupted() -> Generator[None]:
    """Start a process that Ctrl-C does not reach: its parent ends it."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    from multiprocessing import resource_tracker  # noqa: PLC0415 - POSIX only

    resource_tracker.ensure_running()  # starting it later would lift the mask
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
