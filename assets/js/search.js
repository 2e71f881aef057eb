// Suggestions under a search box while one types: an editable combobox with a listbox (ARIA 1.2). main.js loads this
// when such a box is first entered. All words come from the server, in the language of the page; when it does not
// answer, the box is what it is without this module.
const WAIT = 120;
const SHORTEST = 2;
const KEPT = 50;
const answers = new Map();

async function answerTo(address, signal) {
  if (!answers.has(address)) {
    const response = await fetch(address, { signal });
    if (!response.ok) throw new Error(`suggestions: ${response.status}`);
    answers.set(address, await response.json());
    if (answers.size > KEPT) answers.delete(answers.keys().next().value);
  }
  return answers.get(address);
}

function element(name, attributes, ...inside) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...inside);
  return made;
}

class Suggestions {
  #input;
  #list;
  #told = element("div", { role: "status", class: "visually-hidden" });
  #active = -1;
  #shown = "";
  #timer;
  #asking = new AbortController();

  constructor(input) {
    this.#input = input;
    this.#list = element("div", { role: "listbox", id: `${input.id}-suggestions`, class: "suggestions" });
    this.#list.hidden = true;
    input.parentElement.append(this.#list, this.#told);
    const attributes = { role: "combobox", "aria-autocomplete": "list", "aria-controls": this.#list.id };
    for (const [name, value] of Object.entries(attributes)) input.setAttribute(name, value);
    input.setAttribute("aria-expanded", "false");
    input.addEventListener("input", () => this.later());
    input.addEventListener("keydown", (event) => this.#press(event));
    input.addEventListener("blur", () => this.#close());
    input.form.addEventListener("submit", () => this.#close());
    // Pressing a suggestion leaves the focus in the box, so that the list does not close under the finger.
    this.#list.addEventListener("mousedown", (event) => event.preventDefault());
    this.#list.addEventListener("click", (event) => this.#choose(event.target.closest("[role=option]")));
  }

  later() {
    this.#asking.abort();
    clearTimeout(this.#timer);
    this.#activate(-1);
    if (this.#input.value.trim().length < SHORTEST) this.#close();
    else this.#timer = setTimeout(() => this.#ask(), WAIT);
  }

  async #ask() {
    const { signal } = (this.#asking = new AbortController());
    const { form } = this.#input;
    const address = `${form.getAttribute("action")}/suggestions?${new URLSearchParams(new FormData(form))}`;
    try {
      const answer = await answerTo(address, signal);
      if (!signal.aborted && document.activeElement === this.#input) this.#show(address, answer);
    } catch {
      if (!signal.aborted) this.#close();
    }
  }

  #show(address, { label, told, groups }) {
    if (this.#shown !== address) {
      this.#list.setAttribute("aria-label", label);
      this.#list.replaceChildren(...groups.map((group, at) => this.#group(group, at)));
      this.#options.forEach((option, at) => (option.id = `${this.#list.id}-${at}`));
      this.#shown = address;
    }
    this.#told.textContent = told;
    this.#list.hidden = !groups.length;
    this.#input.setAttribute("aria-expanded", String(!this.#list.hidden));
    this.#activate(-1);
  }

  #group({ label, options }, at) {
    const id = `${this.#list.id}-sort-${at}`;
    const heading = element("li", { role: "presentation", id, class: "suggestions-sort" }, label);
    return element("ul", { role: "group", "aria-labelledby": id }, heading, ...options.map(option));
  }

  get #options() {
    return [...this.#list.querySelectorAll("[role=option]")];
  }

  #press(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const moves = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in moves) {
      event.preventDefault();
      if (this.#list.hidden) this.later();
      else this.#move(moves[event.key]);
    } else if (!this.#list.hidden && event.key === "Escape") {
      // Once closes the list, twice empties the box, as browsers do with a search box.
      event.preventDefault();
      this.#close();
    } else if (event.key === "Enter" && this.#active >= 0) {
      event.preventDefault();
      this.#choose(this.#options[this.#active]);
    } else if (["Home", "End", "ArrowLeft", "ArrowRight"].includes(event.key)) {
      // The cursor moves in the box, where Enter then searches for what is written.
      this.#activate(-1);
    }
  }

  // Round and round, with the box itself between the last and the first.
  #move(step) {
    const places = this.#options.length + 1;
    this.#activate(((this.#active + 1 + step + places) % places) - 1);
  }

  #activate(active) {
    this.#active = active;
    const options = this.#options;
    options.forEach((option, at) => option.setAttribute("aria-selected", String(at === active)));
    if (active < 0) return this.#input.removeAttribute("aria-activedescendant");
    this.#input.setAttribute("aria-activedescendant", options[active].id);
    options[active].scrollIntoView({ block: "nearest" });
  }

  #choose(option) {
    if (!option) return;
    this.#close();
    location.assign(option.dataset.address);
  }

  #close() {
    this.#asking.abort();
    clearTimeout(this.#timer);
    this.#list.hidden = true;
    this.#told.textContent = "";
    this.#input.setAttribute("aria-expanded", "false");
    this.#activate(-1);
  }
}

function option({ pieces, address, note }) {
  const text = pieces.map(([piece, isTyped]) => (isTyped ? element("mark", {}, piece) : piece));
  const made = element("li", { role: "option", "data-address": address }, element("span", {}, ...text));
  if (note) made.append(element("small", {}, note));
  return made;
}

// What was typed while this was on its way is answered too.
export function suggestIn(input) {
  const suggestions = new Suggestions(input);
  if (input.value !== input.defaultValue) suggestions.later();
}
