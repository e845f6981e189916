"""Whether configurations answer alike: their outputs for the same fixed input.

These claims tell what was computed, and have no truth condition.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from ovreport import units
from ovreport.analysis.results import Analysis, OutputComparison
from ovreport.claims.basis import hashes, measured
from ovreport.claims.claim import Claim, ClaimKind
from ovreport.claims.comparing import circumstances, placed
from ovreport.claims.evidence import MOST_ROWS, EvidenceTable, Recomputation, printing, written
from ovreport.claims.place import Place
from ovreport.claims.texts import ClaimText, Texts
from ovreport.language.messages import Message, msg, msgs
from ovreport.language.spans import Text, key, name, plain
from ovreport.limits import CLOSE_ANSWER, SAME_ANSWER
from ovreport.naming import is_quiet

Among = Literal["all", "network", "batch", "both", "networks", "some"]
"""Among whom outputs were compared: all cells, those of one model, of one batch, or of both.

`networks` were compared with each other; `some` are what is left where nothing of this tells them apart.
"""

AMONG: Mapping[Among, Message] = {
    "network": msg("the configurations of one model"),
    "batch": msg("the configurations of one batch"),
    "both": msg("the configurations of one model and batch"),
    "some": msg("the configurations that could be compared"),
    "networks": msg("models with the same inputs and outputs"),
}
"""Whose answers were compared, where it is not all configurations."""

ACCURACY_OPEN = msg("Whether that costs accuracy was not measured.")


@dataclass(frozen=True, kw_only=True)
class OutputsClaim(Claim):
    """How far apart the outputs of some configurations are.

    Attributes:
        worst: The most serious comparison of those that tell anything.
        among: Who was compared.
        comparisons: How many there are.
        different: How many differ by more than what counts as the same.
    """

    kind: ClaimKind = field(init=False, default=ClaimKind.OUTPUTS)
    place: Place = field(init=False, default=Place.OUTPUTS_DIFFER)
    worst: OutputComparison
    among: Among
    comparisons: int
    different: int

    def compared(self, analysis: Analysis) -> tuple[OutputComparison, ...]:
        """The comparisons of outputs that the claim looks at."""
        across = self.among == "networks"
        every = tuple(each for each in analysis.outputs if each.across is across)
        return tuple(each for each in every if each.informative) or every

    def whose(self, t: Texts, of_all: Message, of_some: Message) -> Text:
        """The answers, or outputs, of all configurations or `{who}` of those that were compared."""
        some = AMONG.get(self.among)
        return t.fill(of_all) if some is None else t.fill(of_some, who=some)

    def sampled(self, t: Texts) -> Text:
        """How many values were compared."""
        compared, total = self.worst.sampled, self.worst.total
        if compared >= total:
            return t.tell(msg("All {n} output values of the two were compared."), n=t.numbers.count(total))
        return t.tell(
            msg("Of the {of} output values of the two, {n} were compared."),
            n=t.numbers.count(compared),
            of=t.numbers.count(total),
        )

    def pair(self, t: Texts) -> dict[str, Text]:
        """The cells that differ most: by the level that tells them apart, where one alone does."""
        first, second = (t.plan.cell(cell) for cell in (self.worst.cell, self.worst.reference))
        levels = list(zip(first.levels, second.levels, strict=True))
        apart = [(mine[0], mine[1], theirs[1]) for mine, theirs in levels if mine != theirs]
        if len(apart) != 1:
            return {"a": t.cell(first.id), "b": t.cell(second.id), "where": ()}
        factor, mine, theirs = apart[0]
        shared = [each for each, other in levels if each == other and not is_quiet(t.plan, *each)]
        return {
            "a": t.level(factor, mine).words,
            "b": t.level(factor, theirs).words,
            "where": placed(t, circumstances(t, shared)),
        }

    def output(self, t: Texts, message: Message) -> Text:
        """Which output it is, where there are several."""
        return t.fill(message, output=name(self.worst.output)) if self.worst.output else ()

    def differing(self, analysis: Analysis) -> tuple[OutputComparison, ...]:
        """The comparisons whose differences the program takes; none where a number cannot be computed."""
        every = self.compared(analysis)
        if len(every) > MOST_ROWS or not all(math.isfinite(each.relative) for each in every):
            return ()
        return tuple(each for each in every if each.relative > 0)

    def program(self, analysis: Analysis) -> Recomputation | None:
        """The largest difference as recorded, in relation to the largest value of the reference's output."""
        return of_pairs(self.differing(analysis), relative=self.worst.relative)

    def rows(self, t: Texts) -> tuple[EvidenceTable, ...]:
        """The largest difference of every pair of outputs, as recorded."""
        told = self.compared(t.analysis)
        several = any(each.output for each in told)
        heads = [msg("configuration"), msg("beside"), *([msg("output")] if several else [])]
        numbers = (msg("largest difference"), msg("of the largest value, %"), msg("values compared"))
        rows = tuple(
            (
                plain(t.full(each.cell)),
                plain(t.full(each.reference)),
                *([each.output] if several else []),
                t.locale.format(msg("none")) if each.identical else _figure(t, each.largest),
                _figure(t, 100 * each.relative),
                t.numbers.count(each.sampled),
            )
            for each in told
        )
        return (EvidenceTable(heads=(*heads, *numbers), rows=rows, words=frozenset(range(len(heads)))),)


