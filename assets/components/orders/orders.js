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
    this.second = new ChipRow((order, said) => this.commit(order, said));
    this.frame = html("div", { class: "frame" });
    this.readout = html("p", { class: "readout" });
    this.parting = html("p", { class: "parting", role: "status" });
    this.said = html("p", { class: "visually-hidden", role: "status" });
    this.elements = html("p", { class: "elements" });
    this.answers = html("div", { class: "answers" });
    this.plane = html("div", { class: "plane" });
    const rows = html(
      "div",
      { class: "rows" },
      html("div", { class: "line" }, html("span", { class: "name" }, "Order A"), this.first),
      this.frame,
      html("div", { class: "line" }, html("span", { class: "name" }, "Order B"), this.second.element),
      this.second.tools,
    );
    const side = html("div", { class: "side" }, this.answers, this.plane);
    this.root = html("section", { class: "orders" }, rows, side, html("div", { class: "words" }, this.parting, this.elements, this.readout, html("p", { class: "quiet hint" }, KEYS_HINT), this.said));
    this.rows = rows;
    parent.append(html("div", { class: "room" }, this.root));
    listenToPicture(this);
    new ResizeObserver(() => this.data && rows.clientWidth !== this.width && this.draw()).observe(rows);
  }

  /** Take what Python sent, unless it answers an order that the hand has changed since. */
  receive(data, setStateValue) {
    this.report = (order) => setStateValue("order", order);
    const text = JSON.stringify(data);
    if (text === this.text) return; // only the theme changed, and the colours follow by themselves
    clearTimeout(this.late);
    const isSameSentence = this.data && same(data.words, this.data.words);
    if (isSameSentence && this.pending && !same(data.order, this.pending)) {
      this.late = setTimeout(() => this.take(data, text), WAIT_MS);
    } else this.take(data, text);
  }

  take(data, text) {
    const isNew = !this.data || !same(data.words, this.data.words);
    Object.assign(this, { data, text, pending: null });
    if (isNew) {
      this.at = null;
      this.first.replaceChildren(...data.words.map((word) => buildWord("span", word, { role: "listitem" })));
      this.second.fill(data.words);
    }
    this.second.arrange(data.order, data.suggested);
    this.draw();
  }

  /** The hand has made another order: Python is asked for its numbers. */
  commit(order, said) {
    this.pending = order;
    this.said.textContent = said;
    this.report(order.map((place) => place + 1).join("-"));
  }

  draw() {
    const { data, root, rows } = this;
    this.width = rows.clientWidth;
    root.setAttribute("aria-label", data.alt);
    const layout = layOut(data, this.width, this.longestChip());
    root.classList.toggle("loose", layout.isLoose);
    for (const [name, value] of Object.entries({ "--column": layout.column, "--gutter": layout.gutter })) {
      rows.style.setProperty(name, `${value}px`);
    }
    this.picture = drawPicture(data, layout);
    const hadFocus = this.frame.contains(root.getRootNode().activeElement);
    this.frame.replaceChildren(this.picture.element);
    if (hadFocus) this.picture.element.focus({ preventScroll: true });
    this.answers.replaceChildren(...buildAnswers(data));
    this.path = drawPlane(data.plane, data);
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
    this.readout.replaceChildren(...(this.at ? readOut(data, this.at) : [html("span", { class: "quiet" }, data.hint)]));
  }
}

function same(one, other) {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Say in numbers what stands under the pointer: one unit of one hidden state, and the answer after its word. */
function readOut(data, { row, step, unit }) {
  const reading = data.readings[row];
  const before = `Order ${"AB"[row]}, word ${step + 1}, “${reading.words[step]}”: `;
  const h = html("span", { class: "hidden-ink" }, `h[${unit + 1}] = ${formatNumber(reading.h[step][unit])}`);
  const p = html("span", { class: "output-ink" }, `${reading.percents[step]} positive`);
  return [before, h, "; the answer after this word is ", p, "."];
}
