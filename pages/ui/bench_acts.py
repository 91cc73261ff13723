"""What a person does on the stage of the unroll page: edit, undo, switch off, untie, compute by hand."""

import math
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, cast

from pages.ui import by_hand, link
from pages.ui.stage import StageBench, StageExercise
from pages.ui.unrolled import NetworkRun, run_network
from pages.ui.workbench import Settings, Workbench, workbench
from pages.ui.workbench_link import not_used
from rnn_core.cells import MATRICES, WEIGHTS
from rnn_core.checks import check_choice
from rnn_core.edits import MAX_EDITS, Edit, put_edit
from rnn_core.exercise import QUANTITIES, READOUTS, Place, Quantity, answer, first_place, judge, next_place
from rnn_core.sequences import parse_number
from rnn_core.wording import as_sentence

Event = Mapping[str, Any]
DONE = "done"


def act(event: Event) -> None:
    """Do what was asked on the stage; what cannot be done is said there in one sentence."""
    bench = workbench()
    bench.answered, bench.said = str(event["id"]), ""
    try:
        _ACTS[event["do"]](bench, event)
    except ValueError as error:
        bench.said = str(error)


def bench_state(settings: Settings) -> StageBench:
    """Return what can be changed now, and what came of the last change."""
    bench = workbench()
    run = run_network(settings)
    return StageBench(
        parameters=_parameters(run),
        off=list(settings.off),
        untied=bool(settings.untied),
        can_undo=bool(bench.before),
        can_redo=bool(bench.after),
        can_reset=_reset(settings) != settings,
        answered=bench.answered,
        said=bench.said,
        copies=sorted({(edit.name, edit.step) for edit in settings.edits if edit.step}),
        exercise=_exercise(bench, run),
    )


def _parameters(run: NetworkRun) -> str:
    if run.copies is None:
        return f"{run.shared.num_parameters} parameters, however long the sequence"
    steps, each, idle = (
        run.copies.num_steps,
        run.shared.num_parameters,
        run.copies.num_steps - len(run.tokens),
    )
    said = f"{steps} × {each} = {run.copies.num_parameters} parameters, for {steps} steps and no more"
    return said if idle == 0 else f"{said}; {idle} of the copies idle"


def _edit(bench: Workbench, event: Event) -> None:
    name, *places = event["number"].split(" ")
    index = tuple(int(place) for place in places)
    value = parse_number(event["text"])
    settings = bench.settings
    if name.startswith("x@"):
        edited = _with_input(settings, int(name.removeprefix("x@")), index, value)
    else:
        step = int(event["step"]) or 1
        edit = Edit(name, index, value, step=step if settings.untied else None)
        edited = replace(settings, edits=_with_edit(settings, edit))
    bench.put(edited, gesture=f"{event['number']} {event['gesture']}")


def _with_input(settings: Settings, t: int, index: tuple[int, ...], value: float) -> Settings:
    """Set a number of the sequence, or of a word's vector wherever the word stands."""
    run = run_network(settings)
    if settings.kind == "words":
        edit = Edit("x", index, value, word=run.tokens[t - 1])
        return replace(settings, edits=_with_edit(settings, edit))
    numbers = run.trace.x[:, 0].tolist()
    numbers[t - 1] = value
    return replace(settings, numbers=" ".join(repr(n).removesuffix(".0") for n in numbers))


def _with_edit(settings: Settings, edit: Edit) -> tuple[Edit, ...]:
    edits = put_edit(settings.edits, edit)
    if len(edits) > MAX_EDITS:
        raise ValueError(
            f"{MAX_EDITS} numbers have been changed by hand, and the link carries no more; "
            "reset, or change one of those again."
        )
    return edits


def _reset(settings: Settings) -> Settings:
    """Return the settings without what was changed by hand; the sequence stays."""
    return replace(settings, edits=(), off=(), untied=0)


def _switch(bench: Workbench, event: Event) -> None:
    off = set(bench.settings.off) ^ {event["name"]}
    bench.put(replace(bench.settings, off=tuple(name for name in MATRICES if name in off)))


