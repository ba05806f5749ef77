/** Line icons on a 20-pixel grid; they decorate, the button's label speaks. */
const PATHS = {
  search: "M8.7 3.2a5.5 5.5 0 1 0 0 11a5.5 5.5 0 0 0 0-11M12.7 12.7L17 17",
  close: "M5 5l10 10M15 5L5 15",
  plus: "M10 4v12M4 10h12",
  minus: "M4 10h12",
  fit: "M4 8V4h4M16 8V4h-4M4 12v4h4M16 12v4h-4",
  play: "M7 4.5v11l9-5.5z",
  pause: "M7 5v10M13 5v10",
  link: "M8.5 11.5l3-3M9 6.5l1.5-1.5a3.2 3.2 0 0 1 4.5 4.5L13.5 11M11 13.5L9.5 15A3.2 3.2 0 0 1 5 10.5L6.5 9",
  sun: "M10 6.8a3.2 3.2 0 1 0 0 6.4a3.2 3.2 0 0 0 0-6.4M10 2v2M10 16v2M2 10h2M16 10h2M4.5 4.5l1.3 1.3M14.2 14.2l1.3 1.3M4.5 15.5l1.3-1.3M14.2 5.8l1.3-1.3",
  moon: "M16 11.5A6.5 6.5 0 0 1 8.5 4a6.5 6.5 0 1 0 7.5 7.5z",
  warning: "M10 3.5l7.5 13h-15zM10 8.5v3.5M10 14.2v.1",
  table: "M3.5 5h13v10h-13zM3.5 8.5h13M9 5v10",
  chart: "M4 16V9M8 16V5M12 16v-8M16 16V7",
  right: "M4 10h12M11 5l5 5-5 5",
  left: "M16 10H4M9 5l-5 5 5 5",
  eye: "M2.5 10S5 5 10 5s7.5 5 7.5 5-2.5 5-7.5 5-7.5-5-7.5-5zM10 8a2 2 0 1 0 0 4a2 2 0 0 0 0-4",
  up: "M5 12l5-5 5 5",
  down: "M5 8l5 5 5-5",
  upload: "M10 13V4M6 8l4-4 4 4M4 13v3h12v-3",
  download: "M10 4v9M6 9l4 4 4-4M4 13v3h12v-3",
  polygon: "M4 7l6-3.5L16.5 8 14 16H6z",
  circle: "M10 3.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 0 0 0-13",
  target: "M10 3v5M10 12v5M3 10h5M12 10h5",
  filter: "M3.5 5h13M6 10h8M8.5 15h3",
  done: "M4.5 10.5l4 4 7-8.5",
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
      <path d={PATHS[name]} fill={name === "play" ? "currentColor" : "none"} />
    </svg>
  );
}

export function IconButton(props: {
  icon: IconName;
  label: string;
  onClick: () => void;
  pressed?: boolean;
  disabled?: boolean;
  class?: string;
}) {
  return (
    <button
      type="button"
      class={`icon-button ${props.class ?? ""}`}
      title={props.label}
      aria-label={props.label}
      aria-pressed={props.pressed}
      disabled={props.disabled}
      onClick={props.onClick}
    >
      <Icon name={props.icon} />
    </button>
  );
}
