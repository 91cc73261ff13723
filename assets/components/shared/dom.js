// Making elements. Text always goes through textContent: what a person typed is never read as markup.

const SVG = "http://www.w3.org/2000/svg";

/** Make an HTML element with attributes and children (elements or text). */
function html(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/** Make an SVG element with attributes and children (elements or text). */
function svg(tag, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

/** Write a symbol with its subscript, as in W with a lowered xh: "W_xh", "h_3". */
function symbol(make, name) {
  const [base, index] = name.split("_");
  const parts = [base];
  if (index && make === svg) parts.push(svg("tspan", { class: "index", dy: "3" }, index));
  if (index && make === html) parts.push(html("sub", {}, index));
  return parts;
}

/** Set how strongly a cell is tinted: the share of its scale that a value fills, and its sign. */
function tint(cell, value, scale) {
  const share = Number.isNaN(value) ? 0 : Math.min(1, Math.abs(value) / scale);
  cell.style.setProperty("--share", `${Math.round(share * 55)}%`);
  cell.style.setProperty("--hue", value < 0 ? "var(--negative)" : "var(--positive)");
}