def _untie(bench: Workbench, event: Event) -> None:
    settings = bench.settings
    run = run_network(replace(settings, off=()))
    if run.copies is None:
        bench.put(replace(settings, untied=len(run.tokens)))
        return
    plain = replace(settings, untied=0, edits=tuple(edit for edit in settings.edits if edit.name == "x"))
    before, average = run_network(replace(plain, off=())).shared, run.copies.tie()
    edits = plain.edits
    for name in WEIGHTS:
        new, old = getattr(average, name), getattr(before, name)
        for place in (new - old).nonzero().tolist():
            edits = put_edit(edits, Edit(name, tuple(place), new[tuple(place)].item()))
    bench.put(replace(plain, edits=edits))


def _hand(bench: Workbench, event: Event) -> None:
    """Begin the exercise at the step in focus, or leave it."""
    bench.verdict = ("", False)
    place = first_place()
    bench.hand = "" if bench.hand else _written(replace(place, step=max(1, int(event.get("step", 1)))))


def _answer(bench: Workbench, event: Event) -> None:
    run = run_network(bench.settings)
    place = _place(bench, run)
    if place is None:
        return
    try:
        given = parse_number(event["text"], limit=math.inf)
    except ValueError as error:
        bench.verdict = (str(error), False)
        return
    params = run.params_at(place.step)
    verdict = judge(params, run.trace, place, given)
    bench.verdict = (
        by_hand.verdict_sentence(params, run.trace, place, verdict, given),
        verdict.is_right,
    )
    if verdict.is_right:
        _go_on(bench, run, place)


def _reveal(bench: Workbench, event: Event) -> None:
    run = run_network(bench.settings)
    place = _place(bench, run)
    if place is None:
        return
    bench.verdict = (by_hand.reveal_sentence(run.params_at(place.step), run.trace, place), False)
    _go_on(bench, run, place)


def _go_on(bench: Workbench, run: NetworkRun, place: Place) -> None:
    upcoming = next_place(run.shared, run.trace.num_steps, place)
    while upcoming and _is_skipped(bench.settings, run, upcoming):
        upcoming = next_place(run.shared, run.trace.num_steps, upcoming)
    bench.hand = _written(upcoming) if upcoming else DONE


def _is_skipped(settings: Settings, run: NetworkRun, place: Place) -> bool:
    return settings.outputs == "last step" and place.step < run.trace.num_steps and place.quantity in READOUTS


def _check_asked(settings: Settings, run: NetworkRun, place: Place) -> None:
    if _is_skipped(settings, run, place):
        raise ValueError(
            f"step must be {run.trace.num_steps} for {place.quantity}, found {place.step}: "
            "there is a prediction at the last step only"
        )


def _written(place: Place) -> str:
    return f"{place.step}.{place.quantity}.{place.row}"


def _place(bench: Workbench, run: NetworkRun) -> Place | None:
    """Return the number that is asked for; an exercise whose place is not in the run is left."""
    if bench.hand in ("", DONE):
        return None
    step, quantity, row = [*bench.hand.split("."), "", ""][:3]
    try:
        check_choice("quantity", quantity, QUANTITIES)
        place = Place(link.whole(step) or 0, cast(Quantity, quantity), link.whole(row) or 0)
        answer(run.shared, run.trace, place)
        _check_asked(bench.settings, run, place)
    except ValueError as error:
        not_used("hand", as_sentence(str(error)))
        bench.hand = ""
        link.put("unroll-hand", None)
        return None
    return place


def _exercise(bench: Workbench, run: NetworkRun) -> StageExercise | None:
    place = _place(bench, run)
    sentence, is_right = bench.verdict
    if bench.hand == DONE:
        sentence = f"{sentence} Every number of this run has been computed.".strip()
        return StageExercise(run.trace.num_steps, DONE, 0, "", [], "", sentence, is_right=True, is_done=True)
    if place is None:
        return None
    params = run.params_at(place.step)
    return StageExercise(
        step=place.step,
        phase=place.quantity,
        row=place.row,
        prompt=by_hand.prompt(place),
        hints=by_hand.hints(params, run.trace, place),
        tolerance=by_hand.TOLERANCE,
        verdict=sentence,
        is_right=is_right,
    )


_ACTS: dict[str, Callable[[Workbench, Event], None]] = {
    "edit": _edit,
    "switch": _switch,
    "untie": _untie,
    "hand": _hand,
    "answer": _answer,
    "reveal": _reveal,
    "undo": lambda bench, _: bench.undo(),
    "redo": lambda bench, _: bench.redo(),
    "reset": lambda bench, _: bench.put(_reset(bench.settings)),
}
