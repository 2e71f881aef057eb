// Two windows wrote the same text: a person says which goes on. Both texts are kept whatever the answer.
import { hour } from "./_clock.js";
import { choice } from "./_draft_offer.js";
import { messages } from "./_messages.js";

/** Shows the choice before `place`; `goOn` keeps the words of this window, `take` those of the other. */
export function askWhich(place, told, { goOn, take }) {
  document.querySelector("[data-elsewhere]")?.remove();
  const box = document.createElement("div");
  box.className = "alert alert-warning draft-offer";
  box.dataset.elsewhere = "";
  box.setAttribute("role", "alert");
  const words = document.createElement("p");
  words.textContent = messages.elsewhere(hour(Date.parse(told.kept_at)));
  const choices = document.createElement("div");
  choices.className = "actions";
  const compare = document.createElement("a");
  Object.assign(compare, { href: told.address, target: "_blank", rel: "noopener", className: "btn btn-secondary" });
  compare.textContent = messages.elsewhereCompare;
  choices.append(
    choice(messages.elsewhereHere, "btn-primary", () => { box.remove(); goOn(); }),
    choice(messages.elsewhereOther, "btn-secondary", take),
    compare,
  );
  box.append(words, choices);
  place.before(box);
}
