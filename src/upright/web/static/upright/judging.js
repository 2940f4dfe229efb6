// Judging with the keys: j and k move, a, p and n press the buttons of the question, u undoes. The buttons work without it.
"use strict";
(() => {
  const BUTTONS = { a: "answers", p: "partly", n: "does_not", u: "withdraw" };
  const all = () => [...document.querySelectorAll("[data-judging] .asked")];
  let here = "";
  const select = (each) => {
    document.querySelector(".asked.here")?.classList.remove("here");
    if (!each) return;
    here = each.id;
    each.classList.add("here");
    each.focus({ preventScroll: true });
    each.scrollIntoView({ block: "nearest" });
  };
  const move = (by) => {
    const list = all();
    const at = list.findIndex((each) => each.id === here);
    select(list[Math.min(list.length - 1, Math.max(0, at + by))]);
  };
  const press = (value) => {
    const current = document.getElementById(here);
    current?.querySelector(`form.judge button[value="${value}"]`)?.click();
  };
  document.addEventListener("DOMContentLoaded", () => {
    const keys = document.querySelector("[data-keys]");
    if (!keys) return; // only editors judge
    keys.hidden = false;
    if (location.hash.startsWith("#q")) select(document.getElementById(location.hash.slice(1)));
    document.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return;
      if (event.key === "j" || event.key === "k") move(event.key === "j" ? 1 : -1);
      else if (BUTTONS[event.key]) press(BUTTONS[event.key]);
      else return;
      event.preventDefault();
    });
    document.addEventListener("htmx:after:swap", () => {
      const again = document.getElementById(here);
      if (again && !again.classList.contains("here")) select(again);
    });
    document.addEventListener("focusin", (event) => {
      const each = event.target.closest(".asked");
      if (each && each.id !== here) {
        document.querySelector(".asked.here")?.classList.remove("here");
        here = each.id;
        each.classList.add("here");
      }
    });
  });
})();
