// The stops of the way back: first nothing has been sent, then at each step, from the last to the first, one thing after the other.

const DEPTHS = ["Row", "Step", "Terms"];
const PHASES = ["loss", "output", "future", "sum", "slope", "delta", "shares"];
const PHASE_WORDS = {
  loss: "how the loss changes with the output.",
  output: "W_hy, transposed, sends that to the hidden state.",
  future: "W_hh, transposed, brings what the step after sends back.",
  sum: "both together are the gradient of the hidden state.",
  slope: "how much the activation lets through here: its derivative.",
  delta: "their product is δ, the gradient of what went into the activation.",
  shares: "δ times what each weight met here is this step’s share of its gradient.",
};

/** What is said at a stop; no step follows the last one, so nothing comes through W_hh there. */
function wordsOf(data, phase, t) {
  const isLast = t === data.tokens.length;
  if (isLast && phase === "future") return "no step follows, so nothing comes back through W_hh, transposed.";
  if (isLast && phase === "sum") return "what the output sent is all of the gradient of the hidden state.";
  return PHASE_WORDS[phase];
}

/** Whether a step has a loss of its own. */
function hasLoss(data, t) {
  return data.run?.target[t - 1] !== null;
}

/** Every stop; "t" counts steps back from the end, so that 0 is the start and the last one is the first step. */
function listStops(data) {
  const last = data.tokens.length;
  const stops = [{ t: 0, phase: PHASES.length - 1 }];
  for (let back = 1; back <= last; back++) {
    const isOwn = hasLoss(data, stepOf(data, back));
    PHASES.forEach((name, phase) => (isOwn || (name !== "loss" && name !== "output")) && stops.push({ t: back, phase }));
  }
  return stops;
}

/** The time step that is so many steps back; one beyond the last where nothing has been sent. The same the other way. */
function stepOf(data, back) {
  return data.tokens.length + 1 - back;
}
