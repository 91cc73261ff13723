// Editing a number: a small box beside it to type, slide or nudge in, and the number itself to drag with the mouse.

const EDIT = { reach: 3, nudge: 0.1, perPixel: 0.01, slack: 4 };
const INPUT_WORDS = "an input";

class Editor {
  /** ``send({number, step, text, gesture})`` asks Python for the run with another number; ``closed(address)`` gives the focus back. */
  constructor(root, { send, closed }) {
    Object.assign(this, { root, send, closed, gesture: 0, own: newName() });
    this.title = html("span", { class: "editor-title" });
    this.input = html("input", { type: "text", inputmode: "text", class: "editor-input", autocomplete: "off", spellcheck: "false" });
    this.slider = html("input", { type: "range", min: -EDIT.reach, max: EDIT.reach, step: 0.01, "aria-label": "Drag the number" });
    this.said = html("p", { class: "editor-said", role: "alert" });
    this.input.addEventListener("input", () => (this.closing = null));
    const nudge = (by, label) => html("button", { type: "button", "aria-label": label, onclick: () => this.nudge(by) }, by < 0 ? MINUS : "+");
    const done = html("button", { type: "button", onclick: () => this.commit() }, "Done");
    const line = html("div", { class: "editor-line" }, nudge(-EDIT.nudge, "Decrease"), this.input, nudge(EDIT.nudge, "Increase"), done);
    this.element = html("div", { class: "editor", role: "dialog", hidden: "" }, this.title, line, this.slider, this.said);
    this.input.addEventListener("keydown", (event) => this.onKey(event));
    this.slider.addEventListener("input", () => this.change(String(Number(this.slider.value))));
    this.slider.addEventListener("pointerdown", () => this.gesture++);
    this.element.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key === "Escape") this.close();
    });
    document.addEventListener("pointerdown", (event) => {
      if (!this.element.hidden && !event.composedPath().includes(this.element)) this.commit(false);
    }, true);
  }

  get isOpen() {
    return !this.element.hidden;
  }

  /** Open beside a cell with the number that stands there; ``first`` replaces it where a person has begun to type. */
  open(cell, { address, step, value, first = null }) {
    Object.assign(this, { address, step, was: typed(value), closing: null });
    this.gesture++;
    const words = { ...ROLES, x: INPUT_WORDS, b_h: "bias of the hidden state", b_y: "bias of the output" }[readAddress(address).name];
    this.title.replaceChildren(nameOf(address), html("span", { class: "quiet" }, ` ${words}`));
    this.element.setAttribute("aria-label", `Edit ${nameOf(address)}`);
    this.input.setAttribute("aria-label", nameOf(address));
    this.input.value = first ?? this.was;
    this.slider.value = value;
    this.say("");
    this.element.hidden = false;
    this.place(cell);
    this.input.focus({ preventScroll: true });
    if (first === null) this.input.select();
  }

  place(cell) {
    const [box, origin] = [cell.getBoundingClientRect(), this.root.getBoundingClientRect()];
    const left = Math.max(0, Math.min(box.left - origin.left, origin.width - this.element.offsetWidth));
    this.element.style.left = `${left}px`;
    this.element.style.top = `${box.bottom - origin.top + 6}px`;
  }

  /** One run of nudges is one gesture: it is undone at once, and only its newest number is asked for. */
  nudge(by) {
    const value = Number(this.input.value.replace(MINUS, "-"));
    this.change(typed((Number.isFinite(value) ? value : Number(this.was)) + by));
  }

  change(text) {
    this.input.value = text;
    this.slider.value = text;
    this.ask(text);
    this.was = text;
  }

  /** Take what was typed; the box closes when Python has taken it too. */
  commit(keepsFocus = true) {
    if (this.input.value === this.was) return this.close(keepsFocus);
    this.gesture++;
    this.closing = { gesture: this.gestureName, keepsFocus };
    this.ask(this.input.value);
  }

  ask(text) {
    this.send({ number: this.address, step: this.step, text, gesture: this.gestureName });
  }

  /** The gesture's name, told apart from those of an editor that stood here before. */
  get gestureName() {
    return `${this.own} ${this.gesture}`;
  }

  /** Python has answered for a number: with a sentence the box stays, without one it closes if it was to. */
  answer({ number, gesture }, text) {
    if (!this.isOpen) return;
    if (number !== this.address) return this.say(text && `${nameOf(number)} stays as it was: ${text}`);
    this.say(text && `Not taken: ${text}`);
    if (this.closing?.gesture !== gesture) return;
    if (text) this.input.focus({ preventScroll: true });
    else this.close(this.closing.keepsFocus);
    this.closing = null;
  }

  say(text) {
    this.said.textContent = text;
    this.input.setAttribute("aria-invalid", Boolean(text));
  }

  close(keepsFocus = true) {
    if (!this.isOpen) return;
    this.element.hidden = true;
    this.closing = null;
    if (keepsFocus) this.closed(this.address);
  }

  onKey(event) {
    if (event.key === "Enter" || event.key === "Tab") this.commit();
    else if (event.key === "ArrowUp") this.nudge(EDIT.nudge);
    else if (event.key === "ArrowDown") this.nudge(-EDIT.nudge);
    else return;
    event.preventDefault();
  }
}

/** A number as it stands in the box: at most six digits. */
function typed(value) {
  return String(Number(Number(value).toPrecision(6)));
}

/** Let the mouse drag a number: to the right or upwards for more. ``begin`` says what the number is, ``move`` gets its text. */
function dragNumbers(root, { begin, move, end }) {
  let drag = null;
  root.addEventListener("pointerdown", (event) => {
    const cell = event.target.closest?.("[data-edit]");
    if (!cell || event.pointerType === "touch" || event.button !== 0) return;
    drag = { at: [event.clientX, event.clientY], pointer: event.pointerId, ...begin(cell), isMoving: false };
  });
  root.addEventListener("pointermove", (event) => {
    if (!drag || event.pointerId !== drag.pointer) return;
    const by = event.clientX - drag.at[0] - (event.clientY - drag.at[1]);
    if (!drag.isMoving && Math.abs(by) < EDIT.slack) return;
    if (!drag.isMoving) root.setPointerCapture(drag.pointer);
    drag.isMoving = true;
    move(drag, (drag.value + by * EDIT.perPixel).toFixed(2));
  });
  const stop = () => {
    const wasMoving = drag?.isMoving;
    drag = null;
    if (wasMoving) end();
  };
  for (const type of ["pointerup", "pointercancel"]) root.addEventListener(type, stop);
}
