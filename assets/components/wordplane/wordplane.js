// A plane of words: a dot for each, names where there is room, and the word in focus with what is near it.

const GROUND = { reach: 28, letter: 7.1, line: 16, pad: 12, least: 300, most: 560, away: 7, ring: 6, few: 40 };
const HEADINGS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

class WordPlane {
  /** `hear(word, isChosen)` gets the number of the word under a hand, or null; `ratio` is height over width. */
  constructor(hear, { ratio, hasOrigin }) {
    Object.assign(this, { hear, ratio, hasOrigin, spots: [], at: null, near: [] });
    const layer = (name) => (this[name] = svg("g", { class: name }));
    this.drawing = svg("svg", { role: "img", tabindex: "0" }, ...["axes", "rays", "dots", "names", "focus"].map(layer));
    const line = (kind) => (this[kind] = html("p", { class: `axis ${kind}` }));
    this.element = html("div", { class: "word-plane" }, line("top"), this.drawing, line("bottom"), line("across"));
    this.drawing.addEventListener("pointermove", (event) => event.pointerType === "mouse" && this.hear(this.wordAt(event), false));
    this.drawing.addEventListener("pointerleave", () => this.hear(null, false));
    this.drawing.addEventListener("click", (event) => {
      const found = this.wordAt(event);
      if (found !== null) this.hear(found, true);
    });
    this.drawing.addEventListener("keydown", (event) => this.walk(event));
    new ResizeObserver(() => this.plan && this.element.clientWidth !== this.width && this.draw()).observe(this.element);
  }

  /** `plan`: words, places, ranges, axes ([low end, name, high end] across and up), an alt, and kinds of words or none. */
  write(plan) {
    this.plan = plan;
    this.draw();
  }

  draw() {
    const { plan, ratio } = this;
    this.width = this.element.clientWidth;
    if (!this.width) return;
    this.height = Math.round(Math.min(GROUND.most, Math.max(GROUND.least, this.width * ratio)));
    fill(this.drawing, { width: this.width, height: this.height, "aria-label": plan.alt }, []);
    this.spots = plan.places.map((place) => this.spotOf(place));
    this.drawAxes();
    const dots = new Map([...this.dots.children].map((dot) => [dot.dataset.word, dot]));
    this.dots.replaceChildren(
      ...plan.words.map((word, k) => {
        const dot = dots.get(word) ?? svg("circle", { r: 3, "data-word": word });
        dot.style.transform = `translate(${this.spots[k][0]}px, ${this.spots[k][1]}px)`;
        return dot;
      }),
    );
    this.boxes = [];
    this.names.replaceChildren(...plan.words.flatMap((word, k) => this.nameOf(word, k)));
    this.mark(this.at, this.near);
  }

  spotOf(place) {
    return place.map((value, axis) => {
      const [low, high] = this.plan.ranges[axis];
      const share = (value - low) / (high - low);
      return axis ? this.height - share * this.height : share * this.width;
    });
  }

  drawAxes() {
    const { width, height, plan } = this;
    const [x, y] = this.spotOf([0, 0]);
    const lines = svg("path", { d: `M0 ${y}H${width}M${x} 0V${height}` });
    this.axes.replaceChildren(svg("rect", { width, height, rx: 6 }), lines);
    const [across, up] = plan.axes;
    this.top.replaceChildren(`↑ ${up[1]}${up[2] ? `: ${up[2]}` : ""}`);
    this.bottom.replaceChildren(up[0] ? `↓ ${up[0]}` : "");
    const ends = [across[0] && `← ${across[0]}`, across[1], across[2] && `${across[2]} →`];
    this.across.replaceChildren(...ends.map((part) => html("span", {}, part)));
  }

  /** The name of a word beside its dot, if there is room that no other name has taken; of few words also further off. */
  nameOf(word, k) {
    const spot = this.spots[k];
    const box = this.roomFor(cutWord(word), spot, this.boxes, this.plan.words.length <= GROUND.few);
    if (!box) return [];
    this.boxes.push(box);
    return [svg("g", { "data-word": k }, ...this.written(cutWord(word), box, spot))];
  }

  /** A name in its room, and a line to its dot where the two stand apart. */
  written(text, box, [x, y], kind = "") {
    const anchor = box.right <= x ? { x: box.right, "text-anchor": "end" } : { x: box.left }; // its end at its dot
    const name = svg("text", { class: kind, y: box.top + 12, ...anchor }, text);
    const middle = box.top + GROUND.line / 2;
    if (Math.abs(middle - y) <= GROUND.line + GROUND.away) return [name];
    const edge = box.left > x ? box.left - 2 : box.right + 2;
    return [svg("path", { class: "leader", d: `M${x} ${y}L${edge} ${middle}` }), name];
  }

