// The place where a review is written: a textarea whose text goes to Python a moment after the last key.
// Python writes into it only when the text came from elsewhere (an example, an edit, a link): then `stamp` is a new one.

const instances = new WeakMap();
const REST = 150; // milliseconds without a key before the text is sent

export default function (component) {
  const { parentElement, data } = component;
  let state = instances.get(parentElement);
  if (!state) {
    state = { stamp: null, sent: null, timer: 0, composing: false, ...buildReview(parentElement) };
    instances.set(parentElement, state);
    listenToReview(state);
  }
  Object.assign(state, { data, send: component.setStateValue });
  state.label.textContent = data.label;
  state.area.placeholder = data.placeholder;
  if (data.stamp !== state.stamp) takeText(state);
}

function buildReview(parentElement) {
  const label = html("label", { for: "review" });
  const area = html("textarea", { id: "review", rows: 5, spellcheck: "true", dir: "auto", "aria-describedby": "review-note" });
  const note = html("p", { id: "review-note", class: "quiet", role: "status" });
  const root = html("section", { class: "review" }, label, area, note);
  parentElement.append(root);
  return { root, label, area, note };
}

/** Show the text that Python holds; on arrival, one that was too long for the link and is kept by this tab. */
function takeText(state) {
  const { data, area } = state;
  const isArrival = state.stamp === null;
  clearTimeout(state.timer);
  state.stamp = data.stamp;
  state.sent = data.text;
  if (area.value !== data.text) area.value = data.text;
  const kept = isArrival && data.is_fresh ? sessionStorage.getItem(data.name) : null;
  if (kept !== null) area.value = kept;
  if (isArrival || kept === null) keepText(state);
  sayLength(state);
  if (kept !== null) sendText(state);
}

/** What the link cannot carry is kept by this tab, so that a reload loses nothing. */
function keepText({ data, area }) {
  try {
    if (area.value.length > data.link_length) sessionStorage.setItem(data.name, area.value);
    else sessionStorage.removeItem(data.name);
  } catch {
    // no room, or storage is switched off: the text is then on the page alone
  }
}

function listenToReview(state) {
  const { area } = state;
  area.addEventListener("compositionstart", () => (state.composing = true));
  area.addEventListener("compositionend", () => {
    state.composing = false;
    typed(state);
  });
  area.addEventListener("input", () => typed(state));
  area.addEventListener("blur", () => sendText(state));
  area.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) sendText(state);
  });
}

/** Wait for the end of a burst of keys; what an input method is still composing is no text yet. */
function typed(state) {
  if (state.composing) return;
  const { area, data } = state;
  if (area.value.length > data.max_length) area.value = area.value.slice(0, data.max_length);
  sayLength(state);
  clearTimeout(state.timer);
  state.timer = setTimeout(() => sendText(state), REST);
}

function sayLength({ area, data, note }) {
  note.textContent = area.value.length >= data.max_length ? data.full : "";
}

function sendText(state) {
  clearTimeout(state.timer);
  const { area, data } = state;
  if (state.composing || area.value === state.sent) return;
  state.sent = area.value;
  keepText(state);
  replaceInLink(data.name, inLink(area.value, data));
  state.send("text", area.value);
}

/** The text as the link carries it, or null where it does not. */
function inLink(text, data) {
  if (text.length > data.link_length || !text.trim() || text === data.arrival) return null;
  try {
    return encodeForLink(text);
  } catch {
    return null; // half a character, which no address can hold
  }
}
