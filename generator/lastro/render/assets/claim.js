// Shows the words of a passage beside each number that cites it. Without this script the number leads to them.
const LONGEST = 240;
for (const chip of document.querySelectorAll(".lt-ref")) {
  const passage = document.getElementById(chip.hash.slice(1));
  const by = [...passage.querySelectorAll(".lt-by > a, .lt-by > time")].map((part) => part.textContent).join(", ");
  const words = passage.querySelector("blockquote")?.textContent.trim() ?? "";
  const cut = words.length > LONGEST ? `${words.slice(0, words.lastIndexOf(" ", LONGEST))}…”` : words;
  chip.dataset.q = words ? `${by}: ${cut}` : by;
}
