// Drop zones. data-upload alone: dropped files go into the field and travel with the form.
// data-upload="ADDRESS": each file is sent at once, with a bar; the answer is JSON {name, word, state, href}.
const say = (words) => document.dispatchEvent(new CustomEvent("ui:say", { detail: words }));

function size(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1048576) return `${Math.round(bytes / 1024)} kB`;
  if (bytes < 1073741824) return `${(bytes / 1048576).toFixed(1)} MB`;
  return `${(bytes / 1073741824).toFixed(1)} GB`;
}

function row(name, words) {
  const made = document.createElement("div");
  made.className = "file";
  const shape = document.createElement("span");
  shape.setAttribute("aria-hidden", "true");
  shape.textContent = "•";
  const title = document.createElement("span");
  title.textContent = name;
  const state = document.createElement("span");
  state.className = "faint";
  state.textContent = words;
  made.append(shape, title, state);
  return { made, title, state };
}

function send(zone, list, input, file) {
  const { made, title, state } = row(file.name, `0 %, ${size(file.size)}`);
  const bar = document.createElement("progress");
  bar.max = 100;
  bar.value = 0;
  bar.setAttribute("aria-label", file.name);
  made.append(bar);
  list.append(made);
  const form = zone.closest("form");
  const body = new FormData();
  body.append(input.name || "file", file);
  const token = form?.elements.csrfmiddlewaretoken?.value || JSON.parse(document.body.getAttribute("hx-headers") || "{}")["X-CSRFToken"] || "";
  if (token) body.append("csrfmiddlewaretoken", token);
  const request = new XMLHttpRequest();
  const began = Date.now();
  request.open("POST", zone.dataset.upload);
  request.setRequestHeader("X-CSRFToken", token);
  request.setRequestHeader("Accept", "application/json");
  request.upload.addEventListener("progress", (event) => {
    if (!event.lengthComputable) return;
    const part = event.loaded / event.total;
    bar.value = Math.round(part * 100);
    const left = ((Date.now() - began) / part) * (1 - part) / 60000;
    state.textContent = `${bar.value} %${left > 1 ? `, ${Math.round(left)} min left` : ""}`;
  });
  request.addEventListener("load", () => {
    bar.remove();
    let told = {};
    try { told = JSON.parse(request.responseText); } catch { /* an answer without words */ }
    const good = request.status < 400;
    state.className = `status status--${good ? (told.look || "wait") : "stop"}`;
    state.textContent = told.word || (good ? "Arrived" : "Not taken");
    if (told.href) {
      const link = document.createElement("a");
      link.href = told.href;
      link.textContent = told.name || file.name;
      title.replaceChildren(link);
    }
    say(`${file.name}: ${state.textContent}`);
    zone.dispatchEvent(new CustomEvent("ui:uploaded", { bubbles: true, detail: told }));
  });
  request.addEventListener("error", () => {
    bar.remove();
    state.className = "status status--stop";
    state.textContent = "No connection";
    say(`${file.name} did not arrive. Choose it again.`);
  });
  request.send(body);
}

function watch(zone) {
  const input = zone.querySelector('input[type="file"]');
  if (!input) return;
  const list = zone.parentElement.querySelector("[data-upload-list]") || zone.parentElement.appendChild(document.createElement("div"));

  const take = (files) => {
    if (zone.dataset.upload) {
      for (const file of files) send(zone, list, input, file);
      input.value = "";
      return;
    }
    list.replaceChildren(...[...files].map((file) => row(file.name, size(file.size)).made));
    say(files.length === 1 ? `${files[0].name} chosen` : `${files.length} files chosen`);
  };
  input.addEventListener("change", () => take([...input.files]));
  zone.addEventListener("dragover", (event) => { event.preventDefault(); zone.classList.add("drop--over"); });
  zone.addEventListener("dragleave", () => zone.classList.remove("drop--over"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    zone.classList.remove("drop--over");
    const files = [...event.dataTransfer.files].slice(0, input.multiple ? undefined : 1);
    if (!files.length) return;
    if (!zone.dataset.upload) {
      const carrier = new DataTransfer();
      for (const file of files) carrier.items.add(file);
      input.files = carrier.files;
    }
    take(files);
  });
}

document.querySelectorAll("[data-upload]").forEach(watch);
document.addEventListener("htmx:load", (event) => event.detail.elt !== document.body && event.detail.elt.querySelectorAll?.("[data-upload]").forEach(watch));
