// Areas coloured by supply, one year at a time. All years are in the page; nothing is fetched.
(function (map, data) {
  const number = new Intl.NumberFormat(data.language, { maximumFractionDigits: 0 });
  const tonnes = (kg) => number.format(kg / 1000) + " " + data.words.tonnes;
  const shade = (value) => {
    if (!(value > 0)) return data.nothing;
    const index = data.breaks.findIndex((limit) => value <= limit);
    return data.shades[index < 0 ? data.breaks.length : index];
  };
  const kgOf = (code, year) => (data.kg[code] || [])[year - data.firstYear] || 0;
  const density = (feature, year) => kgOf(feature.properties.code, year) / 1000 / (feature.properties.ha / 100);

  const text = (tag, words) => { const node = document.createElement(tag); node.textContent = words; return node; };
  const popup = (feature) => {
    const { code, name } = feature.properties;
    const box = document.createElement("div");
    box.append(text("b", name), text("div", state.year + ": " + tonnes(kgOf(code, state.year))));
    const range = data.ranges[code];
    if (range) box.append(text("div", data.words.period + ": " + tonnes(range[1]) + " (" + data.words.four_of_five + " "
      + tonnes(range[0]) + " " + data.words.and + " " + tonnes(range[2]) + ")"));
    const list = document.createElement("ul");
    list.style.cssText = "margin:6px 0 0;padding-left:18px";
    for (const [material, kg] of data.top[code] || []) list.append(text("li", material + ": " + tonnes(kg)));
    box.append(list);
    return box;
  };

  const state = { year: data.year, timer: null };
  const areas = L.geoJSON(data.areas, {
    style: () => ({ color: "#33485c", weight: 1, fillOpacity: 0.78 }),
    onEachFeature: (feature, layer) => {
      layer.bindPopup(() => popup(feature));
      layer.bindTooltip(() => text("span", feature.properties.name + ": " + tonnes(kgOf(feature.properties.code, state.year))), { sticky: true });
    },
  }).addTo(map);
  if (data.areas.features.length) map.fitBounds(areas.getBounds(), { padding: [24, 24] });

  const control = L.control({ position: "bottomleft" });
  control.onAdd = () => {
    const box = L.DomUtil.create("div");
    box.style.cssText = "background:#fffffff0;padding:10px 14px;border-radius:10px;box-shadow:0 1px 6px #0003;font:14px system-ui,sans-serif";
    const label = text("label", "");
    const slider = document.createElement("input");
    Object.assign(slider, { type: "range", min: data.firstYear, max: data.lastYear, step: 1, value: state.year, id: "ar-year" });
    slider.style.cssText = "width:220px;display:block;margin:4px 0";
    label.htmlFor = "ar-year";
    const play = text("button", "▶ " + data.words.play);
    play.type = "button";
    const show = (year) => {
      state.year = year;
      slider.value = year;
      label.textContent = data.words.year + " " + year;
      areas.setStyle((feature) => ({ fillColor: shade(density(feature, year)) }));
    };
    slider.addEventListener("input", () => show(Number(slider.value)));
    play.addEventListener("click", () => {
      if (state.timer) { clearInterval(state.timer); state.timer = null; play.textContent = "▶ " + data.words.play; return; }
      play.textContent = "❚❚";
      state.timer = setInterval(() => show(state.year >= data.lastYear ? data.firstYear : state.year + 1), 900);
    });
    box.append(label, slider, play);
    L.DomEvent.disableClickPropagation(box);
    show(state.year);
    return box;
  };
  control.addTo(map);

  const legend = L.control({ position: "bottomright" });
  legend.onAdd = () => {
    const box = L.DomUtil.create("div");
    box.style.cssText = "background:#fffffff0;padding:10px 14px;border-radius:10px;box-shadow:0 1px 6px #0003;font:13px/1.6 system-ui,sans-serif";
    box.append(text("b", data.words.per_km2));
    const row = (colour, words) => {
      const line = document.createElement("div");
      const swatch = document.createElement("span");
      swatch.style.cssText = "display:inline-block;width:16px;height:12px;margin-right:8px;border:1px solid #33485c55;background:" + colour;
      line.append(swatch, words);
      box.append(line);
    };
    row(data.nothing, data.words.nothing);
    data.breaks.forEach((limit, index) => row(data.shades[index], "≤ " + number.format(limit)));
    row(data.shades[data.breaks.length], "> " + number.format(data.breaks[data.breaks.length - 1]));
    return box;
  };
  legend.addTo(map);
})
