// Every step's share of one weight's gradient: a small matrix and a bar at each step, and what they add up to.

const SHARES = { cell: 13, most: 60, bar: 64, signed: 46, gap: 20, label: 38, numbered: 52, widest: 34 };

/** Where the matrices and bars of all steps stand: under their columns, or spread over the width. */
function layOutShares(steps, shares, width, row) {
  const isAligned = Boolean(row?.isAligned);
  const pitch = isAligned ? row.place.pitch : (width - SHARES.label) / steps;
  const middle = isAligned ? row.place.middle : (t) => SHARES.label + (t - 0.5) * pitch;
  const rows = shares ? shares[0].length : 0;
  const columns = rows && Array.isArray(shares[0][0]) ? shares[0][0].length : 1;
  const cell = Math.min(SHARES.cell, (pitch - 6) / columns, SHARES.most / Math.max(rows, 1));
  const hasMatrices = rows > 0 && cell >= 4;
  const top = hasMatrices ? rows * cell + SHARES.gap + 6 : SHARES.gap;
  return { steps, pitch, middle, rows, columns, cell, hasMatrices, top, bar: Math.max(1, Math.min(SHARES.widest, pitch * 0.6)) };
}

/** Draw the chart of a weight. ``actions`` has toStep(t) and pick(place). Returns the drawing and two functions: which bars, and how far. */
function drawShares(data, name, width, row, actions) {
  const weight = data.weights[name];
  const place = layOutShares(data.tokens.length, weight.shares, width, row);
  const height = place.top + 2 * SHARES.signed + SHARES.gap + 8;
  const drawing = svg("svg", { class: "shares-chart", width, height, role: "img" });
  const axis = svg("path", { class: "axis" });
  drawing.append(axis);
  const steps = Array.from({ length: place.steps }, (_, index) => drawShare(data, name, index + 1, place, actions));
  drawing.append(...steps.map((each) => each.group));
  if (data.overflow) drawing.append(svg("text", { class: "overflow-note", x: place.middle(1) - place.pitch / 2 + 4, y: place.top - 6 }, data.overflow));
  const show = (t) => steps.forEach((each, index) => each.show(index + 1, t));
  const write = (picked) => {
    const zero = place.top + (picked ? SHARES.signed : 2 * SHARES.signed);
    const last = place.middle(place.steps) + place.pitch / 2;
    axis.setAttribute("d", `M${place.middle(1) - place.pitch / 2} ${zero}H${last}`);
    steps.forEach((each, index) => each.write(index, picked, zero));
    drawing.setAttribute("aria-label", describeShares(data, name, picked));
  };
  return { drawing, write, show };
}

/** One step: its matrix of tints and its bar. */
function drawShare(data, name, t, place, actions) {
  const weight = data.weights[name];
  const group = svg("g", { class: "share", "data-share": t });
  const hit = svg("rect", { class: "share-hit", x: place.middle(t) - place.pitch / 2, y: 0, width: place.pitch, height: place.top + 2 * SHARES.signed + SHARES.gap, onclick: () => actions.toStep(t) });
  group.append(hit);
  if (place.hasMatrices) group.append(drawTints(weight.shares[t - 1], data.scales[name], place, t, actions));
  const [full, used] = [svg("rect", { class: "bar full" }), svg("rect", { class: "bar used" })];
  const number = svg("text", { class: "bar-number", x: place.middle(t), "text-anchor": "middle" });
  group.append(full, used, number);
  const write = (index, picked, zero) => {
    const scale = (picked ? SHARES.signed : 2 * SHARES.signed) / weight.top[picked ? 1 : 0];
    const read = (shares, norms) => (picked ? picked.reduce((each, k) => each[k], shares[index]) : norms[index]);
    const value = read(weight.shares, weight.norms);
    const kept = weight.used_norms ? read(weight.used, weight.used_norms) : value;
    placeBar(full, value, scale, zero, place, t);
    placeBar(used, kept, scale, zero, place, t);
    group.classList.toggle("is-cut", !Object.is(kept, value));
    number.textContent = place.pitch >= SHARES.numbered ? formatNumber(weight.used_norms ? kept : value) : "";
    const end = Math.min(zero, Number(full.getAttribute("y")));
    number.setAttribute("y", value < 0 && picked ? Math.min(zero + Number(full.getAttribute("height")) + 14, place.top + 2 * SHARES.signed + 16) : end - 5);
  };
  const show = (own, now) => (group.dataset.reach = own < now ? "later" : own === now ? "now" : "done");
  return { group, write, show };
}

/** Place a bar on the zero line; what is not finite fills its side. */
function placeBar(bar, value, scale, zero, place, t) {
  const size = Number.isNaN(value) ? 0 : Math.min(2 * SHARES.signed, Math.abs(value) * scale);
  const length = Number.isFinite(value) || Number.isNaN(value) ? size : SHARES.signed;
  const attributes = { x: place.middle(t) - place.bar / 2, width: place.bar, y: value < 0 ? zero : zero - length, height: length };
  for (const [key, each] of Object.entries(attributes)) bar.setAttribute(key, each);
}

/** A share as a small matrix of tints; a click picks the weight that stands there. */
function drawTints(values, scale, place, t, actions) {
  const group = svg("g", { class: "tints" });
  const left = place.middle(t) - (place.columns * place.cell) / 2;
  values.forEach((row, i) =>
    [row].flat().forEach((value, j) => {
      const rect = svg("rect", { class: "tinted", x: left + j * place.cell, y: 4 + i * place.cell, width: place.cell, height: place.cell });
      rect.append(svg("title", {}, formatExactly(value)));
      rect.addEventListener("click", () => actions.pick(Array.isArray(row) ? [i, j] : [i]));
      tint(rect, value, scale);
      group.append(rect);
    }),
  );
  group.append(svg("rect", { class: "frame", x: left, y: 4, width: place.columns * place.cell, height: place.rows * place.cell }));
  return group;
}

function describeShares(data, name, picked) {
  const weight = data.weights[name];
  const values = picked ? weight.shares.map((each) => picked.reduce((inner, k) => inner[k], each)) : weight.norms;
  const listed = values.slice(0, WINDOW).map((value, index) => `step ${index + 1}: ${formatNumber(value)}`).join(", ");
  return `Each step’s share of ∂L/∂${name}${picked ? `[${picked.map((k) => k + 1).join(", ")}]` : ", as a norm"}: ${listed}${values.length > WINDOW ? ", …" : ""}.${data.overflow && ` In it ${data.overflow}.`}`;
}
