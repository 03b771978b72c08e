// A sentiment as a sign and a word, so that nobody needs the colour.
import { language, label } from '../../i18n'
import { isSentiment, type Sentiment } from './requests'
import s from './mood.module.css'

const signs: Record<Sentiment, string> = { positive: '+', neutral: '=', negative: '\u2212', unknown: '?' }

export function Mood({ of }: { of: Sentiment }) {
  return <span class={`${s.mood} ${s[of]}`} data-mood={of}><i aria-hidden="true">{signs[of]}</i>{label('sentiment', of)}</span>
}

/** Only of what the server judged. */
export const MoodOf = ({ of }: { of: string | null | undefined }) => isSentiment(of) ? <Mood of={of} /> : null

/** "Dutch": as the reader's own language calls it. */
export function languageName(code: string): string {
  if (!code || code === 'unknown') return label('sentiment', 'no_language')
  try {
    return new Intl.DisplayNames(language.value, { type: 'language' }).of(code) ?? code
  } catch { return code }
}
