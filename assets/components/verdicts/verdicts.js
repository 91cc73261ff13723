// What each network makes of the review, one row a network; one of them is chosen to be opened.

const instances = new WeakMap();

export default function (component) {
  const { parentElement, data } = component;
  let state = instances.get(parentElement);
  if (!state) {
    state = { root: html("div", { class: "verdicts", role: "radiogroup" }), rows: [] };
    instances.set(parentElement, state);
    parentElement.append(state.root);
    state.root.addEventListener("keydown", (event) => stepToRow(state, event));
  }
  Object.assign(state, { data, send: component.setStateValue });
  state.root.setAttribute("aria-label", data.label);
  state.root.classList.toggle("named", data.rows.some((row) => row.is_own)); // a name needs more room
  while (state.rows.length < data.rows.length) addRow(state);
  while (state.rows.length > data.rows.length) state.rows.pop().row.remove();
  state.rows.forEach((parts, index) => writeRow(parts, data.rows[index], data.rows[index].key === data.chosen));
}

function addRow(state) {
  const index = state.rows.length;
  const parts = { fill: html("i", { class: "fill" }), was: html("i", { class: "was" }) };
  for (const name of ["title", "said", "percent", "change"]) parts[name] = html("span", { class: name });
  const bar = html("span", { class: "bar", "aria-hidden": "true" }, parts.fill, html("i", { class: "even" }), parts.was);
  parts.row = html("button", { type: "button", role: "radio" }, parts.title, parts.said, bar, parts.percent, parts.change);
  parts.row.addEventListener("click", () => chooseRow(state, index));
  state.rows.push(parts);
  state.root.append(parts.row);
}

/** Write one row; its parts stay, so that nothing blinks while a person types. */
function writeRow(parts, row, isChosen) {
  const { fill: bar, was } = parts;
  for (const name of ["title", "said", "percent", "change"]) parts[name].textContent = row[name];
  bar.style.setProperty("--share", row.share ?? 0);
  bar.hidden = row.share === null;
  was.hidden = row.before === null;
  was.style.setProperty("--share", row.before ?? 0);
  parts.row.setAttribute("aria-checked", String(isChosen));
  parts.row.setAttribute("aria-label", row.sentence);
  parts.row.tabIndex = isChosen ? 0 : -1;
}

function chooseRow(state, index) {
  const { key } = state.data.rows[index];
  if (key === state.data.chosen) return;
  state.data = { ...state.data, chosen: key };
  state.rows.forEach((parts, place) => writeRow(parts, state.data.rows[place], place === index));
  replaceInLink(state.data.name, key === state.data.arrival ? null : encodeForLink(key));
  state.send("chosen", key);
}

function stepToRow(state, event) {
  const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
  if (!step || event.ctrlKey || event.altKey || event.metaKey) return;
  event.preventDefault();
  const { rows, data } = state;
  const from = data.rows.findIndex((row) => row.key === data.chosen);
  const to = (from + step + rows.length) % rows.length;
  rows[to].row.focus();
  chooseRow(state, to);
}
