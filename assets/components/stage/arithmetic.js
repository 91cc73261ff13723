// The arithmetic of one step, opened beneath the row: every matrix, vector and sum with its numbers.

/** The terms of the two lines: what each shows, where its numbers come from and in which phase it is reached. */
function terms(activation) {
  const step = (name, list) => (run, t) => run[list][t - 1];
  const factor = { name: "h", at: 0, role: "hidden", of: (run, t) => run.h[t], scale: "h" };
  const parts = {
    new: { name: "new", role: "input", of: step("new", "from_input"), scale: "a" },
    old: { name: "old", role: "hidden", of: step("old", "from_memory"), scale: "a" },
  };
  return [
    { phase: "input", name: "W_xh", role: "input" },
    { phase: "input", sign: "·" },
    { phase: "input", name: "x", role: "input", of: step("x", "x"), scale: "x" },
    { phase: "new", sign: "=" },
    { phase: "new", ...parts.new, isResult: true },
    { break: "gap" },
    { phase: "old", name: "W_hh", role: "hidden" },
    { phase: "old", sign: "·" },
    { phase: "old", ...factor, at: -1, of: (run, t) => run.h[t - 1] },
    { phase: "old", sign: "=" },
    { phase: "old", ...parts.old, isResult: true },
    { break: "line" },
    { phase: "sum", ...parts.new },
    { phase: "sum", sign: "+" },
    { phase: "sum", ...parts.old },
    { phase: "sum", sign: "+" },
    { phase: "sum", name: "b_h", role: "hidden" },
    { phase: "sum", sign: "=" },
    { phase: "sum", name: "a", role: "hidden", of: step("a", "a"), scale: "a", isResult: true },
    { phase: "squash", sign: `${activation} →` },
    { phase: "state", ...factor, isResult: true },
    { break: "gap" },
    { phase: "readout", name: "W_hy", role: "output" },
    { phase: "readout", sign: "·" },
    { phase: "readout", ...factor },
    { phase: "readout", sign: "=" },
    { phase: "readout", name: "readout", role: "output", of: step("readout", "readout"), scale: "y", isResult: true },
    { phase: "output", sign: "+" },
    { phase: "output", name: "b_y", role: "output" },
    { phase: "output", sign: "=" },
    { phase: "output", name: "y", role: "output", of: step("y", "y"), scale: "y", isResult: true },
  ];
}

/** Build the two lines. Returns the element and a function that writes the numbers of a step. */
function buildArithmetic(data) {
  return buildLines(terms(data.activation), (term) => buildBlock(term, data));
}

/** Build one matrix or column of numbers with its name above. */
function buildBlock(term, data) {
  const isWeight = WEIGHTS.includes(term.name);
  const first = isWeight ? data.runs[0][term.name] : term.of(data.runs[0], 1);
  const columns = Array.isArray(first[0]) ? first[0].length : 1;
  const grid = buildGrid(first.length, columns);
  const caption = html("span", { class: "name" });
  const isMatrix = term.name.startsWith("W_");
  const kind = isMatrix ? `matrix ${term.name}` : "single";
  const marks = { "data-phase": term.phase, "data-name": blockKey(term), "data-matrix": isMatrix && term.name };
  const element = html("div", { class: `block ${kind} ${term.role}`, ...marks }, caption, grid.element);
  if (term.isResult) element.classList.add("results");
  if (["x", "b_h", "b_y"].includes(term.name)) openToKeys(grid, columns, `Numbers of ${term.name}; Enter edits one`);
  const write = (each, run, t) => {
    const at = term.name === "h" ? t + term.at : t;
    caption.replaceChildren(...blockName(term, at));
    const values = isWeight ? weightsAt(run, t)[term.name] : term.of(run, t);
    const address = (row, column) => addressOf(term.name, at, row, ...(columns > 1 || isMatrix ? [column] : []));
    grid.write(values, each.scales[isWeight ? "weight" : term.scale], address, each);
  };
  return { element, write };
}

/** What a block is called in the page: x_t, h_t-1, W_hh. */
function blockKey(term) {
  if (["x", "a", "y"].includes(term.name)) return `${term.name}_t`;
  return term.name === "h" ? ["h_t", "h_t-1"][-term.at] : term.name;
}

function blockName(term, at) {
  const words = { new: "new", old: "memory", readout: "readout" };
  if (words[term.name]) return [words[term.name]];
  return symbol(html, WEIGHTS.includes(term.name) ? term.name : `${term.name}_${at}`);
}
