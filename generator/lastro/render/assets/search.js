// Search in an index that stands beside the pages. Nothing is fetched before a reader asks, and
// what the index says reaches the page as text, never as markup.
const AT_ONCE = 10;
const form = document.querySelector("form.lt-search");
const said = form.dataset;
const count = document.querySelector(".lt-count");
const found = document.querySelector(".lt-found");
const next = document.querySelector(".lt-next");
let index;
let left = [];
let turn = 0;

function line({ url, meta }) {
  const made = document.createElement("div");
  made.className = "lt-line";
  const [rating, claim, short] = ["rating", "claim", "short"].map((part) => {
    const row = document.createElement("p");
    row.className = `lt-line-${part}`;
    made.append(row);
    return row;
  });
  const verdict = document.getElementById(`rated-${meta.rating}`);
  if (verdict) rating.append(verdict.content.cloneNode(true));
  const link = document.createElement("a");
  link.href = url;
  link.textContent = meta.title;
  if (meta.lang) link.lang = meta.lang;
  claim.append(link);
  short.textContent = meta.short;
  return made;
}

async function show(mine) {
  const now = left.splice(0, AT_ONCE);
  const cards = await Promise.all(now.map((result) => result.data()));
  if (mine !== turn) return [];
  const lines = cards.map(line);
  found.append(...lines);
  next.hidden = left.length === 0;
  return lines;
}

async function search() {
  const mine = ++turn;
  const asked = [...new FormData(form)].filter(([, value]) => value.trim());
  const { q, ...filters } = Object.fromEntries(asked);
  history.replaceState(null, "", asked.length ? `?${new URLSearchParams(asked)}` : location.pathname);
  found.replaceChildren();
  next.hidden = true;
  count.textContent = asked.length ? said.busy : "";
  if (!asked.length) return;
  try {
    if (!index) {
      const loaded = await import("../pagefind/pagefind.js");
      await loaded.options({ noWorker: true, baseUrl: new URL("..", import.meta.url).pathname });
      index = loaded;
    }
    const { results } = await index.search(q ?? null, { filters });
    if (mine !== turn) return;
    left = results;
    const total = results.length;
    await show(mine);
    if (mine === turn) count.textContent = total === 0 ? said.none : total === 1 ? said.one : said.many.replace("#", total.toLocaleString(document.documentElement.lang));
  } catch {
    if (mine === turn) count.textContent = said.broken;
  }
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  search();
});
form.addEventListener("change", (event) => {
  if (event.target.matches("select")) search();
});
form.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.target.name !== "q") return;
  form.reset();
  search();
});
next.addEventListener("click", async () => {
  const [first] = await show(turn);
  first?.querySelector("a").focus();
});

const given = new URLSearchParams(location.search);
for (const field of form.elements) if (given.has(field.name)) field.value = given.get(field.name);
search();
