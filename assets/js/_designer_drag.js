// Activities move by their grip, with a mouse, a pen or a finger. The keyboard has its buttons.
const EDGE = 80;
const STEP = 14;

export function enhanceGrips(form, act) {
  for (const grip of form.querySelectorAll("[data-grip]")) {
    grip.hidden = false;
    grip.addEventListener("pointerdown", (event) => {
      if (event.button) return;
      event.preventDefault();
      new Drag(grip, event.pointerId, act);
    });
  }
}

class Drag {
  constructor(grip, pointer, act) {
    this.card = grip.closest("[data-activity]");
    this.others = [...this.card.parentElement.children].filter((each) => each !== this.card);
    this.from = this.to = Number(this.card.dataset.activity);
    this.act = act;
    this.ended = new AbortController();
    const { signal } = this.ended;
    grip.setPointerCapture(pointer);
    this.card.classList.add("is-dragged");
    grip.addEventListener("pointermove", (event) => this.#over(event.clientY), { signal });
    grip.addEventListener("pointerup", () => this.#end(true), { signal });
    grip.addEventListener("pointercancel", () => this.#end(false), { signal });
    addEventListener("keydown", (event) => { if (event.key === "Escape") this.#end(false); }, { signal });
  }

  #over(y) {
    if (y < EDGE) scrollBy(0, -STEP);
    else if (y > innerHeight - EDGE) scrollBy(0, STEP);
    const passed = this.others.filter((card) => {
      const { top, height } = card.getBoundingClientRect();
      return y > top + height / 2;
    });
    this.to = passed.length;
    this.#mark(this.others[this.to], "drop-before");
    if (this.to === this.others.length) this.#mark(this.others.at(-1), "drop-after");
  }

  #mark(card, name) {
    for (const each of this.others) each.classList.remove("drop-before", "drop-after");
    card?.classList.add(name);
  }

  #end(isDropped) {
    this.ended.abort();
    this.#mark(null);
    this.card.classList.remove("is-dragged");
    if (isDropped && this.to !== this.from) this.act(`move:${this.from}:${this.to}`);
  }
}
