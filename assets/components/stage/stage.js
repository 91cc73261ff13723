// The stage: an unrolled network on which a person moves through time. Everything drawn was computed in Python.

const NARROW = 640; // pixels: below this the plates give their room to the row
const UNDRAWN = "The row is drawn for up to 8 hidden units; of this network the heatmap, the path and the table show every state.";
const PATIENCE = 4000; // milliseconds until a question to Python is taken for lost
const stages = new WeakMap();

export default function (component) {
  const { parentElement, data, setStateValue, setTriggerValue } = component;
  if (!stages.has(parentElement)) stages.set(parentElement, new Stage(parentElement));
  stages.get(parentElement).update(revive(data), { setStateValue, setTriggerValue });
}

class Stage {
  constructor(parent) {
    this.root = html("div", { class: "stage", role: "group" });
    parent.append(this.root);
    this.walk = new Walk((isFinal) => this.onMove(isFinal));
    this.selection = new Selection(this);
    this.questions = new Questions((what) => this.channel.setTriggerValue("act", what));
    this.editor = new Editor(this.root, {
      send: (edit) => this.questions.ask({ do: "edit", ...edit }),
      closed: (address) => focusNumber(this.root, address),
    });
    [this.digits, this.shownT] = [0, 0];
    listenTo(this);
    this.root.addEventListener("units", (event) => this.report({ units: event.detail }));
    new ResizeObserver(() => this.onResize()).observe(this.root);
  }

  update(data, channel) {
    this.channel = channel;
    const text = JSON.stringify(data, (key, value) => (["step", "operation", "index", "units", "depth", "view"].includes(key) ? null : value));
    if (text === this.text) return; // only where the person stands came back, from the link
    const isFirst = this.text === undefined;
    const [before, layout] = [this.data, layoutOf(data)];
    [this.text, this.data] = [text, data];
    this.index = data.sweep ? data.sweep.index : 0;
    if (isFirst) [this.depth, this.view] = [Math.max(0, DEPTHS.indexOf(data.depth)), data.view];
    const exercise = data.bench?.exercise;
    const isSent = !isFirst && (data.goto ?? "") !== (before.goto ?? ""); // Python has sent the person elsewhere
    const [t, phase] = exercise ? [exercise.step, exercise.phase] : isFirst || isSent ? [data.step, data.operation] : [this.walk.t, this.walk.isWhole ? null : this.walk.phase];
    this.walk.renew(data, t, phase);
    this.shownT = this.walk.t;
    const digits = data.bench ? Math.max(LEAST_DIGITS, data.widest - 1) : data.widest;
    if (layout !== this.layout || digits > this.digits) {
      this.digits = layout === this.layout ? Math.max(digits, this.digits) : digits;
      this.layout = layout;
      this.build();
    } else {
      this.writeRun();
      this.show();
    }
    if (isSent) this.settle("step", this.walk.t, data.operation);
    if (data.bench) this.onAnswer(data.bench, before?.bench);
  }

  /** A wider or narrower picture is laid out anew; the step stays. */
  onResize() {
    if (this.data && this.root.clientWidth !== this.width) this.build();
  }

  get run() {
    return this.data.runs[this.index];
  }

  build() {
    const { data, root } = this;
    const focus = describeFocus(root);
    this.width = root.clientWidth;
    this.isNarrow = this.width < NARROW;
    this.cellWidth = Math.max(40, this.digits * CELL.digit + CELL.padding);
    root.style.setProperty("--cell", `${this.cellWidth}px`);
    root.setAttribute("aria-label", data.alt);
    if (data.detail) root.setAttribute("tabindex", 0);
    root.classList.toggle("detail", data.detail);
    root.classList.toggle("narrow", this.isNarrow);
    this.sentence = html("p", { class: "sentence", "aria-live": "polite" });
    root.replaceChildren();
    if (data.bench) root.append((this.toolbar = this.buildToolbar()).element);
    root.append(data.drawn ? this.buildPicture() : html("p", { class: "quiet" }, UNDRAWN));
    if (data.sweep) this.buildSweep();
    if (data.detail) this.buildDetail();
    else root.append(this.sentence, scaleLegend());
    root.append(this.editor.element, this.selection.arrows.layer);
    this.writeRun();
    this.show();
    restoreFocus(root, focus);
    this.releasePlace();
  }

