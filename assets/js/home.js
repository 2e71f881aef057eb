// "Près de chez vous": the territory chosen is remembered in this browser only, and its latest public pages are
// read from its feed. Without this module the list of territories is there all the same.
const KEY = "territoire";
const SHOWN = 3;
const ATOM = "http://www.w3.org/2005/Atom";

function remembered() {
  try {
    return localStorage.getItem(KEY) ?? "";
  } catch {
    return "";
  }
}

function remember(slug) {
  try {
    if (slug) localStorage.setItem(KEY, slug);
    else localStorage.removeItem(KEY);
  } catch {
    // Without storage the choice lasts as long as the page.
  }
}

async function latestPages(slug) {
  const answer = await fetch(`/${slug}/flux.atom`);
  if (!answer.ok) throw new Error(`feed of ${slug}: ${answer.status}`);
  const feed = new DOMParser().parseFromString(await answer.text(), "application/xml");
  return [...feed.getElementsByTagNameNS(ATOM, "entry")].slice(0, SHOWN).map((entry) => ({
    title: entry.getElementsByTagNameNS(ATOM, "title")[0].textContent,
    summary: entry.getElementsByTagNameNS(ATOM, "summary")[0].textContent,
    address: new URL(entry.getElementsByTagNameNS(ATOM, "link")[0].getAttribute("href")).pathname,
  }));
}

function element(name, className, text = "") {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}

function card({ title, summary, address }) {
  const link = element("a", "", title);
  link.href = address;
  const heading = element("h3", "card-title");
  heading.append(link);
  const article = element("article", "card page-card");
  article.append(heading, element("p", "card-summary", summary));
  const item = document.createElement("li");
  item.append(article);
  return item;
}

async function show(section, slug) {
  const place = section.querySelector("[data-near-pages]");
  if (!slug) return place.replaceChildren();
  try {
    const pages = await latestPages(slug);
    const list = element("ul", "card-grid");
    list.append(...pages.map(card));
    const all = element("a", "more-link", section.dataset.all);
    all.href = `/${slug}`;
    return place.replaceChildren(pages.length ? list : element("p", "quiet", section.dataset.empty), all);
  } catch {
    return place.replaceChildren(element("p", "quiet", section.dataset.failed));
  }
}

const section = document.querySelector("[data-near]");
const choice = section?.querySelector("[data-near-choice]");
if (choice) {
  const select = choice.querySelector("select");
  choice.hidden = false;
  select.value = remembered();
  if (select.value) show(section, select.value);
  select.addEventListener("change", () => {
    remember(select.value);
    show(section, select.value);
  });
}