def _figure(t: Texts, value: float) -> str:
    return f"{value:.3g}".translate(t.numbers.marks) if math.isfinite(value) else "–"


def of_pairs(
    every: tuple[OutputComparison, ...], *, relative: float, largest: float | None = None
) -> Recomputation | None:
    """The largest relative difference of some outputs, after the absolute one where that is told too."""
    if not every:
        return None
    pairs = ", ".join(f"({written((each.largest, each.largest / each.relative))})" for each in every)
    shown, prints = ["max(d / v for d, v in pairs)"], [relative]
    if largest is not None:
        shown.insert(0, "max(pairs, key=lambda pair: pair[0] / pair[1])[0]")
        prints.insert(0, largest)
    body = (
        "pairs = [  # largest difference, and largest value of that output of the reference\n"
        f"    {pairs},\n]\n{printing(*shown)}"
    )
    return Recomputation(body=body, prints=tuple(prints))


@dataclass(frozen=True, kw_only=True)
class Identical(OutputsClaim):
    """All bytes are equal."""

    place: Place = field(init=False, default=Place.OUTPUTS_AGREE)

    def text(self, t: Texts) -> ClaimText:
        every = t.fill(msg("{every} configurations"), every=t.locale.every(len(self.cells)))
        some = AMONG.get(self.among)
        return t.claim_text(
            msg("{who} give the same answer to the same input, byte for byte."),
            msg("{who} give identical answers"),
            who=every if some is None else some,
        )

    def program(self, analysis: Analysis) -> Recomputation | None:
        """How many pairs of outputs differ in any byte."""
        every = self.compared(analysis)
        if len(every) > MOST_ROWS:
            return None
        different = [int(not each.identical) for each in every]
        head = f"different = [{written(different)}]  # 1 for every pair whose bytes differ\n"
        return Recomputation(body=f"{head}{printing('sum(different)')}", prints=(float(sum(different)),))


