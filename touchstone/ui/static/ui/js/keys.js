// Single keys. A control says data-key="p" (and data-key-says="Pass"); "?" lists all keys of the page.
// data-key-do="focus" moves the focus there instead of pressing it. Keys rest while a field has focus, and can be switched off.
const resting = () => document.documentElement.dataset.keys === "off";
const writing = (node) => node?.matches?.('input:not([type="radio"]):not([type="checkbox"]):not([type="button"]):not([type="submit"]), textarea, select, [contenteditable="true"]');
const controls = () => [...document.querySelectorAll("[data-key]")].filter((node) => node.getClientRects().length || node.type === "radio");

function words(node) {
  if (node.dataset.keySays || node.ariaLabel) return node.dataset.keySays || node.ariaLabel;
  const copy = node.cloneNode(true);
  copy.querySelectorAll("kbd, svg").forEach((part) => part.remove());
  return copy.textContent.replace(/\s+/g, " ").trim() || node.name;
}

function sheet() {
  const seen = new Map();
  for (const node of controls()) if (!seen.has(node.dataset.key)) seen.set(node.dataset.key, words(node));
  if (!seen.size) return;
  const dialog = document.createElement("dialog");
  dialog.className = "dialog stack";
  dialog.setAttribute("aria-labelledby", "keysheet-title");
  const title = document.createElement("h2");
  title.id = "keysheet-title";
  title.className = "dialog__title";
  title.textContent = "Keys on this page";
  const list = document.createElement("ul");
  list.className = "keysheet";
  for (const [key, says] of seen) {
    const row = document.createElement("li");
    const cap = document.createElement("kbd");
    cap.textContent = key.length === 1 ? key.toUpperCase() : key;
    row.append(cap, says);
    list.append(row);
  }
  const close = document.createElement("button");
  close.type = "button";
  close.className = "btn";
  close.textContent = "Close";
  close.addEventListener("click", () => dialog.close());
  dialog.append(title, list, close);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && writing(document.activeElement) && document.querySelector("[data-key]")) {
    document.activeElement.blur();
    return;
  }
  if (resting() || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (writing(event.target) || document.querySelector("dialog[open]:modal")) return;
  if (event.key === "?") {
    event.preventDefault();
    sheet();
    return;
  }
  const wanted = event.key.toLowerCase();
  const node = controls().find((each) => each.dataset.key.toLowerCase() === wanted);
  if (!node) return;
  event.preventDefault();
  if (node.dataset.keyDo === "focus" || writing(node)) node.focus();
  else node.click();
  const then = node.dataset.keyThen && document.getElementById(node.dataset.keyThen);
  if (then) then.focus();
});
