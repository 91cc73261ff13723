// The embedding of every column, painted; the chosen token's row opened beneath it; and its mark in the batches.

const VECTOR_ROW = 2; // pixels a number is high

/** Paint one pixel a number and enlarge it: a column for each place of the row, filler all zeros. */
function paintVectors({ data, parts }) {
  const columns = data.numbers.map((number) => data.vectors[number]);
  const height = columns[0].length;
  Object.assign(parts.canvas, { width: columns.length, height });
  parts.canvas.style.height = `${height * VECTOR_ROW}px`;
  const colour = Object.fromEntries(["page", "positive", "negative"].map((name) => [name, themeColour(parts.probe, name)]));
  const pixels = new ImageData(columns.length, height);
  columns.forEach((column, x) => column.forEach((value, y) => {
    const share = Math.min(1, Math.abs(value) / data.scale);
    const hue = value < 0 ? colour.negative : colour.positive;
    const channels = colour.page.map((ground, channel) => ground + share * (hue[channel] - ground));
    pixels.data.set([...channels, 255], 4 * (y * columns.length + x));
  }));
  parts.canvas.getContext("2d").putImageData(pixels, 0, 0);
}

/** Say where the chosen token stood, its number and where it went; and open its row of the table. */
function readOutToken({ data, parts, chosen }) {
  const token = data.tokens[chosen];
  if (!token) {
    parts.readout.replaceChildren(html("span", { class: "quiet" }, data.hint));
    parts.opened.replaceChildren();
    return;
  }
  const facts = token.facts.map((fact) => html("span", { class: "fact" }, fact));
  parts.readout.replaceChildren(html("strong", {}, html("bdi", {}, token.text)), ...facts);
  const title = html("p", { class: "title" }, `Row ${token.number} of the table`, token.known ? "" : ", shared by every unknown word");
  const cells = data.vectors[token.number].map((value, unit) => {
    const cell = html("span", { class: "cell tinted", title: `e[${unit + 1}] = ${formatExactly(value)}` }, formatNumber(value));
    tint(cell, value, data.scale);
    return cell;
  });
  parts.opened.replaceChildren(title, html("div", { class: "cells" }, ...cells));
}

/** Frame the token's column in the painting, and mark its place in the person's row of each batch. */
function markToken({ data, parts, chosen }) {
  const token = data.tokens[chosen];
  const stands = token && token.column !== null;
  parts.frame.hidden = !stands;
  if (stands) parts.frame.style.setProperty("--at", token.column);
  const first = data.mask.indexOf(1);
  for (const here of parts.bodies.batch.querySelectorAll(".here")) {
    const { start, width } = here.dataset;
    here.hidden = !stands;
    if (!stands) continue;
    here.style.left = `${(100 * (Number(start) + token.column - first)) / width}%`;
    here.style.width = `max(2px, ${100 / width}%)`;
  }
}
