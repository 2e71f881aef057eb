// Where a session stands: which activity, how much of its time is gone, how much in all. In seconds.
//
// Everything follows from a few moments of the clock, which are kept on the device under `key`. What each activity really
// took is counted beside: `lived`, in seconds; null where it was skipped.
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
    const lived = this.lengths.map(() => 0);
    return { index: 0, spent: 0, elapsed: 0, since: null, extra: 0, rung: false, lengths: this.lengths.join(), lived, began: null };
  }

  restored() {
    try {
      const state = JSON.parse(localStorage.getItem(this.key));
      const usable = state && state.lengths === this.lengths.join() && Date.now() - state.saved < STALE;
      return usable ? { ...this.fresh(), ...state } : null;
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
  get isMeasured() { return this.lengths.some((_, index) => this.livedOf(index)); }
  get left() { return this.lengths[this.index] + this.state.extra - this.spent; }

  // Time gone by, against the time that the plan gives to what is done: more means late.
  get late() {
    const done = this.lengths.slice(0, this.index).reduce((sum, length) => sum + length, 0);
    return this.elapsed - done - Math.min(this.spent, this.lengths[this.index]);
  }

  /** Seconds that an activity really took; null where it was skipped. */
  livedOf(index) {
    const lived = this.state.lived[index];
    return index === this.index && this.isRunning ? (lived ?? 0) + this.running : lived;
  }

  run() {
    const now = Date.now();
    Object.assign(this.state, { since: now, began: this.state.began ?? now });
    this.save();
  }

  pause() {
    this.#count();
    this.state.since = null;
    this.save();
  }

  go(index) {
    if (index < 0 || index >= this.lengths.length) return;
    this.#count();
    Object.assign(this.state, { index, spent: 0, extra: 0, rung: false });
    this.save();
  }

  /** The activity is not played, whatever time went by in it. */
  skip() {
    const { index } = this;
    if (index + 1 < this.lengths.length) this.go(index + 1);
    else this.pause();
    this.state.lived[index] = null;
    this.save();
  }

  /** What an activity took, as somebody corrects it. */
  correct(index, seconds) {
    this.#count();
    this.state.lived[index] = seconds;
    this.state.began ??= Date.now();
    this.save();
  }

  /** Brings what is kept up to this moment. */
  #count() {
    const { spent, elapsed, isRunning } = this;
    this.state.lived[this.index] = this.livedOf(this.index);
    Object.assign(this.state, { spent, elapsed, since: isRunning ? Date.now() : null });
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
