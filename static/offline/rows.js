// A row of the day, and what is kept when she taps on it.

const LONGEST_NOTE = 500;

function rowOf(row) {
  const adds = tapOf(row) === "add";
  const made = piece("row", valuesOf(row), {
    adds,
    stepper: hasStepper(row),
    amounts: row.measure === "amount",
    note: row.note,
    waits: row.waits,
    clears: row.amount !== null || row.skip,
  });
  const main = made.querySelector(".row-main");
  if (adds) main.removeAttribute("aria-pressed");
  showShare(made.querySelector(".tick-pie"), row);
  const reason = made.querySelector(`#skip-${row.habit}-${row.skip}`);
  reason?.setAttribute("aria-pressed", "true");
  reason?.classList.add("is-on");
  const note = made.querySelector("textarea");
  note.value = note.textContent = row.note;
  return made;
}

function valuesOf(row) {
  const isToday = state.day.day === state.today;
  return {
    id: row.habit,
    look: lookOf(row),
    does: tapOf(row) === "add" ? "add" : doesOf(row),
    pressed: isPressed(row),
    name: row.name,
    line: lineOf(row),
    shown: row.is_weekly || row.is_limit ? amountOf(row, row.amount ?? 0) : words("done_of_goal", { done: number(row.amount ?? 0), goal: number(row.goal) }),
    step: amountOf(row, row.step),
    unit: unitOf(row.units) || words("amount"),
    amount: row.amount === null ? "" : number(row.amount),
    not: words(isToday ? "not_today" : "not_that_day"),
    note: row.note,
    longest: LONGEST_NOTE,
  };
}

function doesOf(row) {
  if (isPressed(row) || row.skip) return "clear";
  return tapOf(row) === "none" ? "not-today" : "done";
}

function lookOf(row) {
  if (isLeftOut(row)) return "is-skipped";
  if (isDone(row)) return "is-done";
  return row.amount === 0 && row.is_due ? "is-not-met" : "";
}

function unitOf(units) {
  return units === units.toUpperCase() ? units : units[0].toUpperCase() + units.slice(1);
}

function showShare(pie, row) {
  const reached = row.goal ? row.total / row.goal : 0;
  if (reached > 0 && reached < 1) pie.setAttribute("stroke-dasharray", `${(100 * reached).toFixed(1)} 200`);
  else pie.remove();
}

// The second line: as the house wrote it, or anew once something waits.
function lineOf(row) {
  if (!row.isChanged) return row.line;
  const reason = row.skip ?? row.reason;
  if (isLeftOut(row) && row.is_due) return words(row.skip ? "left_out" : "set_aside", { reason: words(`skips.${reason}`) });
  if (row.is_limit && !row.is_weekly) return limitLine(row);
  if (row.amount === 0 && row.is_due && !row.is_limit) return words("not_today");
  return [row.is_weekly ? weekLine(row) : row.goal_words, row.tail].filter(Boolean).join(", ");
}

function limitLine(row) {
  const name = row.amount === null ? "limit_tap" : row.amount === 0 ? "limit_none" : "limit_amount";
  return words(name, { limit: row.goal_words, amount: amountOf(row, row.total) });
}

function weekLine(row) {
  const name = isThisWeek() ? "this_week" : "that_week";
  const kind = row.is_limit ? (isRecorded(row) ? "limit_" : "no_limit_") : "";
  return words(`${kind}${name}`, { total: number(row.total), goal: row.goal_short });
}

// Nothing recorded of a limit is no 0: that would say that it was kept.
function isRecorded(row) {
  const week = sameWeek(state.days, { day: state.day, row, start: state.picture.week_start });
  return row.total > 0 || week.some(({ amount }) => amount !== null);
}

function isThisWeek() {
  const start = state.picture.week_start;
  return weekOf(state.day.day, start) === weekOf(state.today, start);
}

// What a form of a row asks for; null, with words beside the field, for what is no amount.
function thingOf(form, submitter) {
  const row = form.closest("[data-habit]");
  const told = Object.fromEntries(new FormData(form, submitter));
  const fault = told.do === "set" ? faultOf(Number(row.dataset.habit), told.amount) : "";
  if (!fault) return { ...told, habit: Number(row.dataset.habit) };
  const field = form.querySelector("input");
  field.setAttribute("aria-invalid", "true");
  Object.assign(form.querySelector(".field-error"), { textContent: fault, hidden: false });
  field.focus();
  return null;
}

function faultOf(habit, typed) {
  const amount = numberOf(typed);
  const { most } = state.day.rows.find((row) => row.habit === habit);
  if (amount === null) return words("no_number");
  return amount > most ? words("too_much", { most: number(most) }) : "";
}