  /** The nearest free room for a name; with `isAnywhere` it may stand further off, for a line leads to its dot. */
  roomFor(text, [x, y], taken, isAnywhere = false) {
    const width = text.length * GROUND.letter;
    const { away, line } = GROUND;
    const [right, left, middle] = [x + away, x - away - width, x - width / 2];
    const tries = [[right, y - line / 2], [left, y - line / 2], [middle, y - line - 3], [middle, y + 4]];
    for (const far of isAnywhere ? [1, 2, 3, 4] : []) {
      for (const top of [y - line / 2 - far * line, y - line / 2 + far * line]) tries.push([right, top], [left, top]);
    }
    const boxes = tries.map(([left, top]) => ({ left, top, right: left + width, bottom: top + line }));
    const isInside = (box) => box.left >= 2 && box.right <= this.width - 2 && box.top >= 0 && box.bottom <= this.height;
    return boxes.find((box) => isInside(box) && !taken.some((other) => meetBoxes(box, other))) ?? null;
  }

  /** Light a word and those near it: `near` are pairs of a word's number and what is written beside it. */
  mark(at, near = []) {
    Object.assign(this, { at, near });
    const isOn = at !== null && at < this.spots.length;
    this.element.classList.toggle("marked", isOn);
    const lit = new Map(isOn ? [...near.map(([word]) => [word, "near"]), [at, "at"]] : []);
    [...this.dots.children].forEach((dot, k) => dot.setAttribute("class", `${this.plan.kinds?.[k] ?? ""} ${lit.get(k) ?? ""}`));
    for (const name of this.names.children) name.removeAttribute("visibility");
    if (!isOn) return void [this.rays, this.focus].forEach((layer) => layer.replaceChildren());
    const [x, y] = this.spots[at];
    const from = this.hasOrigin ? this.spotOf([0, 0]) : [x, y];
    const rays = this.hasOrigin ? [[at], ...near] : near;
    this.rays.replaceChildren(...rays.map(([word]) => svg("path", { d: `M${from[0]} ${from[1]}L${this.spots[word][0]} ${this.spots[word][1]}` })));
    const taken = [];
    const named = [[at, ""], ...near].flatMap(([word, note]) => {
      const text = [cutWord(this.plan.words[word]), note].filter(Boolean).join(" ");
      const box = this.roomFor(text, this.spots[word], taken, true);
      if (!box) return [];
      taken.push(box);
      if (word === at) taken.push(dotBox(this.spots[at])); // no other name covers the ring
      return this.written(text, box, this.spots[word], word === at ? "at" : "");
    });
    this.focus.replaceChildren(...named);
    this.boxes.forEach((box, k) => taken.some((other) => meetBoxes(box, other)) && this.names.children[k].setAttribute("visibility", "hidden"));
  }

  wordAt(event) {
    const frame = this.drawing.getBoundingClientRect();
    const [x, y] = [event.clientX - frame.left, event.clientY - frame.top];
    const far = this.spots.map(([left, top]) => Math.hypot(left - x, top - y));
    const onName = this.boxes.findIndex((box) => x >= box.left && x <= box.right && y >= box.top && y <= box.bottom);
    const least = Math.min(...far);
    if (onName >= 0 && least > GROUND.away) return Number(this.names.children[onName].dataset.word);
    return least <= GROUND.reach ? far.indexOf(least) : null;
  }

  /** An arrow key goes to the nearest word in its direction. */
  walk(event) {
    const heading = HEADINGS[event.key];
    if (!heading || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    event.preventDefault();
    const here = this.spots[this.at ?? 0];
    let best = null;
    this.spots.forEach(([x, y], k) => {
      const [dx, dy] = [x - here[0], y - here[1]];
      const ahead = dx * heading[0] + dy * heading[1];
      const aside = Math.abs(dx * heading[1]) + Math.abs(dy * heading[0]);
      if (ahead <= 0.5 || aside > 2 * ahead) return;
      const cost = ahead + 2 * aside;
      if (!best || cost < best.cost) best = { k, cost };
    });
    if (best) this.hear(best.k, true);
  }
}

function meetBoxes(one, other) {
  return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
}

function dotBox([x, y]) {
  return { left: x - GROUND.ring, right: x + GROUND.ring, top: y - GROUND.ring, bottom: y + GROUND.ring };
}

function cutWord(word) {
  return word.length > 24 ? `${word.slice(0, 23)}…` : word;
}

/** Write a cosine in hundredths, with a real minus sign and no minus before nothing. */
function writeCosine(value) {
  const text = value.toFixed(2);
  return text === "-0.00" ? "0.00" : text.replace("-", MINUS);
}
