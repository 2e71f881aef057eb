// Turns <textarea data-editor> into an editor with toolbar, preview and safety net. The textarea stays the field of
// the form and always holds the text, so saving works as it does without this module.
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { markdown, markdownLanguage } from "@codemirror/lang-markdown";
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { EditorState } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { bringsFiles, catchStrayFiles, fileButtons, filesOf } from "./_file_ways.js";
import { EditorText } from "./_file_places.js";
import { Files } from "./_files.js";
import { frontMatter, startOfText } from "./_front_matter.js";
import { saveByKeyboard } from "./_keyboard.js";
import { messages } from "./_messages.js";
import { Preview } from "./_preview.js";
import { Saving } from "./_saving.js";
import { Session } from "./_session.js";
import { makeToolbar, toolButton } from "./_tool_buttons.js";
import { TOOLS } from "./_toolbar.js";

const WIDE = matchMedia("(min-width: 1024px)");

const look = EditorView.theme({
  "&": { color: "var(--ink)", fontSize: "1.0625rem", minHeight: "60vh", maxHeight: "80vh" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "inherit", lineHeight: "1.65", overflow: "auto" },
  ".cm-content": { padding: "1rem 1.25rem", caretColor: "var(--ink)", minHeight: "60vh" },
  ".cm-line": { padding: "0" },
});

const colours = HighlightStyle.define([
  { tag: tags.heading1, fontWeight: "750", fontSize: "1.4em" },
  { tag: tags.heading2, fontWeight: "700", fontSize: "1.2em" },
  { tag: tags.heading, fontWeight: "700" },
  { tag: tags.strong, fontWeight: "700" },
  { tag: tags.emphasis, fontStyle: "italic" },
  { tag: tags.strikethrough, textDecoration: "line-through" },
  { tag: tags.link, color: "var(--brand)" },
  { tag: tags.url, color: "var(--quiet)" },
  { tag: tags.monospace, fontFamily: "var(--bs-font-monospace)", fontSize: "0.92em" },
  { tag: [tags.processingInstruction, tags.contentSeparator, tags.meta], color: "var(--quiet)" },
]);

function element(name, attributes) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

// Inside a shadow root the editor's styles are constructed sheets, which a strict Content-Security-Policy allows.
function mountText(host, textarea, onChange, takeFiles) {
  const root = host.attachShadow({ mode: "open" });
  const tools = TOOLS.filter(({ key }) => key).map(({ key, run }) => ({ key, run }));
  const save = () => { textarea.form.requestSubmit(); return true; };
  return new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: textarea.value,
      selection: { anchor: startOfText(textarea.value) },
      extensions: [
        history(),
        markdown({ base: markdownLanguage, extensions: [frontMatter] }),
        syntaxHighlighting(colours),
        look,
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({
          "aria-label": textarea.labels[0]?.textContent.trim() ?? "",
          lang: document.documentElement.lang,
          tabindex: "0",
          spellcheck: "true",
          autocapitalize: "sentences",
        }),
        keymap.of([...tools, { key: "Mod-Enter", run: save }, ...defaultKeymap, ...historyKeymap]),
        EditorView.domEventHandlers({
          paste: (event) => takeFiles(event, filesOf(event.clipboardData), null),
          drop: (event, view) => bringsFiles(event) && takeFiles(event, [...event.dataTransfer.files], view.posAtCoords({ x: event.clientX, y: event.clientY })),
        }),
        EditorView.updateListener.of((update) => {
          if (!update.docChanged) return;
          textarea.value = update.state.doc.toString();
          onChange();
        }),
      ],
    }),
  });
}

function previewSwitch(box, preview) {
  const button = toolButton({ name: "preview", icon: "eye", wide: true }, () => show(!preview.shown));
  button.classList.add("editor-tools-end");
  const show = (shown) => {
    button.setAttribute("aria-pressed", String(shown));
    box.classList.toggle("with-preview", shown);
    preview.show(shown);
  };
  return { button, show };
}

function enhance(textarea) {
  const box = element("div", { class: "editor" });
  const panes = element("div", { class: "editor-panes" });
  const host = element("div", { class: "editor-text" });
  const pane = element("div", { class: "editor-preview prose", role: "group", "aria-label": messages.preview, tabindex: "0" });
  const line = element("p", { class: "editor-state", role: "status" });
  const preview = new Preview(textarea, pane);
  const session = new Session();
  let files = null;
  const takeFiles = (event, found, at) => {
    if (!files || !found.length) return false;
    event.preventDefault();
    files.add(found, at);
    return true;
  };
  const saving = new Saving(textarea, line, { session, files: { areReady: (submitter) => files?.areReady(submitter) ?? true } });
  const view = mountText(host, textarea, () => { preview.textChanged(); saving.textChanged(); }, takeFiles);
  const { button, show } = previewSwitch(box, preview);
  const replaceText = (text) => {
    view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
    files?.resume();
    view.focus();
  };

  const buttons = TOOLS.map((tool) => toolButton(tool, () => tool.run(view)));
  const { filesUrl, beforeFiles } = textarea.dataset;
  if (filesUrl || beforeFiles) {
    const take = (found) => files.add(found);
    buttons.push(...fileButtons(take));
    catchStrayFiles(take);
  }
  panes.append(host, pane);
  box.append(makeToolbar([...buttons, button]), panes, line);
  textarea.after(box);
  if (filesUrl || beforeFiles) {
    const place = (tray) => { if (!tray.isConnected) line.before(tray); };
    files = new Files({ form: textarea.form, text: new EditorText(view), session, address: filesUrl, place });
  }
  textarea.hidden = true;
  for (const way of [...textarea.labels, ...document.querySelectorAll(`a[href="#${CSS.escape(textarea.id)}"]`)]) {
    way.addEventListener("click", (event) => { event.preventDefault(); view.focus(); });
  }
  saving.offerDrafts(box, replaceText);
  saveByKeyboard(textarea.form);
  show(WIDE.matches && Boolean(textarea.dataset.previewUrl));
}

for (const textarea of document.querySelectorAll("textarea[data-editor]")) enhance(textarea);
