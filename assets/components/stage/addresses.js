// The numbers that stand on the stage: whose they are, how they are called, and where a run holds them.

const ROLE_OF = {
  W_xh: "input", x: "input", new: "input",
  W_hh: "hidden", b_h: "hidden", old: "hidden", a: "hidden", h: "hidden",
  W_hy: "output", b_y: "output", readout: "output", y: "output",
};
const WEIGHTS = ["W_xh", "W_hh", "W_hy", "b_h", "b_y"];
const SPOKEN = { old: "memory" };

/** The value at an address; null where an exercise hides it. */
function valueAt(run, t, address) {
  const { name, t: own, place } = readAddress(address);
  if (WEIGHTS.includes(name)) return place.reduce((values, index) => values[index], weightsAt(run, t)[name]);
  const lists = { x: run.x, new: run.from_input, old: run.from_memory, a: run.a, readout: run.readout, y: run.y };
  return name === "h" ? run.h[own][place[0]] : lists[name][own - 1][place[0]];
}
