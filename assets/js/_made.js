// Elements in one line.
export function made(name, properties = {}, ...children) {
  const { attributes = {}, ...own } = properties;
  const element = Object.assign(document.createElement(name), own);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

export const button = (text, kind, act) => {
  const element = made("button", { type: "button", className: `btn btn-${kind}`, textContent: text });
  element.addEventListener("click", act);
  return element;
};

/** Asks where it stands, before what cannot be undone: the place of `asker` shows the question until it is answered. */
export function ask(asker, question, yes, no, act) {
  const line = made("div", { className: "ask", attributes: { role: "group", "aria-label": question } });
  const back = () => { line.replaceWith(asker); asker.querySelector("button")?.focus(); };
  line.append(made("p", { textContent: question }), button(yes, "danger", () => { line.remove(); act(); }), button(no, "secondary", back));
  asker.replaceWith(line);
  line.querySelector("button:last-child").focus();
}
