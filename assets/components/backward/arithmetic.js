// The arithmetic of one step back, opened beneath the row: where delta comes from, and this step's share of one weight.

const BLOCK_WORDS = { from_output: "from output", from_future: "from future", dh: "∂L/∂h_t", da: "δ_t", dy: "∂L/∂y_t", slope: "φ′(a_t)" };

/** What each weight met at a step: what its share is made from. */
const MET = {
  W_xh: { sent: "da", met: "x", at: 0 },
  W_hh: { sent: "da", met: "h", at: -1 },
  W_hy: { sent: "dy", met: "h", at: 0 },
  b_h: { sent: "da" },
  b_y: { sent: "dy" },
};

function backTerms(weight) {
  const { sent, met, at } = MET[weight];
  const column = (name, phase, more = {}) => ({ name, phase, at: 0, ...more });
  const product = met ? [{ sign: "·", phase: "shares" }, column(met, "shares", { at, isRow: true })] : [];
  return [
    column("W_hy", "output", { isTransposed: true }),
    { sign: "·", phase: "output" },
    column("dy", "loss"),
    { sign: "=", phase: "output" },
    column("from_output", "output", { isResult: true }),
    { break: "gap" },
    column("W_hh", "future", { isTransposed: true }),
    { sign: "·", phase: "future" },
    column("da", "future", { at: 1 }),
    { sign: "=", phase: "future" },
    column("from_future", "future", { isResult: true }),
    { break: "line" },
    column("from_output", "sum"),
    { sign: "+", phase: "sum" },
    column("from_future", "sum"),
    { sign: "=", phase: "sum" },
    column("dh", "sum", { isResult: true }),
    { sign: "⊙", phase: "slope" },
    column("slope", "slope", { isResult: true }),
    { sign: "=", phase: "delta" },
    column("da", "delta", { isResult: true }),
    { break: "gap" },
    column(sent, "shares"),
    ...product,
    { sign: "=", phase: "shares" },
    column(`share_${weight}`, "shares", { isResult: true }),
  ];
}

/** Build the lines for the shares of a weight. Returns the element and a function that writes the numbers of a step. */
function buildBackArithmetic(data, weight) {
  return buildLines(backTerms(weight), (term) => buildBackBlock(term, data));
}

function buildBackBlock(term, data) {
  const first = blockValues(term, data.run, 1);
  const columns = Array.isArray(first[0]) ? first[0].length : 1;
  const grid = buildGrid(first.length, columns);
  const caption = html("span", { class: "name" });
  const isMatrix = term.name.startsWith("W_");
  const element = html(
    "div",
    { class: `block ${isMatrix ? `matrix ${term.name}` : "single"} ${ROLE_OF[term.name]}`, "data-phase": term.phase, "data-name": `${term.name}${term.at ? term.at : ""}` },
    caption,
    grid.element,
  );
  if (term.isResult) element.classList.add("results");
  const write = (each, run, t) => {
    const at = t + term.at;
    caption.replaceChildren(...blockTitle(term, at));
    grid.write(blockValues(term, run, t), each.scales[scaleOf(term.name)], blockAddress(term, at, columns), each);
  };
  return { element, write };
}

function blockValues({ name, at, isTransposed, isRow }, run, t) {
  if (isTransposed) return run[name][0].map((_, k) => run[name].map((row) => row[k]));
  if (name.startsWith("share_")) return gradientOf(run, "share", name.slice(6), t);
  const values = name === "h" ? run.h[t + at] : run[name][t + at - 1];
  return isRow ? [values] : values;
}

function blockAddress({ name, isTransposed, isRow }, at, columns) {
  if (isTransposed) return (row, column) => addressOf(name, null, column, row);
  if (isRow) return (row, column) => addressOf(name, at, column);
  const isMatrix = name.startsWith("share_W");
  return (row, column) => addressOf(name, at, row, ...(isMatrix ? [column] : []));
}

function scaleOf(name) {
  if (WEIGHTS.includes(name)) return "weight";
  if (name.startsWith("share_")) return name.slice(6);
  return { from_output: "dh", from_future: "dh", dh: "dh", da: "dh" }[name] ?? name;
}

function blockTitle({ name, isTransposed, isRow, at }, t) {
  if (name.startsWith("share_")) return ["share of ∂L/∂", ...symbol(html, name.slice(6))];
  if (isTransposed) return [...symbol(html, name), "ᵀ"];
  const title = BLOCK_WORDS[name] ?? `${name}_t`;
  return [...symbol(html, title.replace("_t", `_${t}`)), isRow ? "ᵀ" : ""];
}
