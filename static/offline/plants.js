// The plants of the day: chips, and finding one by its first letters.

const MOST_FOUND = 8;
const LEAST_LETTERS = 2;
const LEAST_TO_SAY = 3;
const LONGEST_OWN = 39;
const MOST_LISTED = 12;
// English, German, Spanish, as the house has them.
const PLURALS = [["s", ""], ["es", ""], ["ies", "y"], ["n", ""], ["en", ""], ["ces", "z"]];
const LETTERS = { ø: "o", đ: "d", ı: "i", ł: "l", œ: "oe", æ: "ae", ß: "ss" };

function plantsCard(row) {
  const { day, picture, today } = state;
  const count = row.total + weekPlants(true).size - weekPlants(false).size;
  const usual = picture.usual.filter((slug) => !day.eaten.includes(slug) && nameOf(slug));
  const dashed = usual.some((slug) => weekPlants(true).has(slug));
  const values = {
    name: row.name,
    count: words(isThisWeek() ? "plants_this_week" : "plants_that_week", { count, goal: number(row.goal) }),
    today: day.eaten.length,
    when: words(day.day === today ? "plants_today" : "plants_that_day"),
  };
  const made = piece("plants", values, { waits: row.waits, dashed });
  fillMeter(made.querySelector(".meter rect"), count / row.goal);
  listOf(made, "chips").append(...[...day.eaten, ...usual].filter(nameOf).map((slug) => chip(slug, "plant")));
  const field = made.querySelector("#plant");
  field.addEventListener("input", () => showFound(made.querySelector("#matches"), field.value));
  return made;
}

function fillMeter(bar, reached) {
  bar.setAttribute("width", Math.min(100 * reached, 100));
  bar.classList.toggle("is-full", reached >= 1);
}

function weekPlants(isWithQueue) {
  const start = state.picture.week_start;
  const first = weekOf(state.day.day, start);
  const days = state.days.filter((each) => weekOf(each.day, start) === first);
  return new Set(days.flatMap((each) => (isWithQueue ? each.eaten : each.plants)));
}

function nameOf(slug) {
  return slug.startsWith("~") ? slug.slice(1) : state.picture.plants.find(([each]) => each === slug)?.[1];
}

function chip(slug, place) {
  const isOn = state.day.eaten.includes(slug);
  const isCounted = !isOn && weekPlants(true).has(slug);
  const look = isOn ? "is-on" : isCounted ? "is-counted" : "";
  const id = `${place}-${slug.replace(/\W+/g, "-")}`;
  const values = { id, look, deed: isOn ? "uneat" : "eat", slug, pressed: isOn, name: nameOf(slug) ?? slug };
  return piece("chip", values, { counted: isCounted });
}

// Of what is sent on as she typed it, a name or a list of them, those that this phone knows.
function slugsOf(plants, text) {
  if (text.startsWith("~") || plants.some(([slug]) => slug === text)) return [text];
  return partsOf(text).map((each) => slugOf(plants, each)).filter(Boolean);
}

function partsOf(text) {
  return text.split(/[,;]/).filter((part) => part.trim());
}

function isList(typed) {
  const parts = partsOf(typed);
  return parts.length > 1 && parts.length <= MOST_LISTED && slugsOf(state.picture.plants, typed).length === parts.length;
}

function slugOf(plants, text) {
  const isCalled = (form, [, name, more]) => [name, ...more.split("|")].some((each) => folded(each) === form);
  const found = singularsOf(folded(text)).map((form) => form && plants.find((plant) => isCalled(form, plant)));
  return found.find(Boolean)?.[0];
}

// The word itself, then what it may be the plural of.
function singularsOf(key) {
  return [key, ...PLURALS.filter(([end]) => key.endsWith(end)).map(([end, instead]) => key.slice(0, -end.length) + instead)];
}

function folded(text) {
  const bare = text.normalize("NFKD").toLowerCase().replace(/[øđıłœæß]/g, (letter) => LETTERS[letter]);
  return bare.replace(/[^\p{L}\p{N}]/gu, "");
}

// The plants whose name or other name begins so, then those where a later word does.
function found(typed) {
  const key = folded(typed);
  if (key.length < LEAST_LETTERS) return [];
  const ranked = state.picture.plants.map(([slug, name, more]) => [rankOf(key, [name, ...more.split("|")]), slug]);
  return ranked.filter(([rank]) => rank < 3).sort(([one], [other]) => one - other).slice(0, MOST_FOUND).map(([, slug]) => slug);
}

function rankOf(key, names) {
  if (names.some((name) => singularsOf(key).includes(folded(name)))) return 0;
  if (names.some((name) => folded(name).startsWith(key))) return 1;
  return names.some((name) => name.split(/[\s-]+/).some((word) => folded(word).startsWith(key))) ? 2 : 3;
}

function showFound(place, typed) {
  const slugs = found(typed);
  const own = typed.trim().replace(/\s+/g, " ");
  const isOwn = !slugs.length && folded(own).length >= LEAST_TO_SAY && own.length <= LONGEST_OWN && /\p{L}/u.test(own);
  if (!slugs.length && !isOwn) return place.replaceChildren();
  const made = piece("found", {}, { words: isOwn });
  listOf(made, "chips").append(...slugs.map((slug) => chip(slug, "match")), ...(isOwn ? [ownChip(own)] : []));
  place.replaceChildren(made);
}

function ownChip(name) {
  const values = { id: "add-own", look: "", deed: "eat", slug: `~${name}`, pressed: false, name: words("add_own", { name }) };
  return piece("chip", values);
}

// What a form of plants asks for; a name typed in full is that plant, anything else shows what is near.
function plantOf(form, submitter) {
  if (submitter?.value) return { plant: submitter.value, do: submitter.name };
  const field = form.querySelector("#plant");
  const typed = field?.value ?? "";
  const plant = slugOf(state.picture.plants, typed) ?? (isList(typed) ? typed : null);
  if (plant) return { plant, do: "eat" };
  if (field) showFound(document.getElementById("matches"), field.value);
  return null;
}
