"""What `plan` says: how many rounds each question needs, and what a budget leaves open."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from ovreport import codec, units
from ovreport.analysis import open_questions
from ovreport.analysis.sample_size import MOST_ROUNDS, RequiredRounds, near_margin
from ovreport.naming import cell_name
from ovreport.workflow import Job, noise_floor
from ovreport.workflow.rounds import Forecast, Margins, Question
from ovreport.workflow.words import counted, duration, plain


def described(job: Job, found: Forecast, budget: float | None) -> str:
    """By which margin, a line for every comparison, then what it all comes to."""
    known = [each.need for each in found.open if each.need and each.need.rounds]
    lines = [
        f"{job.slug}: {counted(found.rounds, 'round')} on {found.analysis.host}, "
        f"{_percent(found.margins.margin)} as the smallest difference that matters.",
        *_margin(found.margins, found.analysis.host),
        *(f"  {_line(each, found)}" for each in found.questions),
    ]
    if found.unmeasured:
        left = "1 configuration has" if found.unmeasured == 1 else f"{found.unmeasured} configurations have"
        lines.append(
            f"{left} not two rounds yet, so that nothing is said about "
            f"{'it' if found.unmeasured == 1 else 'them'}; `ovreport run` says why."
        )
    if known:
        every = len(known) == len(found.open) and not found.unmeasured
        lines += _sum(job, found, known, every=every)
    lines += _unknown(found)
    lines += _until_answered(job, found)
    if not found.open:
        lines.append("Nothing is open: the rounds that are there answer every question.")
    elif budget is not None:
        lines += _within(job, found, budget)
    return "\n".join(lines)


def as_json(job: Job, found: Forecast, budget: float | None) -> dict[str, Any]:
    """What `ovreport plan --json` prints of an experiment; `docs/json.md` describes it."""
    bought = None if budget is None else found.within(budget)
    remaining = bought.remaining if bought else ()
    return {
        "experiment": job.slug,
        "host": found.analysis.host,
        "rounds": found.rounds,
        "seconds_per_round": codec.to_json(found.seconds_per_round),
        "unmeasured": found.unmeasured,
        "margin": found.margins.margin,
        "page_margin": found.margins.page,
        "within": bought and {"seconds": budget, "more": bought.more, "rounds": bought.total},
        "questions": [
            {
                **codec.to_json(each.contrast),
                "open": each.open,
                "remains": each in remaining if bought else None,
            }
            for each in found.questions
        ],
    }


def _until_answered(job: Job, found: Forecast) -> Iterator[str]:
    """What a build would go on with, where measuring goes on until questions are answered."""
    measure = job.plan.measure
    if not found.open or measure.fixed:
        return
    known = open_questions.open_cells(replace(found.analysis, plan=job.plan))
    able = sum(each.hopeful for each in known)
    most, asked = counted(measure.most_rounds, "round"), counted(len(known), "open question")
    budget = measure.budget_seconds
    time = f" as far as the budget of {duration(budget)} goes" if budget is not None else ""
    yield f"{able} of {asked} may be answered within {most}, which a build measures of them{time}:"
    yield f"  ovreport build {job.path}"


def _margin(margins: Margins, host: str) -> Iterator[str]:
    """What the page will do, where that is not what was asked for."""
    if margins.wanted is None or margins.wanted == margins.page:
        return
    page, wanted, noise = _percent(margins.page), _percent(margins.wanted), margins.noise
    if margins.wanted > margins.page:
        yield (
            f"  The page judges by {page}, so that it may leave open what is answered here; "
            f"`margin: {wanted}` in the file makes it judge by that."
        )
    elif margins.in_file:
        yield f"  You asked for {wanted}, but the page judges by `margin: {page}`, as the file says."
    elif noise is not None and noise.floor >= margins.page:
        yield (
            f"  You asked for {wanted}, but the page claims nothing below {page}, the noise floor of {host} "
            f"({noise_floor.basis(noise)}). `margin: {wanted}` in the file overrules that, and then noise "
            "may pass for a difference."
        )
    else:
        yield (
            f"  You asked for {wanted}, but the page claims nothing below {page}, which is the default; "
            f"`margin: {wanted}` in the file makes it judge by that."
        )


def _line(question: Question, found: Forecast) -> str:
    contrast, need = question.contrast, question.need
    assert contrast.estimate is not None
    ratio = contrast.estimate
    told = f"{_name(question, found)}: {ratio.ratio:.3g} ({ratio.low:.3g} to {ratio.high:.3g})"
    if not question.open:
        return f"{told}, {contrast.verdict.value}"
    if need is None:
        return f"{told}, open: its rounds show no spread to go by"
    near = ", and near the margin" if near_margin(contrast) else ""
    if need.rounds is None:
        return f"{told}, open{near}: more than {MOST_ROUNDS:,} rounds"
    most = f"{need.most:,}" if need.most else f"more than {MOST_ROUNDS:,}"
    return f"{told}, open{near}: about {need.rounds:,} rounds ({need.fewest or 0:,} to {most})"


def _sum(job: Job, found: Forecast, known: list[RequiredRounds], *, every: bool) -> Iterator[str]:
    """How many rounds settle all that can be foretold, and what such a number is worth."""
    rounds = max(need.rounds or 0 for need in known)
    most = max(need.most or MOST_ROUNDS + 1 for need in known)
    more = rounds - found.rounds
    time = duration(more * found.seconds_per_round)
    least = "" if most <= MOST_ROUNDS else "more than "
    longest = duration((min(most, MOST_ROUNDS) - found.rounds) * found.seconds_per_round)
    larger = f"{least}{longest} by the larger numbers"
    what = "All open questions need" if every else "Those that can be foretold need"
    yield f"{what} about {rounds:,} rounds: {more:,} more, about {time} ({larger})."
    yield f"  ovreport build {job.path} --rounds {rounds}"
    yield (
        f"A forecast from {counted(found.rounds, 'round')}: in simulations such a number sufficed for 7 to 9 "
        "of 10 questions, the larger one in brackets for 9 of 10."
    )


def _unknown(found: Forecast) -> Iterator[str]:
    """Questions without a number of rounds, and what may be done about them."""
    if bare := sum(each.need is None for each in found.open):
        which = "Of one question" if bare == 1 else f"Of {bare} questions"
        yield f"{which} nothing can be foretold: the rounds show no spread. More rounds may have some."
    if beyond := sum(each.need is not None and each.need.rounds is None for each in found.open):
        which = "One question needs" if beyond == 1 else f"{beyond} questions need"
        yield (
            f"{which} more than {MOST_ROUNDS:,} rounds, as it looks now. Measure each trial longer "
            "(`measure: {seconds: ...}`) or on a quieter machine, widen the margin "
            f"(`margin: {_percent(_wider(found.margins.margin))}` in the file), or leave it open: the page "
            "then says so."
        )


def _wider(margin: float) -> float:
    """The next round share that is at least half as large again."""
    return next((step for step in (0.02, 0.03, 0.05, 0.1, 0.15, 0.2, 0.3) if step >= 1.5 * margin), 0.5)


def _name(question: Question, found: Forecast) -> str:
    """What is compared and by which metric, in terms of the factor where there is one."""
    contrast, plan = question.contrast, found.analysis.plan
    if contrast.factor:
        name = f"{contrast.factor}: {contrast.level} beside {contrast.reference_level}"
        under = ", ".join(f"{factor} {level}" for factor, level in contrast.conditions)
        return f"{contrast.metric}, {name} ({under})" if under else f"{contrast.metric}, {name}"
    cells = (contrast.cell, contrast.reference)
    name = " beside ".join(cell_name(plan.cell(cell), plan, "en") for cell in cells)
    return f"{contrast.metric}, {name}"


def _within(job: Job, found: Forecast, budget: float) -> Iterator[str]:
    bought = found.within(budget)
    yield (
        f"Within {duration(budget)}: {counted(bought.more, 'more round')}, {bought.total} in all; "
        f"{counted(len(bought.remaining), 'question')} of {len(found.questions)} will probably remain open."
    )
    yield from (f"  open: {_name(each, found)}" for each in bought.remaining)
    if bought.more:
        yield f"  ovreport build {job.path} --rounds {bought.total}"


def _percent(share: float) -> str:
    """As the page prints it, with a plain space."""
    return plain(str(units.ENGLISH.percent_as_given(float(f"{share:.3g}"))))
