// Where a session stands: which activity, how much of its time is gone, how much in all. In seconds.
//
// Everything follows from a few moments of the clock, which are kept on the device under `key`.
const STALE = 24 * 3600 * 1000;

export class Course {
  constructor(lengths, key) {
    this.planned = lengths.reduce((sum, length) => sum + length, 0);
    this.lengths = lengths;
    this.key = `animation ${key}`;
    this.state = this.restored() ?? this.fresh();
  }

  fresh() {
    // `spent` and `elapsed` count until `since`, the moment of the last change while running.
    return { index: 0, spent: 0, elapsed: 0, since: null, extra: 0, rung: false, lengths: this.lengths.join() };
  }

  restored() {
    try {
      const state = JSON.parse(localStorage.getItem(this.key));
      const usable = state && state.lengths === this.lengths.join() && Date.now() - state.saved < STALE;
      return usable ? state : null;
    } catch {
      return null;
    }
  }

  save() {
    try {
      localStorage.setItem(this.key, JSON.stringify({ ...this.state, saved: Date.now() }));
    } catch {
      // Without storage, where one stands lasts as long as the page.
    }
  }

  get index() { return this.state.index; }
  get isRunning() { return this.state.since !== null; }
  get isStarted() { return this.isRunning || this.state.elapsed > 0; }
  get isOpen() { return !this.lengths[this.index] && !this.state.extra; }
  get running() { return this.isRunning ? (Date.now() - this.state.since) / 1000 : 0; }
  get spent() { return this.state.spent + this.running; }
  get elapsed() { return this.state.elapsed + this.running; }
  get left() { return this.lengths[this.index] + this.state.extra - this.spent; }

  // Time gone by, against the time that the plan gives to what is done: more means late.
  get late() {
    const done = this.lengths.slice(0, this.index).reduce((sum, length) => sum + length, 0);
    return this.elapsed - done - Math.min(this.spent, this.lengths[this.index]);
  }

  run() {
    this.state.since = Date.now();
    this.save();
  }

  pause() {
    const { spent, elapsed } = this;
    Object.assign(this.state, { spent, elapsed, since: null });
    this.save();
  }

  go(index) {
    if (index < 0 || index >= this.lengths.length) return;
    const { elapsed, isRunning } = this;
    Object.assign(this.state, { index, elapsed, spent: 0, extra: 0, rung: false, since: isRunning ? Date.now() : null });
    this.save();
  }

  add(seconds) {
    // Never below what is already gone.
    this.state.extra = Math.max(this.state.extra + seconds, Math.min(0, this.spent - this.lengths[this.index]));
    this.state.rung = this.left <= 0 && this.state.rung;
    this.save();
  }

  restart() {
    this.state = this.fresh();
    this.save();
  }

  // True once, when the time of the activity is over.
  takeBell() {
    if (this.state.rung || this.isOpen || !this.isRunning || this.left > 0) return false;
    this.state.rung = true;
    this.save();
    return true;
  }
}
