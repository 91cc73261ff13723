// The pipeline: one review at every stage between text and tensor; a token that is touched lights in all of them.
// Python sends every number and every sentence; nothing is computed here but places on the screen.

const REPORT_MS = 400; // a hand that walks on is not reported at every step
const instances = new WeakMap();

export default function (component) {
  const { parentElement, data, setStateValue } = component;
  if (!instances.has(parentElement)) instances.set(parentElement, new Pipeline(parentElement));
  instances.get(parentElement).receive(data, setStateValue);
}

class Pipeline {
  constructor(parent) {
    this.chosen = null;
    this.parts = buildStages();
    this.root = html("section", { class: "pipeline" }, this.parts.readout, ...this.parts.all, this.parts.probe);
    parent.append(html("div", { class: "room" }, this.root));
    listenToStages(this);
    new ResizeObserver(() => this.data && this.parts.row.clientWidth !== this.width && this.arrange()).observe(this.parts.row);
  }

  /** Take what Python sent; the token that a hand has chosen stays chosen while it is there. */
  receive(data, setStateValue) {
    this.report = (place) => setStateValue("token", place);
    const { chosen, ...rest } = data;
    const text = JSON.stringify(rest);
    if (text === this.text) return paintVectors(this); // only the theme, which is painted anew, or what was chosen here
    const before = this.chosen === null ? null : this.data.tokens[this.chosen];
    const same = before ? data.tokens.findIndex((token) => token.place === before.place && token.text === before.text) : -1;
    Object.assign(this, { data, text, chosen: same >= 0 ? same : chosen });
    this.root.setAttribute("aria-label", data.alt);
    fillStages(this);
    this.arrange();
  }

  /** Give the row's columns their width, and light the chosen token again. */
  arrange() {
    this.width = this.parts.row.clientWidth;
    const room = this.width - 2;
    const column = Math.max(COLUMN.least, Math.min(COLUMN.most, Math.floor(room / this.data.numbers.length)));
    this.root.style.setProperty("--column", `${column}px`);
    this.root.style.setProperty("--count", this.data.numbers.length);
    this.root.classList.toggle("upright", column >= COLUMN.upright);
    paintVectors(this);
    this.light(this.chosen);
    this.reveal(true);
    this.revealChip();
  }

  /** Light one token at every stage and read it out; null lights none. */
  light(index) {
    const { data, parts } = this;
    for (const node of parts.lit ?? []) node.classList.remove("lit");
    setOption(parts.options[this.chosen], false);
    this.chosen = index !== null && index < data.tokens.length ? index : null;
    parts.lit = [...this.root.querySelectorAll(`[data-token="${this.chosen}"]`)];
    for (const node of parts.lit) node.classList.add("lit");
    setOption(parts.options[this.chosen], true);
    readOutToken(this);
    markToken(this);
  }

  /** Bring the lit token's column into sight, and nothing else. */
  reveal(atOnce = false) {
    const token = this.data.tokens[this.chosen];
    if (!token || token.column === null) return;
    const { row } = this.parts;
    const column = parseInt(this.root.style.getPropertyValue("--column"), 10);
    const left = token.column * column;
    const inSight = left >= row.scrollLeft && left + column <= row.scrollLeft + row.clientWidth;
    if (!inSight) row.scrollTo({ left: left - row.clientWidth / 2, behavior: atOnce ? "instant" : "auto" });
  }

  /** Scroll the chips, and nothing else, until the lit one is in sight. */
  revealChip() {
    const { chips, options } = this.parts;
    const chip = options[this.chosen];
    if (!chip) return;
    const [outer, inner] = [chips.getBoundingClientRect(), chip.getBoundingClientRect()];
    const inSight = inner.top >= outer.top && inner.bottom <= outer.bottom;
    if (!inSight) chips.scrollTop += inner.top - outer.top - outer.height / 3;
  }

  /** A hand has chosen a token: light it, and tell the link once the hand rests. */
  choose(index) {
    this.light(index);
    this.reveal();
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => {
      const { place } = this.data.tokens[this.chosen] ?? {};
      if (place === undefined) return;
      replaceInLink(this.data.link, place);
      this.report(place);
    }, REPORT_MS);
  }
}

/** Mark one token as the one that the keyboard is at. */
function setOption(node, chosen) {
  if (!node) return;
  node.setAttribute("aria-selected", String(chosen));
  node.setAttribute("tabindex", chosen ? "0" : "-1");
}

/** Point with the mouse, tap, or walk with the keys. */
function listenToStages(view) {
  const { root, parts } = view;
  const touched = (event) => {
    const found = event.target.closest?.("[data-token]")?.dataset.token;
    return found === undefined || Number(found) === view.chosen ? null : Number(found);
  };
  root.addEventListener("pointerover", (event) => {
    const index = event.pointerType === "mouse" ? touched(event) : null;
    if (index === null) return;
    view.light(index);
    if (!parts.chips.contains(event.target)) view.revealChip(); // nothing scrolls under the mouse that points into it
  });
  root.addEventListener("click", (event) => {
    const node = event.target.closest?.("[data-token]");
    if (!node) return;
    view.choose(Number(node.dataset.token));
    if (!parts.chips.contains(node)) view.revealChip();
    if (parts.chips.contains(node)) parts.options[view.chosen].focus({ preventScroll: true });
  });
  for (const kind of ["pointerover", "click"])
    parts.bodies.batch.addEventListener(kind, (event) => {
      const line = event.target.closest?.(".line");
      if (line) line.closest(".panel").querySelector(".pointed").textContent = line.dataset.said;
    });
  for (const kind of ["pointerover", "click"])
    root.addEventListener(kind, (event) => {
      const isFiller = Boolean(event.target.closest?.("[data-filler]"));
      if (isFiller) parts.readout.replaceChildren(view.data.filler);
      else if (view.onFiller) readOutToken(view);
      view.onFiller = isFiller;
    });
  parts.chips.addEventListener("focusin", (event) => {
    const index = touched(event);
    if (index !== null) view.light(index);
  });
  parts.chips.addEventListener("keydown", (event) => walkTokens(view, event));
  for (const [one, other] of [[parts.row, parts.painting], [parts.painting, parts.row]])
    one.addEventListener("scroll", () => (other.scrollLeft = one.scrollLeft), { passive: true });
}

function walkTokens(view, event) {
  if (event.ctrlKey || event.altKey || event.metaKey || view.chosen === null) return;
  const last = view.data.tokens.length - 1;
  const forward = getComputedStyle(view.parts.chips).direction === "rtl" ? -1 : 1;
  const targets = { ArrowRight: view.chosen + forward, ArrowLeft: view.chosen - forward, Home: 0, End: last };
  if (!(event.key in targets)) return;
  event.preventDefault();
  view.choose(Math.min(last, Math.max(0, targets[event.key])));
  view.parts.options[view.chosen].focus();
}
