// The arithmetic of one step, opened beneath the row: every matrix, vector and sum with its numbers.

// What is computed at a step, one thing after the other. A line below shows up to the phase that is reached.
const PHASES = ["input", "new", "old", "sum", "state", "output"];
const LAST_PHASE = PHASES.length - 1;
const PHASE_WORDS = [
  "the input arrives.",
  "W_xh turns it into new information.",
  "W_hh turns the last hidden state into old memory.",
  "new information, old memory and bias are added.",
  "the activation makes the next hidden state of the sum.",
];

/** The terms of the two lines: what each shows, where its numbers come from and in which phase it is reached. */
function terms(activation) {
  const before = (run, t) => run.h[t - 1];
  return [
    { phase: 0, matrix: "W_xh", role: "input" },
    { phase: 0, sign: "·" },
    { phase: 0, name: "x_t", role: "input", of: (run, t) => run.x[t - 1], scale: "x" },
    { phase: 1, sign: "=" },
    { phase: 1, name: "new", role: "input", of: (run, t) => run.from_input[t - 1], scale: "a", product: "W_xh" },
    { break: "gap" },
    { phase: 2, matrix: "W_hh", role: "hidden" },
    { phase: 2, sign: "·" },
    { phase: 2, name: "h_t-1", role: "hidden", of: before, scale: "h" },
    { phase: 2, sign: "=" },
    { phase: 2, name: "old", role: "hidden", of: (run, t) => run.from_memory[t - 1], scale: "a", product: "W_hh" },
    { break: "line" },
    { phase: 3, name: "new", role: "input", of: (run, t) => run.from_input[t - 1], scale: "a" },
    { phase: 3, sign: "+" },
    { phase: 3, name: "old", role: "hidden", of: (run, t) => run.from_memory[t - 1], scale: "a" },
    { phase: 3, sign: "+" },
    { phase: 3, name: "b_h", role: "hidden", of: (run) => run.b_h, scale: "weight" },
    { phase: 3, sign: "=" },
    { phase: 3, name: "a_t", role: "hidden", of: (run, t) => run.a[t - 1], scale: "a", product: "sum" },
    { phase: 4, sign: `${activation} →` },
    { phase: 4, name: "h_t", role: "hidden", of: (run, t) => run.h[t], scale: "h", product: "state" },
    { break: "gap" },
    { phase: 5, matrix: "W_hy", role: "output" },
    { phase: 5, sign: "·" },
    { phase: 5, name: "h_t", role: "hidden", of: (run, t) => run.h[t], scale: "h" },
    { phase: 5, sign: "+" },
    { phase: 5, name: "b_y", role: "output", of: (run) => run.b_y, scale: "weight" },
    { phase: 5, sign: "=" },
    { phase: 5, name: "y_t", role: "output", of: (run, t) => run.y[t - 1], scale: "y", product: "output" },
  ];
}

/** Build the two lines. Returns the element and a function that writes the numbers of a step. */
function buildArithmetic(data, onTouch) {
  const lines = html("div", { class: "arithmetic" });
  const writers = [];
  let group = html("div", { class: "sum" });
  let line = html("div", { class: "line" }, group);
  lines.append(line);
  for (const term of terms(data.activation)) {
    if (term.break) {
      group = html("div", { class: "sum" });
      if (term.break === "line") lines.append((line = html("div", { class: "line" })));
      line.append(group);
    } else if (term.sign) {
      group.append(html("span", { class: "sign", "data-phase": term.phase }, term.sign));
    } else {
      const block = buildBlock(term, data, onTouch);
      writers.push(block.write);
      group.append(block.element);
    }
  }
  return { element: lines, write: (run, t) => writers.forEach((writer) => writer(run, t)) };
}

