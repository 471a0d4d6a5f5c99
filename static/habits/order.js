// Her habits dragged into another order; the arrows beside them do the same without a script.

const ENDS = ["pointerup", "pointercancel"];

for (const list of document.querySelectorAll("[data-order]")) {
  const form = document.getElementById(list.dataset.order);
  for (const row of list.children) row.prepend(gripOf(row, list, form));
}

function gripOf(row, list, form) {
  const grip = document.createElement("span");
  grip.className = "grip";
  grip.setAttribute("aria-hidden", "true");
  grip.append("⠿");
  grip.addEventListener("pointerdown", (event) => hold(event, row, list, form));
  return grip;
}

// A row that changes its place loses a captured pointer, so the whole page listens while one is held.
function hold(event, row, list, form) {
  if (event.button !== 0) return;
  event.preventDefault();
  const before = orderOf(list).join();
  row.classList.add("is-held");
  const move = (now) => moveTo(row, list, now.clientY);
  const drop = () => {
    document.removeEventListener("pointermove", move);
    for (const end of ENDS) document.removeEventListener(end, drop);
    row.classList.remove("is-held");
    if (orderOf(list).join() !== before) send(list, form);
  };
  document.addEventListener("pointermove", move);
  for (const end of ENDS) document.addEventListener(end, drop);
}

function moveTo(row, list, y) {
  for (const other of list.children) {
    if (other === row) continue;
    const box = other.getBoundingClientRect();
    if (y > box.top && y < box.bottom) {
      const isBelow = row.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING;
      if (isBelow && y > box.top + box.height / 2) other.after(row);
      else if (!isBelow && y < box.top + box.height / 2) other.before(row);
      return;
    }
  }
}

function orderOf(list) {
  return [...list.children].map((row) => row.dataset.habit);
}

function send(list, form) {
  for (const id of orderOf(list)) {
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "habit", value: id }));
  }
  form.submit();
}
