// `@` and the beginning of a name in a message: people who may read the page are offered. What is written is `@handle`,
// which works without this module.
const WAIT = 120;
const TYPED = /(?:^|[\s(«"'])@([\p{L}\p{N}-]{0,40})$/u;

function element(name, attributes, ...inside) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...inside);
  return made;
}

class Mentions {
  #field;
  #list;
  #told = element("p", { role: "status", class: "visually-hidden" });
  #active = -1;
  #timer;
  #asking = new AbortController();

  constructor(field) {
    this.#field = field;
    this.#list = element("div", { role: "listbox", id: `${field.id}-people`, class: "suggestions", "aria-label": field.dataset.say });
    this.#list.hidden = true;
    const frame = element("div", { class: "talk-field" });
    field.replaceWith(frame);
    frame.append(field, this.#list, this.#told);
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-controls", this.#list.id);
    field.addEventListener("input", () => this.#later());
    field.addEventListener("keydown", (event) => this.#press(event));
    field.addEventListener("blur", () => this.#close());
    // Pressing a name leaves the focus in the field, so that the list does not close under the finger.
    this.#list.addEventListener("mousedown", (event) => event.preventDefault());
    this.#list.addEventListener("click", (event) => this.#choose(event.target.closest("[role=option]")));
  }

  get #typed() {
    const { value, selectionStart } = this.#field;
    return TYPED.exec(value.slice(Math.max(0, selectionStart - 60), selectionStart))?.[1];
  }

  #later() {
    this.#asking.abort();
    clearTimeout(this.#timer);
    if (this.#typed === undefined) this.#close();
    else this.#timer = setTimeout(() => this.#ask(this.#typed), WAIT);
  }

  async #ask(typed) {
    if (typed === undefined) return;
    const { signal } = (this.#asking = new AbortController());
    try {
      const response = await fetch(`${this.#field.dataset.mentions}?${new URLSearchParams({ q: typed })}`, { signal });
      if (!response.ok) return this.#close();
      const people = await response.json();
      if (!signal.aborted) this.#show(people);
    } catch {
      if (!signal.aborted) this.#close();
    }
  }

  #show(people) {
    const options = people.map(({ handle, name }, at) =>
      element("div", { role: "option", id: `${this.#list.id}-${at}`, "data-handle": handle, "aria-selected": "false" },
        element("span", {}, name), element("small", {}, `@${handle}`)));
    this.#list.replaceChildren(...options);
    this.#list.hidden = !options.length;
    this.#told.textContent = options.length ? `${this.#field.dataset.say} : ${options.length}` : "";
    this.#activate(options.length ? 0 : -1);
  }

  get #options() {
    return [...this.#list.children];
  }

  #press(event) {
    if (this.#list.hidden || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const moves = { ArrowDown: 1, ArrowUp: -1 };
    const count = this.#options.length;
    if (event.key in moves) this.#activate((this.#active + moves[event.key] + count) % count);
    else if (event.key === "Enter" || event.key === "Tab") this.#choose(this.#options[this.#active]);
    else if (event.key === "Escape") this.#close();
    else return;
    event.preventDefault();
  }

  #activate(active) {
    this.#active = active;
    this.#options.forEach((option, at) => option.setAttribute("aria-selected", String(at === active)));
    if (active < 0) return this.#field.removeAttribute("aria-activedescendant");
    this.#field.setAttribute("aria-activedescendant", this.#options[active].id);
    this.#options[active].scrollIntoView({ block: "nearest" });
  }

  #choose(option) {
    const typed = this.#typed;
    if (!option || typed === undefined) return this.#close();
    const end = this.#field.selectionStart;
    this.#field.setRangeText(`${option.dataset.handle} `, end - typed.length, end, "end");
    this.#close();
    this.#field.dispatchEvent(new Event("change", { bubbles: true }));
  }

  #close() {
    this.#asking.abort();
    clearTimeout(this.#timer);
    this.#list.hidden = true;
    this.#told.textContent = "";
    this.#activate(-1);
  }
}

for (const field of document.querySelectorAll("textarea[data-mentions]")) new Mentions(field);
