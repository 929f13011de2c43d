import type { Translation } from './translation';
export const japanese = {} as Translation;
