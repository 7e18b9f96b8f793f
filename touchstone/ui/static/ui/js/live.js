// One live region for the whole page. Anything may speak: document.dispatchEvent(new CustomEvent("ui:say", {detail: "Saved"})).
// A server answer may speak too: HX-Trigger: {"say": "2.3 Pass, saved"}.
const region = () => document.getElementById("live");

function say(words) {
  const live = region();
  if (!live || !words) return;
  live.textContent = "";
  requestAnimationFrame(() => { live.textContent = words; });
}

document.addEventListener("ui:say", (event) => say(event.detail));
document.addEventListener("say", (event) => say(event.detail && (event.detail.value ?? event.detail)));

// After a swap the focus goes to what asks for it, so that nobody is left on a thing that is gone.
function focusWanted(root) {
  const wanted = root.querySelector?.("[data-focus]");
  if (wanted) wanted.focus({ preventScroll: false });
}
document.addEventListener("htmx:afterSettle", (event) => focusWanted(event.detail.target || document));
focusWanted(document);

document.addEventListener("htmx:responseError", () => say("That did not work. Try again in a minute."));
document.addEventListener("htmx:sendError", () => say("There is no connection. What you wrote is kept on this device."));

// A refusal (422) or a conflict (409) has words to show, so it is swapped in like any other part.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.xhr.status === 422 || event.detail.xhr.status === 409) {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  }
});

// A button that rests says why instead of doing nothing.
document.addEventListener("click", (event) => {
  const resting = event.target.closest?.('[aria-disabled="true"]');
  if (!resting) return;
  event.preventDefault();
  const reason = resting.querySelector(".sr")?.textContent || "";
  say(reason.replace(/^[.\s]+/, "") || "Not yet.");
}, true);

// Signing in elsewhere renews the token; forms that were open before take the present one along.
document.addEventListener("submit", (event) => {
  const field = event.target.elements?.csrfmiddlewaretoken;
  const now = document.cookie.match(/(?:^|; )(?:__Host-|__Secure-)?csrftoken=([^;]+)/)?.[1];
  if (field && now) field.value = now;
}, true);
