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
