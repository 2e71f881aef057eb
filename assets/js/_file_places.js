// Where marks of files stand: in the one text of the editor, or in one of the free texts of the designer.
import { altsIn, markIn } from "./_file_marks.js";
import { endOfHead } from "./_front_matter.js";

/** The text of a CodeMirror view. */
export class EditorText {
  constructor(view) {
    this.view = view;
  }

  all() {
    return this.view.state.doc.toString();
  }

  has(id) {
    return Boolean(markIn(this.all(), id));
  }

  /** Puts words at a place, or where the caret is, on lines of their own; never into the head of the page or before it. */
  insert(words, at = null) {
    const { state } = this.view;
    const first = endOfHead(this.all());
    const from = Math.max(first, at ?? state.selection.main.from);
    const to = Math.max(first, at ?? state.selection.main.to);
    const insert = apart(state.sliceDoc(Math.max(0, from - 2), from), words, state.sliceDoc(to, to + 2));
    this.view.dispatch({ changes: { from, to, insert }, selection: { anchor: from + insert.length }, userEvent: "input.paste", scrollIntoView: true });
    this.view.focus();
  }

  replaceMark(id, insert) {
    const found = markIn(this.all(), id);
    if (found) this.view.dispatch({ changes: { ...found, insert } });
    return Boolean(found);
  }

  describe(url, insert) {
    this.view.dispatch({ changes: altsIn(this.all(), url).map((found) => ({ ...found, insert })) });
  }
}

/** The free texts of a form; words go into the one that was last used. */
export class AreasText {
  #last = "";

  constructor(form) {
    this.form = form;
    form.addEventListener("focusin", ({ target }) => { if (target.matches("textarea[data-markdown]")) this.use(target); });
  }

  use(area) {
    this.#last = area.id;
  }

  get #areas() {
    return [...this.form.querySelectorAll("textarea[data-markdown]")];
  }

  /** The free text that was last used. */
  get area() {
    return this.#areas.find(({ id }) => id === this.#last) ?? this.#areas[0];
  }

  all() {
    return this.#areas.map(({ value }) => value).join("\n");
  }

  has(id) {
    return Boolean(markIn(this.all(), id));
  }

  insert(words) {
    const { area } = this;
    const { selectionStart: from, selectionEnd: to, value } = area;
    change(area, from, to, apart(value.slice(Math.max(0, from - 2), from), words, value.slice(to, to + 2)));
  }

  replaceMark(id, words) {
    for (const area of this.#areas) {
      const found = markIn(area.value, id);
      if (found) {
        change(area, found.from, found.to, words);
        return true;
      }
    }
    return false;
  }

  describe(url, words) {
    for (const area of this.#areas) {
      for (const { from, to } of altsIn(area.value, url).reverse()) change(area, from, to, words);
    }
  }
}

function change(area, from, to, words) {
  area.setRangeText(words, from, to, "end");
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

/** A file is a paragraph of its own. */
function apart(before, words, after) {
  const start = !before || before.endsWith("\n\n") || before === "\n" ? "" : before.endsWith("\n") ? "\n" : "\n\n";
  const end = after.startsWith("\n\n") ? "" : after.startsWith("\n") ? "\n" : "\n\n";
  return `${start}${words}${end}`;
}
