// Stands in for @codemirror/lang-html, which lang-markdown imports to colour raw HTML: pages hold almost none, and
// its grammars of HTML, CSS and JavaScript would weigh more than the rest of the editor.
import { LanguageSupport, StreamLanguage } from "@codemirror/language";

const plain = StreamLanguage.define({
  name: "plain",
  token(stream) {
    stream.skipToEnd();
    return null;
  },
});

export const html = () => new LanguageSupport(plain);
export const htmlCompletionSource = () => null;
