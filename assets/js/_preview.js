// The page as it will be, asked of the server: one renderer, so the preview never lies.
import { messages } from "./_messages.js";

const PAUSE = 350;

export class Preview {
  #timer = 0;
  #asked = null;

  constructor(textarea, pane) {
    this.textarea = textarea;
    this.pane = pane;
    this.shown = false;
  }

  show(shown) {
    this.shown = shown;
    if (shown) this.#refresh();
  }

  textChanged() {
    if (!this.shown) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#refresh(), PAUSE);
  }

  async #refresh() {
    this.#asked?.abort();
    this.#asked = new AbortController();
    const { form, dataset, value } = this.textarea;
    const territory = form.elements.namedItem("territory")?.value ?? dataset.territory ?? "";
    try {
      const answer = await fetch(dataset.previewUrl, {
        method: "POST",
        body: new URLSearchParams({ text: value, territory }),
        headers: { "X-CSRFToken": form.elements.namedItem("csrf_token")?.value ?? "" },
        signal: this.#asked.signal,
      });
      if (!answer.ok) throw new Error(answer.statusText);
      this.pane.innerHTML = await answer.text();
    } catch (fault) {
      if (fault.name !== "AbortError") this.pane.textContent = messages.previewFailed;
    }
  }
}
