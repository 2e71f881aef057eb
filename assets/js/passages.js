// The talk on the page itself: passages that open threads are about are marked, and a passage that one selects can be
// commented. main.js loads this where there is something to mark or somebody who may write; without it the page is read
// as it is, and passages are chosen on the page of the discussion.
import { BLOCKS, ReadText, quotationOf } from "./_passages.js";

const HIDDEN = "talk-marks-hidden";
const SETTLED = 250;
const LONGEST_ADDRESS = 3500;

function element(name, attributes, ...inside) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...inside);
  return made;
}

function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `${document.body.dataset.sprite}#${name}`);
  svg.append(use);
  return svg;
}

function remembered() {
  try {
    return localStorage.getItem(HIDDEN) !== "1";
  } catch {
    return true;
  }
}

function remember(isShown) {
  try {
    localStorage.setItem(HIDDEN, isShown ? "0" : "1");
  } catch {
    // Without storage the choice lasts as long as the page.
  }
}

class Talk {
  #box;
  #words;
  #address;
  #roots;
  #marks = [];
  #tool = null;
  #timer;

  constructor(box) {
    this.#box = box;
    this.#words = box.dataset;
    this.#address = box.dataset.passages;
    this.#roots = [...document.querySelectorAll(".page-article > .prose")];
    if (!this.#roots.length) return;
    if ("marked" in box.dataset) this.#mark();
    if ("mayWrite" in box.dataset) this.#letChoose();
  }

  // --- what is commented already

  async #mark() {
    const response = await fetch(`${this.#address}/passages`, { headers: { Accept: "application/json" } });
    if (!response.ok) return;
    const read = new ReadText(this.#roots);
    for (const thread of await response.json()) {
      const range = read.find(thread.exact, thread.prefix);
      if (range) this.#marks.push({ thread, range });
    }
    if (!this.#marks.length) return;
    this.#placeLinks();
    this.#setUpToggle();
    document.addEventListener("click", (event) => this.#openAt(event));
    this.#show(remembered());
    this.#goToAsked();
  }

  // Links at the end of each block that holds passages: they lead by mouse, finger and keyboard.
  #placeLinks() {
    const byBlock = new Map();
    for (const mark of this.#marks) {
      const block = mark.range.endContainer.parentElement.closest(BLOCKS) ?? this.#blockOf(mark.range.endContainer);
      byBlock.set(block, [...(byBlock.get(block) ?? []), mark]);
    }
    for (const [block, marks] of byBlock) {
      const links = marks.map((mark) => (mark.link = this.#link(mark.thread)));
      block.append(element("span", { class: "talk-margin", "data-talk": "" }, ...links));
    }
  }

  #link({ url, title, count }) {
    const label = `${this.#words.sayOpen} : ${title} (${count})`;
    return element("a", { class: "talk-mark", href: url, "aria-label": label, title }, icon("chat-quote"), String(count));
  }

  #blockOf(node) {
    let block = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
    while (!this.#roots.includes(block.parentElement)) block = block.parentElement;
    return block;
  }

  #setUpToggle() {
    const line = this.#box.querySelector("[data-passages-toggle]");
    const check = line.querySelector("input");
    check.checked = remembered();
    check.addEventListener("change", () => {
      remember(check.checked);
      this.#show(check.checked);
    });
    line.hidden = false;
  }

  #show(isShown) {
    document.documentElement.classList.toggle("talk-marks-off", !isShown);
    if (!("highlights" in CSS)) return;
    if (isShown) CSS.highlights.set("talk", new Highlight(...this.#marks.map((mark) => mark.range)));
    else CSS.highlights.delete("talk");
  }

  #openAt(event) {
    if (event.target.closest("a, button, summary, input") || !getSelection().isCollapsed) return;
    const mark = this.#marks.find(({ range }) => within(range, event.clientX, event.clientY));
    if (mark && !document.documentElement.classList.contains("talk-marks-off")) location.assign(mark.thread.url);
  }

  // `?fil=12`: where one comes from its thread.
  #goToAsked() {
    const asked = Number(new URLSearchParams(location.search).get("fil"));
    const mark = this.#marks.find(({ thread }) => thread.id === asked);
    if (!mark) return;
    mark.link.closest(".talk-margin").scrollIntoView({ block: "center" });
    mark.link.focus({ preventScroll: true });
  }

  // --- what one comments

  #letChoose() {
    document.addEventListener("selectionchange", () => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#offerSelection(), SETTLED);
    });
    document.addEventListener("keydown", (event) => this.#enterTool(event));
    const line = this.#box.querySelector("[data-passages-choose]");
    const button = line.querySelector("button");
    button.addEventListener("click", () => this.#choosePassage(button));
    line.hidden = false;
  }

  #offerSelection() {
    const selection = getSelection();
    const range = selection.rangeCount ? selection.getRangeAt(0) : null;
    if (!range || selection.isCollapsed || !/[\p{L}\p{N}]/u.test(selection.toString()) || !this.#holds(range)) return this.#withdraw();
    const block = this.#blockOf(range.endContainer);
    this.#withdraw();
    this.#tool = element("div", { class: "talk-tool", "data-talk": "" }, this.#button(range));
    block.after(this.#tool);
    this.#tell(this.#words.saySelected);
  }

  // From a selection the next stop is its button, wherever the browser thinks that the focus is.
  #enterTool(event) {
    const isReading = [document.body, document.getElementById("contenu")].includes(document.activeElement);
    if (event.key !== "Tab" || event.shiftKey || !this.#tool || !isReading) return;
    event.preventDefault();
    this.#tool.querySelector("button").focus();
  }

  #holds(range) {
    return [range.startContainer, range.endContainer].every((node) => this.#roots.some((root) => root !== node && root.contains(node)));
  }

  #button(range) {
    const button = element("button", { class: "btn btn-primary", type: "button" }, icon("chat-quote"), element("span", {}, this.#words.sayComment));
    // Pressing it must not take the selection away before it is read.
    button.addEventListener("pointerdown", (event) => event.preventDefault());
    button.addEventListener("click", () => this.#comment(range));
    return button;
  }

  #withdraw() {
    if (this.#tool?.contains(document.activeElement)) return;
    this.#tool?.remove();
    this.#tool = null;
    this.#tell("");
  }

  #comment(range) {
    const said = quotationOf(range, this.#roots);
    let address = `${this.#address}/ecrire?${new URLSearchParams(said)}`;
    while (address.length > LONGEST_ADDRESS) {
      said.passage = said.passage.slice(0, Math.floor(said.passage.length * 0.8));
      address = `${this.#address}/ecrire?${new URLSearchParams(said)}`;
    }
    location.assign(address);
  }

  // Without a selection, as with a keyboard or a screen reader: a button after every block.
  #choosePassage(button) {
    const isOn = button.getAttribute("aria-pressed") === "true";
    button.setAttribute("aria-pressed", String(!isOn));
    document.querySelectorAll(".talk-pick").forEach((pick) => pick.remove());
    const words = button.querySelector("span");
    button.dataset.words ??= words.textContent;
    words.textContent = isOn ? button.dataset.words : this.#words.sayDone;
    if (isOn) return;
    this.#roots.flatMap((root) => [...root.querySelectorAll(BLOCKS)]).forEach((block) => this.#pick(block));
    document.querySelector(".talk-pick button")?.focus();
  }

  #pick(block) {
    if (!block.textContent.trim() || block.querySelector(BLOCKS)) return;
    const range = document.createRange();
    range.selectNodeContents(block);
    const start = block.textContent.trim().slice(0, 40);
    const button = element("button", { type: "button", class: "talk-act", "aria-label": `${this.#words.sayComment} : ${start}` }, icon("chat-quote"));
    button.addEventListener("click", () => this.#comment(range));
    block.append(element("span", { class: "talk-pick", "data-talk": "" }, button));
  }

  #tell(words) {
    const place = this.#box.querySelector("[data-passages-told]");
    if (place.textContent !== words) place.textContent = words;
  }
}

function within(range, x, y) {
  return [...range.getClientRects()].some((box) => x >= box.left && x <= box.right && y >= box.top && y <= box.bottom);
}

export function talkOn(box) {
  return new Talk(box);
}
