// "il y a 3 jours" stays true on a page that came from a cache or stays open.
const UNITS = [["year", 31557600], ["month", 2629800], ["week", 604800], ["day", 86400], ["hour", 3600], ["minute", 60]];
const EVERY_MINUTE = 60_000;

export function relativeTime(moment, now, language) {
  const seconds = (moment - now) / 1000;
  const [unit, size] = UNITS.find(([, length]) => Math.abs(seconds) >= length) ?? ["second", 1];
  // Nobody says "0 seconds ago".
  return new Intl.RelativeTimeFormat(language).format(Math.round(seconds / size) || -1, unit);
}

function refresh() {
  for (const time of document.querySelectorAll("time[data-relative]")) {
    time.textContent = relativeTime(Date.parse(time.dateTime), Date.now(), document.documentElement.lang);
  }
}

export function keepTimesFresh() {
  refresh();
  setInterval(refresh, EVERY_MINUTE);
}
