// Nothing is lost. A form with data-autosave="ADDRESS" keeps itself two seconds after the last key, and at most five apart.
//   server answers 200 JSON {saved: "09:41:07", version: "3"}   kept; `version` goes into the field named version
//                  409 JSON {theirs: {field: text}, words: "…"}  someone else saved; both texts are shown
//                  401, 403 or a redirect to sign-in             the session lapsed; the draft stays on this device
// Until the server has it, the draft lies in local storage under the person's own key; it is dropped once it is kept.
const QUIET = 2000;
const LONGEST = 4500;
const PREFIX = "draft:";
const who = document.documentElement.dataset.who || "guest";
const skip = new Set(["csrfmiddlewaretoken", "version", "next"]);

const say = (words) => document.dispatchEvent(new CustomEvent("ui:say", { detail: words }));
const clock = () => new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", second: "2-digit" });

// Signing in again in another tab changes the token; the cookie always has the present one.
const freshToken = () => document.cookie.match(/(?:^|; )(?:__Host-|__Secure-)?csrftoken=([^;]+)/)?.[1] || "";

function store(action) {
  try { return action(window.localStorage); } catch { return null; }
}

function values(form) {
  const out = {};
  for (const field of form.elements) {
    if (!field.name || skip.has(field.name) || ["password", "file", "submit", "button", "hidden"].includes(field.type)) continue;
    if (field.type === "radio") { if (field.checked) out[field.name] = field.value; }
    else if (field.type === "checkbox") (out[field.name] ||= []).push(...(field.checked ? [field.value] : []));
    else if (field.multiple) out[field.name] = [...field.selectedOptions].map((option) => option.value);
    else out[field.name] = field.value;
  }
  return out;
}

function fill(form, kept) {
  for (const field of form.elements) {
    if (!field.name || !(field.name in kept) || field.type === "file") continue;
    const value = kept[field.name];
    if (field.type === "radio") field.checked = field.value === value;
    else if (field.type === "checkbox") field.checked = value.includes(field.value);
    else if (field.multiple) for (const option of field.options) option.selected = value.includes(option.value);
    else field.value = value;
  }
}

function note(form, kind, words, buttons = []) {
  form.querySelector(":scope > [data-draft-note]")?.remove();
  if (!words) return;
  const box = document.createElement("div");
  box.className = `note note--${kind}`;
  box.dataset.draftNote = "";
  box.setAttribute("role", "group");
  const inner = document.createElement("div");
  const text = document.createElement("p");
  text.textContent = words;
  inner.append(text);
  if (buttons.length) {
    const row = document.createElement("div");
    row.className = "row";
    row.append(...buttons);
    inner.append(row);
  }
  box.append(inner);
  form.prepend(box);
}

function button(words, action, href) {
  const made = document.createElement(href ? "a" : "button");
  made.className = "btn btn--small";
  made.textContent = words;
  if (href) { made.href = href; made.target = "_blank"; made.rel = "noopener"; }
  else { made.type = "button"; made.addEventListener("click", action); }
  return made;
}

