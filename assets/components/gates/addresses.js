// The numbers that stand in the picture: whose they are, how they are called, and where a run holds them.

const GATE_LETTERS = ["i", "f", "g", "o", "r", "z", "n"];
const CANDIDATES = ["g", "n"];
const WEIGHTS = ["W_xh", "W_hh", "b_h", "b_hn", ...GATE_LETTERS.flatMap((gate) => [`W_x${gate}`, `W_h${gate}`, `b_${gate}`])];
const ROLE_OF = {
  x: "input",
  ...Object.fromEntries(["h", "c", "a", "kept", "written", "squashed", "recalled", ...CANDIDATES].map((name) => [name, "hidden"])),
  ...Object.fromEntries(["i", "f", "o", "r", "z", "fresh"].map((name) => [name, "gate"])),
  ...Object.fromEntries(["road", "all", "rnn"].map((name) => [name, "gradient"])),
  ...Object.fromEntries(GATE_LETTERS.map((gate) => [`a_${gate}`, "hidden"])),
  ...Object.fromEntries(WEIGHTS.map((name) => [name, name.startsWith("W_x") ? "input" : "hidden"])),
};
const SPOKEN = { fresh: "1 − z", squashed: "tanh c", all: "all roads", rnn: "RNN" };

/** The value at an address. */
function valueAt(run, t, address) {
  const { name, t: own, place } = readAddress(address);
  if (WEIGHTS.includes(name)) return place.reduce((values, index) => values[index], run.weights[name]);
  return rowAt(run, name, own)[place[0]];
}

/** The vector of a quantity at a time, or nothing where it has none. */
function rowAt(run, name, t) {
  const quantity = run.quantities[name];
  return quantity.values[t - quantity.first];
}
