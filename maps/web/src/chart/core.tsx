/** What an asset is made of, drawn as a core sample: one stratum per layer, its height by mass. */

export interface Stratum {
  name: string;
  colour: string;
  kg: number;
  suspect: boolean;
}

/** A single layer needs no tall picture; more than five would get too thin in a short one. */
const HEIGHTS = [0, 56, 84, 108, 124];
const TALLEST = 136;
const WIDTH = 64;
const LEAST = 9;

/** Heights that add up to the whole; even the lightest layer can be seen. */
export function strata(kg: readonly number[], height: number, least: number): number[] {
  const total = kg.reduce((sum, each) => sum + each, 0);
  if (total <= 0) return kg.map(() => height / Math.max(1, kg.length));
  const free = Math.max(0, height - least * kg.length);
  return kg.map((each) => least + (free * each) / total);
}

export function CoreSample({ layers, label }: { layers: readonly Stratum[]; label: string }) {
  const tall = HEIGHTS[layers.length] ?? TALLEST;
  const heights = strata(
    layers.map((layer) => layer.kg),
    tall,
    Math.min(LEAST, tall / Math.max(1, layers.length)),
  );
  let y = 0;
  return (
    <svg class="core" width={WIDTH} height={tall} role="img" aria-label={label}>
      <defs>
        <pattern
          id="core-hatch"
          width="6"
          height="6"
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(45)"
        >
          <line x1="0" x2="0" y1="0" y2="6" stroke="var(--hazard-ink)" stroke-width="1.6" />
        </pattern>
        <clipPath id="core-clip">
          <rect width={WIDTH} height={tall} rx={9} />
        </clipPath>
      </defs>
      <g clip-path="url(#core-clip)">
        {layers.map((layer, i) => {
          const height = heights[i] ?? 0;
          const top = y;
          y += height;
          return (
            <g key={`${layer.name}${i}`}>
              <rect x={0} y={top} width={WIDTH} height={height} fill={layer.colour} />
              {layer.suspect && <rect x={0} y={top} width={WIDTH} height={height} fill="url(#core-hatch)" />}
              {i > 0 && <line x1={0} x2={WIDTH} y1={top} y2={top} class="seam" />}
            </g>
          );
        })}
      </g>
    </svg>
  );
}
