// The colours of the page, for light and dark screens. Every text is readable on every ground it stands on.

/** Names are those of the custom properties of the style. */
type Palette = Readonly<Record<`${'text' | 'ground'}-${string}` | `phase-${string}` | 'rule', string>>;

export const PALETTES = {
  light: {
    'text-plain': '#1c2128',
    'text-quiet': '#59636e',
    'text-good': '#11602b',
    'text-warn': '#6f4a00',
    'text-bad': '#9c1526',
    'ground-page': '#ffffff',
    'ground-quiet': '#f3f5f8',
    'ground-good': '#e2f6e7',
    'ground-warn': '#fff3cf',
    'ground-bad': '#ffe7e6',
    'phase-dns': '#0e7490',
    'phase-connect': '#1d4ed8',
    'phase-tls': '#a21caf',
    'phase-firstByte': '#4b5563',
    'phase-transfer': '#868e99',
    rule: '#d5dae0',
  },
  dark: {
    'text-plain': '#e4e8ee',
    'text-quiet': '#9aa5b1',
    'text-good': '#79dc95',
    'text-warn': '#f0c862',
    'text-bad': '#ff9d97',
    'ground-page': '#12161c',
    'ground-quiet': '#1c222b',
    'ground-good': '#11301d',
    'ground-warn': '#352a0c',
    'ground-bad': '#421b1e',
    'phase-dns': '#22b8d6',
    'phase-connect': '#6c9bff',
    'phase-tls': '#dd7ce8',
    'phase-firstByte': '#aab4c0',
    'phase-transfer': '#6f7a87',
    rule: '#343d49',
  },
} as const satisfies Readonly<Record<'light' | 'dark', Palette>>;
