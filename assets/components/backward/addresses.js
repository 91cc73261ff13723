// The numbers of the backward pass: whose they are, how they are called, and where the run holds them.

const WEIGHTS = ["W_xh", "W_hh", "W_hy", "b_h", "b_y"];
const GRADIENTS = ["dy", "from_output", "from_future", "dh", "da", ...WEIGHTS.flatMap((name) => [`share_${name}`, `sum_${name}`, `total_${name}`, `used_${name}`])];
const ROLE_OF = {
  W_xh: "input", x: "input",
  W_hh: "hidden", b_h: "hidden", h: "hidden", slope: "hidden",
  W_hy: "output", b_y: "output", y: "output", target: "output",
  ...Object.fromEntries(GRADIENTS.map((name) => [name, "gradient"])),
};
const SPOKEN = {
  dy: "∂L/∂y", from_output: "from output", from_future: "from future", dh: "∂L/∂h", da: "δ", slope: "φ′",
  ...Object.fromEntries(WEIGHTS.flatMap((name) => [[`share_${name}`, `share of ∂L/∂${name} at `], [`sum_${name}`, `∂L/∂${name} so far, down to step `], [`total_${name}`, `∂L/∂${name}`], [`used_${name}`, `what an update gets of ∂L/∂${name}`]])),
};

/** The values of the gradient of a weight: "share" and "sum" at a step, "total" or "used". */
function gradientOf(run, kind, name, t) {
  const weight = run.weights[name];
  return { share: weight.shares?.[t - 1], sum: weight.sums?.[t - 1], total: weight.total, used: weight.used_total }[kind];
}

/** The value at an address. */
function valueAt(run, shownT, address) {
  const { name, t, place } = readAddress(address);
  const pick = (values) => place.reduce((each, index) => each[index], values);
  if (WEIGHTS.includes(name)) return pick(run[name]);
  const [kind, ...rest] = name.split("_");
  if (["share", "sum", "total", "used"].includes(kind)) return pick(gradientOf(run, kind, rest.join("_"), t));
  return pick(name === "h" ? run.h[t] : run[name][t - 1]);
}
