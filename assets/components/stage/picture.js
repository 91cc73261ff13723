// The plates and the row (or the folded loop) beside them, and the part of a long row that is in view.

class Picture {
  constructor(data, run, { width, cellWidth, isNarrow, offset, onSwitch, onScroll }) {
    const beside = isNarrow ? 0 : platesWidth(run, cellWidth);
    this.place = layOut(run, cellWidth, width - beside);
    this.offset = Math.min(offset, data.tokens.length - this.place.steps);
    this.plates = drawPlates(data, this.place, { isNarrow, onSwitch });
    this.row = drawRow(data, this.place);
    this.loop = data.detail ? drawLoop(data, cellWidth) : null;
    const hasMore = this.place.width > width - beside;
    const reachable = hasMore && { tabindex: 0, role: "group", "aria-label": "The unrolled row; scroll sideways for more steps" };
    this.frame = html("div", { class: "frame-scroll", ...reachable }, this.row.drawing);
    this.frame.classList.toggle("has-more", hasMore);
    this.frame.addEventListener("scroll", () => {
      this.showEdge();
      onScroll();
    });
    this.element = html("div", { class: "picture" }, this.plates.drawing, this.frame);
  }

  write(run, data) {
    [this.run, this.data] = [run, data];
    this.row.write(run, data, this.offset);
  }

  /** Show step t in focus: what is past, present and yet to come. */
  show(t, isFolded) {
    this.keepInWindow(t);
    this.row.columns.forEach((column, index) => {
      const own = this.offset + index;
      const time = !this.data.detail ? "all" : own < t ? "past" : own === t ? "now" : "future";
      if (column.dataset.time !== time) column.dataset.time = time;
    });
    this.plates.write(this.data, this.run, t);
    const { drawing } = isFolded ? this.loop : this.row;
    if (this.frame.firstChild !== drawing) this.frame.replaceChildren(drawing);
    this.loop?.write(this.run, t, this.data);
    if (this.data.detail) this.keepInView(t);
  }

  /** Of a long sequence the row shows a window: move it where the step in focus is. */
  keepInWindow(t) {
    const { steps } = this.place;
    if (t <= this.offset + steps && (t > this.offset || this.offset === 0)) return;
    this.offset = Math.max(0, Math.min(this.data.tokens.length - steps, t - Math.ceil(steps / 2)));
    this.row.write(this.run, this.data, this.offset);
  }

  keepInView(t) {
    const { frame, place } = this;
    const left = place.left(t - this.offset);
    if (left - place.pitch < frame.scrollLeft) frame.scrollLeft = left - place.pitch;
    if (left + place.pitch > frame.scrollLeft + frame.clientWidth) frame.scrollLeft = left + place.pitch - frame.clientWidth;
  }

  /** Fade the right edge while there is more of the row behind it. */
  showEdge() {
    const { scrollLeft, clientWidth, scrollWidth } = this.frame;
    this.frame.classList.toggle("has-more", scrollLeft + clientWidth < scrollWidth - 2);
  }
}
