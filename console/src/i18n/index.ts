import i18next, { type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { type Catalogue, en } from './en.ts';

/** Languages of the console. A right-to-left one needs no more than its row here: the layout follows `dir`. */
const LANGUAGES = {
  en: { catalogue: en, direction: 'ltr' },
} as const satisfies Record<string, { readonly catalogue: Catalogue; readonly direction: 'ltr' | 'rtl' }>;

export type Language = keyof typeof LANGUAGES;

export function directionOf(language: string): 'ltr' | 'rtl' {
  return Object.hasOwn(LANGUAGES, language) ? LANGUAGES[language as Language].direction : 'ltr';
}

/** Texts are in the bundle: nothing is fetched. React escapes what is filled in. */
export function createI18n(language: Language): i18n {
  const instance = i18next.createInstance();
  void instance.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'en',
    initAsync: false,
    resources: Object.fromEntries(
      Object.entries(LANGUAGES).map(([name, { catalogue }]) => [name, { translation: catalogue }]),
    ),
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  return instance;
}
