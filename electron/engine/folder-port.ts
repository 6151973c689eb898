import type { DataFolderFacts } from '../../shared/model/storage.ts';

/** Where this host keeps everything; absent where it keeps nothing on disk. */
export interface FolderPort {
  readonly path: string;
  files(): Promise<DataFolderFacts['files']>;
  /** Shows it in the system's file manager; false: none could be started. Null: this host cannot. */
  readonly open: (() => Promise<boolean>) | null;
}
