// Files in a text that is being written: each has a mark in the text at once, waits on this device until the server has
// it, and becomes the line that shows it. Nothing is lost when the network, the session or the page goes.
import { FileRow } from "./_file_row.js";
import { escaped, idsIn, markOf, newId } from "./_file_marks.js";
import { messages } from "./_messages.js";
import { token } from "./_session.js";
import { upload } from "./_upload.js";
import { heldFiles, holdFile, releaseFile } from "./_waiting_files.js";

const AT_ONCE = 2;
const RETRY = 15_000;

class OneFile {
  url = "";
  isDone = false;
  #ended = null;

  constructor(file, files) {
    this.file = file;
    this.files = files;
    this.row = new FileRow(file, {
      cancel: () => this.#drop(),
      remove: () => this.#drop(),
      retry: () => files.send(this),
      insert: () => files.text.insert(this.#line()),
      hide: () => this.row.element.remove(),
      describe: (alt, isFinal) => this.#describe(alt, isFinal),
    });
  }

  get isWaiting() {
    return !this.isDone && Boolean(this.file.blob);
  }

  async send() {
    const { files, file, row } = this;
    this.#ended = new AbortController();
    row.show("sending", messages.fileStarts, ["cancel"]);
    const { status, told } = await upload(files.address, file, (part) => row.progress(part), this.#ended.signal);
    if (status === 201) this.#arrived(told);
    else if (status === 0) this.#later();
    else if (await files.session.hasEnded(status)) await this.#signIn();
    else if (status === 403 || status === 404) this.#refused(messages.pageGone);
    else if (status > 0) this.#refused(told.detail || messages.fileFailed);
  }

  lost() {
    this.row.show("refused", messages.fileElsewhere, ["remove"]);
  }

  /** The page is not there yet: the file waits for it. */
  waitForPage() {
    this.row.show("waiting", messages.fileWaitsForPage, ["cancel"]);
  }

  #arrived(told) {
    this.isDone = true;
    this.url = told.url;
    this.told = told;
    this.row.showPicture(told.url);
    if (this.files.text.replaceMark(this.file.id, this.#line())) this.row.show("sent", this.#sentWords(), ["hide"]);
    else this.row.show("sent", messages.fileUnplaced, ["insert", "hide"]);
    this.files.announce(messages.fileSent(this.file.name));
    releaseFile(this.file.id);
    if (this.file.alt && told.alt !== this.file.alt) this.#tellServer(this.file.alt);
  }

  async #signIn() {
    this.row.show("waiting", messages.fileSignIn, ["retry", "cancel"]);
    this.files.announce(messages.fileSignIn);
    try {
      if (await this.files.session.ensure()) this.files.send(this);
    } catch {
      this.#later();
    }
  }

  #later() {
    const words = this.isHeld ? messages.fileOffline : messages.fileOfflineUnheld;
    this.row.show("offline", words, ["retry", "cancel"]);
    this.files.announce(words);
    setTimeout(() => { if (this.isWaiting) this.files.send(this); }, RETRY);
  }

  #refused(why) {
    this.row.show("refused", why, ["retry", "remove"]);
    this.files.announce(`${this.file.name} : ${why}`);
  }

  #drop() {
    this.#ended?.abort();
    this.isDone = true;
    this.files.text.replaceMark(this.file.id, "");
    releaseFile(this.file.id);
    this.files.forget(this);
  }

  #line() {
    return this.file.isImage && this.told.is_image ? `![${escaped(this.file.alt ?? "")}](${this.url})` : this.told.markdown;
  }

  #sentWords() {
    return this.file.isImage && !this.file.alt ? messages.fileSentNoAlt : messages.fileIsSent;
  }

  #describe(alt, isFinal) {
    this.file.alt = alt.trim();
    if (!this.isDone) {
      if (isFinal) holdFile(this.file);
      return;
    }
    this.files.text.describe(this.url, escaped(alt));
    if (isFinal) this.#tellServer(this.file.alt);
  }

  async #tellServer(alt) {
    const told = await this.files.describe(this.told.id, alt);
    this.row.show("sent", told ? messages.fileDescribed : messages.fileUndescribed, ["hide"]);
  }
}

export class Files {
  #all = [];
  #queue = [];
  #running = 0;

