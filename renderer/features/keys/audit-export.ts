import type { AuditEntry } from '../../../shared/model/vault.ts';
import type { Failure } from '../../../shared/contract/failure.ts';
import type { HostActions } from '../../stores/context.ts';

const PAGE_ROWS = 500;

/** One row a line, oldest first; nothing in it is secret. */
export function jsonLines(entries: readonly AuditEntry[]): string {
  return entries
    .toSorted((a, b) => a.seq - b.seq)
    .map((entry) => `${JSON.stringify(entry)}\n`)
    .join('');
}

/** All rows, page by page. */
export async function allEntries(ask: HostActions['ask']): Promise<readonly AuditEntry[] | Failure> {
  let entries: readonly AuditEntry[] = [];
  for (let before: number | null = null; ; ) {
    const page: Awaited<ReturnType<typeof ask<'audit.page'>>> = await ask('audit.page', { before, limit: PAGE_ROWS });
    if (!page.ok) return page.failure;
    entries = [...entries, ...page.value.entries];
    const last = page.value.entries.at(-1);
    if (last === undefined || page.value.entries.length < PAGE_ROWS) return entries;
    before = last.seq;
  }
}

/** Hands the text to the browser as a file. */
export function saveAsFile(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'application/jsonl' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
