// The stage: an unrolled network on which a person moves through time. Everything drawn was computed in Python.

const NARROW = 640; // pixels: below this the plates give their room to the row
const stages = new WeakMap();

export default function (component) {
  const { parentElement, data, setStateValue } = component;
  if (!stages.has(parentElement)) stages.set(parentElement, new Stage(parentElement));
  stages.get(parentElement).update(data, setStateValue);
}

class Stage {
  constructor(parent) {
    this.root = html("div", { class: "stage", role: "group" });
    this.root.addEventListener("keydown", (event) => this.onKey(event));
    for (const type of ["pointerover", "pointerout"]) this.root.addEventListener(type, (event) => this.onPointer(event));
    parent.append(this.root);
    this.step = 0;
    this.phase = LAST_PHASE;
    this.speed = "medium";
    this.timer = null;
    new ResizeObserver(() => this.onResize()).observe(this.root);
  }

  update(data, setStateValue) {
    this.report = (name, value) => setStateValue(name, value);
    const text = JSON.stringify(data, (key, value) => (["step", "index"].includes(key) ? null : value));
    if (text === this.text) return; // only where the person stands came back, from the link
    const isFirst = this.text === undefined;
    clearTimeout(this.timer); // the old picture must not be drawn with new numbers
    [this.timer, this.phase] = [null, LAST_PHASE];
    [this.text, this.data, this.steps] = [text, data, data.tokens.length];
    this.step = Math.min(isFirst ? data.step : this.step, this.steps);
    this.index = data.sweep ? data.sweep.index : 0;
    this.build();
  }

  /** A wider or narrower picture is laid out anew; the step stays. */
  onResize() {
    if (this.data && this.root.clientWidth !== this.width) this.build();
  }

  get run() {
    return this.data.runs[this.index];
  }

  build() {
    const { data } = this;
    this.width = this.root.clientWidth;
    const isNarrow = this.width < NARROW;
    const cellWidth = Math.max(40, data.widest * CELL.digit + CELL.padding);
    const beside = isNarrow ? 0 : platesWidth(data.runs[0], cellWidth);
    const place = layOut(data.runs[0], cellWidth, this.width - beside);
    this.place = place;
    this.plates = isNarrow ? drawPlateStrip(data, place) : drawPlates(data, place);
    this.row = drawRow(data, place, (t) => data.detail && this.toStep(t, true));
    const hasMore = place.width > this.width - beside;
    const name = "The unrolled row; scroll sideways for more steps";
    const reachable = hasMore && { tabindex: 0, role: "group", "aria-label": name };
    this.frame = html("div", { class: "frame-scroll", ...reachable }, this.row.drawing);
    this.frame.classList.toggle("has-more", hasMore);
    this.frame.addEventListener("scroll", () => this.showEdge());
    this.sentence = html("p", { class: "sentence", "aria-live": "polite" });
    this.root.style.setProperty("--cell", `${place.cellWidth}px`);
    this.root.setAttribute("aria-label", data.alt);
    if (data.detail) this.root.setAttribute("tabindex", 0);
    this.root.classList.toggle("detail", data.detail);
    this.root.classList.toggle("narrow", isNarrow);
    this.root.replaceChildren(html("div", { class: "picture" }, this.plates.drawing, this.frame));
    if (data.sweep) this.buildSweep();
    if (data.detail) this.buildDetail();
    else this.root.append(this.sentence);
    this.root.append(scaleLegend());
    this.writeRun();
    this.show();
  }

  buildDetail() {
    this.transport = buildTransport(this.steps, {
      toStep: (t, isFinal) => this.toStep(t, isFinal),
      move: (by) => this.toStep(this.step + by, true),
      togglePlay: () => (this.timer ? this.pause() : this.play()),
      setSpeed: (speed) => (this.speed = speed),
    });
    this.arithmetic = buildArithmetic(this.data, (cell) => this.touchResult(cell));
    this.formula = html("p", { class: "formula" });
    this.root.append(this.transport.element, this.sentence, this.arithmetic.element, this.formula);
  }

  buildSweep() {
    const { sweep } = this.data;
    const value = html("output", { class: "value" });
    const slider = html("input", { type: "range", min: 0, max: sweep.values.length - 1, step: 1, "aria-label": sweep.name });
    slider.value = this.index;
    slider.addEventListener("input", () => {
      this.index = Number(slider.value);
      this.writeRun();
      this.show();
    });
    slider.addEventListener("change", () => this.settle("index", this.index));
    const move = (by) => {
      slider.stepUp(by);
      for (const type of ["input", "change"]) slider.dispatchEvent(new Event(type));
    };
    const nudge = (by, label) =>
      html("button", { type: "button", "aria-label": label, onclick: () => move(by) }, by < 0 ? MINUS : "+");
    const name = html("span", { class: "name" }, ...symbol(html, sweep.name), " = ", value);
    const controls = [nudge(-1, `Less ${sweep.name}`), slider, nudge(1, `More ${sweep.name}`)];
    this.root.append(html("div", { class: "sweep" }, name, ...controls));
    this.showSweep = () => {
      value.textContent = formatNumber(sweep.values[this.index]);
      slider.setAttribute("aria-valuetext", value.textContent);
    };
  }

  writeRun() {
    this.plates.write(this.run);
    this.row.write(this.run);
  }

