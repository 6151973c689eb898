const PATHS = {
  overview: 'M3 14.5a7 7 0 1 1 14 0M10 14.5 13 9',
  keys: 'M10 12.5a3 3 0 1 1-6 0a3 3 0 1 1 6 0zM9.2 10.3 16 3.5M13 6.5l2.2 2.2',
  orders: 'M4 4.5h12M4 10h12M4 15.5h7',
  activity: 'M2.5 10.5H6l2.5-6 3.5 11 2.3-5H17.5',
  alerts: 'M5.5 13.5V9a4.5 4.5 0 0 1 9 0v4.5l1.5 1.5H4zM8.5 17.25h3',
  settings: 'M4 6h7M15 6h1M4 14h1M9 14h7M13 4v4M7 12v4',
  search: 'M13.2 13.2 17 17M14.5 9a5.5 5.5 0 1 1-11 0a5.5 5.5 0 1 1 11 0z',
  keyboard: 'M2.5 5.5h15v9h-15zM5.5 8.5h.5M9 8.5h.5M12.5 8.5h.5M6 11.5h8',
  close: 'M5.5 5.5l9 9M14.5 5.5l-9 9',
  down: 'M6 8l4 4 4-4',
  up: 'M6 12l4-4 4 4',
  eye: 'M2.5 10s2.7-5 7.5-5 7.5 5 7.5 5-2.7 5-7.5 5-7.5-5-7.5-5zM12.2 10a2.2 2.2 0 1 1-4.4 0a2.2 2.2 0 1 1 4.4 0z',
  'eye-off': 'M2.5 10s2.7-5 7.5-5 7.5 5 7.5 5-2.7 5-7.5 5-7.5-5-7.5-5zM4 16.5l12-13',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name, size = 20 }: { readonly name: IconName; readonly size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
