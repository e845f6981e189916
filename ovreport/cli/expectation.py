"""How much work an experiment asks for, before anything is measured."""

from __future__ import annotations

from ovreport import plan as plans
from ovreport.cli.experiments import Asked
from ovreport.cli.words import counted, duration
from ovreport.plan import Plan

# Starting, importing, compiling and warming one worker takes 1.5 to 3 s for networks of a few million
# parameters on two to eight cores; the workers of a round start one after the other.
START_SECONDS = 2.0


def described(asked: Asked) -> str:
    """One line: cells, rounds, trials, and about how long."""
    plan = asked.plan
    measured = [cell for cell in plan.cells if cell.measured]
    if not measured:
        cells = counted(len(plan.cells), "cell")
        return f"{asked.path}: sound. Published figures of {cells}; nothing to measure."
    trials = sum(len(block.cells) for block in plans.blocks(plan))
    about = f"about {duration(seconds(plan, trials))}" if plan.measure.seconds else _by_requests(plan)
    rounds = counted(plan.measure.rounds, "round")
    return (
        f"{asked.path}: sound. {counted(len(measured), 'cell')} in {rounds}: "
        f"{counted(trials, 'trial')}, {about}."
    )


def seconds(plan: Plan, trials: int) -> float:
    """About how long that many trials take, start-up included."""
    return trials * ((plan.measure.seconds or 0.0) + START_SECONDS)


def _by_requests(plan: Plan) -> str:
    return f"{plan.measure.requests or 0:,} requests each, as long as that takes"
