"""How many of its questions the shipped CPU experiment answers beside neighbours, and how many wrongly.

Run it from the root of a checkout; every step keeps what it has and goes on from there when called again:

    python -m benchmarks.answers FOLDER --measure-truth 60
    python -m benchmarks.answers FOLDER --measure-truth 60 --scenario b
    python -m benchmarks.answers FOLDER --scenario b --runs 10
    python -m benchmarks.answers FOLDER --scenario b --runs 10 --package OTHER/bin/python
    python -m benchmarks.answers FOLDER

The first measures the truth on a machine that is left alone, for that many minutes in all. The second does so
beside the neighbours of a scenario (they are in `benchmarks.neighbours`): what is true there, for neighbours
take more from some configurations than from others, and throughput is about the machine as it is.
The third builds the experiment in fresh folders with its default profile, beside neighbours. `--package` does
so with the release that another environment has installed. The last prints the table of all that is there.

A question is a contrast of a discussed factor under a condition, but for those whose sides turn out to be one
configuration in force. It is answered by a difference or an equivalence in throughput, or in the undisturbed
ratio where there is one. An answer is false where the 95 % interval of the truth, by the same metric, leaves
no room for it: a difference whose truth lies wholly short of the margin or on the other side, an equivalence
whose truth lies wholly beyond it. Besides, a page tells which side is better where that is beyond doubt and
only whether it is by more than the margin is open; such a difference is an answer too, counted by itself, and
false where the truth lies wholly on the other side.
"""

from __future__ import annotations

import argparse
import itertools
import json
import math
import shutil
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks import neighbours
from benchmarks.asked import ANSWERING
from benchmarks.tables import Table, busy, machine, today

ROOT = Path(__file__).parents[1]
EXPERIMENT = ROOT / "experiments" / "mobilenet-ssd-cpu.yaml"
ROUNDS_AT_ONCE = 10
"""The truth is measured that many rounds at a time."""
GOALS = {"a": 0.8, "b": 0.8, "c": 0.6, "d": 0.6}
MOST_SECONDS = 360

Said = dict[str, Any]


@dataclass(frozen=True)
class Package:
    """A release of ovreport, by the Python that has it installed."""

    python: str

    def asked(self, file: Path) -> dict[str, Any]:
        """What the records beside an experiment file answer, as that release judges them."""
        script = str(ROOT / "benchmarks" / "asked.py")
        told = subprocess.run(
            [self.python, "-P", script, str(file)], check=True, capture_output=True, text=True
        )
        found: dict[str, Any] = json.loads(told.stdout)
        return found

    def command(self, *words: str, folder: Path) -> None:
        """Run a command of ovreport in a folder, and keep there what it prints.

        Raises:
            RuntimeError: It failed.
        """
        log = folder / "printed.txt"
        with log.open("a", encoding="utf-8") as printed:
            ran = subprocess.run(
                [self.python, "-P", "-m", "ovreport", *words],
                cwd=folder,
                stdout=printed,
                stderr=printed,
                check=False,
            )
        if ran.returncode:
            raise RuntimeError(f"ovreport {words[0]} ended with {ran.returncode}, see {log}")

    def commit(self) -> str:
        """The commit that it is of, with a plus where files were changed; without a checkout its version."""
        told = "import ovreport; print(ovreport.__file__)"
        place = Path(_printed(self.python, "-P", "-c", told)).parent
        found = _printed("git", "-C", str(place), "rev-parse", "--short", "HEAD")
        if not found:
            return _printed(
                self.python, "-P", "-c", "from importlib.metadata import version; print(version('ovreport'))"
            )
        changed = _printed("git", "-C", str(place), "status", "--porcelain", "--untracked-files=no", ".")
        return found + ("+" if changed else "")


