// Pieces of the page: clones of its templates with their places in braces filled. Text stays text.

const state = { picture: null, days: [], items: [], today: "", day: null };
const PLACES = /\{([a-z]+)\}/g;

function piece(name, values = {}, shown = {}) {
  const made = document.getElementById(`piece-${name}`).content.firstElementChild.cloneNode(true);
  for (const part of made.querySelectorAll("[data-if]")) if (!shown[part.dataset.if]) part.remove();
  const put = (text) => text.replace(PLACES, (place, key) => values[key] ?? place);
  const parts = document.createTreeWalker(made, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
  do {
    const part = parts.currentNode;
    if (part.nodeType === Node.TEXT_NODE) part.data = put(part.data);
    else for (const each of part.attributes) if (each.value.includes("{")) each.value = put(each.value);
  } while (parts.nextNode());
  return made;
}

function listOf(made, name) {
  return made.matches(`[data-list=${name}]`) ? made : made.querySelector(`[data-list=${name}]`);
}

function words(name, values = {}) {
  const [group, key] = name.split(".");
  const text = key ? (state.picture.words[group]?.[key] ?? key) : state.picture.words[group];
  return text.replace(PLACES, (place, each) => values[each] ?? place);
}

function number(value) {
  return new Intl.NumberFormat(state.picture.lang, { maximumFractionDigits: 2 }).format(value);
}

function amountOf(row, value) {
  const unit = row.unit_short || (value === 1 ? row.unit : row.units);
  return `${number(value)} ${unit}`.trim();
}

// In the page's one live region; what was just done can be taken back from there.
function tellHer(text, ids = []) {
  const line = Object.assign(document.createElement("div"), { className: "notice" });
  line.append(Object.assign(document.createElement("span"), { textContent: text }));
  if (ids.length) {
    const undo = Object.assign(document.createElement("button"), { type: "button", textContent: words("undo") });
    undo.addEventListener("click", () => takeBack(ids));
    line.append(undo);
  }
  document.getElementById("notice").replaceChildren(line);
}
