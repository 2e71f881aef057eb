// The tools of the editor: each is a change of the text, so undo takes it back.
import { EditorSelection } from "@codemirror/state";
import { endOfHead } from "./_front_matter.js";
import { messages } from "./_messages.js";

// Markdown takes no mark beside a space or a line's end, which a double or triple click chooses along with the words.
function withoutEnds({ from, to }, state) {
  const chosen = state.sliceDoc(from, to);
  if (!chosen.trim()) return { from, to: from };
  return { from: from + chosen.length - chosen.trimStart().length, to: to - chosen.length + chosen.trimEnd().length };
}

function surround(view, before, after, filler) {
  view.dispatch(view.state.changeByRange((range) => {
    const { from, to } = withoutEnds(range, view.state);
    const chosen = view.state.sliceDoc(from, to) || filler;
    const start = from + before.length;
    return {
      changes: { from, to, insert: before + chosen + after },
      range: EditorSelection.range(start, start + chosen.length),
    };
  }), { userEvent: "input", scrollIntoView: true });
  view.focus();
  return true;
}

function prefixLines(view, prefix) {
  const lines = new Set();
  for (const { from, to } of view.state.selection.ranges) {
    for (let at = from; at <= to;) {
      const line = view.state.doc.lineAt(at);
      lines.add(line.from);
      at = line.to + 1;
    }
  }
  view.dispatch({ changes: [...lines].map((from) => ({ from, insert: prefix })), userEvent: "input" });
  view.focus();
  return true;
}

// A block goes after the paragraph or table that holds the caret, never into it, nor into the head of the page.
function endOfBlock({ doc, selection }) {
  let line = doc.lineAt(Math.max(selection.main.to, endOfHead(doc.toString())));
  while (line.length && line.number < doc.lines && doc.line(line.number + 1).length) line = doc.line(line.number + 1);
  return line;
}

function insertBlock(view, text, caretAfter, filler = "") {
  const line = endOfBlock(view.state);
  const insert = `${line.length ? "\n" : ""}${text}`;
  const anchor = line.to + insert.indexOf(caretAfter) + caretAfter.length;
  view.dispatch({
    changes: { from: line.to, insert },
    selection: { anchor, head: anchor + filler.length },
    userEvent: "input",
    scrollIntoView: true,
  });
  view.focus();
  return true;
}

const emptyTable = () => {
  const { column } = messages;
  return `\n| ${column} 1 | ${column} 2 |\n| --- | --- |\n|  |  |\n|  |  |\n\n`;
};

export const TOOLS = [
  { name: "bold", icon: "type-bold", key: "Mod-b", run: (view) => surround(view, "**", "**", messages.text) },
  { name: "italic", icon: "type-italic", key: "Mod-i", run: (view) => surround(view, "*", "*", messages.text) },
  { name: "heading", icon: "type-h2", run: (view) => prefixLines(view, "## ") },
  { name: "list", icon: "list-ul", run: (view) => prefixLines(view, "- ") },
  { name: "link", icon: "link-45deg", key: "Mod-k", run: (view) => surround(view, "[", "](https://)", messages.text) },
  { name: "page", icon: "file-text", run: (view) => surround(view, "[[", "]]", messages.text) },
  { name: "table", icon: "table", run: (view) => insertBlock(view, emptyTable(), "| ", `${messages.column} 1`) },
  { name: "activity", icon: "plus-lg", wide: true, run: (view) => insertBlock(view, messages.activityText, "Activité : ") },
];