/** Build one matrix or column of numbers with its name above. */
function buildBlock(term, data, onTouch) {
  const values = term.matrix ? data.runs[0][term.matrix] : term.of(data.runs[0], 1).map((value) => [value]);
  const grid = html("div", { class: "grid", style: `grid-template-columns: repeat(${values[0].length}, var(--cell))` });
  const caption = html("span", { class: "name" });
  const cells = values.map((row, i) => row.map((_, j) => buildCell(grid, term, i, j, onTouch)));
  const kind = term.matrix ? `matrix ${term.matrix}` : "single";
  const marks = { "data-phase": term.phase, "data-name": term.matrix ?? term.name, "data-matrix": term.matrix };
  const element = html("div", { class: `block ${kind} ${term.role}`, ...marks }, caption, grid);
  const scale = data.scales[term.matrix ? "weight" : term.scale];
  const write = (run, t) => {
    caption.replaceChildren(...blockName(term, t));
    const rows = term.matrix ? run[term.matrix] : term.of(run, t).map((value) => [value]);
    rows.forEach((row, i) =>
      row.forEach((value, j) => {
        cells[i][j].textContent = formatNumber(value);
        cells[i][j].title = formatExactly(value);
        tint(cells[i][j], value, scale);
      }),
    );
  };
  return { element, write };
}

function buildCell(grid, term, row, column, onTouch) {
  const cell = html("span", { class: "cell tinted", "data-row": row, "data-column": column });
  if (term.product) {
    cell.classList.add("result");
    cell.dataset.product = term.product;
    cell.addEventListener("pointerenter", () => onTouch(cell));
    cell.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && onTouch(null));
  }
  grid.append(cell);
  return cell;
}

function blockName(term, t) {
  if (term.matrix) return [...symbol(html, term.matrix)];
  const words = { new: ["new"], old: ["memory"] };
  if (words[term.name]) return words[term.name];
  return symbol(html, term.name.replace("t-1", String(t - 1)).replace("_t", `_${t}`));
}

/** Spell out how one number was made, with the numbers filled in: [[text, role], ...]. */
function spellOut({ activation }, run, t, product, row) {
  const at = row + 1;
  const dot = (weights, vector, role) =>
    weights.flatMap((weight, k) => [
      [k === 0 ? "" : " + ", null],
      [formatNumber(weight), "weight"],
      [" · ", null],
      [formatNumber(vector[k]), role],
    ]);
  const number = (value) => [formatNumber(value), "result"];
  const [sum, state] = [run.a[t - 1][row], run.h[t][row]];
  const formulas = {
    W_xh: () => [[`new[${at}] = `, null], ...dot(run.W_xh[row], run.x[t - 1], "input"), [" = ", null], number(run.from_input[t - 1][row])],
    W_hh: () => [[`memory[${at}] = `, null], ...dot(run.W_hh[row], run.h[t - 1], "hidden"), [" = ", null], number(run.from_memory[t - 1][row])],
    sum: () => [
      [`a${subscript(t)}[${at}] = `, null],
      [formatNumber(run.from_input[t - 1][row]), "input"],
      [" + ", null],
      [formatNumber(run.from_memory[t - 1][row]), "hidden"],
      [" + ", null],
      [formatNumber(run.b_h[row]), "weight"],
      [" = ", null],
      number(sum),
    ],
    state: () => [[`h${subscript(t)}[${at}] = ${activation}(${formatNumber(sum)}) = `, null], number(state)],
    output: () => [
      [`y${subscript(t)}[${at}] = `, null],
      ...dot(run.W_hy[row], run.h[t], "hidden"),
      [" + ", null],
      [formatNumber(run.b_y[row]), "weight"],
      [" = ", null],
      number(run.y[t - 1][row]),
    ],
  };
  return formulas[product]();
}

function subscript(t) {
  return [...String(t)].map((digit) => "₀₁₂₃₄₅₆₇₈₉"[digit]).join("");
}

/** The cells that a result was made from: its row of the matrix and the whole vector, or the same row of each part. */
function parentsOf(element, product, row) {
  const products = { W_xh: ["W_xh", "x_t"], W_hh: ["W_hh", "h_t-1"], output: ["W_hy", "h_t"] };
  const sameRow = { sum: ["new", "old", "b_h"], state: ["a_t"] };
  const last = (name) => [...element.querySelectorAll(`[data-name="${name}"]`)].at(-1);
  const inRow = (name) => [...last(name).querySelectorAll(`[data-row="${row}"]`)];
  if (product in sameRow) return sameRow[product].flatMap(inRow);
  const [matrix, vector] = products[product];
  return [...inRow(matrix), ...last(vector).querySelectorAll(".cell")];
}
