// The reading: a person's words in order, the prediction after each as a bar beneath it and as a curve.
// Python sends every number and every sentence; nothing is computed here but places on the screen.

const instances = new WeakMap();
const PAUSE = 400; // milliseconds without other data until what is still lacking is asked for

export default function (component) {
  const { parentElement, data } = component;
  let state = instances.get(parentElement);
  if (!state) {
    state = { seen: null, chosen: 0, order: null };
    Object.assign(state, buildReading(state, parentElement));
    instances.set(parentElement, state);
    listen(state);
  }
  Object.assign(state, { send: component.setStateValue, ask: component.setTriggerValue });
  awaitRest(state, data);
  const seen = JSON.stringify(data);
  if (seen === state.seen) return paintStates(state); // only the theme changed; all but a canvas follows by itself
  const chosen = keptChoice(state, data);
  const spelled = JSON.stringify([data.words, data.end, data.right_to_left]);
  const isSpelledAlike = spelled === state.spelled; // whoever walks through the words then keeps their place
  const hadFocus = state.stops?.includes(parentElement.activeElement);
  Object.assign(state, { seen, spelled, data });
  readLanes(state);
  writeLegend(state);
  if (isSpelledAlike) drawLanes(state);
  else showWords(state);
  writeOrders(state);
  readCell(state);
  choose(state, chosen);
  if (hadFocus) state.stops[chosen].focus({ preventScroll: true }); // its word was drawn anew
  if (state.shown !== chosen) revealBoth(state); // while a person types, nothing scrolls away under their eyes
  state.shown = chosen;
}

/** Ask for what the picture still lacks, once the typing rests: new data begin the wait anew. */
function awaitRest(state, { waiting_for: lacking }) {
  clearTimeout(state.rest);
  if (lacking) state.rest = setTimeout(() => state.ask("rest", lacking), PAUSE);
}

/** The place that a person chose stays chosen while the words before it stay; else it is the word that moved most. */
function keptChoice({ data: was, chosen, picked }, data) {
  if (!picked || !was) return data.chosen;
  const isAlike = (word, index) => word.text === data.words[index]?.text;
  if (isAlike(was.words[chosen], chosen)) return chosen;
  const isOneEdit = Math.abs(data.words.length - was.words.length) <= 1;
  const isEdited = was.words.slice(0, chosen).every(isAlike) && (chosen > 0 || isOneEdit);
  return isEdited ? Math.min(chosen, data.words.length - 1) : data.chosen;
}

const READ_OUT = ["after", "percent", "change", "note"];

function buildReading(state, parentElement) {
  const parts = {};
  for (const name of [...READ_OUT, "shares"]) parts[name] = html("span", { class: name });
  const flow = html("div", { class: "flow" });
  const axis = html("div", { class: "axis", dir: "ltr", "aria-hidden": "true" });
  const heat = html("canvas", { class: "heat", "aria-hidden": "true" });
  const columns = html("div", { class: "columns" });
  const orders = html("div", { class: "orders" });
  const cellNote = html("p", { class: "cell" });
  const heatNote = html("p", { class: "visually-hidden" });
  const probe = html("i", { hidden: true });
  const editing = buildTools(state);
  const strip = html("div", { class: "strip" }, columns);
  const legend = html("div", { class: "legend" });
  const readout = html("div", { class: "readout" }, ...Object.values(parts));
  const chart = html("div", { class: "chart" }, axis, strip);
  const under = html("div", { class: "under" }, orders, cellNote, heatNote);
  const root = html("section", { class: "reading" }, readout, editing.tools, chart, under, flow, legend, probe);
  parentElement.append(root);
  return { root, parts, chart, flow, axis, strip, columns, legend, heat, orders, cellNote, heatNote, probe, ...editing };
}

/** Put the words in twice: as running text, and as the columns that carry the curve. */
function showWords(state) {
  const { data, root, chart, flow, columns } = state;
  for (const node of [chart, flow]) node.dir = data.right_to_left ? "rtl" : "ltr";
  root.setAttribute("aria-label", data.description);
  state.words = data.words.map(runningWord);
  state.columnNodes = data.words.map(columnOf);
  const running = state.words.flatMap((node, index) => [html("span", { class: "gap" }, data.words[index].before), node]);
  flow.replaceChildren(...running, html("span", { class: "gap" }, data.end));
  columns.replaceChildren(...state.columnNodes, state.heat);
  state.chosen = 0;
  arrange(state);
}

/** Write the lines beneath the picture; the last one belongs to the running text. */
function writeLegend({ data, legend, flow }) {
  legend.replaceChildren(...[...data.legend, data.bars].map((line) => html("p", {}, line)));
  legend.lastChild.hidden = flow.hidden;
}