  /** The place kept the picture's height until it was there; from now on it takes the height that it has. */
  releasePlace() {
    const place = this.root.getRootNode().host?.closest('[class*="stage_place"]');
    if (place) place.style.minHeight = "0";
  }

  buildToolbar() {
    return buildToolbar({ toDepth: (depth) => this.toDepth(depth), ask: (what) => this.questions.ask({ do: what, step: this.walk.t }) });
  }

  buildPicture() {
    this.picture = new Picture(this.data, this.run, {
      width: this.width,
      cellWidth: this.cellWidth,
      isNarrow: this.isNarrow,
      offset: this.picture?.offset ?? 0,
      onSwitch: (matrix) => this.questions.ask({ do: "switch", name: matrix }),
      onScroll: () => this.selection.show(),
    });
    return this.picture.element;
  }

  buildDetail() {
    const { walk, data, root } = this;
    this.transport = buildTransport(data.tokens.length, movesOf(walk));
    const { exercise } = data.bench ?? {};
    this.byHand = exercise ? buildByHand({
      answer: (text) => this.questions.ask({ do: "answer", text }),
      reveal: () => this.questions.ask({ do: "reveal" }),
      leave: () => this.questions.ask({ do: "hand" }),
    }) : null;
    root.append(this.byHand ? this.byHand.element : this.transport.element, this.sentence);
    if (data.drawn) {
      this.arithmetic = buildArithmetic(data);
      root.append(this.arithmetic.element, scaleLegend(), this.selection.formula, this.selection.opened);
    }
    this.views = buildViews(data, {
      toStep: (t, isFinal) => walk.toStep(t, isFinal),
      choose: (view) => this.chooseView(view),
    });
    if (!this.byHand) root.append(this.views.element);
    this.views.choose(this.view);
  }

  buildSweep() {
    const sweep = buildSweep(this.data.sweep, this.index, {
      move: (index) => {
        this.index = index;
        this.writeRun();
        this.show();
      },
      settle: () => this.settle("index", this.index),
    });
    this.showSweep = sweep.show;
    this.root.append(sweep.element);
  }

  /** Write the numbers of the run in use everywhere. */
  writeRun() {
    const { data } = this;
    this.shownRun = maskRun(this.run, data.bench?.exercise);
    if (data.drawn) this.picture.write(this.shownRun, data);
    if (data.detail) this.views.write(this.shownRun, data);
    for (const matrix of Object.keys(ROLES)) this.root.classList.toggle(`off-${matrix}`, Boolean(data.bench?.off.includes(matrix)));
    this.root.classList.toggle("untied", Boolean(data.bench?.untied));
  }

  /** Show the step in focus: what is past, present and yet to come, and its arithmetic. */
  show() {
    const { data, walk } = this;
    if (data.drawn) this.picture.show(walk.t, this.depth === DEPTHS.indexOf("Loop"));
    this.root.dataset.phase = walk.isWhole ? "whole" : walk.phase;
    this.sentence.textContent = data.sweep ? data.sweep.sentences[this.index] : this.sentenceOf(walk.t);
    if (data.sweep) this.showSweep(this.index);
    if (data.detail) this.showDetail();
  }

  /** What the step says; on the way through it, what is being computed. */
  sentenceOf(t) {
    if (t === 0 || (this.walk.isWhole && !this.byHand)) return this.data.sentences[t];
    return `t = ${t}, “${this.data.tokens[t - 1]}”: ${PHASE_WORDS[this.walk.phase]}`;
  }

