// A day: its head, the days around it, its rows.

const DAYS_BACK = 7;

function dayPage() {
  const { day, days, today } = state;
  const { all, done } = countOf(day);
  const title = { [today]: words("today"), [dayBefore(today)]: words("yesterday") }[day.day];
  const values = { date: title ? day.title : day.day.slice(0, 4), title: title ?? day.title, done, all };
  const made = piece("day", { ...values, share: share(done, all) }, { ring: all, part: done });
  const last = days.findIndex((each) => each.day === today);
  listOf(made, "days").append(...days.slice(Math.max(last - DAYS_BACK, 0), last + 1).map(dotOf));
  listOf(made, "rows").append(...rowsOf(day));
  return made;
}

function plantsPage() {
  const row = state.day.rows.find(({ measure }) => measure === "variety");
  if (!row) return piece("nothing");
  const made = piece("day", { date: state.day.title, title: row.name });
  made.querySelector("nav").remove();
  listOf(made, "rows").append(plantsCard(row));
  return made;
}

function rowsOf(day) {
  if (!day.rows.length) return [piece("nothing")];
  const habits = day.rows.filter(({ measure }) => measure !== "variety");
  const rests = (row) => !row.is_due && !isDone(row) && !isLeftOut(row);
  const plants = day.rows.filter(({ measure }) => measure === "variety").map(plantsCard);
  return [...habits.filter((row) => !rests(row)).map(rowOf), ...plants, ...restingOf(habits.filter(rests))];
}

function restingOf(rows) {
  if (!rows.length) return [];
  const isToday = state.day.day === state.today;
  const made = piece("resting", { names: rows.map(({ name }) => name).join(", ") }, { today: isToday, past: !isToday });
  listOf(made, "rows").append(...rows.map(rowOf));
  return [made];
}

function dayBefore(day) {
  return new Date(Date.parse(`${day}T00:00Z`) - 24 * 3600 * 1000).toISOString().slice(0, 10);
}

function isDoneOn(day, row) {
  return row.measure === "variety" ? day.eaten.length > 0 || isMet(row, row.total) : isDone(row);
}

// How many of what the day asks for are done.
function countOf(day) {
  const counted = day.rows.filter((row) => !isLeftOut(row) && (row.is_due || isDoneOn(day, row)));
  return { all: counted.length, done: counted.filter((row) => isDoneOn(day, row)).length };
}

function share(done, all) {
  return ((100 * done) / (all || 1)).toFixed(1);
}

function dotOf(day) {
  const { all, done } = countOf(day);
  const left = all ? null : day.rows.find(isLeftOut);
  const reason = left && (left.skip ?? left.reason);
  const asked = all ? words("day_done", { done, all }) : words("day_free");
  const said = reason ? words("day_left", { reason: words(`skips.${reason}`) }) : asked;
  const isNow = !left && !done && day.day === state.today;
  const shown = { left, full: all && done === all, part: done && done < all, hole: !left && !done && !isNow, now: isNow };
  const values = { href: day.day === state.today ? "/" : `/day/${day.day}`, weekday: day.weekday, day: day.title, said };
  const made = piece("dot", { ...values, letter: reason ? words(`letters.${reason}`) : "", share: share(done, all) }, shown);
  if (day.day !== state.day.day) made.querySelector("a").removeAttribute("aria-current");
  return made;
}
