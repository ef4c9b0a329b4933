// Search in an index that lies in pieces below this page; lastro/text/grams.py ranks alike. Nothing
// is fetched before a reader asks. An entry is HTML that our own templates made and escaped.
const BARE = "\\u0e00-\\u0eff\\u1000-\\u109f\\u1780-\\u17ff\\u3040-\\u30ff\\u3400-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3ffff}";
const RUN = `(?:(?![${BARE}])[\\p{L}\\p{N}\\p{M}])+`;
const WORD = RegExp(`[${BARE}]+|${RUN}`, "gu");
const isBare = (word) => RegExp(`[${BARE}]`, "u").test(word);
const said = document.querySelector(".lt-count");
const sections = [...document.querySelectorAll(".lt-found section")];
const loaded = {};

const load = (path, how = "json") => (loaded[path] ??= fetch(path).then((r) => (r.ok ? r[how]() : Promise.reject())));
const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().normalize("NFC");

function gramsOf(word) {
  const size = isBare(word) ? 2 : 4, signs = [...(size < 4 ? word : ` ${word} `)];
  return signs.slice(0, Math.max(1, signs.length - size + 1)).map((_, i) => signs.slice(i, i + size).join(""));
}

function unpack(buffer) {
  const bytes = new Uint8Array(buffer), found = new Map();
  let at = 0;
  const number = () => {
    let n = 0, by = 1;
    for (; bytes[at] > 127; by *= 128) n += (bytes[at++] - 128) * by;
    return n + bytes[at++] * by;
  };
  while (at < bytes.length) {
    const end = at + 1 + bytes[at], gram = new TextDecoder().decode(bytes.subarray(at + 1, end));
    at = end;
    let n = 0;
    found.set(gram, { weight: number(), texts: Array.from({ length: number() }, () => (n += number())) });
  }
  return found;
}

async function lookUp(gram, pieces) {
  let hash = 0x811c9dc5;
  for (const sign of gram) hash = Math.imul(hash ^ sign.codePointAt(0), 0x01000193) >>> 0;
  const piece = load(`grams/${hash % pieces}.bin`, "arrayBuffer");
  return (await (piece.map ??= piece.then(unpack))).get(gram) ?? { weight: 0, texts: [] };
}

async function rank(asked, index) {
  const size = (word) => [...word].length;
  const grams = [...new Set([...asked].sort((a, b) => size(b) - size(a)).flatMap(gramsOf))].slice(0, 200);
  const known = new Map(await Promise.all(grams.map(async (gram) => [gram, await lookUp(gram, index.pieces)])));
  const held = Array(index.lengths.length).fill(0);
  let most = 1;
  for (const { weight, texts } of known.values()) for (const n of texts) most = Math.max(most, (held[n] += weight));
  const score = held.map((h, n) => h / (index.lengths.charCodeAt(n) - 32));
  const near = [...held.keys()].filter((n) => 10 * held[n] >= 6 * most).sort((a, b) => score[b] - score[a] || a - b);
  // a word that no result holds, not even as a beginning, was a slip
  const slips = asked.filter((word) => {
    const begin = gramsOf(word).filter((gram) => !gram.endsWith(" "));
    return !near.some((n) => begin.every((gram) => known.get(gram).texts.includes(n)));
  });
  return [near, slips];
}

function alike(one, other) {
  const ours = gramsOf(one), theirs = gramsOf(other);
  return ours.filter((gram) => theirs.includes(gram)).length / Math.min(ours.length, theirs.length);
}

function mark(entry, asked) {
  const cut = RegExp(`(${[...asked.filter(isBare), RUN].join("|")})`, "u");
  const walker = document.createTreeWalker(entry, 4), nodes = [];
  while (walker.nextNode()) nodes.push(walker.currentNode);
  for (const node of nodes.filter((one) => !one.parentElement.closest(".lt-then-now"))) {
    node.replaceWith(...node.data.split(cut).map((part, i) => {
      if (i % 2 === 0 || !asked.some((one) => alike(one, fold(part)) >= 0.5)) return part;
      const made = document.createElement("mark");
      made.textContent = part;
      return made;
    }));
  }
}

async function show(section, left, from, together, asked) {
  const { kind } = section.dataset, next = section.querySelector("button");
  const now = left.splice(0, together > 8 ? 5 : 10).map((n) => n - from);
  const files = await Promise.all(now.map((n) => load(`${kind}/${Math.floor(n / together)}.json`)));
  next.hidden = !left.length;
  next.onclick = async () => {
    const [first] = await show(section, left, from, together, asked);
    first.querySelector("a").focus();
  };
  return now.map((n, i) => {
    const entry = document.createElement("li");
    entry.innerHTML = files[i][n % together];
    mark(entry, asked);
    section.querySelector("ol").append(entry);
    return entry;
  });
}

function nearest(slip, entries) {
  const far = (word) => Math.abs(word.length - slip.length) / 10 - alike(slip, fold(word));
  const near = entries.flatMap((entry) => entry.textContent.match(WORD)).filter((word) => far(word) < -0.2);
  return near.sort((a, b) => far(a) - far(b))[0]?.toLowerCase();
}

async function search(q) {
  const tell = (name, by = "") => said.dataset[name].replace("#", by);
  said.textContent = tell("busy");
  try {
    const index = await load("index.json");
    const asked = [...new Set(fold(q).match(WORD))].filter((word) => !index.idle.includes(word));
    const [near, slips] = await rank(asked, index);
    const shown = await Promise.all(sections.map(async (section) => {
      const [from, size, together] = index.kinds[section.dataset.kind];
      const left = near.filter((n) => n >= from && n < from + size);
      section.hidden = !left.length;
      section.querySelector("span").textContent = left.length;
      return show(section, left, from, together, asked);
    }));
    const meant = asked.map((word) => (slips.includes(word) ? nearest(word, shown.flat()) : word)).filter(Boolean).join(" ");
    const instead = slips.length ? [tell("slip", slips.join(", ")), meant && tell("instead", meant)] : [];
    said.textContent = near.length ? [...instead, tell("some", near.length)].join(" ") : tell(asked.length ? "none" : "idle");
  } catch {
    said.textContent = tell("broken");
  }
}

const q = new URLSearchParams(location.search).get("q")?.trim();
if (q) search((document.getElementById("q").value = q));
