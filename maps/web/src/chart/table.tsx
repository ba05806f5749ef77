/** The chart's numbers as a table. */
import type { Column, Series } from "./scale";
import type { Words } from "./stacked";

interface Props {
  series: readonly Series[];
  columns: readonly Column[];
  words: Words;
  yearLabel: string;
  totalLabel: string;
  differenceLabel: string;
}

export function YearTable({ series, columns, words, yearLabel, totalLabel, differenceLabel }: Props) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard
    <section class="table-scroll" tabIndex={0} aria-label={words.label}>
      <table class="numbers">
        <caption class="visually-hidden">{words.label}</caption>
        <thead>
          <tr>
            <th scope="col">{yearLabel}</th>
            <th scope="col">{totalLabel}</th>
            <th scope="col">{words.range}</th>
            {words.other !== null && <th scope="col">{words.other}</th>}
            {words.other !== null && <th scope="col">{differenceLabel}</th>}
            {series.map((each) => (
              <th key={each.code} scope="col">
                <span class="key" style={{ "--colour": each.colour }}>
                  {each.label}
                </span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {columns.map((column) => (
            <tr key={column.year}>
              <th scope="row">{column.year}</th>
              <td>
                <data value={column.total}>{words.mass(column.total)}</data>
              </td>
              <td>
                {column.p10 === null || column.p90 === null ? "–" : words.spread(column.p10, column.p90)}
              </td>
              {words.other !== null && (
                <td data-other>
                  <data value={column.other ?? 0}>{words.mass(column.other ?? 0)}</data>
                </td>
              )}
              {words.other !== null && <td>{words.mass(column.total - (column.other ?? 0))}</td>}
              {series.map((each, i) => (
                <td key={each.code}>{column.parts[i] ? words.mass(column.parts[i] ?? 0) : "–"}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
