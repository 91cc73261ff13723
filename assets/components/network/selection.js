// The number that a person points at: its parents light up with coloured arrows, its formula is spelled out.

const HINT = "Point at, tap or walk to a number (down arrow) to see how it was made.";

class Selection {
  constructor(stage) {
    Object.assign(this, { stage, pinned: null, pointed: null });
    this.formula = html("p", { class: "formula" });
    this.opened = html("div", { class: "opened" });
    this.arrows = buildArrowLayer(stage.root);
  }

  get current() {
    return this.pointed ?? this.pinned;
  }

  /** Choose a number for good: {address, from}, or none. */
  pin(choice) {
    [this.pinned, this.pointed] = [choice, null];
    this.show();
  }

  /** Show a number while the pointer is on it. */
  point(choice) {
    if (choice?.address === this.pointed?.address && choice?.from === this.pointed?.from) return;
    this.pointed = choice;
    this.show();
  }

  /** After a move through time the same number of the new step is chosen. */
  follow(before, now) {
    this.pointed = null;
    if (!this.pinned) return;
    const { name, t, place } = readAddress(this.pinned.address);
    if (t === null) return;
    const next = t + now - before;
    const isThere = next >= (name === "h" ? 0 : 1) && next <= this.stage.data.tokens.length;
    this.pinned = isThere ? { ...this.pinned, address: addressOf(name, next, ...place) } : null;
  }

  /** Walk on to the next number of the step that was computed, or back. */
  turn(by) {
    const { root, depth } = this.stage;
    const from = depth >= DEPTHS.indexOf("Step") ? "step" : "row";
    const selector = from === "step" ? ".arithmetic .results .cell" : '.column[data-time="now"] [data-number]';
    const cells = [...root.querySelectorAll(selector)].filter(isSeen);
    if (cells.length === 0) return;
    const place = cells.findIndex((cell) => cell.dataset.number === this.pinned?.address);
    const next = cells[place < 0 ? 0 : Math.max(0, Math.min(cells.length - 1, place + by))];
    this.pin({ address: next.dataset.number, from });
  }

  show() {
    const { root, data, shownRun: run, walk, depth } = this.stage;
    root.querySelectorAll(".parent, .touched").forEach((each) => each.classList.remove("parent", "touched"));
    this.arrows.draw(null, []);
    const choice = this.current ?? this.byDefault();
    const explanation = choice && explain(data, run, walk.t, choice.address, choice.from);
    const isHidden = explanation && explanation.value === null;
    this.formula.replaceChildren(...this.words(choice, isHidden ? null : explanation));
    const isOpen = depth === DEPTHS.indexOf("Terms") && explanation && !isHidden;
    this.opened.replaceChildren(...(isOpen ? [drawTerms(explanation, run, data)] : []));
    if (choice && !isHidden) this.light(choice, explanation);
  }

  /** At the deepest view something is always open: the first new hidden state. */
  byDefault() {
    const { depth, walk, data } = this.stage;
    if (data.bench?.exercise) return null;
    return depth === DEPTHS.indexOf("Terms") && walk.t > 0 ? { address: addressOf("old", walk.t, 0), from: "step" } : null;
  }

  words(choice, explanation) {
    const { data, shownRun: run, walk } = this.stage;
    if (!choice && data.bench?.exercise) return [];
    if (!choice) return [html("span", { class: "quiet" }, HINT)];
    if (explanation) return spellOut(explanation, run).map(([text, role]) => (role ? html("span", { class: role }, text) : text));
    const isAsked = valueAt(run, walk.t, choice.address) === null;
    return [isAsked ? `${nameOf(choice.address)} is still to be computed.` : describeGiven(data, run, walk.t, choice.address)];
  }

  light(choice, explanation) {
    const { root } = this.stage;
    const area = root.querySelector(choice.from === "step" ? ".arithmetic" : ".picture");
    const find = (address) => [...area.querySelectorAll(`[data-number="${address}"]`)].filter(isSeen);
    const places = find(choice.address);
    const target = places.find((each) => each.closest(".results")) ?? places[0];
    places.forEach((each) => each.classList.add("touched"));
    if (!target || !explanation) return;
    const parents = parentsOf(explanation).map((address) => nearest(find(address), target)).filter(Boolean);
    parents.forEach((each) => each.classList.add("parent"));
    // In the row the named arrow already carries the matrix; lines from its numbers would cross the whole past.
    this.arrows.draw(target, parents.filter((each) => !each.closest(".plate")));
  }
}

/** Whether an element can be seen; inside a drawing, checkVisibility alone takes what is not displayed for visible. */
function isSeen(element) {
  return element.getClientRects().length > 0 && element.checkVisibility({ visibilityProperty: true });
}
