// Sorts a table by any column and, where its page has a form, narrows it. Without this script the
// table is complete, in the order of the page.
const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const { compare } = new Intl.Collator(document.documentElement.lang, { numeric: true });

for (const table of document.querySelectorAll(".lt-sortable")) {
  const body = table.tBodies[0];
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const order = head.ariaSort === "ascending" ? "descending" : "ascending";
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      head.ariaSort = order;
      const value = ({ cells }) => cells[column].dataset.v ?? cells[column].textContent;
      const sign = order === "ascending" ? 1 : -1;
      body.append(...[...body.rows].sort((a, b) => sign * compare(value(a), value(b))));
    });
  });
}

const form = document.querySelector("form.lt-filters");
if (form) {
  const rows = [...document.querySelector(".lt-sortable").tBodies[0].rows];
  const count = form.querySelector("output");
  const texts = new Map(rows.map((row) => [row, fold(row.textContent)]));
  const narrow = () => {
    const asked = [...new FormData(form)].filter(([, value]) => value);
    const suits = (row) => ([name, value]) =>
      name === "q"
        ? fold(value).split(/\s+/).every((word) => texts.get(row).includes(word))
        : row.dataset[name].split(" ").includes(value);
    rows.forEach((row) => { row.hidden = !asked.every(suits(row)); });
    count.textContent = count.dataset.t.replace("#", rows.filter((row) => !row.hidden).length);
    // In the address, so that who comes back, or is sent it, finds what was asked.
    const address = new URL(location);
    address.search = new URLSearchParams(asked);
    history.replaceState(history.state, "", address);
  };
  for (const [name, value] of new URLSearchParams(location.search)) {
    const field = form.elements.namedItem(name);
    if (field && "value" in field) field.value = value;
  }
  form.addEventListener("input", narrow);
  form.addEventListener("reset", () => setTimeout(narrow));
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  narrow();
}
