"""English words for what was asked, given, answered and left out."""

from __future__ import annotations

from ovreport.claims.sentences.fidelity import Fidelity, WishPhrases
from ovreport.claims.texts import Phrases
from ovreport.language.messages import msg, msg_in, msgs

IN_FORCE = WishPhrases(
    msg("Asked for {asked}; {given} in force"),
    msg("{asked} asked for, {given} in force"),
    msg("The figures belong to the setting in force."),
)

FIDELITY = Fidelity(
    wishes={
        "precision": WishPhrases(
            msg("Asked for {asked}; the device computed in {given}"),
            msg("{asked} was asked for, {given} was computed"),
            msg("Nothing here says how fast the precision asked for would be."),
        ),
        "rest": WishPhrases(
            msg("Asked for {asked}; what the network does not compute in INT8 was computed in {given}"),
            msg("{asked} was asked for, {given} was computed beside INT8"),
            msg("Nothing here says how fast the precision asked for would be."),
        ),
        "emulated": WishPhrases(
            msg("Asked for {asked}; the device lacks it and emulates it"),
            msg("{asked} is emulated on this device"),
            msg("Its speed here says nothing about a device that has it."),
        ),
        "device": WishPhrases(
            msg("Asked for {asked}; it ran on {given}"),
            msg("{asked} was asked for, {given} did the work"),
            msg("Nothing here says how fast the device asked for would be."),
        ),
        "streams": IN_FORCE,
        "threads": IN_FORCE,
        "property": IN_FORCE,
    },
    amounts={
        "streams": msgs("{n} stream", "{n} streams"),
        "threads": msgs("{n} thread", "{n} threads"),
    },
    wish_alone=msg("{said}."),
    wish_in=msg("{said}, {scope}."),
    in_both=msg_in("fidelity in both", "in both settings", also="n"),
    in_all=msg_in("fidelity in all", "in all {n} settings"),
    in_some=msg_in("fidelity in some", "in {n} of {of} settings"),
    all_compared=msg("All {n} output values of the two were compared."),
    some_compared=msg("Of the {of} output values of the two, {n} were compared."),
    among={
        "network": msg("the settings of one network"),
        "batch": msg("the settings of one batch"),
        "both": msg("the settings of one network and batch"),
        "some": msg("the settings that could be compared"),
        "networks": msg("networks with the same inputs and outputs"),
    },
    every_setting=msg("{every} settings"),
    answers=(msg("the answers"), msg("the answers of {who}")),
    outputs=(msg("outputs"), msg("outputs of {who}")),
    identical=Phrases(
        msg("{who} give the same answer to the same input, byte for byte."),
        msg("{who} give identical answers"),
    ),
    agree=Phrases(
        msg(
            "{answers} are the same for practical purposes: outputs differ by at most {n}, {share} of the "
            "largest value."
        ),
        msg("Outputs differ by at most {n}: the same for practical purposes", also="answers"),
    ),
    each=Phrases(
        msg(
            "{answers} are the same for practical purposes: each output differs by at most {share} of its "
            "own largest value, “{output}” the most."
        ),
        msg("Outputs differ by at most {share}: the same for practical purposes", also="answers"),
    ),
    close=Phrases(
        msg("{outputs} differ by up to {share} of the largest value{of}, most between {a} and {b}{where}."),
        msg("{outputs} differ by up to {share}"),
    ),
    differ=Phrases(
        msg(
            "{a} and {b} give different answers to the same input{where}: {share} of the largest value{of} "
            "apart."
        ),
        msg("Answers differ by up to {share}"),
    ),
    reordered=Phrases(
        msg(
            "{a} and {b} choose differently for the same input{where}: another value of “{scores}” comes "
            "first, although no output differs by more than {share} of its largest value."
        ),
        msg("{a} and {b} put another value of “{scores}” first"),
    ),
    reordered_rows=Phrases(
        msg(
            "{a} and {b} choose differently for the same input{where}: another value comes first in {n} of "
            "{rows} rows of “{scores}”, although no output differs by more than {share} of its largest value."
        ),
        msg("{a} and {b} put another value of “{scores}” first"),
    ),
    numbers=Phrases(
        msg(
            "{a} and {b} give different answers to the same input{where}: one holds numbers where the other "
            "holds NaN or infinity{where_in}."
        ),
        msg("One answer holds NaN or infinity, another numbers"),
    ),
    shape=Phrases(
        msg("{a} and {b} give answers of different sizes to the same input{where}{where_in}."),
        msg("Answers differ in size"),
    ),
    of_output=msg(" of “{output}”"),
    in_output=msg(", in “{output}”"),
    first_place=msg("Another value of “{scores}” comes first."),
    uninformative=Phrases(
        msg("{outputs} agree, but that proves little: they hold no more than three different values."),
        msg("Outputs agree, which proves little here"),
    ),
    most_between=msg("Most between {a} and {b}{where}."),
    accuracy_open=msg("Whether that costs accuracy was not measured."),
    different=msgs(
        "{n} comparison of outputs fails; a comparison of speed there compares two computations.",
        "{n} comparisons of outputs fail; a comparison of speed there compares two computations.",
    ),
    other_input=msg("Compare an earlier layer, or use an input that the network has an answer to."),
    no_device=Phrases(
        msg("This machine has no {device}, so {settings} {shown}."), msg("No {device} on this machine")
    ),
    no_part=Phrases(
        msg("This machine does not have every device of {device}, so {settings} {shown}."),
        msg("Not every device of {device} is here"),
    ),
    its_settings=msgs("the {device} setting", "the {n} {device} settings"),
    not_measured=msgs("was not measured", "were not measured"),
    only_published=msgs("shows the published figures only", "show the published figures only"),
    some_published=msgs(
        "were not measured; {n} has published figures", "were not measured; {n} have published figures"
    ),
    failed=Phrases(msg("{settings} could not be measured: {named}."), msg("{settings} failed")),
    reason=msg("The first reason given: {reason}"),
    pending=msgs("{n} setting of {of} has no records yet", "{n} settings of {of} have no records yet"),
    run_again=msg("Another run measures what is missing."),
    steadiness=Phrases(
        msg(
            "Whether heat, throttling or background programs change these figures cannot be told from them: "
            "the source shows no repeats and no readings."
        ),
        msg("Steadiness was not shown"),
    ),
    steadiness_takes=msg(
        "It takes repeated rounds with the schedule “whole”, throttle counters read before and "
        "after, and a factor “disturbance” with the levels none and cpu."
    ),
    graphics=Phrases(
        msg(
            "Whether other programs that draw on the GPU slow inference down is not shown either: no figure "
            "with and without one is given."
        ),
        msg("Other programs on the GPU were not tried"),
    ),
    graphics_takes=msg(
        "It takes a factor “disturbance” whose second level is a command that draws on the same GPU."
    ),
)
