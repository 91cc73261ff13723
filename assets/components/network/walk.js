// Where a person stands in the run, and how they move: by operation, by step, to an end, or playing either way.

/** What a transport asks of a walk. */
function movesOf(walk) {
  return {
    toStep: (t, isFinal) => walk.toStep(t, isFinal),
    move: (by) => walk.toStep(walk.t + by),
    moveOperation: (by) => walk.moveOperation(by),
    togglePlay: () => walk.togglePlay(),
    turn: () => walk.turn(),
    setSpeed: (speed) => (walk.speed = speed),
  };
}

class Walk {
  /** ``moved(isFinal)`` is called after every move; isFinal is false while a hand is still moving. */
  constructor(moved) {
    Object.assign(this, { moved, stops: [{ t: 0, phase: 0 }], place: 0, timer: null, speed: "medium", isBackwards: false });
  }

  get t() {
    return this.stops[this.place].t;
  }

  get phase() {
    return PHASES[this.stops[this.place].phase];
  }

  /** Whether all of the step in focus has been computed. */
  get isWhole() {
    return this.place === this.stops.length - 1 || this.stops[this.place + 1].t !== this.t;
  }

  get isFirst() {
    return this.place === 0;
  }

  get isLast() {
    return this.place === this.stops.length - 1;
  }

  /** Take another run; the place stays as far as it is there. */
  renew(data, t, phase) {
    this.stop();
    this.stops = listStops(data);
    this.place = this.find(Math.min(t, data.tokens.length), phase);
  }

  /** The stop of an operation of a step, or the step's last one. */
  find(t, phase) {
    const exact = this.stops.findIndex((stop) => stop.t === t && PHASES[stop.phase] === phase);
    return exact >= 0 ? exact : this.stops.findLastIndex((stop) => stop.t === t);
  }

  toStep(t, isFinal = true) {
    this.stop();
    const last = this.stops.at(-1).t;
    this.place = this.find(Math.max(0, Math.min(last, t)), null);
    this.moved(isFinal);
  }

  moveOperation(by) {
    this.stop();
    this.place = Math.max(0, Math.min(this.stops.length - 1, this.place + by));
    this.moved(true);
  }

  togglePlay() {
    if (this.timer) {
      this.stop();
      this.moved(true);
    } else this.play();
  }

  play() {
    const by = this.isBackwards ? -1 : 1;
    const end = this.isBackwards ? 0 : this.stops.length - 1;
    if (this.place === end) this.place = this.stops.length - 1 - end;
    const advance = () => {
      this.timer = setTimeout(advance, SPEEDS[this.speed]);
      if (this.place === end) this.stop();
      else this.place += by;
      this.moved(this.timer === null);
    };
    advance();
  }

  turn() {
    this.isBackwards = !this.isBackwards;
    this.moved(false);
  }

  stop() {
    clearTimeout(this.timer);
    this.timer = null;
  }
}
