// The backward picture: a gradient on its way from the last step to the first. Everything drawn was computed in Python.

const backwards = new WeakMap();
const STEPPED = ["step", "operation", "weight"];

export default function (component) {
  const { parentElement, data, setStateValue } = component;
  if (!backwards.has(parentElement)) backwards.set(parentElement, new Backward(parentElement));
  backwards.get(parentElement).update(revive(data), setStateValue);
}

class Backward {
  constructor(parent) {
    this.root = html("div", { class: "stage backward detail", role: "group", tabindex: 0 });
    parent.append(this.root);
    this.walk = new Walk((isFinal) => this.onMove(isFinal));
    this.selection = new Selection(this);
    this.depth = DEPTHS.indexOf("Step");
    this.shown = 0;
    listenToBackward(this);
    new ResizeObserver(() => this.data && this.root.clientWidth !== this.width && this.build()).observe(this.root);
  }

  /** The step in focus; one beyond the last before anything has been sent. */
  get t() {
    return stepOf(this.data, this.walk.t);
  }

  get shownRun() {
    return this.run;
  }

  update(data, tell) {
    this.tell = tell;
    const text = JSON.stringify(data, (key, value) => (STEPPED.includes(key) ? null : value));
    if (text === this.text) return; // only where the person stands came back, from the link
    const isFirst = this.text === undefined;
    const place = isFirst ? { t: stepOf(data, data.step), phase: data.operation } : { t: stepOf(data, Math.min(this.t, data.tokens.length + 1)), phase: this.walk.isWhole ? null : this.walk.phase };
    this.run = { ...data.run, weights: data.weights };
    [this.text, this.data] = [text, { ...data, run: data.run && this.run }];
    if (isFirst) this.choose(data.weight);
    if (this.picked && !this.isThere(this.picked)) this.picked = null;
    this.walk.renew(data, Math.max(0, place.t), place.phase);
    this.shown = this.walk.t;
    this.build();
  }

  /** Read a weight as the link has it: "W_hh" or "W_hh 0 1". */
  choose(text) {
    const [name, ...place] = text.split(" ");
    this.weight = name;
    this.picked = place.length && this.isThere(place.map(Number)) ? place.map(Number) : null;
  }

  isThere(place) {
    const { total } = this.data.weights[this.weight];
    return total !== null && typeof place.reduce((each, k) => each?.[k], total) === "number";
  }

  build() {
    const { data, root } = this;
    if (root.clientWidth === 0) return; // it does not stand on the page yet; its size will be told
    const focus = describeBackFocus(root);
    this.width = root.clientWidth;
    root.style.setProperty("--cell", `${this.cellWidth}px`);
    root.setAttribute("aria-label", data.alt);
    root.classList.toggle("narrow", this.width < 640);
    this.sentence = html("p", { class: "sentence", "aria-live": "polite" });
    this.transport = buildTransport(data.tokens.length, movesOf(this.walk), { isMirrored: true, tick: (back) => (back === 0 ? "L" : String(stepOf(data, back))) });
    root.replaceChildren();
    if (data.run) root.append(this.buildRow());
    this.shares = html("div", { class: "shares" });
    root.append(this.transport.element, this.sentence, this.shares);
    this.opened = html("div", { class: "opened-step" });
    root.append(this.opened, this.selection.formula, this.selection.opened, this.selection.arrows.layer);
    this.buildShares();
    this.show();
    restoreBackFocus(root, focus);
  }

  buildRow() {
    const { data } = this;
    this.row = new BackRow(data, this.cellWidth, this.width, this.row?.offset ?? 0, () => this.selection.show());
    this.row.write(this.run, data);
    return this.row.element;
  }

  /** The room of a number; the longest fits in without its margin. */
  get cellWidth() {
    return Math.max(LEAST_DIGITS, this.data.widest - 1) * CELL.digit + CELL.padding;
  }

  /** Everything of the weight that is open: its tab, the chart, the sums, and its line of the arithmetic. */
  buildShares() {
    const { data, weight } = this;
    const tabs = WEIGHTS.map((name) => html("button", { type: "button", "aria-pressed": name === weight, "data-tab": name, onclick: () => this.open(name) }, "∂L/∂", ...symbol(html, name)));
    const whole = html("button", { type: "button", class: "unpick", onclick: () => this.pick(null) }, "Show norms");
    this.unpick = whole;
    const actions = { toStep: (t) => this.walk.toStep(stepOf(data, t)), pick: (place) => this.pick(place) };
    this.chart = drawShares(data, weight, this.width, data.run && this.row, actions);
    this.sums = buildSums(data, weight, actions);
    const head = html("div", { class: "shares-head", role: "group", "aria-label": "Shares of the gradient of" }, html("span", { class: "quiet" }, "Each step’s share of"), ...tabs, whole);
    this.shares.replaceChildren(head, this.chart.drawing, this.sums.element);
    this.arithmetic = data.run && buildBackArithmetic(data, weight);
    this.opened.replaceChildren(...(this.arithmetic ? [this.arithmetic.element, backLegend()] : [html("p", { class: "quiet" }, UNDRAWN_BACK)]));
    this.chart.write(this.picked);
  }

