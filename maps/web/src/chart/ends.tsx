/** When each layer is expected to end: a bar for the likely years, a dot for the middle, on one common axis. */
import { scaleLinear } from "d3-scale";
import { useWidth } from "./size";

export interface EndRow {
  name: string;
  colour: string;
  p10: number;
  p50: number;
  p90: number;
  text: string;
}

const ROW = 22;
const HEAD = 18;
const SIDE = 6;

export function Ends({ rows, now, label }: { rows: readonly EndRow[]; now: number; label: string }) {
  const [figure, width] = useWidth<HTMLElement>();
  const last = Math.max(now + 10, ...rows.map((row) => row.p90));
  const x = scaleLinear()
    .domain([now, last])
    .range([SIDE, width - SIDE]);
  const height = HEAD + rows.length * ROW;
  const ticks = x.ticks(width > 300 ? 5 : 4).filter((year) => Number.isInteger(year));
  return (
    <figure class="ends" ref={figure} aria-label={label}>
      <svg
        width={width}
        height={height}
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={rows.map((row) => `${row.name}: ${row.text}`).join("; ")}
      >
        {ticks.map((year) => (
          <g key={year} class="axes">
            <line x1={x(year)} x2={x(year)} y1={HEAD - 3} y2={height} />
            <text
              x={x(year)}
              y={11}
              text-anchor={x(year) > width - 20 ? "end" : x(year) < 20 ? "start" : "middle"}
            >
              {year}
            </text>
          </g>
        ))}
        {rows.map((row, i) => {
          const y = HEAD + i * ROW + ROW / 2;
          const from = Math.max(x(row.p10), SIDE);
          return (
            <g key={`${row.name}${row.colour}`} fill={row.colour}>
              <rect
                x={from}
                y={y - 4}
                width={Math.max(4, x(row.p90) - from)}
                height={8}
                rx={4}
                opacity={0.45}
              />
              <circle cx={Math.max(x(row.p50), SIDE)} cy={y} r={5} class="dot" />
            </g>
          );
        })}
      </svg>
    </figure>
  );
}
