import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';
import { join } from 'node:path';
import type { Figure } from './figure.ts';

const DOCS = join(import.meta.dirname, '..', '..', 'docs', 'performance.md');
const BEGIN = '<!-- figures:begin -->';
const END = '<!-- figures:end -->';

/** Puts the figures in place of those in docs/performance.md. */
export function writeTable(figures: readonly Figure[]): void {
  writeFileSync(
    DOCS,
    replaced(readFileSync(DOCS, 'utf8'), `${machineClass()} ${figures[0]?.n ?? 0} runs.\n\n${tablesOf(figures)}`),
  );
}

/** What stands between the two markers gives way to the text. Throws where they are missing. */
export function replaced(page: string, text: string): string {
  const [begin, end] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error(`the page needs ${BEGIN} and ${END}`);
  return `${page.slice(0, begin + BEGIN.length)}\n\n${text}\n\n${page.slice(end)}`;
}

/** One table for each set of peers, in the order of the figures. */
export function tablesOf(figures: readonly Figure[]): string {
  const groups = new Map<string, Figure[]>();
  for (const figure of figures) {
    const names = Object.keys(figure.peers).join('|');
    groups.set(names, [...(groups.get(names) ?? []), figure]);
  }
  return [...groups.values()].map(tableOf).join('\n\n');
}

function tableOf(figures: readonly Figure[]): string {
  const names = Object.keys(figures[0]?.peers ?? {});
  const head = ['figure', 'unit', 'Headroom', 'smallest – largest', 'limit', 'ratio', ...names];
  const rows = figures.map(({ figure, unit, value, spread, limit, ratio, peers }) => [
    figure,
    unit,
    `**${value}**`,
    `${spread[0]} – ${spread[1]}`,
    shown(limit),
    shown(ratio),
    ...names.map((name) => shown(peers[name])),
  ]);
  const rule = head.map((_, column) => (column < 2 ? '---' : '---:'));
  return [head, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function shown(value: number | null | undefined): string {
  return value === null || value === undefined ? '–' : String(value);
}

function machineClass(): string {
  const gigabytes = Math.round(totalmem() / 1024 ** 3);
  const month = new Date().toISOString().slice(0, 7);
  return (
    `Measured ${month} on a machine of ${availableParallelism()} virtual ${process.arch} cores and ${gigabytes} GB, ` +
    `${process.platform}, Node ${process.versions.node}.`
  );
}
