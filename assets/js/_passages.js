// Passages of a page as ranges of its document. Text is compared without its spaces, so that neither line breaks of the
// source nor borders of blocks matter; which words were meant is the server's to say, with the context it is given.
const SPACES = /\s+/g;
const CONTEXT = 80;
const LONGEST = 450;
export const BLOCKS = "p, li, h2, h3, h4, h5, h6, dd, dt, td, th, pre, summary, figcaption";

export const bare = (text) => text.replace(SPACES, "");

// Every letter that people read, with the node and the place it stands at.
export class ReadText {
  #places = [];
  text = "";

  constructor(roots) {
    const parts = [];
    for (const root of roots) {
      const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        if (node.parentElement.closest("[data-talk]")) continue;
        [...node.data].reduce((at, letter) => {
          if (letter.trim()) {
            for (let half = 0; half < letter.length; half++) this.#places.push([node, at + half]);
            parts.push(letter);
          }
          return at + letter.length;
        }, 0);
      }
    }
    this.text = parts.join("");
  }

  // Where these words stand; of several places the one with the right words before it.
  find(exact, prefix) {
    const wanted = bare(exact);
    const before = bare(prefix);
    if (!wanted) return null;
    let best = null;
    for (let at = this.text.indexOf(wanted); at >= 0; at = this.text.indexOf(wanted, at + 1)) {
      const shared = sharedEnd(this.text.slice(Math.max(0, at - before.length), at), before);
      if (!best || shared > best.shared) best = { at, shared };
    }
    return best && this.#range(best.at, best.at + wanted.length);
  }

  #range(start, end) {
    const range = document.createRange();
    range.setStart(...this.#places[start]);
    const [node, at] = this.#places[end - 1];
    range.setEnd(node, at + 1);
    return range;
  }
}

function sharedEnd(left, right) {
  let length = 0;
  while (length < left.length && length < right.length && left.at(-1 - length) === right.at(-1 - length)) length++;
  return length;
}

// What is selected, as the server takes it: the words, and what stands around them within the roots.
export function quotationOf(range, roots) {
  const words = wordsOf(range).trim();
  const before = document.createRange();
  before.setStartBefore(roots[0]);
  before.setEnd(range.startContainer, range.startOffset);
  const after = document.createRange();
  after.setStart(range.endContainer, range.endOffset);
  after.setEndAfter(roots.at(-1));
  return {
    passage: words.slice(0, LONGEST),
    devant: wordsOf(before).slice(-CONTEXT),
    derriere: words.length > LONGEST ? words.slice(LONGEST, LONGEST + CONTEXT) : wordsOf(after).slice(0, CONTEXT),
  };
}

// The words of a range, those of two blocks apart, without what this script put between them.
function wordsOf(range) {
  const copy = range.cloneContents();
  copy.querySelectorAll("[data-talk]").forEach((own) => own.remove());
  copy.querySelectorAll(BLOCKS).forEach((block) => block.append(" "));
  return copy.textContent.replace(SPACES, " ");
}
