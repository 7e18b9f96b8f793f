// Shows the tick box that turns a password into words; without this script it stays hidden.
for (const label of document.querySelectorAll("[data-show-password]")) {
  const field = document.getElementById(label.dataset.showPassword);
  const box = label.querySelector("input");
  if (!field || !box) continue;
  label.hidden = false;
  box.addEventListener("change", () => {
    field.type = box.checked ? "text" : "password";
  });
  field.form?.addEventListener("submit", () => {
    field.type = "password";
  });
}
