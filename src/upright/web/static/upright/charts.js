// Charts out of the numbers that stand in the table beside them.
"use strict";
(() => {
  const colour = (name) => {
    const probe = document.createElement("i");
    probe.className = "probe";
    document.body.append(probe);
    probe.style.color = `var(${name})`;
    const seen = getComputedStyle(probe).color;
    probe.remove();
    return seen;
  };
  const shown = [];
  const draw = (box) => {
    const data = JSON.parse(document.getElementById(box.dataset.chart).textContent);
    const chart = echarts.getInstanceByDom(box) || echarts.init(box, null, { renderer: "svg" });
    const ink = colour("--ink"),
      line = colour("--line");
    const fontFamily = getComputedStyle(box).fontFamily; // by name: widths of labels are measured with it
    const axis = {
      axisLabel: { color: ink, fontSize: 12 },
      axisLine: { lineStyle: { color: line } },
      splitLine: { lineStyle: { color: line } },
    };
    const names = { ...axis, type: "category", data: data.names, inverse: Boolean(data.across) };
    const numbers = { ...axis, type: "value", minInterval: 1 };
    chart.setOption(
      {
        animation: false,
        textStyle: { fontFamily, color: ink },
        aria: { enabled: true, decal: { show: true }, label: { description: data.description } },
        tooltip: { trigger: "axis", confine: true, appendToBody: false, renderMode: "richText" },
        legend: { show: data.series.length > 1, textStyle: { color: ink }, bottom: 0, itemGap: 20 },
        grid: { left: 8, right: 16, top: 12, bottom: data.series.length > 1 ? 40 : 8, containLabel: true },
        xAxis: data.across ? numbers : names,
        yAxis: data.across ? names : numbers,
        series: data.series.map((each) => ({
          type: data.type || "bar",
          stack: data.stacked ? "all" : undefined,
          name: each.name,
          data: each.values,
          barMaxWidth: 36,
          itemStyle: { color: colour(`--${each.colour || "link"}`) },
          lineStyle: { color: colour(`--${each.colour || "link"}`) },
        })),
      },
      true,
    );
    return chart;
  };
  document.addEventListener("DOMContentLoaded", () => {
    for (const box of document.querySelectorAll("[data-chart]")) shown.push([box, draw(box)]);
  });
  addEventListener("resize", () => shown.forEach(([, chart]) => chart.resize()));
  document.addEventListener("scheme", () => shown.forEach(([box]) => draw(box)));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => shown.forEach(([box]) => draw(box)));
})();
