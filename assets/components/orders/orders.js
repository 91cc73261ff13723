// Two orders of the same words: what each word did to the hidden state, and what both networks answer.
// Python computes every number and sentence; here they are looked up and drawn.

const WAIT_MS = 1500; // how long a newer order may be on its way before an older answer is believed
const LOOSE_WIDTH = 560; // pixels: below it the chips wrap in rows of their own
const instances = new WeakMap();

export default function (component) {
  const { parentElement, data, setStateValue } = component;
  if (!instances.has(parentElement)) instances.set(parentElement, new Orders(parentElement));
  instances.get(parentElement).receive(data, setStateValue);
}

class Orders {
  constructor(parent) {
    this.at = null;
    this.first = html("div", { class: "chips input", role: "list", "aria-label": "Order A, as you typed it" });
    this.second = new ChipRow(
      (order, said, again) => this.commit(order, said, again),
      (order) => this.root.classList.toggle("stale", Boolean(this.data) && !same(order, this.data.order)),
    );
    this.frame = html("div", { class: "frame" });
    this.readout = html("p", { class: "readout" });
    this.key = html("p", { class: "key quiet" }, "hidden state, a number from −1 to 1 in each cell", colourKey());
    this.parting = html("p", { class: "parting", role: "status" });
    this.said = html("p", { class: "visually-hidden", role: "status" });
    this.elements = html("p", { class: "elements" });
    this.answers = html("div", { class: "answers" });
    this.plane = html("div", { class: "plane" });
    const rows = html(
      "div",
      { class: "rows" },
      html("div", { class: "line" }, html("span", { class: "name" }, "Order A"), this.first),
      this.key,
      html("div", { class: "place" }, this.frame, this.readout),
      html("div", { class: "line" }, html("span", { class: "name" }, "Order B"), this.second.element),
      this.second.tools,
    );
    const side = html("div", { class: "side" }, this.answers, this.plane);
    this.root = html("section", { class: "orders" }, rows, side, html("div", { class: "words" }, this.parting, this.elements, this.said));
    this.rows = rows;
    parent.append(html("div", { class: "room" }, this.root));
    listenToPicture(this);
    new ResizeObserver(() => this.data && rows.clientWidth !== this.width && this.draw()).observe(rows);
  }

  /** Take what Python sent, unless it answers an order that the hand has changed since. */
  receive(data, setStateValue) {
    this.report = (order) => setStateValue("order", { words: this.data.identity, order });
    const text = JSON.stringify(data);
    if (text === this.text) return; // only the theme changed, and the colours follow by themselves
    clearTimeout(this.late);
    const isSameSentence = data.identity === this.data?.identity;
    if (isSameSentence && this.pending && !same(data.order, this.pending)) {
      this.late = setTimeout(() => this.take(data, text), WAIT_MS);
    } else this.take(data, text);
  }

  take(data, text) {
    const isNew = data.identity !== this.data?.identity;
    const again = isNew && this.pending ? this.again : null; // a button's press that came too early for these words
    Object.assign(this, { data, text, pending: null });
    if (isNew) {
      this.at = null;
      this.first.replaceChildren(...data.words.map((word) => buildWord("span", word, { role: "listitem" })));
      this.second.fill(data.words);
    }
    this.second.arrange(data.order, data.suggested);
    this.draw();
    again?.();
  }

  /** The hand has made another order: Python is asked for its numbers. */
  commit(order, said, again = null) {
    Object.assign(this, { pending: order, again });
    this.said.textContent = said;
    const written = order.map((place) => place + 1).join("-");
    replaceInLink(this.data.link, same(order, this.data.suggested) ? null : written);
    this.report(written);
  }

  draw() {
    const { data, root, rows } = this;
    this.width = rows.clientWidth;
    root.setAttribute("aria-label", data.alt);
    const layout = layOut(data, this.width, this.longestChip());
    root.classList.toggle("loose", layout.isLoose);
    root.classList.toggle("narrow", layout.isNarrow);
    for (const [name, value] of Object.entries({ "--column": layout.column, "--gutter": layout.gutter })) {
      rows.style.setProperty(name, `${value}px`);
    }
    this.picture = drawPicture(data, layout, fontOf(root));
    const hadFocus = this.frame.contains(root.getRootNode().activeElement);
    this.frame.replaceChildren(this.picture.element);
    if (hadFocus) this.picture.element.focus({ preventScroll: true });
    this.answers.replaceChildren(...buildAnswers(data));
    this.path = drawPlane(data, fontOf(root));
    this.plane.replaceChildren(...this.path.elements);
    this.parting.textContent = data.sentence;
    this.elements.replaceChildren(...buildElements(data.elements, root));
    this.point(this.at);
  }

  /** Width of the widest chip when it may be as wide as it likes. */
  longestChip() {
    this.root.classList.add("loose");
    const chips = [...this.first.children, ...this.second.element.children];
    return Math.max(...chips.map((chip) => chip.offsetWidth));
  }

  /** Read one number of one hidden state out, and mark its word; null marks none. */
  point(at) {
    const { data, picture, path } = this;
    this.at = at && at.step < data.words.length ? at : null;
    picture.mark(this.at);
    path.mark(this.at);
    this.readout.style.top = `${picture.layout.note[this.at?.row ?? 0]}px`;
    this.readout.replaceChildren(...(this.at ? readOut(data, this.at) : [html("span", { class: "quiet" }, data.hint)]));
  }
}

function same(one, other) {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Say in numbers what stands under the pointer: one unit of one hidden state, and the answer after its word. */
function readOut(data, { row, step, unit }) {
  const reading = data.readings[row];
  const before = `Order ${"AB"[row]}, word ${step + 1}, “${cut(reading.words[step], 18)}”: `;
  const h = html("span", { class: "hidden-ink" }, `h[${unit + 1}] = ${formatNumber(reading.h[step][unit])}`);
  const p = html("span", { class: "output-ink" }, `${reading.percents[step]} positive`);
  return [before, h, ", answer so far ", p];
}

function cut(text, room) {
  return text.length > room ? `${text.slice(0, room - 1)}…` : text;
}

function fontOf(element) {
  return `13px ${getComputedStyle(element).fontFamily}`;
}