  /**
   * `text` puts marks into what is written and finds them again (see `_file_places.js`), `place(element)` puts the list
   * on the page. Without `address` the page is still to be created: files wait until it is.
   */
  constructor({ form, text, session, address, place }) {
    Object.assign(this, { form, text, session, address, place });
    this.list = Object.assign(document.createElement("ul"), { className: "file-list" });
    this.list.setAttribute("aria-label", messages.files);
    this.speaker = Object.assign(document.createElement("p"), { className: "visually-hidden" });
    this.speaker.setAttribute("role", "status");
    this.box = Object.assign(document.createElement("div"), { className: "file-tray", hidden: true });
    this.box.append(...(address ? [] : [privateNotice()]), this.list, this.speaker);
    place(this.box);
    addEventListener("online", () => this.#sendWaiting());
    addEventListener("beforeunload", (event) => {
      if (this.#all.some((each) => each.isWaiting && !each.isHeld)) event.preventDefault();
    });
    this.resume();
  }

  /** Takes files that were chosen, dropped or pasted. */
  async add(blobs, at = null) {
    const added = [...blobs].map((blob) => new OneFile(described(blob), this));
    if (!added.length) return;
    this.text.insert(added.map(({ file }) => markOf(file)).join("\n\n"), at);
    for (const each of added) {
      this.#show(each);
      each.isHeld = await holdFile(each.file);
      this.send(each);
    }
  }

  send(each) {
    if (!this.address) each.waitForPage();
    else if (!this.#queue.includes(each)) {
      this.#queue.push(each);
      this.#work();
    }
  }

  /** Whether the form may leave: files that are on their way, or wait, are told first. */
  areReady(submitter) {
    const waiting = this.#all.filter((each) => each.isWaiting && this.text.has(each.file.id));
    if (!waiting.length || ["private", "keep", "preview", "add_theme", "open", "text"].includes(submitter?.value)) return true;
    this.announce(messages.filesNotReady(waiting.length));
    this.box.scrollIntoView({ block: "center" });
    this.box.querySelector("button:not([hidden])")?.focus();
    this.#tell(messages.filesNotReady(waiting.length));
    return false;
  }

  async describe(id, alt) {
    try {
      const body = new URLSearchParams({ alt });
      const headers = { Accept: "application/json", "X-CSRFToken": token() };
      return (await fetch(`/fichiers/${id}/alt`, { method: "POST", body, headers })).ok;
    } catch {
      return false;
    }
  }

  announce(words) {
    this.speaker.textContent = words;
  }

  forget(each) {
    each.row.element.remove();
    this.#all = this.#all.filter((other) => other !== each);
    this.#queue = this.#queue.filter((other) => other !== each);
    if (!this.#all.length) this.box.hidden = true;
    if (!this.#all.some(({ isWaiting }) => isWaiting)) this.#tell("");
  }

  /** Puts the list where it belongs again, after the page around it was made anew. */
  put() {
    this.place(this.box);
  }

  /** Takes up the files that the text waits for, as when a draft was opened. */
  async resume() {
    const known = new Set(this.#all.map(({ file }) => file.id));
    const wanted = idsIn(this.text.all()).filter((id) => !known.has(id));
    if (!wanted.length) return;
    const held = await heldFiles();
    for (const id of wanted) {
      const file = held.get(id) ?? { id, name: messages.fileUnknown, isImage: false };
      const each = new OneFile(file, this);
      this.#show(each);
      each.isHeld = held.has(id);
      if (each.isHeld) this.send(each);
      else each.lost();
    }
  }

  #show(each) {
    this.#all.push(each);
    this.box.hidden = false;
    this.list.append(each.row.element);
    this.put();
  }

  #sendWaiting() {
    for (const each of this.#all) if (each.isWaiting) this.send(each);
  }

  async #work() {
    if (this.#running >= AT_ONCE || !this.#queue.length) return;
    this.#running += 1;
    const each = this.#queue[0];
    this.#queue = this.#queue.slice(1);
    if (each.isWaiting) await each.send();
    this.#running -= 1;
    if (!this.#all.some(({ isWaiting }) => isWaiting)) this.#tell("");
    this.#work();
  }

  #tell(words) {
    const line = this.box.querySelector(".file-told") ?? this.list.insertAdjacentElement("beforebegin", Object.assign(document.createElement("p"), { className: "file-told" }));
    line.textContent = words;
    line.hidden = !words;
  }
}

/** On the form of a new page: one click makes it a private draft, and everything goes on in the editor. */
function privateNotice() {
  const notice = Object.assign(document.createElement("div"), { className: "alert alert-info draft-offer" });
  const words = Object.assign(document.createElement("p"), { textContent: messages.filesNeedPage });
  const button = Object.assign(document.createElement("button"), {
    type: "submit", name: "action", value: "private", className: "btn btn-primary", textContent: messages.filesMakePage,
  });
  notice.append(words, button);
  return notice;
}

/** What is known of a file that was just chosen. A picture from the clipboard has no name of its own. */
function described(blob) {
  const isImage = blob.type.startsWith("image/") && blob.type !== "image/svg+xml";
  const isPasted = /^image\.(png|jpe?g|webp|gif)$/.test(blob.name);
  const moment = new Date().toISOString().slice(0, 19).replace("T", "-").replaceAll(":", "");
  return { id: newId(), blob, isImage, alt: "", name: isPasted ? `image-${moment}${blob.name.slice(5)}` : blob.name };
}
