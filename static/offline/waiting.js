// What this phone has still to send, what has a question, and what signing out would lose.

function waitingPage(leave) {
  const asks = state.items.filter(({ is }) => is === "asked" || is === "refused");
  const waits = state.items.filter(({ is }) => is === "waits" || (leave && is === "undone"));
  const isEmpty = !asks.length && !waits.length && !leave;
  const shown = { asks: asks.length, waits: waits.length, empty: isEmpty, leaving: leave, others: state.hasOthers };
  const made = piece("waiting", { leave, csrf: state.picture.csrf }, shown);
  if (asks.length) listOf(made, "asks").append(...asks.map(askOf));
  if (waits.length) listOf(made, "waits").append(...waits.map(waitOf));
  made.addEventListener("click", answerAsk);
  return made;
}

function waitOf(item) {
  return piece("wait", { id: item.id, what: whatOf(item) }, { back: item.is === "waits" });
}

function askOf(item) {
  const made = piece("ask", { id: item.id, what: item.what || whatOf(item), words: item.words || words("refused") });
  const days = (item.is === "asked" && item.days) || [];
  listOf(made, "days").append(...days.map((day, at) => piece("day-choice", { day, words: item.day_words?.[at] ?? day })));
  return made;
}

function whatOf({ habit, plant, day, ...item }) {
  if (item.url) return item.what; // what the notification said
  const on = state.days.find((each) => each.day === day);
  const name = plant ? (nameOf(plant) ?? plant) : on?.rows.find((row) => row.habit === habit)?.name;
  const deed = deedOf(item);
  return words(deed ? "deed" : "thing", { thing: name ?? "", day: on?.title ?? day, deed });
}

function deedOf({ do: deed, amount, reason, is }) {
  if (is === "undone") return words("deeds.uneat");
  if (deed === "eat") return "";
  if (deed === "set") return amount;
  return deed === "skip" ? words(`skips.${reason}`) : words(`deeds.${deed}`);
}

async function answerAsk({ target }) {
  const id = target.closest("[data-id]")?.dataset.id;
  const day = target.closest("[data-day]")?.dataset.day;
  if (day) await askWorker("decide", { id, day });
  else if (target.closest("[data-back]")) await askWorker("back", { ids: [id] });
  else return;
  await draw();
  document.getElementById("waiting-title").focus();
}
