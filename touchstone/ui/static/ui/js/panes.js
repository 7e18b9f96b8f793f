// The handle between two panes. Arrows move it 2 %, Home and End go to the limits; its place is kept on this device.
for (const split of document.querySelectorAll("[data-split]")) {
  const handle = split.querySelector(':scope > [role="separator"]');
  if (!handle) continue;
  const key = `split:${split.dataset.split}`;
  const low = Number(handle.getAttribute("aria-valuemin")) || 35;
  const high = Number(handle.getAttribute("aria-valuemax")) || 70;

  const place = (value, keep = true) => {
    const share = Math.min(high, Math.max(low, Math.round(value)));
    split.style.setProperty("--split", share);
    handle.setAttribute("aria-valuenow", share);
    if (keep) try { localStorage.setItem(key, share); } catch { /* private windows keep nothing */ }
  };
  const now = () => Number(handle.getAttribute("aria-valuenow"));

  try { if (localStorage.getItem(key)) place(Number(localStorage.getItem(key)), false); } catch { /* as above */ }

  handle.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: now() - 2, ArrowRight: now() + 2, Home: low, End: high }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    place(step);
  });
  handle.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    handle.setPointerCapture(event.pointerId);
    const box = split.getBoundingClientRect();
    const move = (moved) => place(((moved.clientX - box.left) / box.width) * 100);
    handle.addEventListener("pointermove", move);
    handle.addEventListener("pointerup", () => handle.removeEventListener("pointermove", move), { once: true });
    handle.addEventListener("pointercancel", () => handle.removeEventListener("pointermove", move), { once: true });
  });
}
