// What is asked of Python: one question at a time, and of a moving hand only the newest.

/** A name that nothing else has. */
function newName() {
  return crypto.getRandomValues(new Uint32Array(1))[0].toString(36);
}

class Questions {
  constructor(send) {
    Object.assign(this, { send, open: null, queue: [] });
  }

  get isWaiting() {
    return this.open !== null;
  }

  ask(what) {
    const last = this.queue.at(-1);
    const isNewer = last && what.do === "edit" && last.do === "edit" && last.number === what.number && last.gesture === what.gesture;
    if (isNewer) this.queue[this.queue.length - 1] = what;
    else this.queue.push(what);
    if (!this.open) this.next();
  }

  next() {
    const what = this.queue.shift();
    this.current = what ?? null;
    this.open = what ? newName() : null;
    clearTimeout(this.timer);
    if (!what) return;
    this.timer = setTimeout(() => this.next(), PATIENCE);
    this.send({ ...what, id: this.open });
  }

  /** Python has answered a question: returns it, or nothing if it was given up. */
  answered(id) {
    const asked = id === this.open ? this.current : null;
    if (asked) this.next();
    return asked;
  }
}
