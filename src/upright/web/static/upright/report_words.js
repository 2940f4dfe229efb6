// Counts words while somebody writes, as the server does: what stands between spaces, and each Chinese character; notes do not count.
"use strict";
(() => {
  const IDEOGRAPH = /[㐀-䶿一-鿿豈-﫿]/gu;
  const NOTE = /^\[\^[^\]\s]+\]:.*(?:\n(?:[ \t]+\S.*|[ \t]*(?=\n[ \t]+\S)))*/gm;
  const MARK = /\[\^[^\]\s]+\]/g;
  const words = (text) => {
    const body = text.replace(NOTE, "").replace(MARK, "");
    const spaced = body.replace(IDEOGRAPH, " ").split(/\s+/u);
    return (body.match(IDEOGRAPH) ?? []).length + spaced.filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
  };
  globalThis.uprightWords = words;

  const shown = document.querySelector("[data-words]");
  if (!shown) return;
  const rest = Number(shown.dataset.rest);
  const limit = Number(shown.dataset.limit);
  const said = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, "\u202f"); // as the server groups thousands
  const count = () => {
    let total = rest;
    for (const field of document.querySelectorAll("[data-counted]")) total += words(field.value);
    shown.querySelector("[data-count]").textContent = said(total);
    if (!limit) return;
    const over = shown.querySelector("[data-over]");
    const more = Math.max(total - limit, 0);
    shown.classList.toggle("over", more > 0);
    shown.querySelector("meter").value = total;
    over.textContent = more ? over.dataset.over.replace("N", said(more)) : "";
  };
  document.addEventListener("input", (event) => {
    if (event.target.matches("[data-counted]")) count();
  });
})();