@dataclass(frozen=True, kw_only=True)
class Agreeing(OutputsClaim):
    """Bytes differ, and answers are the same for practical purposes."""

    place: Place = field(init=False, default=Place.OUTPUTS_AGREE)

    def text(self, t: Texts) -> ClaimText:
        """The claim in words; of several outputs each is judged by its own scale."""
        largest, several = self.worst.largest, self.worst.output
        headline = msg(
            "{answers} are the same for practical purposes: outputs differ by at most {n}, {share} of the "
            "largest value."
        )
        short = msg("Outputs differ by at most {n}: the same for practical purposes", also="answers")
        if several:
            headline = msg(
                "{answers} are the same for practical purposes: each output differs by at most {share} of "
                "its own largest value, “{output}” the most."
            )
            short = msg("Outputs differ by at most {share}: the same for practical purposes", also="answers")
        return t.claim_text(
            headline,
            short,
            t.together(t.tell(msg("Most between {a} and {b}{where}."), **self.pair(t)), self.sampled(t)),
            answers=self.whose(t, msg("the answers"), msg("the answers of {who}")),
            n=key(t.numbers.fixed(largest, units.significant(largest, 2))),
            share=t.numbers.percent_at_most(self.worst.relative),
            output=name(several),
        )

    def program(self, analysis: Analysis) -> Recomputation | None:
        """The largest difference as recorded, alone and in relation to the largest value of that output."""
        every, worst = self.differing(analysis), self.worst
        largest = None if worst.output else worst.largest
        return of_pairs(every, relative=worst.relative, largest=largest)


@dataclass(frozen=True, kw_only=True)
class Close(OutputsClaim):
    """Answers differ enough to ask for a check of accuracy."""

    place: Place = field(init=False, default=Place.OUTPUTS_CLOSE)

    def text(self, t: Texts) -> ClaimText:
        return t.claim_text(
            msg(
                "{outputs} differ by up to {share} of the largest value{of}, most between {a} and {b}{where}."
            ),
            msg("{outputs} differ by up to {share}"),
            t.together(t.tell(ACCURACY_OPEN), self.sampled(t)),
            outputs=self.whose(t, msg("outputs"), msg("outputs of {who}")),
            share=key(t.numbers.percent(self.worst.relative)),
            of=self.output(t, msg(" of “{output}”")),
            **self.pair(t),
        )


@dataclass(frozen=True, kw_only=True)
class Different(OutputsClaim):
    """Some configurations compute something else."""

    def text(self, t: Texts) -> ClaimText:
        n, scores = self.different, self.worst.scores
        first = t.tell(msg("Another value of “{scores}” comes first."), scores=name(scores)) if scores else ()
        fails = msgs(
            "{n} comparison of outputs fails; a comparison of speed there compares two computations.",
            "{n} comparisons of outputs fail; a comparison of speed there compares two computations.",
        )
        return t.claim_text(
            msg(
                "{a} and {b} give different answers to the same input{where}: {share} of the largest "
                "value{of} apart."
            ),
            msg("Answers differ by up to {share}"),
            t.together(first, t.tell(fails.of(n), n=n)),
            share=key(t.numbers.percent(self.worst.relative)),
            of=self.output(t, msg(" of “{output}”")),
            **self.pair(t),
        )


@dataclass(frozen=True, kw_only=True)
class Reordered(OutputsClaim):
    """Answers are close and yet put another score first."""

    def text(self, t: Texts) -> ClaimText:
        worst = self.worst
        alone = msg(
            "{a} and {b} choose differently for the same input{where}: another value of “{scores}” comes "
            "first, although no output differs by more than {share} of its largest value."
        )
        rows = msg(
            "{a} and {b} choose differently for the same input{where}: another value comes first in {n} of "
            "{rows} rows of “{scores}”, although no output differs by more than {share} of its largest value."
        )
        return t.claim_text(
            alone if worst.rows == 1 else rows,
            msg("{a} and {b} put another value of “{scores}” first"),
            t.together(t.tell(ACCURACY_OPEN), self.sampled(t)),
            scores=name(worst.scores),
            n=key(t.numbers.count(worst.moved)),
            rows=t.numbers.count(worst.rows),
            share=t.numbers.percent_at_most(worst.relative),
            **self.pair(t),
        )

    def differing(self, analysis: Analysis) -> tuple[OutputComparison, ...]:
        """The comparison of the pair that is told of, alone."""
        pair = (self.worst.cell, self.worst.reference)
        return tuple(each for each in super().differing(analysis) if (each.cell, each.reference) == pair)


