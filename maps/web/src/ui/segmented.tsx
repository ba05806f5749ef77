/** A few exclusive choices side by side: radio buttons that look like one control. */
import { useId } from "preact/hooks";

interface Props<T extends string> {
  legend: string;
  options: readonly { value: T; label: string }[];
  value: T;
  onChange: (value: T) => void;
  showLegend?: boolean;
}

export function Segmented<T extends string>({ legend, options, value, onChange, showLegend }: Props<T>) {
  const name = useId();
  return (
    <fieldset class="segmented">
      <legend class={showLegend ? "" : "visually-hidden"}>{legend}</legend>
      <div>
        {options.map((option) => (
          <label key={option.value}>
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
            />
            <span>{option.label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
