export { type PageFile, type PageFiles, readPageFiles } from '../common/page-files.ts';
