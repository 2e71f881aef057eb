// "A text you had not saved is kept on this device": take it up, or give it up.
import { dayAndHour } from "./_clock.js";
import { messages } from "./_messages.js";

export function draftOffer(draft, take, forget) {
  const offer = document.createElement("div");
  offer.className = "alert alert-warning draft-offer";
  offer.setAttribute("role", "status");
  const words = document.createElement("p");
  words.textContent = messages.draftFound(dayAndHour(draft.at));
  const choices = document.createElement("div");
  choices.className = "actions";
  choices.append(
    choice(messages.draftResume, "btn-primary", () => { offer.remove(); take(); }),
    choice(messages.draftForget, "btn-quiet", () => { offer.remove(); forget(); }),
  );
  offer.append(words, choices);
  return offer;
}

export function choice(text, style, act) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = `btn ${style}`;
  button.textContent = text;
  button.addEventListener("click", act);
  return button;
}