/** One line where all words fit side by side; else running text, and the columns scroll sideways. */
function arrange(state) {
  const { root, flow, strip, columns, words, columnNodes, data } = state;
  root.classList.add("fits");
  const fits = columns.offsetWidth <= strip.clientWidth;
  root.classList.toggle("fits", fits);
  flow.hidden = fits;
  state.legend.lastChild.hidden = fits;
  listbox(columns, columnNodes, fits, data.words_label);
  listbox(flow, words, !fits, data.words_label);
  if (!fits) columns.setAttribute("aria-hidden", "true"); // the same words stand in the running text
  state.stops = fits ? columnNodes : words;
  state.curve = drawCurve(columns, columnNodes, data);
  drawLanes(state);
}

/** Make the words of one view reachable by keyboard, or leave that to the other view. */
function listbox(container, nodes, active, name) {
  const attributes = { role: "listbox", "aria-orientation": "horizontal", "aria-label": name };
  for (const [key, value] of Object.entries(attributes)) {
    if (active) container.setAttribute(key, value);
    else container.removeAttribute(key);
  }
  container.removeAttribute("aria-hidden");
  const own = { role: "option", tabindex: "-1", "aria-selected": "false" };
  for (const node of nodes) {
    for (const [key, value] of Object.entries(own)) {
      if (active) node.setAttribute(key, value);
      else node.removeAttribute(key);
    }
  }
}

/** Read out one word; it keeps the keyboard's place. */
function choose(state, index) {
  const { parts, stops, words, columnNodes } = state;
  const word = state.data.words[index];
  for (const nodes of [words, columnNodes]) {
    nodes[state.chosen].classList.remove("chosen");
    nodes[index].classList.add("chosen");
  }
  for (const [node, chosen] of [[stops[state.chosen], false], [stops[index], true]]) {
    node.setAttribute("aria-selected", String(chosen));
    node.setAttribute("tabindex", chosen ? "0" : "-1");
  }
  state.chosen = index;
  markPoint(state.curve, index);
  for (const name of READ_OUT) parts[name].textContent = word[name];
  parts.shares.textContent = laneNotes(state.lanes, index);
  writeTools(state);
}

/** Scroll the strip sideways, and nothing else, until the chosen column is in sight. */
function revealColumn({ strip, columnNodes, chosen }) {
  const [outer, inner] = [strip.getBoundingClientRect(), columnNodes[chosen].getBoundingClientRect()];
  const margin = outer.width / 3;
  if (inner.left < outer.left) strip.scrollLeft -= outer.left - inner.left + margin;
  else if (inner.right > outer.right) strip.scrollLeft += inner.right - outer.right + margin;
}

/** Scroll the running text, and nothing else, until the chosen word is in sight. */
function revealWord({ flow, words, chosen }) {
  if (flow.hidden) return;
  const [outer, inner] = [flow.getBoundingClientRect(), words[chosen].getBoundingClientRect()];
  const inSight = inner.top >= outer.top && inner.bottom <= outer.bottom;
  if (!inSight) flow.scrollTop += inner.top - outer.top - outer.height / 3;
}

function revealBoth(state) {
  revealColumn(state);
  revealWord(state);
}

function listen(state) {
  const { root, strip, flow } = state;
  const point = (event) => {
    const node = event.target.closest?.("[data-index]");
    if (!node || Number(node.dataset.index) === state.chosen) return;
    state.picked = true;
    choose(state, Number(node.dataset.index));
    if (flow.contains(node)) revealColumn(state); // nothing scrolls under the mouse that points into it
    else revealWord(state);
  };
  root.addEventListener("pointerover", (event) => event.pointerType === "mouse" && point(event));
  const hover = (pointer) => {
    state.pointer = pointer;
    readCell(state);
  };
  strip.addEventListener("pointermove", (event) => hover({ x: event.clientX, y: event.clientY }));
  strip.addEventListener("pointerleave", () => hover(null));
  root.addEventListener("click", (event) => {
    point(event);
    if (!event.target.closest?.("[data-index]")) return;
    state.picked = true; // also the word that stood chosen on arrival
    state.stops[state.chosen].focus({ preventScroll: true });
  });
  root.addEventListener("focusin", point);
  root.addEventListener("keydown", (event) => step(state, event));
  new ResizeObserver(() => {
    if (!state.data || strip.clientWidth === state.width) return;
    state.width = strip.clientWidth;
    arrange(state);
    choose(state, state.chosen);
    revealBoth(state);
  }).observe(strip);
}

function step(state, event) {
  if (event.ctrlKey || event.altKey || event.metaKey || !event.target.closest?.("[data-index]")) return;
  if (event.key === "Delete" && state.data.is_edited) return askEdit(state, "delete");
  const forward = state.data.right_to_left ? -1 : 1;
  const last = state.data.words.length - 1;
  const { chosen } = state;
  const targets = { ArrowRight: chosen + forward, ArrowLeft: chosen - forward, Home: 0, End: last };
  if (!(event.key in targets)) return;
  event.preventDefault();
  state.picked = true;
  choose(state, Math.min(last, Math.max(0, targets[event.key])));
  state.stops[state.chosen].focus({ preventScroll: true });
  state.stops[state.chosen].scrollIntoView({ block: "nearest", inline: "nearest" });
  revealBoth(state);
}
