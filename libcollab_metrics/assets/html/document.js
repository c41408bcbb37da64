"use strict";
(() => {
  const held = JSON.parse(document.getElementById("drawings").textContent);
  const dark = matchMedia("(prefers-color-scheme: dark)");
  // Widths on paper in pixels: A4 without its margins, and half of it.
  const PAPER = 650, HALF_PAPER = 312;
  const box = (chart) => document.getElementById(chart.id);

  function draw(chart, onPaper) {
    const look = dark.matches && !onPaper ? chart.dark : chart.light;
    const width = onPaper ? { autosize: false, width: box(chart).closest(".half") ? HALF_PAPER : PAPER } : { autosize: true };
    return Plotly.react(box(chart), look.data, { ...look.layout, ...width }, held.config);
  }
  const drawAll = (onPaper) => held.charts.forEach((chart) => draw(chart, onPaper));

  // On paper everything is light and nothing stays folded.
  let folded = [];
  addEventListener("beforeprint", () => {
    folded = [...document.querySelectorAll("details:not([open])")];
    folded.forEach((details) => { details.open = true; });
    drawAll(true);
  });
  addEventListener("afterprint", () => {
    folded.forEach((details) => { details.open = false; });
    drawAll(false);
  });
  dark.addEventListener("change", () => drawAll(false));

  document.querySelectorAll(".saving").forEach((line) => { line.hidden = false; });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-chart]");
    if (!button) return;
    const chart = held.charts.find((each) => each.id === button.dataset.chart);
    const { width, height } = chart.picture.layout;
    Plotly.downloadImage(chart.picture, { format: button.dataset.format, width, height, filename: chart.name });
  });

  drawAll(false);
})();
