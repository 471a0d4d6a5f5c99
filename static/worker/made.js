// From a form of hers to what is kept of it: what she did, for which day, and when by the phone's clock.

const OF_A_DAY = /^\/day\/(\d{4}-\d\d-\d\d)\/(?:habits\/(\d+)|plants)$/;
const FIELDS = ["do", "by", "amount", "reason", "note"];
const ONE_DAY = 24 * 3600 * 1000;

// Her day by her own zone: before it begins it is still yesterday.
function todayOf({ zone, day_start: start }, now = new Date()) {
  const shape = { timeZone: zone, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit" };
  const parts = new Intl.DateTimeFormat("en-GB", shape).formatToParts(now);
  const { year, month, day, hour } = Object.fromEntries(parts.map(({ type, value }) => [type, value]));
  const date = Date.UTC(year, month - 1, day) - (Number(hour) < start ? ONE_DAY : 0);
  return new Date(date).toISOString().slice(0, 10);
}

function isOfADay(path) {
  return OF_A_DAY.test(path);
}

async function thingsOf(path, form) {
  const [, day, habit] = OF_A_DAY.exec(path);
  const batch = form.get("change") || crypto.randomUUID();
  if (!habit) return plantsOf(form, { day, batch });
  const told = FIELDS.filter((name) => form.has(name)).map((name) => [name, form.get(name)]);
  return [{ do: "done", ...Object.fromEntries(told), id: batch, batch, day, habit: Number(habit) }];
}

async function plantsOf(form, { day, batch }) {
  if (form.has("uneat")) return [{ id: batch, batch, day, plant: form.get("uneat"), do: "uneat" }];
  const own = form.get("own");
  const plants = form.has("eat") ? [...new Set(form.getAll("eat"))] : [own ? `~${own}` : (form.get("q") ?? "").trim()];
  const ids = plants.length === 1 ? [batch] : await Promise.all(plants.map((plant) => idFrom(batch, plant)));
  return plants.filter(Boolean).map((plant, at) => ({ id: ids[at], batch, day, plant, do: "eat" }));
}

// The id that the house gives one of several things of a form too (uuid5).
async function idFrom(batch, name) {
  const bytes = batch.replaceAll("-", "").match(/../g).map((pair) => parseInt(pair, 16));
  const text = new Uint8Array([...bytes, ...new TextEncoder().encode(name)]);
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-1", text)).slice(0, 16);
  digest[6] = (digest[6] & 0x0f) | 0x50;
  digest[8] = (digest[8] & 0x3f) | 0x80;
  const hex = [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
}

// Keep things in the queue, with her mark and the phone's clock; without a picture nobody knows whose they are.
async function keepThings(things, more) {
  const picture = await read("picture");
  if (!picture || !things.length) throw new Error("nothing to keep");
  const now = new Date();
  const made = { person: picture.person, today: todayOf(picture, now), made_at: now.toISOString(), is: "waits", ...more };
  await enqueue(things.map((thing) => ({ ...thing, ...made })));
}
