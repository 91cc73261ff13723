// The words of order B as chips that a hand or a key puts elsewhere. A chip that is held never leaves the page:
// its neighbours step round it, so that neither the pointer nor the focus is lost.

const GRIP = 5; // pixels that a press may wander before it is a drag
const KEYS_HINT = "Drag a word, or move it with Shift and an arrow key; choose two words to swap.";
const HINTS = ["Drag a word of order B, or choose two and swap them.", "One word is chosen: choose another to swap.", "Two words are chosen: swap them."];

function buildWord(tag, word, attributes = {}) {
  const known = word.known ? {} : { "data-unknown": "", title: "Not in the vocabulary: the networks hear “unknown”" };
  const note = word.known ? [] : [html("span", { class: "visually-hidden" }, " (unknown to the networks)")];
  return html(tag, { class: "chip", ...known, ...attributes }, html("span", { class: "text" }, word.text), ...note);
}

class ChipRow {
  /** `commit` hears of an order that stands, `show` of every order on the way to it. */
  constructor(commit, show) {
    Object.assign(this, { commit, show, chips: [], held: null });
    this.element = html("div", { class: "chips input movable", role: "group", "aria-label": `Order B. ${KEYS_HINT}` });
    const button = (label, onclick) => html("button", { type: "button", onclick }, label);
    this.shuffleButton = button("Shuffle", () => this.shuffle());
    this.swapButton = button("Swap two", () => this.swap());
    this.swapButton.setAttribute("aria-describedby", "swap-hint");
    this.backButton = button("Back to A", () => this.goBack());
    this.suggestButton = button("Most telling swap", () => this.settle(this.suggested, "The swap that moves the RNN most."));
    const buttons = [this.shuffleButton, this.swapButton, this.backButton, this.suggestButton];
    this.hint = html("span", { class: "quiet hint", id: "swap-hint" });
    this.tools = html("div", { class: "tools" }, ...buttons, this.hint);
    this.element.addEventListener("pointerdown", (event) => this.press(event));
    this.element.addEventListener("keydown", (event) => this.onKey(event));
    this.element.addEventListener("click", (event) => this.choose(event.target.closest(".chip")));
  }

  get order() {
    return [...this.element.children].map((chip) => Number(chip.dataset.word));
  }

  /** Take other words. What is held goes with the old ones: nobody can hold a word that is no longer there. */
  fill(words) {
    this.letGo();
    const focused = this.chips.indexOf(this.element.getRootNode().activeElement);
    this.chips = words.map((word, place) =>
      buildWord("button", word, { type: "button", "data-word": place, "aria-pressed": "false" }),
    );
    this.element.replaceChildren(...this.chips);
    if (focused >= 0) this.chips[Math.min(focused, words.length - 1)].focus({ preventScroll: true });
  }

  /** Put the chips in an order; those that stand right are not touched. */
  arrange(order, suggested) {
    this.suggested = suggested;
    if (!this.held && !same(order, this.order)) this.put(order);
    this.refresh();
  }

  put(order) {
    const focused = this.element.getRootNode().activeElement;
    this.element.append(...order.map((word) => this.chips[word]));
    if (this.chips.includes(focused)) focused.focus({ preventScroll: true });
  }

  /** Let an order stand; `again` does the same to other words, should they arrive meanwhile. */
  settle(order, said, again = null) {
    this.letGo();
    this.put(order);
    this.chips.forEach((chip) => chip.setAttribute("aria-pressed", "false"));
    this.refresh();
    this.commit(order, said, again);
  }

  goBack() {
    this.settle(this.chips.map((_, place) => place), "Order B is order A.", () => this.goBack());
  }

  refresh() {
    const asis = this.chips.map((_, place) => place);
    this.backButton.disabled = same(this.order, asis);
    this.suggestButton.disabled = same(this.order, this.suggested);
    this.swapButton.disabled = this.chosen.length !== 2;
    this.swapButton.title = this.swapButton.disabled ? "Choose two words of order B first" : "";
    this.hint.textContent = HINTS[this.chosen.length];
    this.show(this.order);
    this.element.setAttribute("aria-label", `Order B: ${this.order.map((word) => textOf(this.chips[word])).join(" ")}. ${KEYS_HINT}`);
  }

  get chosen() {
    return [...this.element.children].filter((chip) => chip.getAttribute("aria-pressed") === "true");
  }

