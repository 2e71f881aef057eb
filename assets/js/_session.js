// A session may end while somebody writes. They sign in again in a dialog, and what they were doing goes on.
import { ADDRESS, account, takeToken } from "./_account.js";
import { messages } from "./_messages.js";

export const token = () => document.querySelector("form input[name=csrf_token]")?.value ?? "";

const who = async () => (await account()).handle;

export class Session {
  #asked = null;

  constructor(dialog = document.querySelector("dialog[data-sign-in]")) {
    this.dialog = dialog;
    this.writer = dialog?.dataset.writer ?? "";
    if (!dialog) return;
    dialog.querySelector("form").addEventListener("submit", (event) => { event.preventDefault(); this.#send(); });
    dialog.querySelector("[data-later]").addEventListener("click", () => this.#end(false));
    dialog.addEventListener("cancel", () => this.#end(false));
    // Whoever signs in in another tab comes back here.
    for (const name of ["focus", "visibilitychange"]) addEventListener(name, () => this.#look());
  }

  /** Whether a refusal comes of a session that ended: what only members see then answers as if it were not there. */
  async hasEnded(status) {
    if (!this.writer || ![400, 401, 403, 404].includes(status)) return false;
    try {
      return await who() !== this.writer;
    } catch {
      return false;
    }
  }

  /** Whether who began to write is signed in, asked to do so where needed; rejects when nobody can be reached. */
  async ensure() {
    if (!this.writer || await who() === this.writer) return true;
    return this.ask();
  }

  /** Opens the dialog; resolves to whether the person signed in. */
  ask() {
    if (!this.dialog) return Promise.resolve(false);
    this.#asked ??= Promise.withResolvers?.() ?? withResolvers();
    if (!this.dialog.open) {
      this.#askCode(false);
      this.#refuse("");
      this.dialog.showModal();
    }
    return this.#asked.promise;
  }

  async #send() {
    const form = this.dialog.querySelector("form");
    const button = form.querySelector("[type=submit]");
    button.disabled = true;
    try {
      await who();
      const answer = await fetch(ADDRESS, {
        method: "POST",
        body: new URLSearchParams(new FormData(form)),
        headers: { Accept: "application/json", "X-CSRFToken": token() },
      });
      const told = await answer.json();
      if (answer.ok) this.#signedIn(told);
      else {
        const isNew = this.#askCode(told.asks_code);
        this.#refuse(isNew ? "" : told.detail);
      }
    } catch {
      this.#refuse(messages.unreachable);
    } finally {
      button.disabled = false;
    }
  }

  async #look() {
    if (!this.dialog.open || document.hidden) return;
    try {
      if (await who() === this.writer) this.#end(true);
    } catch {
      // Still out of reach: the dialog stays.
    }
  }

  #signedIn(told) {
    takeToken(told.csrf_token);
    if (told.handle === this.writer) this.#end(true);
    else this.#refuse(messages.otherWriter(this.writer));
  }

  /** Asks for the code that follows the password, or for both again; whether the code is asked for just now. */
  #askCode(isAsked) {
    const [first, second] = ["first", "second"].map((name) => this.dialog.querySelector(`[data-${name}]`));
    const isNew = Boolean(isAsked) && second.disabled;
    first.hidden = first.disabled = Boolean(isAsked);
    second.hidden = second.disabled = !isAsked;
    if (isNew) second.querySelector("input").focus();
    return isNew;
  }

  #refuse(words) {
    const line = this.dialog.querySelector("[data-refused]");
    line.hidden = !words;
    line.textContent = words;
  }

  #end(isSignedIn) {
    if (this.dialog.open) this.dialog.close();
    for (const field of this.dialog.querySelectorAll("[name=password], [name=code]")) field.value = "";
    this.#asked?.resolve(isSignedIn);
    this.#asked = null;
  }
}

function withResolvers() {
  const made = {};
  made.promise = new Promise((resolve) => { made.resolve = resolve; });
  return made;
}
