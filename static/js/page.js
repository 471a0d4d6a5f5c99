// What HTML cannot do on single pages: the browser's time zone, and a look at text and colours before saving.

const zones = document.querySelector("select[data-guess-zone]");
if (zones && !zones.value) {
  zones.value = Intl.DateTimeFormat().resolvedOptions().timeZone;
}

for (const choice of document.querySelectorAll("[data-sight]")) {
  choice.addEventListener("change", () => {
    document.documentElement.dataset[choice.dataset.sight] = choice.value;
  });
}
