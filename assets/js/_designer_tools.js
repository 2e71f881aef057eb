// A small toolbar over each free text, for people who never saw Markdown.
import { fileButtons } from "./_file_ways.js";
import { makeToolbar, toolButton } from "./_tool_buttons.js";
import { messages } from "./_messages.js";

function insert(area, text, from, to) {
  area.focus();
  area.setSelectionRange(from, to);
  // The only way that the browser's undo takes back.
  if (!document.execCommand("insertText", false, text)) {
    area.setRangeText(text, from, to, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

function surround(area, before, after) {
  const { selectionStart: from, selectionEnd: to } = area;
  const chosen = area.value.slice(from, to) || messages.text;
  insert(area, before + chosen + after, from, to);
  area.setSelectionRange(from + before.length, from + before.length + chosen.length);
}

function prefix(area, mark) {
  const from = area.value.lastIndexOf("\n", area.selectionStart - 1) + 1;
  const end = area.value.indexOf("\n", area.selectionEnd);
  const to = end < 0 ? area.value.length : end;
  const lines = area.value.slice(from, to).split("\n");
  insert(area, lines.map((line) => (line.startsWith(mark) ? line : mark + line)).join("\n"), from, to);
}

const TOOLS = [
  { name: "bold", icon: "type-bold", run: (area) => surround(area, "**", "**") },
  { name: "list", icon: "list-ul", run: (area) => prefix(area, "- ") },
  { name: "link", icon: "link-45deg", run: (area) => surround(area, "[", "](https://)") },
  { name: "subheading", icon: "type-h2", run: (area) => prefix(area, `${"#".repeat(Number(area.dataset.markdown) + 1)} `) },
];

export function enhanceTools(form, takeFiles) {
  for (const area of form.querySelectorAll("textarea[data-markdown]:not([data-with-tools])")) {
    area.dataset.withTools = "";
    const buttons = TOOLS.map((tool) => toolButton(tool, () => tool.run(area)));
    const bar = makeToolbar([...buttons, ...fileButtons((found) => { area.focus(); takeFiles(found); })]);
    bar.setAttribute("aria-label", `${messages.tools} · ${area.labels[0]?.textContent.trim() ?? ""}`);
    area.before(bar);
  }
}
