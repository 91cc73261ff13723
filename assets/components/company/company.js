// From sentences to word vectors: counts in a matrix, the formula of the cell under the hand, the words on a map.
// Python computes every number; a hand on a cell or a word lights where it comes from and where it goes.

const WAIT_MS = 300; // a row of arrow keys is told to Python once
const instances = new WeakMap();

export default function (component) {
  const { parentElement, data, setStateValue } = component;
  if (!instances.has(parentElement)) instances.set(parentElement, new CompanyPicture(parentElement));
  instances.get(parentElement).receive(data, setStateValue);
}

class CompanyPicture {
  constructor(parent) {
    this.matrix = buildMatrix((pair, isChosen) => this.hear(pair, isChosen));
    this.plane = new WordPlane((word, isChosen) => this.hear(word === null ? null : [word, this.chosen[1]], isChosen), {
      ratio: 0.95,
      hasOrigin: true,
    });
    this.title = html("p", { class: "title" });
    this.formula = html("div", { class: "spelled" });
    this.place = html("p", { class: "place" });
    this.sentences = html("ol", { class: "sentences" });
    this.bars = html("div", { class: "bars" });
    this.said = html("p", { class: "visually-hidden", role: "status" });
    const left = html("div", { class: "left" }, this.title, this.matrix.frame);
    const barsTitle = html("p", { class: "title" }, "Singular values; those kept are filled");
    const mapTitle = html("p", { class: "title" }, "The first two numbers of every word, from the origin");
    const right = html("div", { class: "right" }, mapTitle, this.plane.element, barsTitle, this.bars);
    const below = html("div", { class: "below" }, this.formula, this.place, this.sentences);
    this.root = html("section", { class: "company" }, left, right, below, this.said);
    parent.append(html("div", { class: "room" }, this.root));
    this.left = left;
    new ResizeObserver(() => this.data && left.clientWidth !== this.width && this.draw()).observe(left);
  }

  receive(data, setStateValue) {
    this.report = () => setStateValue("pair", this.chosen.map((place) => this.data.words[place]));
    const { pair, ...rest } = data;
    const text = JSON.stringify(rest);
    if (text === this.text) return; // only the theme, or the pair that was chosen here, has changed
    const before = this.data && this.chosen.map((place) => data.words.indexOf(this.data.words[place]));
    this.chosen = before && before.every((place) => place >= 0) ? before : pair;
    Object.assign(this, { data, text, touched: null });
    this.draw();
  }

  draw() {
    const { data } = this;
    this.width = this.left.clientWidth;
    if (!this.width) return;
    const { words, places, ranges, axes } = data;
    const what = data.shows === "counts" ? "How often a word (row) stood near another (column)" : "Mutual information of a word (row) and its company (column)";
    this.title.textContent = what;
    drawMatrix(this.matrix, data, this.width);
    this.plane.write({ words, places, ranges, axes, alt: `Map of ${words.length} words by the first two numbers of their vectors.` });
    this.bars.replaceChildren(buildBars(data));
    this.show();
    revealColumn(this.matrix);
  }

  hear(pair, isChosen) {
    this.touched = pair;
    if (isChosen) {
      Object.assign(this, { chosen: pair, touched: null });
      clearTimeout(this.later);
      this.later = setTimeout(() => this.report(), WAIT_MS);
    }
    this.show();
    if (isChosen) this.said.textContent = `${this.formula.textContent} ${this.place.textContent}`;
  }

  /** Light one cell: its sentences, its formula, and the place of its row on the map. */
  show() {
    const { data } = this;
    const pair = this.touched ?? this.chosen;
    const [a] = pair;
    markMatrix(this.matrix, pair);
    this.formula.replaceChildren(...buildFormula(data, pair));
    this.place.replaceChildren(...buildPlace(data, pair));
    this.sentences.replaceChildren(...buildSentences(data, pair));
    this.plane.mark(a, data.near[a].map((k) => [k, writeCosine(data.cosines[a][k])]));
  }
}
