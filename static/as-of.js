// The slider over the days of a page. Without this, the links beside it and the field of the day
// lead to the same.
"use strict";

for (const slider of document.querySelectorAll("input[data-days]")) {
  const days = slider.dataset.days.split(" ");
  const form = document.querySelector("form[data-as-of]");
  const shown = slider.parentElement.querySelector("output");
  const tell = () => {
    const day = days[Number(slider.value)];
    shown.value = day;
    slider.setAttribute("aria-valuetext", day);
  };
  slider.addEventListener("input", tell);
  slider.addEventListener("change", () => {
    form.elements.as_of.value = days[Number(slider.value)];
    form.requestSubmit();
  });
  slider.parentElement.hidden = false;
}
