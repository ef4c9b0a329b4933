(() => {
  const {version, page} = document.currentScript.dataset;
  const asked = new URLSearchParams({after: version, page});
  const ask = () => fetch("/_lastro/version?" + asked, {cache: "no-store"})
    .then(answer => answer.text())
    .then(now => { if (now === version) { ask(); } else { location.reload(); } })
    .catch(() => setTimeout(ask, 1000));
  ask();
})();
