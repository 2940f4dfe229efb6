// Judging with the keys: j and k move, another key presses the button that names it, ? shows the keys. The buttons work without it.
"use strict";
(() => {
  const all = () => [...document.querySelectorAll("[data-judging] .asked")];
  let here = "";
  const judged = []; // the latest last
  const undoing = new Set(); // judged, and to be undone as soon as the answer is there
  const mark = (each) => {
    for (const before of document.querySelectorAll(".asked.here")) {
      before.classList.remove("here");
      before.removeAttribute("aria-current");
    }
    if (!each) return;
    here = each.id;
    each.classList.add("here");
    each.setAttribute("aria-current", "true");
    const said = document.querySelector("[data-selected]"); // says which one it is, also to those who do not see it
    const list = all();
    if (said) said.textContent = said.dataset.selected.replace("#", list.indexOf(each) + 1).replace("#", list.length);
  };
  const select = (each) => {
    mark(each);
    if (!each) return;
    each.focus({ preventScroll: true });
    each.scrollIntoView({ block: "nearest" });
  };
  const move = (by) => {
    const list = all();
    const at = list.findIndex((each) => each.id === here);
    select(list[Math.min(list.length - 1, Math.max(0, at + by))]);
  };
  const button = (id, key) => document.getElementById(id)?.querySelector(`form.judge button[data-key="${key}"]`);
  const press = (key) => {
    const found = button(here, key);
    if (!found) return false;
    found.click();
    // A list that goes on by itself: what was said is undone from wherever one is.
    if (document.querySelector("[data-judging=on]")) {
      judged.push(here);
      move(1);
    }
    return true;
  };
  const undo = () => {
    const id = judged.pop() || here;
    select(document.getElementById(id));
    if (button(id, "z")) button(id, "z").click();
    else undoing.add(id);
  };
  const help = () => {
    const keys = document.querySelector("details[data-keys]");
    if (keys) keys.open = !keys.open;
  };
  document.addEventListener("DOMContentLoaded", () => {
    const keys = document.querySelector("[data-keys]");
    if (!keys) return; // only editors judge
    keys.hidden = false;
    if (location.hash.startsWith("#q")) select(document.getElementById(location.hash.slice(1)));
    else if (document.querySelector("[data-judging=on]")) mark(all()[0]); // the focus stays where a page begins
    document.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return;
      if (event.key === "j" || event.key === "k") move(event.key === "j" ? 1 : -1);
      else if (event.key === "?") help();
      else if (event.key === "z" && document.querySelector("[data-judging=on]")) undo();
      else if (!/^[a-z]$/.test(event.key) || !press(event.key)) return;
      event.preventDefault();
    });
    document.addEventListener("htmx:after:swap", () => {
      const again = document.getElementById(here);
      if (again && !again.classList.contains("here")) select(again);
      for (const id of undoing)
        if (button(id, "z")) {
          undoing.delete(id);
          button(id, "z").click();
        }
    });
    document.addEventListener("focusin", (event) => {
      const each = event.target.closest(".asked");
      if (each && each.id !== here) mark(each);
    });
  });
})();
