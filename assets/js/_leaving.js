// A form leaves only once everything is ready for it: nothing on its way, nothing missing, somebody signed in.
export class Leaving {
  #isReady = false;
  #isAsking = false;

  /** Each check is asked in turn, may ask the person, and says whether the form may leave. */
  constructor(form, checks, left) {
    this.form = form;
    this.checks = checks;
    this.left = left;
  }

  /** To be called for a submit event. */
  handle(event) {
    if (this.#isReady) {
      this.left(event.submitter);
      return;
    }
    event.preventDefault();
    if (!this.#isAsking) this.#leave(event.submitter);
  }

  async #leave(submitter) {
    this.#isAsking = true;
    try {
      for (const check of this.checks) if (!await check(submitter)) return;
      // Where no check had to wait, as for visitors, the event is not over: a form that is being sent cannot be sent.
      await new Promise((resolve) => { setTimeout(resolve); });
    } finally {
      this.#isAsking = false;
    }
    this.#isReady = true;
    this.form.requestSubmit(submitter);
    this.#isReady = false;
  }
}
