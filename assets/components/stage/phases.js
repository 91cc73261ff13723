// What is computed at a step, one thing after the other, and the stops that this makes for a person who walks through it.

const PHASES = ["input", "new", "old", "sum", "squash", "state", "readout", "output"];
const PHASE_WORDS = {
  input: "the input arrives.",
  new: "W_xh turns it into new information.",
  old: "W_hh turns the last hidden state into old memory.",
  sum: "new information, old memory and bias are added.",
  squash: "the activation is applied to each sum.",
  state: "what comes out is the next hidden state.",
  readout: "W_hy reads the hidden state.",
  output: "with its bias, that is the prediction.",
};

/** Whether a step ends in a prediction: every one does, or the last alone. */
function predicts(data, t) {
  return t > 0 && (data.outputs === "every step" || t === data.tokens.length);
}

/** The last thing that is computed at a step. */
function lastPhase(data, t) {
  return PHASES.indexOf(predicts(data, t) || t === 0 ? "output" : "state");
}

/** Every stop of the walk: the start, then each thing that is computed at each step. */
function listStops(data) {
  const stops = [{ t: 0, phase: lastPhase(data, 0) }];
  for (let t = 1; t <= data.tokens.length; t++)
    for (let phase = 0; phase <= lastPhase(data, t); phase++) stops.push({ t, phase });
  return stops;
}

/** A run in which all that an exercise has not reached yet is null; without an exercise the run itself. */
function maskRun(run, exercise) {
  if (!exercise || exercise.is_done) return run;
  const asked = PHASES.indexOf(exercise.phase);
  const isKnown = (t, phase, row) => {
    if (t !== exercise.step) return t < exercise.step;
    return phase === asked ? row < exercise.row : phase < asked;
  };
  const masked = (rows, name) => {
    const phase = PHASES.indexOf(name);
    return rows.map((row, index) => row.map((value, i) => (isKnown(index + 1, phase, i) ? value : null)));
  };
  return {
    ...run,
    from_input: masked(run.from_input, "new"),
    from_memory: masked(run.from_memory, "old"),
    a: masked(run.a, "sum"),
    h: [run.h[0], ...masked(run.h.slice(1), "state")],
    readout: masked(run.readout, "readout"),
    y: masked(run.y, "output"),
  };
}

/** The weights that a step uses: the shared ones, or its own copy where the network is untied. */
function weightsAt(run, t) {
  return run.copies ? run.copies[Math.max(t, 1) - 1] : run;
}
