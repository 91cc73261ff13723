// What the shares add up to: so far, in all and as an update gets it; and one step's share in every weight.

/** Build the panel of a weight. ``actions`` has pick(place). Returns the element and a function that shows a step. */
function buildSums(data, name, actions) {
  const weight = data.weights[name];
  const said = html("p", { class: "said" });
  const mark = { true: "✓", false: "✗", null: "∅" }[data.badge.is_equal];
  const badge = html("span", { class: "badge", "data-equal": String(data.badge.is_equal), role: "status" }, `${mark} ${data.badge.text}`);
  const pair = weight.used_norm === null ? null : buildPair(name, weight);
  const kinds = weight.total ? { sum: "so far", total: "all steps", ...(weight.used_total && { used: "an update gets" }) } : {};
  const blocks = Object.entries(kinds).map(([kind, word]) => buildSum(data, name, kind, word, actions));
  const sums = html("div", { class: "sums" }, ...blocks.map((each) => each.element));
  const every = buildEvery(data);
  const cut = html("p", { class: "cut" }, data.cut);
  const element = html("div", { class: "sums-panel" }, html("div", { class: "sums-side" }, sums, ...(pair ? [pair.element] : []), badge, said, ...(data.cut ? [cut] : [])), every.element);
  const show = (t, picked) => {
    blocks.forEach((each) => each.show(t, picked));
    every.show(t);
    pair?.show(picked);
    said.textContent = picked ? sayPicked(weight, name, picked) : weight.said;
  };
  return { element, show };
}

/** One grid of numbers; a click or Enter on a number picks that weight. */
function buildSum(data, name, kind, word, actions) {
  const weight = data.weights[name];
  const columns = Array.isArray(weight.total[0]) ? weight.total[0].length : 1;
  const grid = buildGrid(weight.total.length, columns);
  const caption = html("span", { class: "name" });
  openToKeys(grid, columns, `Gradient of ${name}, ${word}`);
  const placeOf = (cell) => readAddress(cell.dataset.number).place;
  const choose = (event) => grid.cells.includes(event.target) && actions.pick(placeOf(event.target));
  grid.element.addEventListener("click", choose);
  grid.element.addEventListener("keydown", (event) => event.key === "Enter" && (choose(event), event.stopPropagation()));
  const element = html("div", { class: "block single gradient", "data-sum": kind }, caption, grid.element);
  const show = (t, picked) => {
    const last = data.tokens.length;
    const isNone = kind === "sum" && t > last;
    const nothing = weight.total.map((row) => (Array.isArray(row) ? row.map(() => 0) : 0));
    const values = { sum: isNone ? nothing : weight.sums[t - 1], total: weight.total, used: weight.used_total }[kind];
    const words = { sum: isNone ? "nothing yet" : t === last ? `step ${t}` : `steps ${t} to ${last}`, total: "all steps", used: word }[kind];
    caption.replaceChildren("∂L/∂", ...symbol(html, name), `, ${words}`);
    element.classList.toggle("waiting", isNone);
    const address = (row, column) => addressOf(`${kind}_${name}`, kind === "sum" ? Math.min(t, last) : null, row, ...(Array.isArray(weight.total[0]) ? [column] : []));
    grid.write(values, data.scales[name], address, data);
    grid.element.setAttribute("aria-label", `Gradient of ${name}, ${words}; Enter shows one weight’s shares`);
    grid.cells.forEach((cell) => {
      const at = placeOf(cell);
      cell.classList.toggle("picked", Boolean(picked) && at.join() === picked.join());
      cell.setAttribute("aria-pressed", cell.classList.contains("picked"));
      if (kind === "sum" || !weight.clipped || !at.reduce((each, k) => each[k], weight.clipped)) return;
      cell.classList.add("clipped");
      cell.setAttribute("aria-label", `${cell.getAttribute("aria-label")}, cut`);
    });
  };
  return { element, show };
}

function sayPicked(weight, name, picked) {
  const at = (values) => picked.reduce((each, k) => each[k], values);
  const label = `∂L/∂${name}[${picked.map((k) => k + 1).join(", ")}]`;
  return `${label}: its shares add up to ${formatNumber(at(weight.total))}; without their signs they would add up to ${formatNumber(at(weight.sizes))}.`;
}

/** The size of the sum, and of what an update gets of it, as a pair of bars on one scale. */
function buildPair(name, weight) {
  const rows = [["all", "all steps"], ["used", "an update gets"]].map(([kind, word]) => buildBar(word, { "data-pair": kind }));
  const title = html("p", { class: "every-title" });
  const show = (picked) => {
    const at = (values) => picked.reduce((each, k) => each[k], values);
    const sizes = picked ? [at(weight.total), at(weight.used_total)] : [weight.total_norm, weight.used_norm];
    title.replaceChildren("∂L/∂", ...symbol(html, name), picked ? `[${picked.map((k) => k + 1).join(", ")}], its size` : ", its norm");
    rows.forEach((row, index) => row.show(sizes[index], Math.max(0, ...sizes.filter(Number.isFinite).map(Math.abs))));
    rows[1].element.classList.toggle("is-cut", !Object.is(...sizes));
  };
  return { element: html("div", { class: "pair" }, title, ...rows.map((row) => row.element)), show };
}

/** A name, a bar and its number; what is not finite fills the bar, NaN leaves it empty. */
function buildBar(label, more) {
  const [bar, value] = [html("i", { class: "every-bar" }), html("span", { class: "every-value" })];
  const element = html("div", { class: "every-row", ...more }, label, html("span", { class: "track" }, bar), value);
  const show = (norm, top) => {
    const share = norm === null || Number.isNaN(norm) || norm === 0 ? 0 : Math.min(1, Math.abs(norm) / top);
    bar.style.width = `${100 * share}%`;
    value.textContent = norm === null ? "" : formatNumber(norm);
  };
  return { element, show };
}

/** One step's share in every weight, as norms on one scale. */
function buildEvery(data) {
  const top = Math.max(...WEIGHTS.map((name) => data.weights[name].top[0]));
  const title = html("p", { class: "every-title" });
  const rows = WEIGHTS.map((name) => {
    const label = html("span", { class: `every-name ${ROLE_OF[name]}` }, ...symbol(html, name));
    const row = buildBar(label, { "data-every": name });
    return { ...row, name };
  });
  const show = (t) => {
    const isThere = t <= data.tokens.length;
    title.textContent = isThere ? `The share of step ${t} in every weight (norms)` : "No step has a share yet";
    rows.forEach((row) => row.show(isThere ? data.weights[row.name].norms[t - 1] : null, top));
  };
  return { element: html("div", { class: "every" }, title, ...rows.map((row) => row.element)), show };
}
