// Assets as points on one canvas. Positions are 16-bit steps within the box of all assets, packed in base64: a map of
// 100,000 assets weighs about a megabyte and draws in a few milliseconds.
(function (map, data) {
  const bytes = (text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  const x = new Uint16Array(bytes(data.x).buffer), y = new Uint16Array(bytes(data.y).buffer);
  const group = bytes(data.group), end = bytes(data.end), mass = new Float32Array(bytes(data.kg).buffer);
  const [west, south, east, north] = data.bounds;
  const STEPS = 65535, NEVER = 255;
  const number = new Intl.NumberFormat(data.language, { maximumFractionDigits: 0 });
  const hidden = new Set();
  let lastYear = data.lastYear;
  const shown = (i) => !hidden.has(group[i]) && (lastYear >= data.lastYear || (end[i] !== NEVER && data.firstYear + end[i] <= lastYear));
  const place = (i) => L.latLng(south + (y[i] / STEPS) * (north - south), west + (x[i] / STEPS) * (east - west));

  const Points = L.GridLayer.extend({
    createTile(coords) {
      const tile = document.createElement("canvas"), size = this.getTileSize();
      tile.width = size.x; tile.height = size.y;
      const paint = tile.getContext("2d"), origin = coords.scaleBy(size), radius = Math.max(1.2, Math.min(5, (coords.z - 11) * 0.8));
      for (let g = 0; g < data.groups.length; g++) {
        if (hidden.has(g)) continue;
        paint.fillStyle = data.groups[g].colour;
        for (let i = 0; i < x.length; i++) {
          if (group[i] !== g || !shown(i)) continue;
          const at = map.project(place(i), coords.z).subtract(origin);
          if (at.x < -6 || at.y < -6 || at.x > size.x + 6 || at.y > size.y + 6) continue;
          paint.beginPath(); paint.arc(at.x, at.y, radius, 0, 6.2832); paint.fill();
        }
      }
      return tile;
    },
  });
  const points = new Points({ pane: "overlayPane", updateWhenZooming: false }).addTo(map);
  if (x.length) map.fitBounds([[south, west], [north, east]], { padding: [24, 24] });

  const text = (tag, words) => { const node = document.createElement(tag); node.textContent = words; return node; };
  map.on("click", (event) => {
    let best = -1, nearest = 12 * 12;
    const clicked = map.latLngToContainerPoint(event.latlng);
    for (let i = 0; i < x.length; i++) {
      if (!shown(i)) continue;
      const away = map.latLngToContainerPoint(place(i)).subtract(clicked), distance = away.x * away.x + away.y * away.y;
      if (distance < nearest) { nearest = distance; best = i; }
    }
    if (best < 0) return;
    const box = document.createElement("div");
    box.append(text("b", data.groups[group[best]].name),
      text("div", data.words.end + ": " + (end[best] === NEVER ? data.words.unknown : data.firstYear + end[best])),
      text("div", number.format(mass[best]) + " kg"));
    L.popup().setLatLng(place(best)).setContent(box).openOn(map);
  });

  const legend = L.control({ position: "bottomright" });
  legend.onAdd = () => {
    const box = L.DomUtil.create("div");
    box.style.cssText = "background:#fffffff0;padding:10px 14px;border-radius:10px;box-shadow:0 1px 6px #0003;font:13px/1.7 system-ui,sans-serif;max-height:70vh;overflow:auto";
    data.groups.forEach((each, g) => {
      const line = document.createElement("label"), tick = document.createElement("input"), swatch = document.createElement("span");
      Object.assign(tick, { type: "checkbox", checked: true });
      line.style.display = "block";
      swatch.style.cssText = "display:inline-block;width:11px;height:11px;border-radius:50%;margin:0 7px;background:" + each.colour;
      tick.addEventListener("change", () => { tick.checked ? hidden.delete(g) : hidden.add(g); points.redraw(); });
      line.append(tick, swatch, each.name + " (" + number.format(each.count) + ")");
      box.append(line);
    });
    const label = text("label", ""), slider = document.createElement("input");
    Object.assign(slider, { type: "range", min: data.firstYear, max: data.lastYear, step: 1, value: lastYear, id: "ar-end" });
    slider.style.cssText = "width:100%;display:block";
    label.htmlFor = "ar-end";
    label.style.cssText = "display:block;margin-top:8px";
    const say = () => { label.textContent = data.words.until + " " + (lastYear >= data.lastYear ? "…" : lastYear); };
    slider.addEventListener("input", () => { lastYear = Number(slider.value); say(); points.redraw(); });
    say();
    box.append(label, slider);
    L.DomEvent.disableClickPropagation(box);
    L.DomEvent.disableScrollPropagation(box);
    return box;
  };
  legend.addTo(map);
})
