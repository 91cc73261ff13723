// The arithmetic of one step: every matrix, vector and gate with its numbers.

/** Build one matrix or column of numbers with its name above. */
function buildGateBlock(term, data) {
  const isWeight = WEIGHTS.includes(term.name);
  const first = isWeight ? data.weights[term.name] : data.quantities[term.name].values[0];
  const columns = Array.isArray(first[0]) ? first[0].length : 1;
  const grid = buildGrid(first.length, columns);
  const caption = html("span", { class: "name" });
  const role = ROLE_OF[term.name];
  const isMatrix = term.name.startsWith("W_");
  const marks = { "data-phase": term.phase, "data-name": term.name, "data-lag": term.lag };
  const element = html("div", { class: `block ${isMatrix ? "matrix" : "single"} ${role}`, ...marks }, caption, grid.element);
  if (term.is_result) element.classList.add("results");
  const isGate = !isWeight && data.quantities[term.name].scale === "gate";
  element.classList.toggle("gates", isGate);
  let latest = null;
  const write = (each, run, t) => {
    if (isWeight && run === latest) return; // a weight is the same at every step
    latest = run;
    const quantity = run.quantities[term.name];
    const at = isWeight ? null : t + term.lag;
    const held = isHeld(quantity, at);
    caption.replaceChildren(...symbol(html, isWeight ? term.name : quantity.label.replace(/_t$/, `_${at}`)), held ? " held" : "");
    const values = isWeight ? run.weights[term.name] : rowAt(run, term.name, at);
    grid.write(values, each.scales[isWeight ? "weight" : quantity.scale], (row, column) => addressOf(term.name, at, row, ...(isMatrix ? [column] : [])), each);
    if (isGate) grid.cells.forEach((cell, row) => cell.style.setProperty("--part", values[row]));
    element.classList.toggle("held", held);
    if (isGate && term.is_result) markHeld(element.previousElementSibling, held);
  };
  return { element, write };
}

/** Nothing is squashed where a hand holds the gate: the sign before it says so. */
function markHeld(sign, held) {
  sign.dataset.own ??= sign.textContent;
  sign.textContent = held ? "held →" : sign.dataset.own;
}
