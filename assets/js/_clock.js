// Hours and days as the page's language writes them: « 14 h 02 », “14:02”.
const { lang } = document.documentElement;
const digits = new Intl.DateTimeFormat(lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const calendar = new Intl.DateTimeFormat(lang, { dateStyle: "long", timeStyle: "short" });

export function hour(moment = Date.now()) {
  const parts = Object.fromEntries(digits.formatToParts(moment).map(({ type, value }) => [type, value]));
  return lang.startsWith("en") ? `${parts.hour}:${parts.minute}` : `${Number(parts.hour)}\u00a0h\u00a0${parts.minute}`;
}

const days = new Intl.DateTimeFormat(lang, { dateStyle: "long" });

/** A day as people say it, from how a form writes it (2026-06-14); anything else as it is. */
export function dayOf(text) {
  const [year, month, day] = text.split("-").map(Number);
  return day ? days.format(new Date(year, month - 1, day)) : text;
}

export const dayAndHour = (moment) => calendar.format(moment);
