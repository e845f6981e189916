"""Caveats about what records hold: failures, odd outputs, settings that were not granted, files left out."""

from __future__ import annotations

from ovreport.analysis.caveats import records
from ovreport.claims.caveats.telling import CaveatWords
from ovreport.claims.texts import Texts
from ovreport.language.locale import Gaps
from ovreport.language.messages import msg, msg_in, msgs
from ovreport.language.spans import name

FAILURES = {
    "no-device": msg("the device is not there"),
    "no-release": msg("the release of OpenVINO cannot be used here"),
    "model": msg("the model was refused"),
    "compile": msg("OpenVINO could not compile it"),
    "crash": msg("the process ended by itself"),
    "timeout": msg("it took longer than the time limit"),
    "memory": msg("it needed more memory than allowed"),
    "inference": msg("inference failed"),
}
"""Reasons of failed trials; those that are missing are told as they are."""

SETTINGS = {
    "device": msg("device"),
    "precision": msg("precision"),
    "rest": msg("precision beside INT8"),
    "streams": msg("number of streams"),
    "threads": msg("number of threads"),
    "property": msg("property"),
}
"""What was asked for and not given."""

LEFT_OUT = {
    "openvino": msg("Measured with OpenVINO {was}; what is told here, with {now}."),
    "inputs": msg("Fed from files that have changed (SHA-256 {was}; here {now})."),
    "network": msg("Measured with another file of {network} (SHA-256 {was}; here {now})."),
    "measure": msg("Measured in another way ({was}; here {now})."),
    "cell": msg("Measured in configurations that are not in the experiment file any more."),
}
"""Why records are not told of, by `LeftOut.why`."""


def failed(t: Texts, c: records.FailedTrials) -> Gaps:
    """How many of the trials failed, and why."""
    all_of = msg_in("failed trials", "every one of {of}")
    if c.failed < c.trials:
        all_of = msg_in("failed trials", "{n} of {of}")
    elif c.trials == 1:
        all_of = msg_in("failed trials", "the only trial")
    return {
        "trials": t.fill(all_of, n=c.failed, of=t.locale.counted(c.trials, "trial")),
        "kind": FAILURES.get(c.why) or name(c.why),
    }


def left_out(t: Texts, c: records.RecordsLeftOut) -> Gaps:
    """How many records are not told of, and why."""
    was, now, network = map(name, (c.left_out.was, c.left_out.now, c.left_out.network))
    return {
        "records": t.locale.counted(c.left_out.records, "record"),
        "n": t.numbers.count(c.left_out.records),
        "why": t.tell(LEFT_OUT[c.left_out.why], was=was, now=now, network=network),
    }


WORDS = (
    CaveatWords(
        records.FailedTrials,
        msg("Some trials failed."),
        msg("{trials} in {where}: {kind}."),
        msg(
            "read the message in the row and mend its cause; the next build measures a changed "
            "configuration, and “--rerun” one that was not changed."
        ),
        failed,
    ),
    CaveatWords(
        records.NotNumbers,
        msg("The outputs hold values that are no numbers."),
        msg("NaN or infinity, in {n} of {of} output values at the most, in {where}."),
        msg("look for an overflow: compute in f32, or feed inputs of the size that the model expects."),
        lambda t, c: {"n": t.numbers.count(c.values), "of": t.numbers.count(c.of)},
    ),
    CaveatWords(
        records.OutputsDiffer,
        msg("Not all configurations compute the same."),
        msg("For the same input, an output differs by up to {share} of its largest value in {where}."),
        msg("check the accuracy of these configurations before choosing them for their speed."),
        lambda t, c: {"share": t.numbers.percent(c.relative)},
    ),
    CaveatWords(
        records.SaturatedOutputs,
        msg("The outputs are saturated."),
        msg(
            "{share} of output “{output}” is at an end of its range, 0 or 1, or no finite number, in "
            "{where}: that answers agree proves little, and that they differ may come of a threshold "
            "alone."
        ),
        msg("feed the model what it expects, with the key “inputs”."),
        lambda t, c: {"share": t.numbers.percent(c.share), "output": name(c.output)},
    ),
    CaveatWords(
        records.Stateful,
        msg("The model keeps a state from request to request."),
        msg(
            "In {where}, every request follows on those before it; the figures may depend on how many "
            "there were, and so on how long was measured."
        ),
        msg("set “state: reset”, unless this is what you ask."),
    ),
    CaveatWords(
        records.Denormals,
        msg("The outputs hold denormal numbers."),
        msg(
            "Up to {share} of the f32 or f64 output values, in {where}; the layers between were not "
            "looked at. Some processors handle such numbers many times slower."
        ),
        msg("set CPU_DENORMALS_OPTIMIZATION, or use weights and inputs of normal size."),
        lambda t, c: {"share": t.numbers.percent(c.share)},
    ),
    CaveatWords(
        records.Fallback,
        msg("The {what} asked for is not the one in force."),
        msg("Asked for {asked}, given {given}, in {where}."),
        msg("read these rows as the {what} in force, or measure on a device that grants it."),
        lambda t, c: {
            "what": SETTINGS[c.mismatch.what],
            "asked": name(t.locale.precision(c.mismatch.requested)),
            "given": name(t.locale.precision(c.mismatch.effective)),
        },
    ),
    CaveatWords(
        records.Emulated,
        msg("A precision is emulated."),
        msg("The device lacks {precision} and computes it by other means, in {where}."),
        msg("do not carry its speed over to devices that have it."),
        lambda t, c: {"precision": name(t.locale.precision(c.precision))},
    ),
    CaveatWords(
        records.RecordsLeftOut,
        msgs("{records} is left out.", "{records} are left out.", also="n"),
        msg("{why}"),
        msgs(
            "leave it where it is, or move it away; nothing here rests on it.",
            "leave them where they are, or move them away; nothing here rests on them.",
        ),
        left_out,
        count=lambda _, c: c.left_out.records,
    ),
    CaveatWords(
        records.UnreadableFiles,
        msg("{files} could not be used."),
        msg("The first is {path}: {reason}"),
        msg("delete or replace it and run again."),
        lambda t, c: {
            "files": t.locale.counted(c.files, "file"),
            "path": name(c.first.path),
            "reason": name(c.first.reason),
        },
    ),
)
