// Buttons of a toolbar, whatever they act on.
import { messages } from "./_messages.js";

export function iconOf(name) {
  const drawing = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  drawing.setAttribute("class", "icon");
  drawing.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `${document.body.dataset.sprite}#${name}`);
  drawing.append(use);
  return drawing;
}

export function toolButton({ name, icon, wide }, act) {
  const button = document.createElement("button");
  button.type = "button";
  button.title = messages[name];
  button.append(iconOf(icon));
  const label = document.createElement("span");
  label.textContent = messages[name];
  if (!wide) label.className = "visually-hidden";
  button.append(label);
  button.addEventListener("click", act);
  return button;
}

/** One stop of the tab key for all tools, arrows between them. */
export function makeToolbar(buttons) {
  const bar = document.createElement("div");
  bar.className = "editor-tools";
  bar.setAttribute("role", "toolbar");
  bar.setAttribute("aria-label", messages.tools);
  bar.append(...buttons);
  buttons.forEach((button, rank) => { button.tabIndex = rank ? -1 : 0; });
  bar.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const here = buttons.indexOf(document.activeElement);
    if (!step || here < 0) return;
    event.preventDefault();
    const next = buttons.at((here + step) % buttons.length);
    buttons[here].tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  });
  return bar;
}
