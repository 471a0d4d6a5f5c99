// Her habits dragged into another order; the arrows beside them do the same without a script.

for (const list of document.querySelectorAll("[data-order]")) {
  const form = document.getElementById(list.dataset.order);
  for (const row of list.children) row.prepend(gripOf(row, list, form));
}

function gripOf(row, list, form) {
  const grip = document.createElement("span");
  grip.className = "grip";
  grip.setAttribute("aria-hidden", "true");
  grip.append("⠿");
  grip.addEventListener("pointerdown", (event) => hold(event, grip, row, list, form));
  return grip;
}

function hold(event, grip, row, list, form) {
  if (event.button !== 0) return;
  event.preventDefault();
  grip.setPointerCapture(event.pointerId);
  const before = orderOf(list);
  row.classList.add("is-held");
  const move = (now) => moveTo(row, list, now.clientY);
  const drop = () => {
    grip.removeEventListener("pointermove", move);
    row.classList.remove("is-held");
    if (orderOf(list).join() !== before.join()) send(list, form);
  };
  grip.addEventListener("pointermove", move);
  grip.addEventListener("lostpointercapture", drop, { once: true });
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
