import type { Translation } from './translation';
export const german = {} as Translation;
