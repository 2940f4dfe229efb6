// What makes pages smoother; every page works without it.
"use strict";
(() => {
  const root = document.documentElement;
  const kept = () => {
    try {
      return localStorage.getItem("scheme");
    } catch {
      return null;
    }
  };
  if (kept()) root.dataset.scheme = kept();

  const schemes = (button) => {
    button.hidden = false;
    button.addEventListener("click", () => {
      const dark = root.dataset.scheme
        ? root.dataset.scheme === "dark"
        : matchMedia("(prefers-color-scheme: dark)").matches;
      root.dataset.scheme = dark ? "light" : "dark";
      try {
        localStorage.setItem("scheme", root.dataset.scheme);
      } catch {
        /* a private window */
      }
      document.dispatchEvent(new Event("scheme"));
    });
  };
  const copies = (button) => {
    button.hidden = false;
    button.addEventListener("click", async () => {
      const source = document.getElementById(button.dataset.copy);
      try {
        await navigator.clipboard.writeText(source.textContent.trim().replace(/\s+/g, " "));
      } catch {
        const range = document.createRange();
        range.selectNodeContents(source);
        getSelection().removeAllRanges();
        getSelection().addRange(range);
        return;
      }
      const before = button.textContent;
      button.textContent = button.dataset.done;
      setTimeout(() => {
        button.textContent = before;
      }, 1500);
    });
  };
  const narrows = (input) => {
    input.hidden = false;
    const list = document.getElementById(input.dataset.narrow);
    input.addEventListener("input", () => {
      const wanted = input.value.trim().toLocaleLowerCase();
      for (const item of list.querySelectorAll("[data-name]"))
        item.hidden = !item.dataset.name.toLocaleLowerCase().includes(wanted);
    });
  };
  const ready = (part) => {
    part.querySelectorAll("[data-scheme-switch]").forEach(schemes);
    part.querySelectorAll("[data-copy]").forEach(copies);
    part.querySelectorAll("[data-narrow]").forEach(narrows);
  };
  const submits = (event) => {
    // a box that is ticked takes effect at once
    const form = event.target.closest("form[data-live]");
    if (form && event.target.matches("input[type=checkbox], select")) form.requestSubmit();
  };
  const stays = (event) => {
    // filters have changed the address since the page was made: a change of language leads back to what is seen
    if (event.target.matches("form:has([name=language])"))
      event.target.elements.next.value = location.pathname + location.search;
  };
  // The page as printed follows the paragraph that is read: the one that the address names, or the uppermost in the window.
  const beside = () => {
    const page = document.getElementById("page");
    return page && getComputedStyle(page).position === "sticky" ? page : null;
  };
  const turns = (paragraph) => {
    const link = paragraph?.querySelector("[data-turns-to]");
    if (link && beside()?.dataset.page !== link.dataset.turnsTo) htmx.trigger(link, "follow");
  };
  const named = () => {
    const paragraph = document.getElementById(decodeURIComponent(location.hash.slice(1)))?.closest(".para");
    if (beside()) turns(paragraph);
  };
  let resting;
  const follows = () => {
    clearTimeout(resting);
    resting = setTimeout(() => {
      if (!beside()) return;
      const paragraphs = document.querySelectorAll(".para:has([data-turns-to])");
      turns([...paragraphs].find((each) => each.getBoundingClientRect().bottom > 80));
    }, 200);
  };
  const shows = (event) => {
    // on a narrow screen the page stands below the text
    if (event.target.id !== "page" || beside()) return;
    const page = document.getElementById("page");
    page.scrollIntoView();
    page.focus();
  };
  const closes = (except) => {
    for (const menu of document.querySelectorAll("details.menu[open]"))
      if (!menu.contains(except)) menu.open = false;
  };
  const escapes = () => {
    const menu = document.activeElement?.closest("details.menu[open]");
    closes(null);
    menu?.querySelector("summary").focus();
  };
  document.addEventListener("DOMContentLoaded", () => ready(document));
  document.addEventListener("click", (event) => closes(event.target));
  addEventListener("load", named);
  addEventListener("hashchange", named);
  addEventListener("scroll", follows, { passive: true });
  document.addEventListener("htmx:afterSwap", shows);
  document.addEventListener("submit", stays);
  document.addEventListener("change", submits);
  document.addEventListener("htmx:afterSwap", (event) => ready(event.target));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") escapes();
    if (event.key === "/" && !event.target.closest("input, textarea, select")) {
      event.preventDefault();
      document.querySelector("input[type=search]")?.focus();
    }
  });
})();
