/** What Rollcall says on the line, in the languages it speaks. Pure, so that a walk can be decided without the rest. */
import type { Language } from '../ivr/language.ts';
import en from './spoken/en.json' with { type: 'json' };
import ptBR from './spoken/pt-BR.json' with { type: 'json' };
import ru from './spoken/ru.json' with { type: 'json' };
import zhCN from './spoken/zh-CN.json' with { type: 'json' };

export type Spoken = typeof en;

/** By language; `{{caller}}`, `{{subject}}`, `{{from}}` and `{{text}}` stand where these are to be put. */
export const spoken: Readonly<Record<Language, Spoken>> = { en, ru, 'zh-CN': zhCN, 'pt-BR': ptBR };
