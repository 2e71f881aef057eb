// What became of a retour that was to be sent, and what can be done about it.
import { made, ask, button } from "./_made.js";
import { forgetPhotosOf } from "./_lived_photos.js";
import { forgetRetour, keepRetour } from "./_lived_store.js";
import { words } from "./_lived_words.js";

const signIn = () => made("a", { className: "btn btn-secondary", href: "/connexion?next=/sur-cet-appareil", textContent: words.signIn });

/** A line for `{ retour, outcome, handle }`; `again()` sends once more. */
export function outcomeLine({ retour, outcome, handle }, again) {
  const line = made("span", { className: "retour-outcome" });
  const say = (text, ...more) => line.append(made("span", { textContent: text }), ...more);
  const sign = () => { keepRetour({ ...retour, writer: handle }); again(); };
  if (outcome === "sent") say(`${words.sent}\u00a0: `, made("a", { href: retour.url, textContent: retour.sentTitle || words.sentTo }));
  if (outcome === "offline") say(retour.url ? words.photosWait : words.offline);
  if (outcome === "later") say(words.sendingLater);
  if (outcome === "signedOut") say(words.signedOut, signIn());
  if (outcome === "unsigned") say(words.unsigned(handle), button(words.sendAs(handle), "primary", sign));
  if (outcome === "other") {
    const take = made("span", {}, button(words.takeOver(handle), "secondary", () => ask(take, words.sureTakeOver(retour.writer, handle), words.yesTakeOver, words.keepIt, sign)));
    say(words.other(retour.writer), take);
  }
  if (outcome === "refused") say(refusalWords(retour.told ?? {}));
  if (outcome === "photos") {
    const drop = async () => { await forgetPhotosOf(retour.id); forgetRetour(retour.id); again(); };
    say([words.photosRefused, ...(retour.told?.faults ?? [])].join(" "), button(words.dropPhotos, "secondary", drop));
  }
  return line;
}

function refusalWords({ status, detail = "", errors = {} }) {
  if (status === 403 || status === 404) return words.gone;
  if (status === 413) return words.tooLong;
  const told = Object.values(errors);
  return told.length ? `${words.refused} ${told.join(" ")}` : [words.refused, detail].join(" ");
}