  /** Show the step in focus: what is past, present and yet to come, and its arithmetic. */
  show() {
    const { step, data } = this;
    this.row.columns.forEach((column, t) => {
      const time = !data.detail ? "all" : t < step ? "past" : t === step ? "now" : "future";
      if (column.dataset.time !== time) column.dataset.time = time;
    });
    this.root.dataset.phase = PHASES[this.phase];
    this.sentence.textContent = data.sweep ? data.sweep.sentences[this.index] : this.sentenceOf(step);
    if (data.sweep) this.showSweep();
    if (data.detail) this.showDetail();
  }

  /** What the step says; on the way through it, what is being computed. */
  sentenceOf(step) {
    if (step === 0 || this.phase === LAST_PHASE) return this.data.sentences[step];
    return `t = ${step}, “${this.data.tokens[step - 1]}”: ${PHASE_WORDS[this.phase]}`;
  }

  showDetail() {
    const { step, phase } = this;
    const starting = step === 0;
    this.arithmetic.element.classList.toggle("waiting", starting);
    this.arithmetic.write(this.run, Math.max(step, 1));
    for (const part of this.arithmetic.element.querySelectorAll("[data-phase]")) {
      const own = Number(part.dataset.phase);
      part.dataset.reach = starting || own > phase ? "later" : own === phase && phase < LAST_PHASE ? "now" : "done";
    }
    this.touchResult(null);
    this.transport.show(step, phase, this.timer !== null, this.data.sentences[step]);
    this.keepInView();
  }

  /** Fade the right edge while there is more of the row behind it. */
  showEdge() {
    const { scrollLeft, clientWidth, scrollWidth } = this.frame;
    this.frame.classList.toggle("has-more", scrollLeft + clientWidth < scrollWidth - 2);
  }

  keepInView() {
    const { frame, place, step } = this;
    const [left, right] = [place.left(step) - place.pitch, place.left(step) + place.pitch];
    if (left < frame.scrollLeft) frame.scrollLeft = left;
    if (right > frame.scrollLeft + frame.clientWidth) frame.scrollLeft = right - frame.clientWidth;
  }

  toStep(step, isFinal) {
    this.pause();
    this.step = Math.max(0, Math.min(this.steps, step));
    this.phase = LAST_PHASE;
    this.show();
    if (isFinal) this.settle("step", this.step);
  }

  /** Tell Python where the person stands once that has stayed for a moment: it belongs in the link. */
  settle(name, value) {
    clearTimeout(this.settling);
    this.settling = setTimeout(() => this.report(name, value), 400);
  }

  play() {
    if (this.step === this.steps) this.step = 0;
    const advance = () => {
      this.timer = setTimeout(advance, SPEEDS[this.speed]);
      if (this.step > 0 && this.phase < LAST_PHASE) this.phase++;
      else if (this.step === this.steps) return this.pause();
      else [this.step, this.phase] = [this.step + 1, 0];
      this.show();
    };
    advance();
  }

  pause() {
    if (!this.timer) return;
    clearTimeout(this.timer);
    this.timer = null;
    this.phase = LAST_PHASE;
    this.show();
    this.settle("step", this.step);
  }

  onKey(event) {
    if (!this.data.detail || ["SELECT", "BUTTON"].includes(event.target.tagName) || event.ctrlKey || event.metaKey || event.altKey) return;
    const moves = { ArrowLeft: this.step - 1, ArrowRight: this.step + 1, Home: 0, End: this.steps };
    const turns = { ArrowUp: -1, ArrowDown: 1 };
    if (event.key in moves) this.toStep(moves[event.key], true);
    else if (event.key in turns && event.target === this.root) this.turnToResult(turns[event.key]);
    else if (event.key === " ") this.timer ? this.pause() : this.play();
    else return;
    event.preventDefault();
  }

  /** Light every use of the matrix under the pointer: it is one and the same. */
  onPointer(event) {
    const touched = event.type === "pointerover" && event.target.closest("[data-matrix]");
    if (touched) this.root.dataset.touch = touched.dataset.matrix;
    else delete this.root.dataset.touch;
  }

  /** Go on to the next number of the step that was computed, or back. */
  turnToResult(by) {
    const results = [...this.arithmetic.element.querySelectorAll(".result")];
    const place = results.indexOf(this.touched);
    this.touchResult(results[place < 0 ? 0 : Math.max(0, Math.min(results.length - 1, place + by))]);
  }

  /** Light what a number was made from and spell its formula out. */
  touchResult(cell) {
    const { element } = this.arithmetic;
    element.querySelectorAll(".parent, .touched").forEach((each) => each.classList.remove("parent", "touched"));
    this.touched = cell;
    if (!cell || this.step === 0) {
      const hint = "Point at or tap a result, or press the down arrow, to see how it was made.";
      this.formula.replaceChildren(html("span", { class: "quiet" }, hint));
      return;
    }
    cell.classList.add("touched");
    const { product, row } = cell.dataset;
    parentsOf(element, product, row).forEach((each) => each.classList.add("parent"));
    const parts = spellOut(this.data, this.run, this.step, product, Number(row));
    this.formula.replaceChildren(...parts.map(([text, role]) => (role ? html("span", { class: role }, text) : text)));
  }
}

/** What the tints mean. */
function scaleLegend() {
  return html("div", { class: "legend quiet" }, "negative", html("i", { class: "ramp" }), "positive");
}