def _printed(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()


def measure_truth(folder: Path, minutes: float, scenario: str, package: Package) -> None:
    """Measure more rounds beside neighbours until the experiment has been measured for so many minutes."""
    place = _truth(folder, scenario)
    file = _experiment(place)
    known = (place / "result.json").is_file()
    found: dict[str, Any] = package.asked(file) if known else {"rounds": 0, "measured_seconds": 0.0}
    while (seconds := found["measured_seconds"]) < minutes * 60:
        print(f"{found['rounds']} rounds, {seconds / 60:.0f} of {minutes:.0f} minutes", flush=True)
        rounds = found["rounds"] + ROUNDS_AT_ONCE
        with neighbours.beside(scenario, 1000 + rounds):  # at other times than beside the runs
            package.command("run", str(file.relative_to(place)), "--rounds", str(rounds), folder=place)
        found = package.asked(file)
        about = {"commit": package.commit(), "date": today(), "machine": machine(), "load": busy()}
        _keep(place, found | about)


def _truth(folder: Path, scenario: str) -> Path:
    return folder / ("truth" if scenario == "a" else f"truth-{scenario}")


def build(folder: Path, scenario: str, runs: int, package: Package) -> None:
    """Build the experiment in fresh folders until there are so many runs of a scenario and release."""
    commit = package.commit()
    for number in range(runs):
        place = folder / commit / f"{scenario}{number:02}"
        if (place / "result.json").is_file():
            continue
        shutil.rmtree(place, ignore_errors=True)  # a run that was interrupted
        file, before = _experiment(place), busy()
        with neighbours.beside(scenario, number):
            began = time.monotonic()
            package.command("build", str(file.relative_to(place)), "--output", "site", folder=place)
            seconds = time.monotonic() - began
        found = package.asked(file)
        shutil.rmtree(place / "site")
        kept = {
            "scenario": scenario,
            "commit": commit,
            "date": today(),
            "seconds": seconds,
            "before": before,
            "after": busy(),
        }
        _keep(place, found | kept)
        answered = sum(answer(question) is not None for question in found["questions"])
        print(f"{place.name}: {answered} of {len(found['questions'])} answered, {seconds:.0f} s", flush=True)


def _experiment(place: Path) -> Path:
    """The shipped experiment in a folder of its own."""
    file = place / "experiments" / EXPERIMENT.name
    if not file.is_file():
        file.parent.mkdir(parents=True)
        shutil.copy(EXPERIMENT, file)
    return file


def _keep(place: Path, result: dict[str, Any]) -> None:
    text = json.dumps(result, ensure_ascii=False, indent=1)
    (place / "result.json").write_text(text, encoding="utf-8")


def answer(question: dict[str, Any]) -> tuple[str, Said] | None:
    """The metric that answers a question, with what it says; throughput comes first."""
    for metric in ANSWERING:
        said = question["said"].get(metric)
        if said is not None and said["verdict"] != "not-resolved":
            return metric, said
    return None


def direction(question: dict[str, Any]) -> tuple[str, Said] | None:
    """The metric by which one side is told as the better one by an open amount, where nothing is answered."""
    found = ((metric, question["said"].get(metric)) for metric in ANSWERING)
    surely = ((metric, said) for metric, said in found if said is not None and said.get("surely"))
    return None if answer(question) else next(surely, None)


def judged(said: Said, truth: Said | None) -> str:
    """`true` or `false` where the interval of the truth bears that out, `open` where it does not."""
    if truth is None or not truth["gain"]:
        return "open"
    low, _, high = (math.log(gain) for gain in truth["gain"])
    margin, alike = math.log1p(said["margin"]), math.log1p(said["alike"])
    if said["verdict"] == "equivalent":
        wrong, right = low > alike or high < -alike, -alike <= low and high <= alike
    elif said["verdict"] == "not-resolved":
        if said["gain"][1] < 1:
            low, high = -high, -low
        wrong, right = high <= 0, low > 0
    else:
        if said["verdict"] == "slower":
            low, high = -high, -low
        wrong, right = high < margin, low >= margin
    return "false" if wrong else "true" if right else "open"


def name_of(question: dict[str, Any]) -> str:
    """A question as one line."""
    where = ", ".join(f"{factor} {level}" for factor, level in question["conditions"])
    return f"{question['factor']}: {question['level']} beside {question['reference']} ({where})"


def _known(folder: Path, scenario: str) -> tuple[dict[str, Any], dict[str, Said]]:
    """The truth of a scenario, and what it says of each question."""
    file = _truth(folder, scenario) / "result.json"
    truth = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {"questions": []}
    return truth, {name_of(question): question["said"] for question in truth["questions"]}


def tables(folder: Path) -> list[Table]:
    """All runs against the truth: shares by scenario and release, and what became of each question."""
    truth, known = _known(folder, "a")
    beside = {scenario: _known(folder, scenario)[1] for scenario in neighbours.KINDS}
    runs: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for file in sorted(folder.glob("*/*/result.json")):
        run = json.loads(file.read_text(encoding="utf-8"))
        runs.setdefault((run["scenario"], run["commit"]), []).append(run)
    names = list(known)
    for run in itertools.chain(*runs.values()):
        names += [name for question in run["questions"] if (name := name_of(question)) not in names]
    found = Table(
        title="Answers beside neighbours",
        columns=(
            "beside",
            "release",
            "runs",
            "answered",
            "by throughput",
            "besides, a difference of open size",
            "all together",
            "goal",
            "false",
            "true",
            "truth open",
            "false by the truth beside them",
            "seconds, median (most)",
            "rounds",
        ),
        before=f"The shipped CPU experiment by default. Truth: {_about(truth)}.",
        rows=[
            _row(scenario, commit, some, known, beside[scenario])
            for (scenario, commit), some in sorted(runs.items())
        ],
    )
    each = Table(
        title="Question by question",
        columns=(
            "question",
            *(f"truth, {metric}" for metric in ANSWERING),
            *(f"{scenario}, {commit}" for scenario, commit in sorted(runs)),
        ),
        before="Truth: level over reference. Runs: better / worse / equivalent, and with a plus those with a "
        "difference of open size; false ones in brackets.",
        rows=[_question(name, known.get(name, {}), [runs[key] for key in sorted(runs)]) for name in names],
    )
    return [found, each]


def _about(truth: dict[str, Any]) -> str:
    if not truth["questions"]:
        return "not measured yet"
    return (
        f"{truth['rounds']} rounds in {truth['measured_seconds'] / 60:.0f} minutes on {truth['date']}, "
        f"{truth['commit']}, {truth['load']}, {truth['machine']}"
    )


def _row(
    scenario: str,
    commit: str,
    runs: Sequence[dict[str, Any]],
    known: dict[str, Said],
    beside: dict[str, Said],
) -> tuple[str, ...]:
    questions = [question for run in runs for question in run["questions"]]
    given = [(question, found) for question in questions if (found := answer(question)) is not None]
    sides = [(question, found) for question in questions if (found := direction(question)) is not None]
    told = given + sides
    kinds, there = (
        Counter(judged(said, by.get(name_of(question), {}).get(metric)) for question, (metric, said) in told)
        for by in (known, beside)
    )
    seconds = [run["seconds"] for run in runs]
    share = len(told) / max(len(questions), 1)
    return (
        f"({scenario}) {neighbours.KINDS[scenario]}",
        commit,
        str(len(runs)),
        f"{len(given)} of {len(questions)}, {len(given) / max(len(questions), 1):.0%}",
        str(sum(metric == "throughput" for _, (metric, _) in given)),
        str(len(sides)),
        f"{share:.0%}",
        "yes" if share >= GOALS[scenario] and max(seconds) <= MOST_SECONDS and not kinds["false"] else "no",
        str(kinds["false"]),
        str(kinds["true"]),
        str(kinds["open"]),
        str(there["false"]) if beside else "not measured",
        f"{statistics.median(seconds):.0f} ({max(seconds):.0f})",
        f"{min(run['rounds'] for run in runs)} to {max(run['rounds'] for run in runs)}",
    )


def _question(name: str, known: Said, columns: Sequence[Sequence[dict[str, Any]]]) -> tuple[str, ...]:
    gains = [known.get(metric, {}).get("gain") for metric in ANSWERING]
    cells = [name, *(f"{gain[1]:.3f} ({gain[0]:.3f} to {gain[2]:.3f})" if gain else "" for gain in gains)]
    for runs in columns:
        asked = [question for run in runs for question in run["questions"] if name_of(question) == name]
        found = [answer(question) for question in asked]
        sides = [side for question in asked if (side := direction(question))]
        told = [each for each in found if each] + sides
        said = Counter(each[1]["verdict"] for each in found if each)
        wrong = sum(judged(each[1], known.get(each[0])) == "false" for each in told)
        text = " / ".join(str(said[verdict]) for verdict in ("faster", "slower", "equivalent"))
        text += f" + {len(sides)}" if sides else ""
        cells.append(f"{text} of {len(found)}" + (f" [{wrong}]" if wrong else ""))
    return tuple(cells)


def main() -> None:
    """Measure what is asked for, and print the table of what there is."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, help="where the truth and all runs are kept")
    parser.add_argument("--measure-truth", type=float, metavar="MINUTES", default=0.0)
    parser.add_argument("--scenario", choices=tuple(neighbours.KINDS))
    parser.add_argument("--runs", type=int, default=10)
    parser.add_argument("--package", default=sys.executable, help="the Python of another environment")
    given = parser.parse_args()
    folder, package = given.folder.absolute(), Package(given.package)
    if given.measure_truth:
        measure_truth(folder, given.measure_truth, given.scenario or "a", package)
    elif given.scenario:
        build(folder, given.scenario, given.runs, package)
    print(f"{today()}; {machine()}; {busy()}\n")
    for table in tables(folder):
        print(table.markdown())


if __name__ == "__main__":
    main()
