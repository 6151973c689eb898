export type SentenceValues = Readonly<Record<string, string | number>>;

/** A sentence with its holes filled: `{{name}}`. A hole without a value stays open, so that it is seen. */
export function fill(sentence: string, values: SentenceValues): string {
  return sentence.replaceAll(/\{\{(\w+)\}\}/g, (hole, name: string) => String(values[name] ?? hole));
}
