// A list typed on one line becomes chips. The field that people type in keeps its label; a hidden one carries the list
// as the server reads it, the same characters as long as nothing is changed.
import { messages } from "./_messages.js";
import { iconOf } from "./_tool_buttons.js";

/** Cuts where a separator stands outside brackets. */
export function splitList(text, separator) {
  const items = [];
  let depth = 0;
  let start = 0;
  for (let place = 0; place <= text.length; place += 1) {
    if ("([".includes(text[place] ?? " ")) depth += 1;
    if (")]".includes(text[place] ?? " ") && depth) depth -= 1;
    if (place < text.length && (text[place] !== separator || depth)) continue;
    items.push(text.slice(start, place).trim());
    start = place + 1;
  }
  return items.filter(Boolean);
}

const itemsOf = (text, kind) => splitList(text, kind === "any" && text.includes(";") ? ";" : ",");

function joined(items, kind) {
  if (kind === "commas" || items.every((item) => itemsOf(item, kind).length === 1)) return items.join(", ");
  return items.join(" ; ") + (items.length === 1 ? " ;" : "");
}

class Tokens {
  constructor(entry, announce) {
    this.entry = entry;
    this.announce = announce;
    this.kind = entry.dataset.tokens;
    this.carrier = document.createElement("input");
    this.carrier.type = "hidden";
    this.carrier.name = entry.name;
    this.carrier.value = entry.value;
    this.list = document.createElement("ul");
    this.list.className = "tokens";
    entry.before(this.list, this.carrier);
    entry.removeAttribute("name");
    entry.value = "";
    entry.addEventListener("keydown", (event) => this.#key(event));
    entry.addEventListener("change", () => this.#take());
    // A suggestion that is chosen from the list arrives whole.
    entry.addEventListener("input", (event) => {
      if (!event.inputType || event.inputType === "insertReplacementText") this.#take();
    });
    this.#show();
  }

  get items() {
    return itemsOf(this.carrier.value, this.kind);
  }

  #key(event) {
    const { entry } = this;
    const isSeparator = event.key === "," || (event.key === ";" && this.kind === "any");
    if (event.key === "Enter" || (isSeparator && splitList(`${entry.value},`, ",").join() === entry.value.trim())) {
      event.preventDefault();
      this.#take();
    } else if (event.key === "Backspace" && !entry.value && this.items.length) this.#remove(this.items.length - 1);
  }

  #take() {
    const { items } = this;
    const added = itemsOf(this.entry.value, this.kind).filter((item) => !items.includes(item));
    this.entry.value = "";
    if (added.length) this.#put([...items, ...added]);
  }

  #remove(place) {
    const { items } = this;
    const [item] = items.splice(place, 1);
    this.#put(items);
    this.announce(messages.tokenRemoved(item));
    this.entry.focus();
  }

  #put(items) {
    this.carrier.value = joined(items, this.kind);
    this.#show();
    this.carrier.dispatchEvent(new Event("change", { bubbles: true }));
  }

  #show() {
    const known = document.getElementById(this.entry.getAttribute("list") ?? "");
    this.list.replaceChildren(...this.items.map((item, place) => {
      const words = [...known?.options ?? []].find(({ value }) => value === item)?.text;
      const chip = document.createElement("li");
      chip.textContent = this.kind === "any" && words && words !== item && words.length < 60 ? `${item} · ${words}` : item;
      const button = document.createElement("button");
      button.type = "button";
      button.setAttribute("aria-label", messages.tokenRemove(item));
      button.append(iconOf("x-lg"));
      button.addEventListener("click", () => this.#remove(place));
      chip.append(button);
      return chip;
    }));
    this.list.hidden = !this.list.childElementCount;
  }
}

export function enhanceTokens(form, announce) {
  for (const entry of form.querySelectorAll("input[data-tokens][name]")) new Tokens(entry, announce);
}
