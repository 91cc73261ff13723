// What the shares add up to: so far, in all and as an update gets it; and one step's share in every weight.

/** Build the panel of a weight. ``actions`` has pick(place). Returns the element and a function that shows a step. */
function buildSums(data, name, actions) {
  const weight = data.weights[name];
  const said = html("p", { class: "said" });
  const badge = html("span", { class: "badge", "data-equal": data.badge.is_equal, role: "status" }, `${data.badge.is_equal ? "✓" : "✗"} ${data.badge.text}`);
  const kinds = weight.total ? { sum: "so far", total: "all steps", ...(weight.used_total && { used: "an update gets" }) } : {};
  const blocks = Object.entries(kinds).map(([kind, word]) => buildSum(data, name, kind, word, actions));
  const sums = html("div", { class: "sums" }, ...blocks.map((each) => each.element));
  const every = buildEvery(data);
  const cut = html("p", { class: "cut" }, data.cut);
  const element = html("div", { class: "sums-panel" }, html("div", { class: "sums-side" }, sums, badge, said, ...(data.cut ? [cut] : [])), every.element);
  const show = (t, picked) => {
    blocks.forEach((each) => each.show(t, picked));
    every.show(t);
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
  openToKeys(grid, columns, `Numbers of the gradient of ${name}, ${word}; Enter shows one weight’s shares`);
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
    const address = (row, column) => addressOf(kind === "sum" ? `sum_${name}` : `total_${name}`, kind === "sum" ? Math.min(t, last) : null, row, ...(Array.isArray(weight.total[0]) ? [column] : []));
    grid.write(values, data.scales[name], address, data);
    grid.cells.forEach((cell) => cell.classList.toggle("picked", Boolean(picked) && placeOf(cell).join() === picked.join()));
  };
  return { element, show };
}

function sayPicked(weight, name, picked) {
  const at = (values) => picked.reduce((each, k) => each[k], values);
  const label = `∂L/∂${name}[${picked.map((k) => k + 1).join(", ")}]`;
  return `${label}: its shares add up to ${formatNumber(at(weight.total))}; without their signs they would add up to ${formatNumber(at(weight.sizes))}.`;
}

/** One step's share in every weight, as norms on one scale. */
function buildEvery(data) {
  const top = Math.max(...WEIGHTS.map((name) => data.weights[name].top[0]));
  const title = html("p", { class: "every-title" });
  const rows = WEIGHTS.map((name) => {
    const [bar, value] = [html("i", { class: "every-bar" }), html("span", { class: "every-value" })];
    const label = html("span", { class: `every-name ${ROLE_OF[name]}` }, ...symbol(html, name));
    const element = html("div", { class: "every-row", "data-every": name }, label, html("span", { class: "track" }, bar), value);
    const show = (norm) => {
      const share = norm === null || Number.isNaN(norm) ? 0 : Math.min(1, norm / top);
      bar.style.width = `${100 * share}%`;
      value.textContent = norm === null ? "" : formatNumber(norm);
    };
    return { element, show, name };
  });
  const show = (t) => {
    const isThere = t <= data.tokens.length;
    title.textContent = isThere ? `The share of step ${t} in every weight (norms)` : "No step has a share yet";
    rows.forEach((row) => row.show(isThere ? data.weights[row.name].norms[t - 1] : null));
  };
  return { element: html("div", { class: "every" }, title, ...rows.map((row) => row.element)), show };
}
