"""English words for what was asked, given, answered and left out."""

from __future__ import annotations

from ovreport.conclusions.grammar import Counted, Phrases
from ovreport.conclusions.sentences.fidelity import Fidelity, WishPhrases

IN_FORCE = WishPhrases(
    "Asked for {asked}; {given} in force",
    "{asked} asked for, {given} in force",
    "The figures belong to the setting in force.",
)

FIDELITY = Fidelity(
    wishes={
        "precision": WishPhrases(
            "Asked for {asked}; the device computed in {given}",
            "{asked} was asked for, {given} was computed",
            "Nothing here says how fast the precision asked for would be.",
        ),
        "rest": WishPhrases(
            "Asked for {asked}; what the network does not compute in INT8 was computed in {given}",
            "{asked} was asked for, {given} was computed beside INT8",
            "Nothing here says how fast the precision asked for would be.",
        ),
        "emulated": WishPhrases(
            "Asked for {asked}; the device lacks it and emulates it",
            "{asked} is emulated on this device",
            "Its speed here says nothing about a device that has it.",
        ),
        "device": WishPhrases(
            "Asked for {asked}; it ran on {given}",
            "{asked} was asked for, {given} did the work",
            "Nothing here says how fast the device asked for would be.",
        ),
        "streams": IN_FORCE,
        "threads": IN_FORCE,
        "property": IN_FORCE,
    },
    amounts={
        "streams": Counted("{n} stream", "{n} streams"),
        "threads": Counted("{n} thread", "{n} threads"),
    },
    wish_alone="{said}.",
    wish_in="{said}, {scope}.",
    in_both="in both settings",
    in_all="in all {n} settings",
    in_some="in {n} of {of} settings",
    all_compared="All {n} output values of the two were compared.",
    some_compared="Of the {of} output values of the two, {n} were compared.",
    among={
        "network": "the settings of one network",
        "batch": "the settings of one batch",
        "both": "the settings of one network and batch",
        "some": "the settings that could be compared",
        "networks": "networks with the same inputs and outputs",
    },
    every_setting="{every} settings",
    answers=("the answers", "the answers of {who}"),
    outputs=("outputs", "outputs of {who}"),
    identical=Phrases(
        "{who} give the same answer to the same input, byte for byte.",
        "{who} give identical answers",
    ),
    agree=Phrases(
        "{answers} are the same for practical purposes: outputs differ by at most {n}, {share} of the "
        "largest value.",
        "Outputs differ by at most {n}: the same for practical purposes",
    ),
    each=Phrases(
        "{answers} are the same for practical purposes: each output differs by at most {share} of its own "
        "largest value, “{output}” the most.",
        "Outputs differ by at most {share}: the same for practical purposes",
    ),
    close=Phrases(
        "{outputs} differ by up to {share} of the largest value{of}, most between {a} and {b}{where}.",
        "{outputs} differ by up to {share}",
    ),
    differ=Phrases(
        "{a} and {b} give different answers to the same input{where}: {share} of the largest value{of} "
        "apart.",
        "Answers differ by up to {share}",
    ),
    reordered=Phrases(
        "{a} and {b} choose differently for the same input{where}: another value of “{scores}” comes first, "
        "although no output differs by more than {share} of its largest value.",
        "{a} and {b} put another value of “{scores}” first",
    ),
    reordered_rows=Phrases(
        "{a} and {b} choose differently for the same input{where}: another value comes first in {n} of "
        "{rows} rows of “{scores}”, although no output differs by more than {share} of its largest value.",
        "{a} and {b} put another value of “{scores}” first",
    ),
    numbers=Phrases(
        "{a} and {b} give different answers to the same input{where}: one holds numbers where the other "
        "holds NaN or infinity{where_in}.",
        "One answer holds NaN or infinity, another numbers",
    ),
    shape=Phrases(
        "{a} and {b} give answers of different sizes to the same input{where}{where_in}.",
        "Answers differ in size",
    ),
    of_output=" of “{output}”",
    in_output=", in “{output}”",
    first_place="Another value of “{scores}” comes first.",
    uninformative=Phrases(
        "{outputs} agree, but that proves little: they hold no more than three different values.",
        "Outputs agree, which proves little here",
    ),
    most_between="Most between {a} and {b}{where}.",
    accuracy_open="Whether that costs accuracy was not measured.",
    different=Counted(
        "{n} comparison of outputs fails; a comparison of speed there compares two computations.",
        "{n} comparisons of outputs fail; a comparison of speed there compares two computations.",
    ),
    other_input="Compare an earlier layer, or use an input that the network has an answer to.",
    no_device=Phrases("This machine has no {device}, so {settings} {shown}.", "No {device} on this machine"),
    no_part=Phrases(
        "This machine does not have every device of {device}, so {settings} {shown}.",
        "Not every device of {device} is here",
    ),
    its_settings=Counted("the {device} setting", "the {n} {device} settings"),
    not_measured=Counted("was not measured", "were not measured"),
    only_published=Counted("shows the published figures only", "show the published figures only"),
    some_published=Counted(
        "were not measured; {n} has published figures",
        "were not measured; {n} have published figures",
    ),
    failed=Phrases("{settings} could not be measured: {named}.", "{settings} failed"),
    reason="The first reason given: {reason}",
    pending=Counted(
        "{n} setting of {of} has no records yet",
        "{n} settings of {of} have no records yet",
    ),
    run_again="Another run measures what is missing.",
    steadiness=Phrases(
        "Whether heat, throttling or background programs change these figures cannot be told from them: the "
        "source shows no repeats and no readings.",
        "Steadiness was not shown",
    ),
    steadiness_takes="It takes repeated rounds with the schedule “whole”, throttle counters read before and "
    "after, and a factor “disturbance” with the levels none and cpu.",
    graphics=Phrases(
        "Whether other programs that draw on the GPU slow inference down is not shown either: no figure "
        "with and without one is given.",
        "Other programs on the GPU were not tried",
    ),
    graphics_takes="It takes a factor “disturbance” whose second level is a command that draws on the same "
    "GPU.",
)
