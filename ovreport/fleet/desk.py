"""The desk of a fleet: sends every host its orders, watches them, and brings back what they measure."""

from __future__ import annotations

import contextlib
import queue
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import distributed

from ovreport import store
from ovreport.errors import FleetError, ModelError, SpecError, StoreError
from ovreport.fleet import exchange, host, orders
from ovreport.fleet.choosing import FleetHost, chosen
from ovreport.fleet.exchange import AwayError, Exchange, plain
from ovreport.fleet.holding import CONNECT_SECONDS, GONE, connected, held
from ovreport.fleet.orders import Bundles, FleetOrder
from ovreport.workflow import Job
from ovreport.workflow.words import counted

__all__ = ["Desk", "FleetListener", "RunState", "connected", "held"]

POLL_SECONDS = 0.5
SILENT_SECONDS = 10.0
"""A worker is heard every second or so; one that is not for as long is told of."""
LOST_SECONDS = 600.0
"""How long hosts are waited for that are lost, when nobody else measures any more."""
MOST_TROUBLES = 20
"""How often in turn a host that is there may fail to answer."""


@dataclass(frozen=True, kw_only=True)
class RunState:
    """How an experiment stands on a host.

    Attributes:
        round: That is measured; 0 before the first one.
        of: Of how many, in words.
        said: `waiting`, `measuring`, `silent for 12 s`, `lost`, `done`, ...
    """

    host: str
    experiment: str
    round: int
    of: str
    said: str


class FleetListener(Protocol):
    """Hears what becomes of a fleet; the command line prints it."""

    def fleet(self, told: str) -> None:
        """Something happened that concerns a host."""
        ...

    def runs(self, states: Sequence[RunState]) -> None:
        """How everything stands; told again and again."""
        ...


@dataclass(kw_only=True, eq=False)
class _Run:
    """An experiment on a host.

    Attributes:
        known: The records that are here, with their hashes by the names of their files.
        refused: Those of the host that were left out, the same way.
        attempt: Counts how often it was sent.
        kept: How many records were here when it was sent last.
        troubles: How often in turn the host could not be asked, while it was there.
        news: Whether the host has finished a round since records were brought back.
        outcome: What the host answered last.
    """

    job: Job
    host: str
    order: FleetOrder
    bundles: Bundles
    known: dict[str, str]
    refused: dict[str, str] = field(default_factory=dict)
    future: Any = None
    attempt: int = 0
    kept: int = 0
    troubles: int = 0
    round: int = 0
    news: bool = False
    said: str = "waiting"
    outcome: Mapping[str, Any] | None = None
    done: bool = False

    def state(self, said: str) -> RunState:
        """How it stands, in words."""
        measure = self.job.plan.measure
        of = f"{measure.rounds}" if measure.fixed else f"{measure.rounds} to {measure.most_rounds}"
        return RunState(host=self.host, experiment=self.job.slug, round=self.round, of=of, said=said)


