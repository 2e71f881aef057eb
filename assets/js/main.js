// What every page gets: nothing here is needed to read or write, it only makes both quicker.
import { forgetSavedDraft } from "./_drafts.js";
import { forgetKeptPagesAtSignOut } from "./_kept_pages.js";
import { fetchSimilarPages } from "./_similar.js";
import { keepTimesFresh } from "./_times.js";

const LIGHTS = { light: "dark", dark: "light" };

function currentLight() {
  const preferred = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  return document.documentElement.dataset.bsTheme ?? preferred;
}

function setUpLightSwitch() {
  const button = document.querySelector("[data-theme-switch]");
  if (!button) return;
  const label = button.querySelector("[data-theme-label]");
  const show = () => {
    label.textContent = currentLight() === "dark" ? button.dataset.labelLight : button.dataset.labelDark;
  };
  button.addEventListener("click", () => {
    const light = LIGHTS[currentLight()];
    document.documentElement.dataset.bsTheme = light;
    try {
      localStorage.setItem("theme", light);
    } catch {
      // Without storage the choice lasts as long as the page.
    }
    show();
  });
  button.closest("[data-theme-item]").hidden = false;
  show();
}

function setUpMenus() {
  const close = (menu, focus) => {
    menu.open = false;
    if (focus) menu.querySelector("summary").focus();
  };
  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("[data-menu][open]")) {
      if (!menu.contains(event.target)) close(menu, false);
    }
  });
  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && document.querySelector("[data-menu][open]");
    if (menu) close(menu, menu.contains(document.activeElement));
  });
}

function isWriting(element) {
  return element.isContentEditable || /^(input|textarea|select)$/i.test(element.tagName);
}

function visibleSearch() {
  const fields = document.querySelectorAll("[data-shortcut-search], input[type=search]");
  return [...fields].find((field) => field.offsetParent !== null);
}

function setUpShortcuts() {
  const shortcuts = {
    "/": () => visibleSearch()?.focus(),
    e: () => document.querySelector('a[href$="/modifier"]')?.click(),
  };
  document.addEventListener("keydown", (event) => {
    const from = event.composedPath()[0];
    if (event.ctrlKey || event.metaKey || event.altKey || isWriting(from)) return;
    const act = shortcuts[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
}

// What suggests while one types is loaded when a search box is first entered, and never where that fails.
function setUpSuggestions() {
  const enter = (field) => {
    const address = field?.dataset?.suggest;
    if (!address) return;
    delete field.dataset.suggest;
    import(address).then(({ suggestIn }) => suggestIn(field), () => {});
  };
  document.addEventListener("focusin", (event) => enter(event.target));
  enter(document.activeElement);
}

// Loaded where passages are commented, or where somebody may comment one.
function setUpTalk() {
  const box = document.querySelector("[data-passages-script]");
  if (!box || !("marked" in box.dataset || "mayWrite" in box.dataset)) return;
  import(box.dataset.passagesScript).then(({ talkOn }) => talkOn(box), () => {});
}

// Retours written on this device leave with the first page that is opened while there is a network.
function sendWhatWaits() {
  const address = document.body.dataset.retours;
  try {
    const isWaiting = Object.keys(localStorage).some((key) => key.startsWith("retour:"));
    if (isWaiting || document.querySelector("[data-kept-retours]")) import(address).catch(() => {});
  } catch {
    // Without storage nothing waits.
  }
}

// What scrolls sideways must be reachable without a mouse.
function makeScrollersReachable() {
  for (const box of document.querySelectorAll(".prose pre, .prose table, .table-scroll, .table-responsive, .diff, .tabs ul, .site-nav ul")) {
    const scrolls = box.scrollWidth > box.clientWidth + 1;
    if (scrolls && !box.hasAttribute("tabindex") && !box.querySelector("a, button")) box.tabIndex = 0;
  }
}

// The tab one is on may stand beyond the edge of a phone.
function bringCurrentTabIntoSight() {
  for (const tab of document.querySelectorAll(".tabs [aria-current]")) {
    const list = tab.closest("ul");
    const beyond = tab.getBoundingClientRect().right - list.getBoundingClientRect().right;
    if (beyond > 0) list.scrollLeft += beyond;
  }
}

function focusErrorSummary() {
  document.getElementById("error-summary")?.focus();
}

function setUpPrinting() {
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
}

setUpLightSwitch();
setUpMenus();
setUpShortcuts();
setUpSuggestions();
setUpTalk();
sendWhatWaits();
setUpPrinting();
makeScrollersReachable();
bringCurrentTabIntoSight();
addEventListener("resize", makeScrollersReachable);
focusErrorSummary();
forgetSavedDraft();
forgetKeptPagesAtSignOut();
keepTimesFresh();
fetchSimilarPages();
