// When the browser's clock runs differently from hers she is asked once where her days shall be.

const ask = document.getElementById("zone-ask");
const here = Intl.DateTimeFormat().resolvedOptions().timeZone;

function hoursIn(zone) {
  const year = new Date().getUTCFullYear();
  const write = new Intl.DateTimeFormat("en-GB", { timeZone: zone, dateStyle: "short", timeStyle: "short" });
  return [new Date(), new Date(Date.UTC(year, 0, 15)), new Date(Date.UTC(year, 6, 15))].map((at) => write.format(at)).join();
}

function runsLike(zone) {
  if (!zone) return false;
  try {
    return here === zone || hoursIn(here) === hoursIn(zone);
  } catch {
    return false;
  }
}

if (ask && here && !runsLike(ask.dataset.zone) && !runsLike(ask.dataset.kept)) {
  for (const field of ask.querySelectorAll("input[name=zone]")) field.value = here;
  for (const place of ask.querySelectorAll("[data-here]")) place.textContent = here.replace(/^.*\//, "").replaceAll("_", " ");
  ask.showPopover?.();
}