class Desk:
    """Measures experiments on the hosts of a fleet.

    Args:
        client: See `connected`; one that has `held` the fleet.
        listener: Hears what happens.
    """

    def __init__(self, client: Any, listener: FleetListener) -> None:
        self._client = client
        self._address = client.scheduler.address
        self._listener = listener
        self._exchange = Exchange(client)
        self._heard: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._signs: dict[str, tuple[float, float]] = {}
        self._failed: list[str] = []
        self._without_slot: list[str] = []
        self._names: dict[str, str] = {}
        self._lost_since: float | None = None

    def hosts(self, *, fewest: int = 1) -> tuple[FleetHost, ...]:
        """The hosts that are there; so many are waited for, for a moment.

        Raises:
            FleetError: There are fewer, or the scheduler is gone.
        """
        until = time.monotonic() + CONNECT_SECONDS * fewest
        self._look()
        while len(self._exchange.there) < fewest:
            if time.monotonic() > until:
                there = ", ".join(sorted(self._exchange.there)) or "none"
                raise FleetError(
                    f"{self._address}: no {fewest} hosts came; there are: {there}. Start "
                    f"`ovreport worker {self._address} --name NAME` on each machine."
                )
            time.sleep(POLL_SECONDS)
            self._look()
        found = []
        for name in sorted(self._exchange.there):
            try:
                one = FleetHost.of(name, self._exchange.ask(name, host.describe))
            except AwayError as error:
                one = str(error)
            if isinstance(one, FleetHost):
                found.append(one)
            else:
                self._listener.fleet(f"{name}: left out: {plain(one)}")
        return tuple(found)

    def measure(
        self,
        jobs: Sequence[Job],
        there: Sequence[FleetHost],
        named: Sequence[str],
        *,
        await_quiet: bool,
        rerun: bool,
    ) -> list[str]:
        """Measure what is missing of experiments, each on the hosts that it asks for, and keep it here.

        An interrupt ends it at all hosts; whatever else ends this process leaves them at work. With `rerun`
        earlier records count for nothing, here and there.

        Returns:
            A sentence for everything that failed.

        Raises:
            SpecError: No host meets what an experiment asks for.
            FleetError: The scheduler is gone.
        """
        runs = self._runs(jobs, there, named, await_quiet=await_quiet)
        self._client.subscribe_topic(host.TOPIC, self._heard.put)
        try:
            for run in runs:
                self._begin(run, rerun=rerun)
            while not all(run.done for run in runs):
                time.sleep(POLL_SECONDS)
                self._turn(runs)
        except KeyboardInterrupt:
            self._stop(runs)
            raise
        finally:
            self._listener.runs([])
        return self._failed

    def _runs(
        self, jobs: Sequence[Job], there: Sequence[FleetHost], named: Sequence[str], *, await_quiet: bool
    ) -> list[_Run]:
        runs, problems = [], []
        for job in jobs:
            if not any(cell.measured for cell in job.plan.cells):
                continue
            try:
                hosts = chosen(job, there, named)
                order, bundles = orders.pack(job, await_quiet=await_quiet)
            except SpecError as error:
                problems.append(str(error))
            except ModelError as error:
                self._failed.append(f"{job.path}: {error}")
            else:
                for one in hosts:
                    known = dict(exchange.known(job.store(), job.slug, one.name))
                    runs.append(_Run(job=job, host=one.name, order=order, bundles=bundles, known=known))
        if problems:
            raise SpecError("\n".join(problems))
        return runs

    def _begin(self, run: _Run, *, rerun: bool) -> None:
        """Send a host its order, with what it lacks for it."""
        try:
            if rerun:
                self._set_aside(run)
        except AwayError as error:
            self._finish(run, {"error": f"it is not measured anew: {error}"})
            return
        with contextlib.suppress(AwayError):  # it gets its due when it is back
            self._even_out(run)
            self._supply(run, run.order.bundles)
        self._submit(run)

    def _turn(self, runs: Sequence[_Run]) -> None:
        """Look at everything once."""
        self._look()
        self._listen(runs)
        for run in runs:
            if run.done:
                continue
            try:
                if run.host in self._without_slot:
                    self._take_back(run)
                self._advance(run)
                run.troubles = 0
            except AwayError as error:
                self._trouble(run, str(error))
        self._listener.runs([self._state(run) for run in runs])
        self._give_up([run for run in runs if not run.done])

    def _look(self) -> None:
        """Which hosts are there, and when, by our own clock, each was heard last.

        Raises:
            FleetError: The scheduler is gone.
        """
        try:
            workers = self._client.scheduler_info(n_workers=-1).get("workers")
        except GONE as error:
            raise self._gone() from error
        if workers is None or self._client.status != "running":
            raise self._gone()
        named = {self._name(address, str(told["name"])): address for address, told in workers.items()}
        self._exchange.there = {name: address for name, address in named.items() if name}
        self._without_slot = []
        for name, address in self._exchange.there.items():
            told = workers[address]
            if name not in told["resources"]:
                self._without_slot.append(name)
            if self._signs.get(name, (None,))[0] != told["last_seen"]:
                self._signs[name] = told["last_seen"], time.monotonic()

    def _name(self, address: str, given: str) -> str:
        """What a host is called: as its worker, or as it says where that can name no folder, or empty."""
        with contextlib.suppress(StoreError):
            return store.check_name(given)
        if address not in self._names:
            self._names[address] = ""
            try:
                self._names[address] = store.check_name(str(self._exchange.ask_at(address, host.name_of)))
            except (AwayError, StoreError) as error:
                self._listener.fleet(f"{plain(given)}: left out: it has no name for records: {plain(error)}")
        return self._names[address]

    def _gone(self) -> FleetError:
        return FleetError(
            f"{self._address}: the scheduler is gone. What was finished is kept, here or at the hosts; start "
            "it again, and run the same command, without --rerun, to go on."
        )

    def _listen(self, runs: Sequence[_Run]) -> None:
        """Take what hosts have told."""
        by_name = {(run.host, run.job.slug): run for run in runs}
        while not self._heard.empty():
            _, told = self._heard.get()
            with contextlib.suppress(KeyError, TypeError, ValueError):  # anybody may tell anything
                run = by_name[str(told["host"]), str(told["experiment"])]
                run.said = plain(told["doing"])
                if "round" in told:
                    run.round, run.news = int(told["round"]), True

    def _advance(self, run: _Run) -> None:
        """Bring back what a host has measured, and go on with its answer if there is one.

        Raises:
            AwayError: The host cannot be asked.
        """
        if run.outcome is None and run.future.done():
            run.outcome = self._answer(run)
        if run.outcome is None:
            if run.news:
                self._collect(run)
                run.news = False
            return
        if lacks := run.outcome.get("lacks"):
            self._supply(run, [each for each in run.bundles if each in lacks])
            self._submit(run)
            return
        self._collect(run)
        if run.outcome.get("again") and len(run.known) > run.kept:
            self._submit(run)
            return
        self._finish(run, run.outcome)

    def _take_back(self, run: _Run) -> None:
        """Give a worker of somebody else's making, which was started anew, its slot and its order again."""
        self._exchange.ask(run.host, host.describe)
        self._client.cancel([run.future], force=True)
        self._submit(run)

    def _answer(self, run: _Run) -> Mapping[str, Any]:
        """How an order ended; one whose worker died too often is sent again as long as it gets on."""
        if run.future.status == "error":
            error = run.future.exception()
            if isinstance(error, distributed.KilledWorker):
                return {"again": True, "error": "its worker died again and again, and measured nothing more"}
            return {"error": error}
        if run.future.cancelled():
            raise self._gone()
        try:
            answer = run.future.result(timeout=CONNECT_SECONDS)
        except TimeoutError as error:  # the host went away with it, and finds it out again when it is back
            raise AwayError("it went away") from error
        return answer if isinstance(answer, dict) else {"error": "it answers what is no answer"}

    def _finish(self, run: _Run, outcome: Mapping[str, Any]) -> None:
        run.done = True
        whose = f"{run.host}: {run.job.slug}"
        if (error := outcome.get("error")) is not None:
            self._failed.append(f"{whose}: {plain(error)}")
        elif outcome.get("stopped"):
            self._failed.append(f"{whose}: it was stopped there; the same command goes on.")
        self._failed += [f"{run.host}: {plain(each)}" for each in outcome.get("failed", ())]

    def _trouble(self, run: _Run, why: str) -> None:
        """Ask a host again later, unless it is there and never answers."""
        run.troubles += run.host in self._exchange.there
        if run.troubles > MOST_TROUBLES:
            self._finish(run, {"error": f"it does not answer: {why}"})

    def _give_up(self, left: Sequence[_Run]) -> None:
        """Wait for hosts that are lost while others measure, and for a while afterwards."""
        if any(run.host in self._exchange.there for run in left):
            self._lost_since = None
            return
        self._lost_since = self._lost_since or time.monotonic()
        if time.monotonic() - self._lost_since > LOST_SECONDS:
            for run in left:
                self._finish(run, {"error": "the host is lost; when it is back, the same command goes on"})

    def _submit(self, run: _Run) -> None:
        """Send an order. Its key says what it is, so that one that is measured already is joined."""
        again = f"-{run.attempt}" if run.attempt else ""
        run.attempt += 1
        run.kept, run.outcome = len(run.known), None
        run.future = self._client.submit(
            host.measure,
            run.order,
            key=f"{run.order.key}-{run.host}{again}",
            resources={run.host: 1},
            pure=False,
        )
        distributed.fire_and_forget(run.future)  # it goes on when this desk is closed

    def _stop(self, runs: Sequence[_Run]) -> None:
        """End what is measured at all hosts, and collect what they have finished."""
        with contextlib.suppress(*GONE):
            sent = [run.future for run in runs if run.future is not None and not run.done]
            self._client.cancel(sent, force=True)
            there = list(self._exchange.there.values())
            self._client.run(host.stop, workers=there, on_error="ignore")
            for run in runs:
                with contextlib.suppress(AwayError):
                    self._collect(run)

    def _set_aside(self, run: _Run) -> None:
        """Have the earlier records of an experiment count for nothing, at a host and here."""
        self._exchange.ask(run.host, host.set_aside, run.job.slug)
        results = run.job.store()
        headers = results.scan(run.job.slug).of(run.host).headers
        if folder := results.set_aside(headers):
            moved = f"{counted(len(headers), 'earlier record')} moved to {folder}"
            self._listener.fleet(f"{run.host}: {run.job.slug}: {moved}.")
        run.known.clear()

    def _even_out(self, run: _Run) -> None:
        """Have the same records here and at the host, where either has lost some."""
        there = self._exchange.listed(run.host, run.order.plan)
        for name in sorted(run.known.keys() - there.keys()):
            content = (run.job.store().folder(run.job.slug) / run.host / name).read_bytes()
            self._exchange.ask(run.host, host.admit, run.job.slug, name, content)
        self._collect(run)

    def _collect(self, run: _Run) -> None:
        """Bring back the records that are not here yet; what is none of this host's is left out, and told."""
        for name, sha256 in self._exchange.listed(run.host, run.order.plan).items():
            if sha256 in (run.known.get(name), run.refused.get(name)):
                continue
            try:
                self._exchange.fetch(run.host, run.order.plan, name, sha256, run.job.store())
            except StoreError as error:
                run.refused[name] = sha256
                self._failed.append(f"{run.host}: {run.job.slug}: a record was left out: {plain(error)}")
            else:
                run.known[name] = sha256

    def _supply(self, run: _Run, bundles: Sequence[str]) -> None:
        for each in bundles:
            self._exchange.supply(run.host, each, run.bundles[each])

    def _state(self, run: _Run) -> RunState:
        if run.done:
            return run.state("done")
        if run.host not in self._exchange.there:
            return run.state("lost")
        silent = time.monotonic() - self._signs[run.host][1]
        return run.state(f"silent for {silent:.0f} s" if silent > SILENT_SECONDS else run.said)