  open(name) {
    [this.weight, this.picked] = [name, null];
    this.buildShares();
    this.show();
    this.shares.querySelector(`[data-tab="${name}"]`).focus({ preventScroll: true });
    this.settle();
  }

  /** Show one weight's own shares with their signs, or the norms again. */
  pick(place) {
    this.picked = place && place.join() === this.picked?.join() ? null : place;
    this.chart.write(this.picked);
    this.show();
    this.settle();
  }

  show() {
    const { data, walk, t } = this;
    if (data.run) {
      this.row.show(t, walk.phase, walk.isWhole);
      this.showArithmetic();
    }
    this.chart.show(walk.t > 0 && !this.hasShare ? t + 1 : t);
    this.sums.show(walk.t > 0 && !this.hasShare ? t + 1 : t, this.picked);
    this.unpick.hidden = !this.picked;
    const described = this.sentenceOf();
    this.sentence.textContent = described;
    this.transport.show({ t: walk.t, isFirst: walk.isFirst, isLast: walk.isLast, isPlaying: walk.timer !== null, isBackwards: walk.isBackwards, described });
    if (data.run) this.selection.show();
  }

  /** Whether the walk has come to the shares of the step in focus. */
  get hasShare() {
    return this.walk.isWhole || this.walk.phase === "shares";
  }

  sentenceOf() {
    const { data, walk, t } = this;
    if (walk.isWhole) return data.sentences[walk.t];
    return `t = ${t}, “${data.tokens[t - 1]}”: ${wordsOf(data, walk.phase, t)}`;
  }

  showArithmetic() {
    const { walk, data, arithmetic } = this;
    const t = Math.min(this.t, data.tokens.length);
    arithmetic.element.classList.toggle("waiting", walk.t === 0);
    arithmetic.write(data, this.run, t);
    const reached = PHASES.indexOf(walk.phase);
    for (const part of arithmetic.element.querySelectorAll("[data-phase]")) {
      const own = PHASES.indexOf(part.dataset.phase);
      part.dataset.reach = walk.t === 0 || own > reached ? "later" : own === reached && !walk.isWhole ? "now" : "done";
    }
  }

  toTerms(isOpen) {
    this.depth = DEPTHS.indexOf(isOpen ? "Terms" : "Step");
    if (this.data.run) this.selection.show();
  }

  onMove(isFinal) {
    this.selection.follow(-this.shown, -this.walk.t);
    this.shown = this.walk.t;
    this.show();
    if (isFinal) this.settle();
  }

  /** Tell Python where the person stands once that has stayed for a moment: it belongs in the link. */
  settle() {
    clearTimeout(this.settling);
    this.settling = setTimeout(() => {
      const news = { step: this.t, operation: this.walk.isWhole ? "" : this.walk.phase, weight: [this.weight, ...(this.picked ?? [])].join(" ") };
      for (const [name, value] of Object.entries(news)) this.tell(name, value);
    }, 400);
  }
}

const UNDRAWN_BACK = "The row is drawn for up to 8 hidden units; of this network the bars above and the table below show every step.";

/** What the tints and the widths mean. */
function backLegend() {
  return html("div", { class: "legend quiet" }, "negative", html("i", { class: "ramp" }), "positive; an arrow is as wide as the logarithm of its norm");
}

/** Where the focus is, so that it is there again when the picture has been drawn anew. */
function describeBackFocus(root) {
  const element = root.getRootNode().activeElement;
  if (!element || !root.contains(element)) return null;
  return { isRoot: element === root, label: element.getAttribute("aria-label"), text: element.textContent };
}

function restoreBackFocus(root, focus) {
  if (!focus) return;
  const same = (each) => each.getAttribute("aria-label") === focus.label && (focus.label || each.textContent === focus.text);
  const found = focus.isRoot ? root : [...root.querySelectorAll("button, input, select")].find(same);
  (found ?? root).focus({ preventScroll: true });
}
