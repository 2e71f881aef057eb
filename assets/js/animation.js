// Leads through the activities of a scenario: what is on, how long it still lasts, what comes next.
//
// The page is a plain list without this. Time is told by the clock, never by counting ticks, so that a sleeping
// phone is right when it wakes; where one is, is kept on the device, so that a reload changes nothing.
import { Course } from "./_course.js";
import { Alarm } from "./_alarm.js";
import { Minutes } from "./_lived_minutes.js";
import { words } from "./_lived_words.js";
import { keepOffline } from "./_offline.js";

const stage = document.querySelector("[data-stage]");
const controls = document.querySelector("[data-controls]");

const FEW_SECONDS = 60;

function clock(seconds) {
  const whole = Math.abs(Math.ceil(seconds));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (number) => String(number).padStart(2, "0");
  return `${seconds < 0 && whole ? "−" : ""}${hours ? `${hours}:${two(minutes)}` : minutes}:${two(rest)}`;
}

class Stage {
  constructor(moments) {
    this.moments = moments;
    this.words = stage.dataset;
    this.alarm = new Alarm();
    this.course = new Course(moments.map((moment) => Number(moment.dataset.minutes) * 60), location.pathname + location.search);
    // Absent where there is nobody to tell: pages of other kinds have activities, too.
    const place = document.querySelector("[data-lived]");
    this.minutes = place && new Minutes(this.course, moments, place);
    this.shown = -1;
    this.part = Object.fromEntries(
      ["place", "now", "countdown", "note", "next", "total", "progress"].map((name) => [name, stage.querySelector(`[data-${name}]`)]),
    );
  }

  open() {
    document.body.classList.add("is-led");
    for (const element of document.querySelectorAll("[data-stage], [data-controls], [data-keys], [data-lived]")) element.hidden = false;
    const asked = this.moments.findIndex((moment) => `#${moment.id}` === location.hash);
    if (asked >= 0 && !this.course.isStarted) this.course.go(asked);
    controls.querySelector("[data-act=screen]").hidden = !document.documentElement.requestFullscreen;
    this.show();
    setInterval(() => this.tick(), 250);
  }

  show() {
    const { index } = this.course;
    if (index !== this.shown) {
      this.moments.forEach((moment, place) => moment.classList.toggle("is-current", place === index));
      this.shown = index;
      scrollTo(0, 0);
    }
    const next = this.moments[index + 1];
    this.part.place.textContent = `${index + 1} / ${this.moments.length}`;
    this.part.now.textContent = this.moments[index].dataset.title;
    this.part.next.textContent = next
      ? [`${this.words.wordsNext} ${next.dataset.title}`, next.dataset.duration].filter(Boolean).join(" · ")
      : this.words.wordsLast;
    controls.querySelector("[data-act=previous]").disabled = index === 0;
    controls.querySelector("[data-act=next]").disabled = !next;
    this.offerToTell(!next && this.course.isMeasured);
    this.minutes?.show();
    this.minutes?.keep();
    this.tick();
  }

  tick() {
    const { course, part, words } = this;
    const left = course.left;
    part.countdown.textContent = course.isOpen ? clock(course.spent) : clock(left);
    part.countdown.classList.toggle("is-over", !course.isOpen && left < 0);
    part.note.textContent = course.isOpen ? words.wordsOpen : left < 0 ? words.wordsOvertime : "\u00a0";
    const total = words.wordsTotal.replace("{elapsed}", clock(course.elapsed)).replace("{planned}", clock(course.planned));
    part.total.textContent = `${total} · ${this.lateness()}`;
    part.progress.value = course.planned ? Math.min(1, course.elapsed / course.planned) : 0;
    const label = course.isRunning ? words.wordsPause : course.isStarted ? words.wordsResume : words.wordsStart;
    const button = controls.querySelector("[data-act=pause]");
    if (button.textContent !== label) button.textContent = label;
    if (course.takeBell()) this.ring();
  }

  // How far one is from the plan: where one stands in it, against the time that has gone by.
  lateness() {
    const late = Math.round(this.course.late / 60);
    if (!late) return this.words.wordsExact;
    return (late > 0 ? this.words.wordsLate : this.words.wordsEarly).replace("{}", `${Math.abs(late)} min`);
  }

  offerToTell(isTheMoment) {
    const tell = document.querySelector("[data-tell]");
    tell?.classList.toggle("btn-primary", isTheMoment);
    tell?.classList.toggle("btn-secondary", !isTheMoment);
  }

  /** What was measured is not lost by a wrong touch. */
  mayRestart() {
    return this.course.elapsed < FEW_SECONDS || confirm(words.restartSure);
  }

  ring() {
    const title = this.moments[this.course.index].dataset.title;
    document.querySelector("[data-said]").textContent = this.words.wordsDone.replace("{}", title);
    this.alarm.ring();
  }

  act(name, button) {
    const { course, alarm } = this;
    if (name === "pause") course.isRunning ? course.pause() : course.run();
    if (name === "next") course.go(course.index + 1);
    if (name === "previous") course.go(course.index - 1);
    if (name === "more") course.add(60);
    if (name === "less") course.add(-60);
    if (name === "skip") course.skip();
    if (name === "restart" && this.mayRestart()) course.restart();
    if (name === "sound") button.setAttribute("aria-pressed", String(alarm.toggle()));
    if (name === "screen") toggleScreen();
    alarm.stayAwake(course.isRunning);
    this.show();
  }
}

function toggleScreen() {
  const change = document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen?.();
  change?.catch(() => {});
}

const KEYS = {
  " ": "pause", ArrowRight: "next", PageDown: "next", ArrowLeft: "previous", PageUp: "previous", "+": "more", "-": "less", f: "screen", F: "screen",
};

function listen(led) {
  controls.addEventListener("click", (event) => {
    const button = event.target.closest("[data-act]");
    if (button) led.act(button.dataset.act, button);
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input")) return;
    const act = KEYS[event.key];
    // The space bar on a button or a link is that button's own.
    if (!act || (event.key === " " && event.target.closest("button, a, summary"))) return;
    const button = controls.querySelector(`[data-act=${act}]`);
    event.preventDefault();
    if (!button.disabled) led.act(act, button);
  });
  document.addEventListener("visibilitychange", () => {
    led.alarm.stayAwake(led.course.isRunning);
    led.minutes?.keep();
  });
  addEventListener("pagehide", () => led.minutes?.keep());
}

if (stage) {
  const led = new Stage([...document.querySelectorAll("[data-moments] > li")]);
  led.open();
  listen(led);
  const { worker, files } = document.body.dataset;
  const tell = [...document.querySelectorAll("[data-tell]")].map(({ href }) => href);
  keepOffline(worker, files, [location.href.replace(/#.*/, ""), ...tell, "/sur-cet-appareil"]).then((kept) => {
    document.querySelector("[data-kept]").textContent = kept ? stage.dataset.wordsKept : stage.dataset.wordsUnkept;
  });
}
