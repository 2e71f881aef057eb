// Keeps what a form says as a draft on the server: a few seconds after the last key, and when the page is hidden.
import { follow, sign } from "./_hand.js";
import { token } from "./_session.js";

const PAUSE = 2000;
const LONGEST_PAUSE = 20_000;
const RETRY = 15_000;
const PATIENCE = 20_000;
// Browsers send no more than this once the page is gone.
export const MOST_AFTERWARDS = 60_000;

export class ServerDraft {
  #timer = 0;
  #since = 0;
  #isAhead = false;
  #isStopped = false;
  #running = null;

  /** `kept` hears whether the latest words are there; `elsewhere` what another window wrote; `failed` of a refusal. */
  constructor(form, address, heard) {
    this.form = form;
    this.address = address;
    this.heard = heard;
    addEventListener("online", () => this.#again());
    document.addEventListener("visibilitychange", () => { if (document.hidden) this.#last(); });
    addEventListener("pagehide", () => this.#last());
  }

  changed() {
    this.#isAhead = true;
    if (this.#isStopped) return;
    this.#since ||= Date.now();
    const left = Math.max(0, this.#since + LONGEST_PAUSE - Date.now());
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.send(), Math.min(PAUSE, left));
  }

  /** Sends nothing more by itself; resolves once nothing is on its way. */
  async quiet() {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  /** Goes on by itself. */
  goOn() {
    this.#isStopped = false;
    this.#again();
  }

  /** `decided` when the person goes on here although another window wrote; `aside` when these words give way. */
  send(how = "") {
    clearTimeout(this.#timer);
    this.#since = 0;
    const sending = (this.#running ?? Promise.resolve()).then(() => this.#send(how));
    this.#running = sending;
    return sending.finally(() => { if (this.#running === sending) this.#running = null; });
  }

  async #send(how) {
    this.#isAhead = false;
    const body = sign(new URLSearchParams(new FormData(this.form)));
    if (how) body.set(how, "1");
    const { status, told } = await this.#post(body);
    if (status === 200) {
      follow(this.form, told.version);
      if (how !== "aside") this.heard.kept(!this.#isAhead);
      return true;
    }
    this.#isAhead = true;
    if (status === 409) {
      this.#isStopped = true;
      this.heard.elsewhere(told);
    } else {
      this.heard.failed(status, told?.detail ?? "");
      if (!status) this.#timer = setTimeout(() => this.#again(), RETRY);
    }
    return false;
  }

  async #post(body) {
    const controller = new AbortController();
    const timer = setTimeout(() => controller.abort(), PATIENCE);
    try {
      const answer = await fetch(this.address, { ...this.#options(body), signal: controller.signal });
      return { status: answer.status, told: await answer.json() };
    } catch {
      return { status: 0, told: null };
    } finally {
      clearTimeout(timer);
    }
  }

  #options(body) {
    const headers = { Accept: "application/json", "X-CSRFToken": token() };
    return { method: "POST", body, headers, redirect: "error" };
  }

  #again() {
    if (this.#isAhead && !this.#isStopped) this.send();
  }

  /** The page may never be seen again: nobody hears the answer. */
  #last() {
    if (!this.#isAhead || this.#isStopped) return;
    const body = sign(new URLSearchParams(new FormData(this.form)));
    const keepalive = body.toString().length < MOST_AFTERWARDS;
    fetch(this.address, { ...this.#options(body), keepalive }).catch(() => {});
  }
}
