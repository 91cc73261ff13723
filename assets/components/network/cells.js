// One number on the stage. Wherever it stands it carries its address, and whether it can be edited.
//
// An address is a name, at a step if it belongs to one, and the place in it, counted from 0: "W_hh 0 1", "b_h 2", "h@4 0".

const LEAST_DIGITS = 7; // that a number which can be edited has room for; one more fits in without its margin

function addressOf(name, t, ...place) {
  return [t === null || WEIGHTS.includes(name) ? name : `${name}@${t}`, ...place].join(" ");
}

/** Take an address apart: its name, its step (null for a weight) and its place. */
function readAddress(address) {
  const [full, ...place] = address.split(" ");
  const [name, t] = full.split("@");
  return { name, t: t === undefined ? null : Number(t), place: place.map(Number) };
}

/** Say a number's name as it is written: h₄[1], W_hh[1, 2], memory₄[3]. */
function nameOf(address) {
  const { name, t, place } = readAddress(address);
  const word = SPOKEN[name] ?? name;
  return `${word}${t === null ? "" : subscript(t)}[${place.map((index) => index + 1).join(", ")}]`;
}

function subscript(t) {
  return [...String(t)].map((digit) => "₀₁₂₃₄₅₆₇₈₉"[digit]).join("");
}

/** Write a number, or the question mark of one that is still to be computed by hand. */
function writeValue(value) {
  return value === null ? "?" : formatNumber(value);
}

/** Mark an element as the number at an address; inputs and weights can be edited unless they are off. */
function markNumber(element, address, data) {
  const { name } = readAddress(address);
  const isEditable = data.bench && !data.bench.exercise && (name === "x" || WEIGHTS.includes(name));
  if (element.dataset.number !== address) element.dataset.number = address;
  element.toggleAttribute("data-edit", Boolean(isEditable && !data.bench.off.includes(name)));
}

/** Build a grid of numbers. Returns the element and a function that writes values and addresses into it. */
function buildGrid(rows, columns, { isNumbered = true } = {}) {
  const element = html("div", { class: `grid${isNumbered ? "" : " small"}` });
  element.style.setProperty("--columns", columns);
  const cells = Array.from({ length: rows * columns }, () => html("span", { class: "cell tinted" }));
  element.append(...cells);
  const write = (values, scale, address, data) =>
    cells.forEach((cell, index) => {
      const [row, column] = [Math.floor(index / columns), index % columns];
      const value = Array.isArray(values[row]) ? values[row][column] : values[row];
      if (isNumbered) cell.textContent = writeValue(value);
      cell.classList.toggle("tight", cell.textContent.length > LEAST_DIGITS);
      markNumber(cell, address(row, column), data);
      cell.title = value === null ? "" : `${nameOf(cell.dataset.number)} = ${formatExactly(value)}`;
      if (cell.role === "button") cell.setAttribute("aria-label", `${nameOf(cell.dataset.number)} = ${writeValue(value)}`);
      tint(cell, value ?? 0, scale);
    });
  return { element, cells, write };
}

/** Let the keyboard reach a grid of editable numbers: one stop for Tab, arrow keys inside. */
function openToKeys({ element, cells }, columns, label) {
  element.setAttribute("role", "group");
  element.setAttribute("aria-label", label);
  cells.forEach((cell, index) => {
    cell.role = "button";
    cell.tabIndex = index === 0 ? 0 : -1;
  });
  element.addEventListener("keydown", (event) => {
    const place = cells.indexOf(event.target);
    const moves = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns };
    if (place < 0 || !(event.key in moves)) return;
    const next = cells[place + moves[event.key]];
    event.preventDefault();
    event.stopPropagation();
    if (!next) return;
    [cells[place].tabIndex, next.tabIndex] = [-1, 0];
    next.focus();
  });
}
