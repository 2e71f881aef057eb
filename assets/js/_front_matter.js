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