function watch(form) {
  const address = form.dataset.autosave || form.action;
  const key = `${PREFIX}${who}:${form.dataset.draft || location.pathname}:${form.id || address}`;
  const saved = form.querySelector("[data-saved]") || document.querySelector("[data-saved]");
  let first = JSON.stringify(values(form));
  let timer = 0;
  let since = 0;
  let running = false;
  let again = false;
  let sent = false;

  const show = (words, state = "", link = null) => {
    if (!saved) return;
    saved.hidden = false;
    saved.dataset.state = state;
    (saved.querySelector("[data-saved-words]") || saved).replaceChildren(words, ...(link ? [" ", link] : []));
  };
  const signIn = () => {
    const link = document.createElement("a");
    link.href = form.dataset.signIn || document.documentElement.dataset.signIn || "/";
    link.target = "_blank";
    link.rel = "noopener";
    link.textContent = "Sign in";
    return link;
  };
  const keep = () => store((box) => box.setItem(key, JSON.stringify({ at: new Date().toISOString(), values: values(form) })));
  const drop = () => store((box) => box.removeItem(key));

  function lapsed() {
    keep();
    show("Signed out. Kept on this device.", "late", signIn());
    note(form, "refer", "You were signed out. Your words are kept on this device. Sign in again in a new tab, then go on writing here.",
      [button("Sign in", null, signIn().href), button("I have signed in", () => { note(form, "", ""); save(); })]);
    say("You were signed out. Your words are kept on this device.");
  }

  function conflict(answer) {
    keep();
    show("Not saved: two texts", "lost");
    const theirs = answer.theirs || {};
    for (const [name, text] of Object.entries(theirs)) {
      const field = form.elements[name];
      if (!field || field.value === text) continue;
      const group = field.closest?.(".field") || form;
      group.querySelector("[data-theirs]")?.remove();
      const other = document.createElement("div");
      other.className = "well stack-s stack";
      other.dataset.theirs = "";
      const head = document.createElement("p");
      head.className = "strong";
      head.textContent = "The other text";
      const body = document.createElement("p");
      body.textContent = text;
      const row = document.createElement("div");
      row.className = "row";
      const done = () => { other.remove(); change(); };
      row.append(
        button("Take this one", () => { field.value = text; done(); }),
        button("Keep mine", done),
        button("Keep both", () => { field.value = `${field.value}\n\n${text}`; done(); }),
      );
      other.append(head, body, row);
      group.append(other);
    }
    if (answer.version !== undefined && form.elements.version) form.elements.version.value = answer.version;
    note(form, "refer", answer.words || "Someone else saved this meanwhile. Both texts are below; choose, or keep both.");
    say("Someone else saved this meanwhile. Both texts are shown.");
  }

  async function save() {
    clearTimeout(timer);
    since = 0;
    if (running) { again = true; return; }
    const now = JSON.stringify(values(form));
    if (now === first || sent) return;
    running = true;
    keep();
    try {
      const body = new FormData(form);
      for (const field of form.querySelectorAll('input[type="file"]')) body.delete(field.name);
      const token = freshToken() || form.elements.csrfmiddlewaretoken?.value || "";
      if (token) body.set("csrfmiddlewaretoken", token);
      const answer = await fetch(address, {
        method: "POST", body, credentials: "same-origin", redirect: "manual",
        headers: { "X-Autosave": "1", Accept: "application/json", "X-CSRFToken": token },
      });
      if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) lapsed();
      else if (answer.status === 409) conflict(await answer.json().catch(() => ({})));
      else if (answer.ok) {
        const told = answer.status === 204 ? {} : await answer.json().catch(() => ({}));
        if (told.version !== undefined && form.elements.version) form.elements.version.value = told.version;
        first = now;
        if (JSON.stringify(values(form)) === now) drop();
        note(form, "", "");
        show(`Saved ${told.saved || clock()}`);
        say(told.says || "Saved");
      } else {
        show("Kept on this device, not yet saved", "late");
        say("Not saved yet. Your words are kept on this device.");
      }
    } catch {
      show("Kept on this device, no connection", "late");
    } finally {
      running = false;
      if (again) { again = false; change(); }
    }
  }

  function change() {
    keep();
    since ||= Date.now();
    clearTimeout(timer);
    timer = setTimeout(save, Math.max(0, Math.min(QUIET, since + LONGEST - Date.now())));
  }

  form.addEventListener("input", change);
  form.addEventListener("change", change);
  form.addEventListener("submit", () => {
    sent = true;
    clearTimeout(timer);
    keep();
    mark(key);
    setTimeout(() => { sent = false; }, 8000);
  });
  addEventListener("pagehide", () => { if (!sent && JSON.stringify(values(form)) !== first) keep(); });
  addEventListener("online", save);
  document.addEventListener("visibilitychange", () => { if (document.hidden) save(); });

  const kept = store((box) => JSON.parse(box.getItem(key) || "null"));
  if (kept && JSON.stringify(kept.values) !== first) {
    const when = new Date(kept.at).toLocaleString([], { weekday: "long", hour: "2-digit", minute: "2-digit" });
    note(form, "gold", `Words from ${when} are kept on this device and not yet saved.`, [
      button("Put them back", () => { fill(form, kept.values); note(form, "", ""); change(); say("Your words are back."); }),
      button("Leave them out", () => { drop(); note(form, "", ""); say("Left out."); }),
    ]);
  } else if (kept) drop();
}

document.querySelectorAll("form[data-autosave]").forEach(watch);
document.addEventListener("htmx:load", (event) => {
  const root = event.detail.elt;
  if (root === document.body) return;
  root.querySelectorAll?.("form[data-autosave]").forEach(watch);
});

// A form that was sent has arrived when the next page is another one and the person is still signed in; its draft goes.
// Back on the same page there were errors; without the person the session had lapsed: then the draft stays.
function mark(key) {
  try { sessionStorage.setItem(`sent:${key}`, location.pathname); } catch { /* private windows keep nothing */ }
}
try {
  for (const name of Object.keys(sessionStorage).filter((each) => each.startsWith("sent:"))) {
    const key = name.slice(5);
    if (sessionStorage.getItem(name) !== location.pathname && key.startsWith(`${PREFIX}${who}:`)) store((box) => box.removeItem(key));
    sessionStorage.removeItem(name);
  }
} catch { /* as above */ }

// A page that says the form arrived drops its draft: <p data-draft-done="/diary/8/edit/">.
for (const done of document.querySelectorAll("[data-draft-done]")) {
  store((box) => Object.keys(box).filter((key) => key.startsWith(`${PREFIX}${who}:${done.dataset.draftDone}:`)).forEach((key) => box.removeItem(key)));
}

// Whoever signs out leaves nothing behind on a shared device.
document.addEventListener("submit", (event) => {
  if (!event.target.matches("form[data-forget-drafts]")) return;
  store((box) => Object.keys(box).filter((key) => key.startsWith(PREFIX)).forEach((key) => box.removeItem(key)));
});