@dataclass(frozen=True, kw_only=True)
class Incomparable(OutputsClaim):
    """Answers cannot be subtracted: other shapes, or no numbers in one of them."""

    def text(self, t: Texts) -> ClaimText:
        headline = msg(
            "{a} and {b} give different answers to the same input{where}: one holds numbers where the other "
            "holds NaN or infinity{where_in}."
        )
        short = msg("One answer holds NaN or infinity, another numbers")
        if self.worst.mismatch == "shape":
            headline = msg("{a} and {b} give answers of different sizes to the same input{where}{where_in}.")
            short = msg("Answers differ in size")
        where_in = self.output(t, msg(", in “{output}”"))
        return t.claim_text(headline, short, where_in=where_in, **self.pair(t))


@dataclass(frozen=True, kw_only=True)
class Uninformative(OutputsClaim):
    """Answers agree, and hold so few different values that this proves little."""

    place: Place = field(init=False, default=Place.OUTPUTS_UNINFORMATIVE)

    def text(self, t: Texts) -> ClaimText:
        return t.claim_text(
            msg("{outputs} agree, but that proves little: they hold no more than three different values."),
            msg("Outputs agree, which proves little here"),
            t.tell(msg("Compare an earlier layer, or use an input that the model has an answer to.")),
            outputs=self.whose(t, msg("outputs"), msg("outputs of {who}")),
        )

    def program(self, analysis: Analysis) -> None:
        """None: the sentence states no number."""


def outputs(analysis: Analysis) -> tuple[OutputsClaim, ...]:
    """Whether cells answer alike: those of one model, and models that take and give the same."""
    groups = ((False, "outputs"), (True, "outputs/networks"))
    every = [(id_, [each for each in analysis.outputs if each.across is across]) for across, id_ in groups]
    return tuple(outputs_claim(analysis, id_, mine) for id_, mine in every if mine)


def outputs_claim(analysis: Analysis, id_: str, every: list[OutputComparison]) -> OutputsClaim:
    """What the most serious of some comparisons of outputs tells."""
    informative = [each for each in every if each.informative]
    worst = max(informative or every, key=seriousness)
    cells = tuple(dict.fromkeys(cell for each in every for cell in (each.cell, each.reference)))
    return class_of(informative, worst)(
        id=id_,
        worst=worst,
        among=among(analysis, every, cells),
        comparisons=len(every),
        different=sum(each.relative > SAME_ANSWER for each in informative),
        cells=cells,
        records=hashes(analysis, cells),
    )


def seriousness(each: OutputComparison) -> tuple[bool, bool, bool, float]:
    """What outputs that differ are ranked by: no numbers, a large difference, another first place."""
    large = each.relative > CLOSE_ANSWER
    return each.mismatch != "", large, each.moved > 0 and not large, each.relative


def class_of(informative: list[OutputComparison], worst: OutputComparison) -> type[OutputsClaim]:
    """What can be said. Answers that are close but put another score first are no such answers."""
    if not informative:
        return Uninformative
    if worst.mismatch:
        return Incomparable
    if all(each.identical for each in informative):
        return Identical
    if worst.relative > CLOSE_ANSWER:
        return Different
    if worst.moved:
        return Reordered
    return Agreeing if worst.relative <= SAME_ANSWER else Close


def among(analysis: Analysis, every: list[OutputComparison], cells: tuple[str, ...]) -> Among:
    """Among whom outputs were compared."""
    if all(each.across for each in every):
        return "networks"
    references = {each.reference for each in every}
    if len(references) == 1 and {result.cell.id for result in measured(analysis)} <= set(cells):
        return "all"
    settings = [result.cell.setting for result in measured(analysis)]
    models = len({setting.model.name for setting in settings}) > 1
    batches = len({result.batch for result in measured(analysis)}) > 1
    return "both" if models and batches else "network" if models else "batch" if batches else "some"
