// Makes the designer live. The form works without this module: its buttons are plain submit buttons, and the server
// does the same either way. Here they change the page in place, and what is typed is kept and checked at each pause.
import { enhanceGrips } from "./_designer_drag.js";
import { Exchange } from "./_designer_exchange.js";
import { Keeping } from "./_designer_keeping.js";
import { Parts } from "./_designer_parts.js";
import { enhanceTokens } from "./_designer_tokens.js";
import { enhanceTools } from "./_designer_tools.js";
import { saveByKeyboard } from "./_keyboard.js";

const LEAVING = new Set(["save", "publish", "text", "discard"]);
const PAUSE = 700;
const LONGEST_PAUSE = 4000;

function start(form) {
  const parts = new Parts(form);
  const keeping = new Keeping(form);
  const exchange = new Exchange(form, {
    typed: (html) => parts.refresh(html),
    acted: (html) => { parts.replace(html); enhance(); },
    kept: (isLatest) => keeping.kept(isLatest),
    failed: (status, action) => keeping.failed(status, action),
  });
  const act = (action) => exchange.ask(action);
  const enhance = () => {
    enhanceTokens(form, (words) => parts.announce(words));
    enhanceTools(form);
    enhanceGrips(form, act);
    keeping.show();
  };

  const tell = pausing(() => exchange.ask());
  for (const name of ["input", "change"]) {
    form.addEventListener(name, () => { keeping.changed(); tell(); });
  }
  addEventListener("online", () => exchange.ask());

  let isTold = false;
  form.addEventListener("submit", (event) => {
    const action = event.submitter?.value ?? "check";
    if (!LEAVING.has(action)) {
      event.preventDefault();
      act(action);
    } else if (exchange.isBusy) {
      // A draft that arrives after the save would come back as unsaved work.
      event.preventDefault();
      exchange.quiet().then(() => form.requestSubmit(event.submitter));
    } else if (action === "text" && keeping.isAhead && !isTold) {
      // The copy on this device goes only when the server has one: it would be offered here later, and be old by then.
      event.preventDefault();
      isTold = true;
      exchange.quiet(true).then(() => form.requestSubmit(event.submitter));
    } else keeping.submitted();
  });
  saveByKeyboard(form, () => form.querySelector("button[value=save]"));
  form.addEventListener("click", (event) => parts.follow(event));
  enhance();
  keeping.offer(form, (body) => exchange.ask("check", body));
}

/** Calls after a pause in the calls to it, but never later than the longest pause. */
function pausing(call) {
  let timer = 0;
  let since = 0;
  return () => {
    since ||= Date.now();
    clearTimeout(timer);
    timer = setTimeout(() => { since = 0; call(); }, Math.min(PAUSE, Math.max(0, since + LONGEST_PAUSE - Date.now())));
  };
}

const form = document.querySelector("form[data-designer]");
if (form) start(form);
