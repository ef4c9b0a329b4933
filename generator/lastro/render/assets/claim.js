// Shows the words of a passage beside each number that cites it. Without this script the number leads to them.
const LONGEST = 240;
for (const chip of document.querySelectorAll(".lt-ref")) {
  const passage = document.getElementById(chip.hash.slice(1));
  const by = [...passage.querySelectorAll(".lt-by > a, .lt-by > time")].map((part) => part.textContent).join(", ");
  const words = passage.querySelector("blockquote")?.textContent.trim() ?? "";
  const cut = words.length > LONGEST ? `${words.slice(0, words.lastIndexOf(" ", LONGEST))}…”` : words;
  chip.dataset.q = words ? `${by}: ${cut}` : by;
}
// Adds a button to each text that people paste elsewhere. Without this script they mark it by hand.
for (const list of document.querySelectorAll(".lt-copies")) {
  const { copy, copied } = list.dataset;
  for (const name of list.querySelectorAll("dt")) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = copy;
    button.setAttribute("aria-label", `${copy}: ${name.textContent}`);
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(name.nextElementSibling.textContent.trim());
      button.textContent = copied;
      setTimeout(() => { button.textContent = copy; }, 2000);
    });
    name.append(button);
  }
}
// Prints the address of a page without the part that has a browser mark the words: nobody types that.
const marking = [...document.querySelectorAll('a[href*="#:~:text="]')].map((link) => [link, link.href]);
addEventListener("beforeprint", () => { for (const [link, whole] of marking) link.href = whole.split("#:~:")[0]; });
addEventListener("afterprint", () => { for (const [link, whole] of marking) link.href = whole; });
// ABNT asks for the day on which the reader opened the page.
const opened = document.querySelector("[data-opened]");
const day = new Date().toLocaleDateString("pt-BR", { day: "numeric", month: "short", year: "numeric" });
opened?.append(` ${opened.dataset.opened} ${day.replaceAll(" de ", " ").replace("mai.", "maio")}.`);
