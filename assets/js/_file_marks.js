// How a file stands in a text: a mark with its number while it is on its way, then the line that shows it.
import { messages } from "./_messages.js";

const SCHEME = "envoi:";
const MARK = /!?\[[^\]\n]*\]\(envoi:([a-z0-9]+)\)/g;

const plain = (name) => name.replace(/[\\[\]()<>*_`\n]/g, " ").trim();

export const newId = () => Array.from(crypto.getRandomValues(new Uint8Array(10)), (byte) => (byte % 36).toString(36)).join("");

export const markOf = ({ id, name, isImage }) => `${isImage ? "!" : ""}[${messages.fileOnItsWay(plain(name))}](${SCHEME}${id})`;

/** The numbers of the files that a text waits for. */
export const idsIn = (text) => [...text.matchAll(MARK)].map(([, id]) => id);

/** Where in a text the mark of a file stands: its bounds, or null. */
export function markIn(text, id) {
  const found = [...text.matchAll(MARK)].find(([, each]) => each === id);
  return found ? { from: found.index, to: found.index + found[0].length } : null;
}

/** Where the words of a picture stand in a text, for each time that it is shown. */
export function altsIn(text, url) {
  const picture = new RegExp(`!\\[((?:\\\\.|[^\\]\\\\])*)\\]\\(${url.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}(?=[\\s)])`, "g");
  return [...text.matchAll(picture)].map((found) => ({ from: found.index + 2, to: found.index + 2 + found[1].length }));
}

export const escaped = (text) => text.replace(/[\\[\]*_`<>]/g, "\\$&").replace(/\s+/g, " ").trim();
