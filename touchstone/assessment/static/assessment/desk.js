// The desk: what the shared scripts (keys, autosave, panes) leave to it.
const split = document.querySelector("[data-desk]");
const form = document.getElementById("decision");
const strip = document.querySelector(".acs");
const words = { pass: "Pass", referral: "Referral", "": "not decided" };

// Going to another criterion, or to sign, saves first: the form is sent and says where to go.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-go]");
  if (!link || !form || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const go = document.createElement("input");
  go.type = "hidden";
  go.name = "go";
  go.value = link.dataset.go;
  form.append(go);
  form.requestSubmit();
});

// R asks at once what is not yet met. Only the key moves the focus; a click or an arrow leaves it where it is.
document.addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() !== "r" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (document.activeElement?.matches("textarea, input:not([type=radio])")) return;
  if (document.documentElement.dataset.keys === "off") return;
  if (form?.elements.outcome.value !== "referral") return;
  event.preventDefault();
  const chosen = form.querySelector('[name="reason_descriptor"]:checked') || form.querySelector('[name="reason_descriptor"]');
  (chosen?.value === "" ? document.getElementById("reason_text") : chosen)?.focus();
});

// What was saved shows in the strip and in the count.
document.addEventListener("ui:say", (event) => {
  if (!form || !strip || !String(event.detail).startsWith(`${split.dataset.desk} `)) return;
  const outcome = form.elements.outcome.value || "";
  const link = strip.querySelector('[aria-current="step"]');
  link.className = { pass: "pass", referral: "refer" }[outcome] || "";
  link.setAttribute("aria-label", `${split.dataset.desk}, ${words[outcome]}`);
  const links = [...strip.querySelectorAll("a")];
  const decided = links.filter((each) => each.className).length;
  document.querySelector("[data-decided]").textContent = `${decided} of ${links.length} decided`;
});

// A place in another piece is shown once that piece has come; a moment in a recording is sought.
let wanted = "";
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-pin]");
  if (link) wanted = link.dataset.pin;
  const seek = event.target.closest?.("a[data-seek]");
  const player = seek && document.querySelector("[data-player]");
  if (player) {
    event.preventDefault();
    player.currentTime = Number(seek.dataset.seek);
    player.focus();
    player.play?.().catch(() => {});
  }
  const here = event.target.closest?.('a[href^="#pin-"]');
  if (here && !player) {
    event.preventDefault();
    show(here.hash.slice(1));
  }
});
document.addEventListener("htmx:afterSettle", () => {
  if (wanted) show(`pin-${wanted}`);
  wanted = "";
});

function show(id) {
  const place = document.getElementById(id);
  if (!place) return;
  place.scrollIntoView({ block: "center", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
  place.focus({ preventScroll: true });
}

// On a phone the two panes are tabs.
const tabs = document.querySelectorAll("[data-pane]");
function pane(name) {
  split.dataset.shows = name;
  try { sessionStorage.setItem("desk:pane", name); } catch { /* private windows keep nothing */ }
  for (const tab of tabs) {
    if (tab.dataset.pane === name) tab.setAttribute("aria-current", "true");
    else tab.removeAttribute("aria-current");
  }
}
for (const tab of tabs) {
  tab.addEventListener("click", (event) => {
    event.preventDefault();
    pane(tab.dataset.pane);
    document.getElementById(tab.dataset.pane).focus();
  });
}
if (split && tabs.length) {
  let last = "";
  try { last = sessionStorage.getItem("desk:pane"); } catch { /* as above */ }
  pane(location.hash === "#judge" || last === "judge" ? "judge" : "work");
}