  showDetail() {
    const { data, walk, root } = this;
    root.dataset.depth = DEPTHS[this.depth];
    this.toolbar?.show(this.depth, data.bench, data.drawn);
    this.transport.show({ t: walk.t, isFirst: walk.isFirst, isLast: walk.isLast, isPlaying: walk.timer !== null, isBackwards: walk.isBackwards, described: this.sentenceOf(walk.t) });
    this.views.show(walk.t);
    if (this.byHand) this.byHand.show(data.bench.exercise);
    if (!data.drawn) return;
    this.showArithmetic();
    this.showAsked();
    this.selection.show();
  }

  showArithmetic() {
    const { walk, data } = this;
    this.arithmetic.element.classList.toggle("waiting", walk.t === 0);
    this.arithmetic.element.classList.toggle("silent", walk.t > 0 && !predicts(data, walk.t));
    this.arithmetic.write(data, this.shownRun, Math.max(walk.t, 1));
    const reached = PHASES.indexOf(walk.phase);
    for (const part of this.arithmetic.element.querySelectorAll("[data-phase]")) {
      const own = PHASES.indexOf(part.dataset.phase);
      part.dataset.reach = walk.t === 0 || own > reached ? "later" : own === reached && !walk.isWhole ? "now" : "done";
    }
  }

  /** Ring the number that the exercise asks for. */
  showAsked() {
    this.root.querySelectorAll(".asked-here").forEach((each) => each.classList.remove("asked-here"));
    const { exercise } = this.data.bench ?? {};
    if (!exercise || exercise.is_done) return;
    const name = { sum: "a", state: "h", output: "y" }[exercise.phase] ?? exercise.phase;
    const address = addressOf(name, exercise.step, exercise.row);
    this.root.querySelectorAll(`.results [data-number="${address}"]`).forEach((each) => each.classList.add("asked-here"));
  }

  onMove(isFinal) {
    this.selection.follow(this.shownT, this.walk.t);
    this.shownT = this.walk.t;
    this.show();
    if (isFinal) this.settle("step", this.walk.t, this.walk.isWhole ? "" : this.walk.phase);
  }

  /** What is edited belongs to the step in focus, so that step must stay. */
  pause() {
    if (!this.walk.timer) return;
    this.walk.stop();
    this.onMove(true);
  }

  toDepth(depth) {
    this.depth = Math.max(0, Math.min(DEPTHS.length - 1, depth));
    this.show();
    this.report({ depth: DEPTHS[this.depth] });
  }

  chooseView(view) {
    this.view = view === this.view ? "none" : view;
    this.views.choose(this.view);
    this.report({ view: this.view });
  }

  /** Tell Python where the person stands once that has stayed for a moment: it belongs in the link. */
  settle(name, value, operation) {
    clearTimeout(this.settling);
    const news = name === "step" ? { step: value, operation } : { [name]: value };
    // Not while Python is asked for something: the news would carry the page's controls as they were before.
    this.settling = setTimeout(() => (this.questions.isWaiting ? this.settle(name, value, operation) : this.report(news)), 400);
  }

  report(news) {
    for (const [name, value] of Object.entries(news)) this.channel.setStateValue(name, value);
  }

  /** Python has answered the last question. */
  onAnswer(bench, before) {
    const asked = this.questions.answered(bench.answered);
    const isNew = bench.answered !== before?.answered;
    if (asked?.do === "edit") this.editor.answer(asked, bench.said);
    if (isNew && bench.exercise) this.byHand.focus();
    if (isNew && Boolean(bench.exercise) !== Boolean(before?.exercise)) this.selection.pin(null);
  }

  openEditor(cell, first = null) {
    this.pause();
    const address = cell.dataset.number;
    this.editor.open(cell, { address, step: this.walk.t, value: valueAt(this.run, this.walk.t, address), first });
  }
}

/** What must stay the same for new numbers to be written into the picture that is there. */
function layoutOf(data) {
  const { x, h, y } = data.runs[0];
  return JSON.stringify([x.length, x[0].length, h[0].length, y[0].length, data.activation, data.drawn, data.detail, Boolean(data.bench?.exercise), Boolean(data.bench)]);
}

/** What the tints mean. */
function scaleLegend() {
  return html("div", { class: "legend quiet" }, "negative", html("i", { class: "ramp" }), "positive");
}
