import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findingsIn, newFindings } from '../../scripts/static-scan.ts';
import { root } from '../../scripts/steps.ts';

const HEAD = 'issue, severity, confidence, filename, location, sample, description, url';
const table = (...rows: string[]): string => `${[HEAD, ...rows].join('\n')}\n`;
const row = (file: string, place: string, sample: string): string =>
  `SANDBOX_JS_CHECK,"MEDIUM","FIRM","${file}","${place}","${sample}","Use sandbox",https://host.example/wiki`;

describe('findings of the static scan', () => {
  it('are told apart by kind, file and text, and not by the line they are on', () => {
    const before = findingsIn(table(row('window.ts', '3:1', 'sandbox: x')));
    const moved = findingsIn(table(row('window.ts', '9:1', 'sandbox: x')));
    const fresh = findingsIn(table(row('window.ts', '3:1', 'sandbox: x'), row('other.ts', '1:1', 'sandbox: x')));
    expect(before).toEqual(['SANDBOX_JS_CHECK,MEDIUM,window.ts,sandbox: x']);
    expect(newFindings(moved, before)).toEqual([]);
    expect(newFindings(fresh, before)).toEqual(['SANDBOX_JS_CHECK,MEDIUM,other.ts,sandbox: x']);
  });
  it('are read with commas and without a place', () => {
    const whole = 'CSP_GLOBAL_CHECK,"MEDIUM","CERTAIN","N/A","0:0",N/A,"No CSP, none",https://host.example';
    expect(findingsIn(table(whole, row('a.ts', '1:1', 'f(a, b)')))).toEqual([
      'CSP_GLOBAL_CHECK,MEDIUM,N/A,N/A',
      'SANDBOX_JS_CHECK,MEDIUM,a.ts,f(a, b)',
    ]);
  });
  it('that were looked at name files that are there', () => {
    const known = readFileSync(join(root, 'scripts/electronegativity-baseline.csv'), 'utf8')
      .trim()
      .split('\n')
      .slice(1);
    expect(known.length).toBeGreaterThan(0);
    const files = known.map((line) => line.split(',')[2] ?? '').filter((file) => file !== 'N/A');
    for (const file of files) expect(readFileSync(join(root, file), 'utf8').length).toBeGreaterThan(0);
  });
});
