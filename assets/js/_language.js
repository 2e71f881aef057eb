// What browser modules say, in the page's language and with its spaces and apostrophes.
const withTypography = (text) => text.replace(/ ([:;!?»])/g, "\u00a0$1").replace(/« /g, "«\u00a0").replaceAll("'", "\u2019");

function spaced(text) {
  return typeof text === "function" ? (...given) => withTypography(text(...given)) : withTypography(text);
}

/** The sentences of the page's language; those named in `asTheyAre` hold Markdown, say, and stay untouched. */
export function inLanguage(french, english, asTheyAre = []) {
  const chosen = document.documentElement.lang.startsWith("en") ? english : french;
  return Object.fromEntries(Object.entries(chosen).map(([name, text]) => [name, asTheyAre.includes(name) ? text : spaced(text)]));
}
