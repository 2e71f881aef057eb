// An opinion is long to write: what is in the form is kept on the server, as a draft of one's own, while one writes.
// Without this module the button "Garder le brouillon" does the same.
const PAUSE = 1500;

class KeptOpinion {
  #timer = 0;
  #isLeaving = false;
  #sending = null;

  constructor(form) {
    this.form = form;
    this.line = form.querySelector("[data-kept]");
    for (const name of ["input", "change"]) form.addEventListener(name, () => this.#later());
    form.addEventListener("submit", () => { this.#isLeaving = true; clearTimeout(this.#timer); });
    // What is sent while a page goes away may not be longer than 64 KB; an opinion is.
    addEventListener("pagehide", () => this.#now(true));
  }

  #later() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#now(), PAUSE);
  }

  async #now(keepalive = false) {
    if (!this.#timer || this.#isLeaving) return;
    clearTimeout(this.#timer);
    this.#timer = 0;
    await this.#sending;
    this.#sending = this.#send(keepalive);
  }

  async #send(keepalive) {
    try {
      const answer = await fetch(this.form.dataset.keepOpinion, { method: "POST", body: new FormData(this.form), keepalive });
      if (answer.ok) this.line.textContent = (await answer.json()).said;
    } catch {
      // Without a network the words stay in the form; the next change tries again.
    }
  }
}

for (const form of document.querySelectorAll("form[data-keep-opinion]")) new KeptOpinion(form);
