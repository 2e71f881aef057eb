// The YAML head between two `---` lines, which Markdown alone would take for a rule and a heading.
import { tags } from "@lezer/highlight";

const FENCE = /^---\s*$/;

export const frontMatter = {
  defineNodes: [{ name: "FrontMatter", block: true, style: tags.meta }],
  parseBlock: [{
    name: "FrontMatter",
    before: "HorizontalRule",
    parse(context, line) {
      if (context.lineStart > 0 || !FENCE.test(line.text)) return false;
      while (context.nextLine() && !FENCE.test(line.text));
      context.nextLine();
      context.addElement(context.elt("FrontMatter", 0, context.prevLineEnd()));
      return true;
    },
  }],
};

const HEAD = /^---[ \t]*\n(?:.*\n)*?---[ \t]*(?:\n|$)/;
const TITLE = /^\s*# .*(?:\n|$)/;

/** Where the text begins, after the YAML head: what stood before it would make it a rule and a heading. */
export const endOfHead = (text) => HEAD.exec(text)?.[0].length ?? 0;

/** Where somebody begins to write who has not chosen a place: after the head and the title. */
export function startOfText(text) {
  const head = endOfHead(text);
  return head + (TITLE.exec(text.slice(head))?.[0].length ?? 0);
}
