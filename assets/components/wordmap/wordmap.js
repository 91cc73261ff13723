// A few hundred words in the plane in which their vectors differ most; the word in focus lights its neighbours.

const WAIT_MS = 300; // a row of arrow keys is told to Python once
const KINDS = { praise: "words of praise", blame: "words of blame", other: "other words", typed: "your own" };
const instances = new WeakMap();

export default function (component) {
  const { parentElement, data, setStateValue } = component;
  if (!instances.has(parentElement)) instances.set(parentElement, new WordMap(parentElement));
  instances.get(parentElement).receive(data, setStateValue);
}

class WordMap {
  constructor(parent) {
    this.plane = new WordPlane((word, isChosen) => this.hear(word, isChosen), { ratio: 0.62, hasOrigin: false });
    this.readout = html("p", { class: "readout" });
    this.said = html("p", { class: "visually-hidden", role: "status" });
    this.key = html("p", { class: "key" });
    parent.append(html("section", { class: "word-map" }, this.key, this.plane.element, this.readout, this.said));
  }

  receive(data, setStateValue) {
    this.report = () => setStateValue("word", this.data.words[this.chosen]);
    const { chosen, ...rest } = data;
    const text = JSON.stringify(rest);
    if (text === this.text) return; // only the theme, or the word that was chosen here, has changed
    const before = this.data && this.chosen !== null ? data.words.indexOf(this.data.words[this.chosen]) : -1;
    this.chosen = before >= 0 ? before : chosen;
    Object.assign(this, { data, text });
    const kinds = data.groups.map((group) => (group in KINDS ? group : "other"));
    this.plane.write({ ...data, kinds });
    const dot = (kind) => html("i", { class: kind, "aria-hidden": "true" });
    const named = Object.keys(KINDS).filter((kind) => kinds.includes(kind));
    this.key.replaceChildren(...named.map((kind) => html("span", {}, dot(kind), KINDS[kind])));
    this.show(this.chosen);
  }

  hear(word, isChosen) {
    if (isChosen) {
      this.chosen = word;
      clearTimeout(this.later);
      this.later = setTimeout(() => this.report(), WAIT_MS);
    }
    this.show(word ?? this.chosen);
    if (isChosen) this.said.textContent = this.readout.textContent;
  }

  show(word) {
    const { data } = this;
    const near = word === null ? [] : data.near[word];
    this.plane.mark(word, near.map(([k, cosine]) => [k, writeCosine(cosine)]));
    const listed = near.map(([k, cosine]) => `${data.words[k]} ${writeCosine(cosine)}`).join(", ");
    this.readout.replaceChildren(
      ...(word === null ? [html("span", { class: "quiet" }, data.hint)] : [html("b", {}, data.words[word]), ` (${data.groups[word]}): nearest of these words ${listed}.`]),
    );
  }
}
