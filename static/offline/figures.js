// What a day holds after what waits: the same rules as the house's, for the rows of the picture.

const WITHIN = 1e-9;

// Her days with all that waits in them, in the order she made it. Rows and plants of the picture stay as they are.
function daysWith({ days, plants, week_start: start }, items) {
  const made = days.map((day) => ({ ...day, rows: day.rows.map((row) => ({ ...row })), eaten: [...day.plants] }));
  for (const item of items.filter(({ is }) => is === "waits" || is === "sent")) {
    const day = made.find((each) => each.day === item.day);
    if (day && item.plant) for (const plant of slugsOf(plants, item.plant)) eat(day, plant, item.do);
    if (day && item.habit) record(made, { day, item, start });
  }
  for (const item of items) markKept(made, item);
  return made;
}

function markKept(days, item) {
  const day = days.find((each) => each.day === item.day);
  const row = day?.rows.find((each) => (item.plant ? each.measure === "variety" : each.habit === item.habit));
  if (row && item.is !== "sent" && item.was !== "waits") row.waits = true;
}

function eat(day, plant, deed) {
  day.eaten = day.eaten.filter((each) => each !== plant);
  if (deed === "eat") day.eaten.push(plant);
}

function record(days, { day, item, start }) {
  const row = day.rows.find(({ habit }) => habit === item.habit);
  if (!row) return;
  if (item.do === "note") {
    row.note = item.note;
    return;
  }
  const before = worth(row, row.amount);
  Object.assign(row, outcome(row, item), { isChanged: true });
  const more = worth(row, row.amount) - before;
  if (!row.is_weekly) row.total = worth(row, row.amount);
  else for (const each of sameWeek(days, { day, row, start })) Object.assign(each, { total: each.total + more, isChanged: true });
}

function sameWeek(days, { day, row, start }) {
  const first = weekOf(day.day, start);
  return days.filter((each) => weekOf(each.day, start) === first).flatMap(({ rows }) => rows.filter(({ habit }) => habit === row.habit));
}

function weekOf(day, start) {
  const date = new Date(`${day}T00:00Z`);
  date.setUTCDate(date.getUTCDate() - ((date.getUTCDay() + 6 - start) % 7));
  return date.toISOString().slice(0, 10);
}

function worth({ measure }, amount) {
  return measure === "check" ? Number(amount > 0) : (amount ?? 0);
}

function outcome(row, item) {
  if (item.do === "clear") return { amount: null, skip: null };
  if (item.do === "skip") return { amount: null, skip: item.reason ?? "other" };
  const step = (item.by === "portion" && row.portion) || row.step;
  if (item.do === "add") return { amount: Math.min(rounded((row.amount ?? 0) + step), row.most), skip: null };
  if (item.do === "less") return { amount: Math.max(rounded((row.amount ?? 0) - step), 0), skip: null };
  const amount = { set: numberOf(String(item.amount ?? "")), "not-today": 0 }[item.do] ?? atGoal(row);
  return { amount: row.measure === "check" ? Number(amount > 0) : amount, skip: null };
}

function atGoal(row) {
  if (row.is_limit) return 0;
  return row.is_weekly ? Math.max(row.amount ?? 0, row.portion ?? row.step) : row.goal;
}

function rounded(amount) {
  return Math.round(amount * 1000) / 1000;
}

// "2.5", "2,5", "1,000"; null for what is no amount.
function numberOf(text) {
  const cleaned = text.trim().replace(/\u00a0/g, " ");
  if (/^\d{1,3}([,. ’']\d{3})+$/.test(cleaned)) return Number(cleaned.replace(/\D/g, ""));
  return /^(\d{1,9}([.,]\d{1,3})?|[.,]\d{1,3})$/.test(cleaned) ? Number(cleaned.replace(",", ".")) : null;
}

function isLeftOut(row) {
  return row.amount === null && Boolean(row.skip || row.is_paused);
}

function isMet(row, total) {
  if (Math.abs(total - row.goal) <= WITHIN * Math.max(total, row.goal)) return true;
  return row.is_limit ? total < row.goal : total > row.goal;
}

// Whether nothing of it is open that day.
function isDone(row) {
  if (isLeftOut(row)) return false;
  if (row.is_weekly && row.is_limit) return row.amount !== null;
  if (row.is_weekly) return row.amount > 0 || isMet(row, row.total);
  if (!row.is_due) return Boolean(row.amount);
  return row.amount !== null && isMet(row, row.total);
}

function tapOf(row) {
  return row.is_limit && row.measure === "amount" ? (row.amount ? "add" : "none") : row.tap;
}

function isPressed(row) {
  if (tapOf(row) === "none") return row.amount === 0;
  return row.is_weekly ? Boolean(row.amount) : isDone(row);
}

function hasStepper(row) {
  if (row.measure !== "amount" || isLeftOut(row)) return false;
  if (tapOf(row) === "none") return true;
  const counts = row.step === 1 && row.goal > 1;
  return row.amount !== null && (tapOf(row) === "add" || !isDone(row) || counts);
}
