// Talks with the server: one request at a time, each with the whole form, so that none depends on another.
import { follow, sign } from "./_hand.js";
import { MOST_AFTERWARDS } from "./_server_draft.js";
import { token } from "./_session.js";

const PATIENCE = 20_000;
const RETRY = 15_000;

export class Exchange {
  #actions = [];
  #isStale = false;
  #running = null;
  #retry = 0;
  #isHeldUp = false;
  #isTouched = false;

  /**
   * `typed` and `acted` get the answer; `kept` hears that the server has the draft; `failed` that it has not;
   * `elsewhere` what another window wrote: nothing is sent until `goOn`.
   */
  constructor(form, heard) {
    this.form = form;
    this.heard = heard;
    this.address = `/${form.dataset.path}/concevoir/etat`;
  }

  /** Something was typed, to be sent at the next pause: what is on its way is no longer all. */
  touched() {
    this.#isTouched = true;
  }

  /** Resolves once nothing is on its way; with `all`, once what is typed has arrived, as far as that can be. */
  async quiet(all = false) {
    if (all) this.ask();
    else {
      this.#actions = [];
      this.#isStale = false;
    }
    await this.#running;
  }

  /** Sends what is typed; with an action also what a button asks. `body` stands for a form kept earlier. */
  ask(action = "", body = null) {
    if (action) this.#actions.push({ action, body });
    else this.#isStale = true;
    if (this.#isHeldUp) return;
    this.#running ??= this.#work().finally(() => { this.#running = null; });
  }

  /** The person has decided: the words of this window stand. */
  goOn() {
    this.#isHeldUp = false;
    const body = formBody(this.form);
    body.set("decided", "1");
    this.ask("check", body);
  }

  /** These words give way to those of another window; resolves to whether the server has put them aside. */
  async putAside() {
    const body = sign(formBody(this.form));
    body.set("aside", "1");
    return (await this.#post(body)).html !== null;
  }

  /** The page may never be seen again: nobody hears the answer. */
  last() {
    if (this.#isHeldUp || !(this.#isTouched || this.#isStale)) return;
    const body = sign(formBody(this.form));
    body.set("csrf_token", token());
    const keepalive = body.toString().length < MOST_AFTERWARDS;
    fetch(this.address, { method: "POST", body, keepalive, redirect: "error" }).catch(() => {});
  }

  async #work() {
    clearTimeout(this.#retry);
    while (this.#actions.length || this.#isStale) {
      const { action, body } = this.#actions.shift() ?? { action: "", body: null };
      this.#isStale = false;
      if (!await this.#send(action, body)) return;
    }
  }

  async #send(action, body) {
    const { form, heard } = this;
    const inside = form.querySelector("[data-inside]");
    inside.inert = Boolean(action);
    if (!body) this.#isTouched = false;
    const sent = body ?? formBody(form);
    sent.set("action", action);
    const answer = await this.#post(sign(sent));
    inside.inert = false;
    follow(form, answer.version);
    if (answer.status === 409) {
      this.#isHeldUp = true;
      heard.elsewhere(answer.told);
      return false;
    }
    if (answer.html === null) {
      heard.failed(answer.status, action);
      if (!answer.status) this.#retry = setTimeout(() => this.ask(), RETRY);
      return false;
    }
    if (action) heard.acted(answer.html);
    else heard.typed(answer.html);
    heard.kept(!this.#isTouched && !this.#isStale && !this.#actions.length);
    return true;
  }

  /** The answer, or a status with no answer: 0 where the server could not be reached. */
  async #post(body) {
    const controller = new AbortController();
    const timer = setTimeout(() => controller.abort(), PATIENCE);
    try {
      body.set("csrf_token", token());
      const answer = await fetch(this.address, { method: "POST", body, signal: controller.signal, redirect: "error" });
      if (answer.status === 409) return { status: 409, html: null, told: await answer.json() };
      const html = answer.ok ? await answer.text() : null;
      return { status: answer.status, html, version: answer.headers.get("Draft-Version") };
    } catch {
      return { status: 0, html: null };
    } finally {
      clearTimeout(timer);
    }
  }
}

/** Everything the form says, and which cards are unfolded. */
export function formBody(form) {
  const body = new URLSearchParams(new FormData(form));
  const opened = [...form.querySelectorAll("[data-activity]")].filter((card) => card.querySelector("details").open);
  body.set("opened", opened.map((card) => card.dataset.activity).join(","));
  return body;
}
