// The picture of the gates page: a cell unrolled with every gate, opened beneath, and three cells compared.

const PATIENCE = 4000; // milliseconds until a question to Python is taken for lost
const NARROW_GATES = 700;
const views = new WeakMap();

export default function (component) {
  const { parentElement, data, setStateValue, setTriggerValue } = component;
  if (!views.has(parentElement)) views.set(parentElement, new GatesView(parentElement));
  views.get(parentElement).update(revive(data), { setStateValue, setTriggerValue });
}

class GatesView {
  constructor(parent) {
    this.root = html("div", { class: "stage gates-stage detail", role: "group", tabindex: 0 });
    parent.append(this.root);
    this.depth = DEPTHS.indexOf("Step");
    this.walk = new Walk((isFinal) => this.onMove(isFinal));
    this.selection = new Selection(this);
    this.questions = new Questions((what) => this.channel.setTriggerValue("act", what));
    this.comparison = new ComparisonPicture({ toStep: (t, isFinal) => this.walk.toStep(t, isFinal), ask: (what) => this.questions.ask(what) });
    this.shownT = 0;
    listenToGates(this);
    new ResizeObserver(() => this.data && this.root.clientWidth !== this.width && this.build()).observe(this.root);
  }

  get shownRun() {
    return this.data;
  }

  update(data, channel) {
    this.channel = channel;
    const text = JSON.stringify({ ...data, step: null });
    if (text === this.text) return; // only where the person stands came back, from the link
    const layout = layoutOfGates(data);
    const isFirst = this.text === undefined;
    const before = this.data;
    [this.text, this.data] = [text, data];
    this.walk.renew(data, isFirst ? data.step : this.walk.t, this.walk.isWhole ? null : this.walk.phase);
    this.shownT = this.walk.t;
    if (layout !== this.layout) {
      this.layout = layout;
      if (before) this.selection.pin(null);
      this.build();
    } else if (this.picture) {
      this.write();
      this.show();
    }
    this.questions.answered(data.answered);
  }

  /** Lay everything out for the width that there is; a page that is being left has none. */
  build() {
    const { data, root, walk } = this;
    if (root.clientWidth === 0) return;
    const focus = root.getRootNode().activeElement?.getAttribute("aria-label");
    const width = (this.width = root.clientWidth);
    const isNarrow = width < NARROW_GATES;
    root.style.setProperty("--cell", "60px");
    root.classList.toggle("narrow", isNarrow);
    root.setAttribute("aria-label", data.alt);
    this.picture = new GatesPicture(data, { width, isNarrow, onScroll: () => this.selection.show() });
    this.transport = buildTransport(data.tokens.length, {
      toStep: (t, isFinal) => walk.toStep(t, isFinal),
      move: (by) => walk.toStep(walk.t + by),
      moveOperation: (by) => walk.moveOperation(by),
      togglePlay: () => walk.togglePlay(),
      turn: () => walk.turn(),
      setSpeed: (speed) => (walk.speed = speed),
    });
    this.sentence = html("p", { class: "sentence", "aria-live": "polite" });
    this.panel = data.controls.length > 0 ? new Panel(data, { ask: (what) => this.questions.ask(what), place: () => walk.t, before: this.panel }) : null;
    this.arithmetic = buildLines(data.terms, (term) => buildGateBlock(term, data));
    this.comparison.build(data, width, isNarrow);
    const panel = this.panel ? [this.panel.element] : [];
    this.roads = html("p", { class: "roads-note quiet" });
    this.kept = html("p", { class: "kept-note", "aria-live": "polite" });
    root.replaceChildren(this.picture.element, this.roads, this.transport.element, this.sentence, this.selection.formula, ...panel, this.kept, this.arithmetic.element, gateLegend(data.controls.length > 0), this.comparison.element, this.selection.arrows.layer);
    this.write();
    this.show();
    if (focus) root.querySelector(`[aria-label="${CSS.escape(focus)}"]`)?.focus({ preventScroll: true });
  }

  /** Write the numbers of the run everywhere. */
  write() {
    this.picture.write(this.data);
    this.panel?.write(this.data);
    this.roads.textContent = this.data.roads;
    this.kept.textContent = this.data.kept;
    this.comparison.write(this.data);
  }

  show() {
    const { data, walk } = this;
    const names = Object.keys(data.phases);
    const reached = names.slice(0, names.indexOf(walk.phase) + 1);
    const isWhole = walk.t === 0 || walk.isWhole;
    this.root.dataset.whole = isWhole;
    this.picture.show(walk.t, reached, isWhole);
    this.sentence.textContent = isWhole ? data.sentences[walk.t] : `t = ${walk.t}, “${data.tokens[walk.t - 1]}”: ${data.phases[walk.phase]}`;
    this.transport.show({ t: walk.t, isFirst: walk.isFirst, isLast: walk.isLast, isPlaying: walk.timer !== null, isBackwards: walk.isBackwards, described: this.sentence.textContent });
    this.arithmetic.element.classList.toggle("waiting", walk.t === 0);
    this.arithmetic.write(data, data, Math.max(walk.t, 1));
    for (const part of this.arithmetic.element.querySelectorAll("[data-phase]")) {
      const isReached = reached.includes(part.dataset.phase);
      part.dataset.reach = walk.t === 0 || !isReached ? "later" : part.dataset.phase === walk.phase && !isWhole ? "now" : "done";
    }
    this.panel?.show();
    this.comparison.show(walk.t);
    this.selection.show();
  }

  onMove(isFinal) {
    this.selection.follow(this.shownT, this.walk.t);
    this.shownT = this.walk.t;
    this.show();
    clearTimeout(this.settling);
    if (isFinal) this.settling = setTimeout(() => this.channel.setStateValue("step", this.walk.t), 400);
  }
}

/** What must stay the same for new numbers to be written into the picture that is there. */
function layoutOfGates(data) {
  return JSON.stringify([data.cell, data.tokens, data.quantities.h.values[0].length, data.quantities.x.values[0].length, data.comparison.cells.map(({ h }) => h[0].length)]);
}

/** What the tints and the rings mean. */
function gateLegend(hasGates) {
  const ring = (share) => svg("svg", { width: 18, height: 18 }, svg("circle", { class: "ring-ground", cx: 9, cy: 9, r: 6, "stroke-width": 4 }), svg("circle", { class: "ring-fill", cx: 9, cy: 9, r: 6, "stroke-width": 4, pathLength: 1, "stroke-dasharray": `${share} 2`, transform: "rotate(-90 9 9)" }));
  const rings = html("span", { class: "rings-key" }, ring(0), "gate shut", ring(0.5), "half open", ring(1), "open");
  const held = html("span", { class: "rings-key held-key" }, html("i", {}, ring(1)), "dashed: held by hand");
  return html("div", { class: "legend quiet" }, "negative", html("i", { class: "ramp" }), "positive", ...(hasGates ? [rings, held] : []));
}
