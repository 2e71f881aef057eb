// Makes the designer live. The form works without this module: its buttons are plain submit buttons, and the server
// does the same either way. Here they change the page in place, and what is typed is kept and checked at each pause.
import { enhanceGrips } from "./_designer_drag.js";
import { Exchange } from "./_designer_exchange.js";
import { Keeping } from "./_designer_keeping.js";
import { Parts } from "./_designer_parts.js";
import { enhanceTokens } from "./_designer_tokens.js";
import { enhanceTools } from "./_designer_tools.js";
import { AreasText } from "./_file_places.js";
import { bringsFiles, catchStrayFiles, filesOf } from "./_file_ways.js";
import { Files } from "./_files.js";
import { saveByKeyboard } from "./_keyboard.js";
import { Leaving } from "./_leaving.js";
import { Session } from "./_session.js";

const LEAVING = new Set(["save", "publish", "text", "keep", "discard"]);
const MOVED = new Set(["text", "keep"]);
const PAUSE = 700;
const LONGEST_PAUSE = 4000;

function start(form) {
  const parts = new Parts(form);
  const session = new Session();
  const keeping = new Keeping(form, session);
  const exchange = new Exchange(form, {
    typed: (html) => parts.refresh(html),
    acted: (html) => { parts.replace(html); enhance(); files.put(); files.resume(); },
    kept: (isLatest) => keeping.kept(isLatest),
    failed: (status, action) => {
      keeping.failed(status, action);
      if (action) askAgain(status, action);
    },
    elsewhere: (told) => keeping.elsewhere(told, exchange),
  });
  keeping.again = () => exchange.ask();
  const act = (action) => exchange.ask(action);
  const enhance = () => {
    enhanceTokens(form, (words) => parts.announce(words));
    enhanceTools(form, (found) => files.add(found));
    enhanceGrips(form, act);
    keeping.show();
  };

  const files = filesIn(form, session);

  /** A button was pressed when the session had ended: it does what it says once somebody has signed in. */
  async function askAgain(status, action) {
    if (await session.hasEnded(status) && await session.ask()) exchange.ask(action);
  }

  const tell = pausing(() => exchange.ask());
  for (const name of ["input", "change"]) {
    form.addEventListener(name, () => { keeping.changed(); exchange.touched(); tell(); });
  }
  addEventListener("online", () => exchange.ask());
  document.addEventListener("visibilitychange", () => { if (document.hidden) exchange.last(); });

  const leaving = new Leaving(form, [
    (submitter) => files.areReady(submitter),
    // A draft that arrives after the save would come back as unsaved work. Where the form goes on elsewhere, the server
    // has the draft first: the copy on this device would be offered here later, and be old by then.
    async (submitter) => { await exchange.quiet(MOVED.has(submitter?.value) && keeping.isAhead); return true; },
    () => isSignedIn(session, keeping),
  ], () => keeping.submitted());
  form.addEventListener("submit", (event) => {
    const action = event.submitter?.value ?? "check";
    if (LEAVING.has(action)) leaving.handle(event);
    else {
      event.preventDefault();
      act(action);
    }
  });
  saveByKeyboard(form, () => form.querySelector("button[value=save]"));
  form.addEventListener("click", (event) => parts.follow(event));
  enhance();
  keeping.offer(form, (body) => exchange.ask("check", body));
}

/** Files dropped on a free text, pasted into it, or chosen with its button; their list follows the text. */
function filesIn(form, session) {
  const text = new AreasText(form);
  const place = (tray) => text.area?.after(tray);
  const files = new Files({ form, text, session, address: form.dataset.filesUrl, place });
  const take = (event, found) => {
    if (!found.length) return;
    event.preventDefault();
    if (event.target.matches("textarea[data-markdown]")) text.use(event.target);
    files.add(found);
  };
  form.addEventListener("paste", (event) => take(event, filesOf(event.clipboardData)));
  form.addEventListener("drop", (event) => { if (bringsFiles(event)) take(event, [...event.dataTransfer.files]); });
  catchStrayFiles((found) => files.add(found));
  return files;
}

async function isSignedIn(session, keeping) {
  try {
    if (await session.ensure()) return true;
    keeping.signedOut();
  } catch {
    keeping.failed(0);
  }
  return false;
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