  /** Choose a chip or let it go; a third choice lets the first one go. */
  choose(chip) {
    if (!chip || this.wasDragged) return;
    const { chosen } = this;
    const isChosen = chosen.includes(chip);
    if (!isChosen && chosen.length === 2) chosen[0].setAttribute("aria-pressed", "false");
    chip.setAttribute("aria-pressed", String(!isChosen));
    this.refresh();
  }

  swap() {
    const { order, chosen } = this;
    const [one, other] = chosen.map((chip) => order.indexOf(Number(chip.dataset.word)));
    [order[one], order[other]] = [order[other], order[one]];
    this.settle(order, `Swapped ${chosen.map(textOf).join(" and ")}.`);
  }

  shuffle() {
    const { order } = this;
    for (let last = order.length - 1; last > 0; last--) {
      const place = Math.floor(Math.random() * (last + 1));
      [order[last], order[place]] = [order[place], order[last]];
    }
    this.settle(order, "Order B is shuffled.", () => this.shuffle());
  }

  onKey(event) {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const chip = event.target.closest(".chip");
    if (!by || !chip || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const beside = by < 0 ? chip.previousElementSibling : chip.nextElementSibling;
    if (!beside) return;
    if (!event.shiftKey) return beside.focus({ preventScroll: true });
    stepRound(chip, beside);
    this.refresh();
    this.commit(this.order, `${textOf(chip)} is now word ${[...this.element.children].indexOf(chip) + 1}.`);
  }

  press(event) {
    const chip = event.target.closest(".chip");
    if (!chip || event.button !== 0 || this.held) return;
    this.wasDragged = false;
    const grip = chip.getBoundingClientRect();
    const steps = new AbortController();
    const from = [event.clientX, event.clientY];
    this.held = { chip, from, steps, grip: [from[0] - grip.left, from[1] - grip.top], before: this.order };
    const listen = (type, act) => this.element.addEventListener(type, act, { signal: steps.signal });
    chip.setPointerCapture(event.pointerId);
    listen("pointermove", (move) => this.drag(move));
    listen("pointerup", () => this.release(true));
    listen("pointercancel", () => this.release(false));
    listen("lostpointercapture", () => this.release(false));
    listen("keydown", (key) => key.key === "Escape" && this.release(false));
  }

  drag(event) {
    const { chip, from, grip } = this.held;
    if (!this.wasDragged && Math.hypot(event.clientX - from[0], event.clientY - from[1]) < GRIP) return;
    this.wasDragged = true;
    chip.classList.add("held");
    const beside = [...this.element.children].find((other) => other !== chip && hasCrossed(chip, other, event));
    if (beside) stepRound(chip, beside);
    if (beside) this.refresh();
    chip.style.transform = "";
    const home = chip.getBoundingClientRect();
    chip.style.transform = `translate(${event.clientX - grip[0] - home.left}px, ${event.clientY - grip[1] - home.top}px)`;
  }

  /** End the hold, if there is one, and leave the chips as they are. */
  letGo() {
    const { held } = this;
    this.held = null;
    if (!held) return;
    held.steps.abort();
    held.chip.classList.remove("held");
    held.chip.style.transform = "";
  }

  release(isKept) {
    const { chip, before } = this.held;
    this.letGo();
    if (!this.wasDragged) return;
    chip.focus({ preventScroll: true });
    if (!isKept) this.put(before);
    this.refresh();
    const place = [...this.element.children].indexOf(chip) + 1;
    if (!same(before, this.order)) this.commit(this.order, `${textOf(chip)} is now word ${place}.`);
  }
}

function textOf(chip) {
  return chip.querySelector(".text").textContent;
}

/** Let the chips between a chip and a place step to its other side. */
function stepRound(chip, target) {
  const isBefore = chip.compareDocumentPosition(target) & Node.DOCUMENT_POSITION_PRECEDING;
  while (isBefore ? target.parentNode === chip.parentNode && target !== chip.nextElementSibling : chip.previousElementSibling !== target) {
    if (isBefore) chip.after(chip.previousElementSibling);
    else chip.before(chip.nextElementSibling);
  }
}

/** Say whether the pointer has passed the middle of another chip, seen from the one that it holds. */
function hasCrossed(chip, other, { clientX, clientY }) {
  const box = other.getBoundingClientRect();
  if (clientY < box.top - 8 || clientY > box.bottom + 8 || clientX < box.left || clientX > box.right) return false;
  const isBefore = chip.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_PRECEDING;
  const middle = (box.left + box.right) / 2;
  return isBefore ? clientX < middle : clientX > middle;
}
