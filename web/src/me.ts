// Who is signed in, what they may do, and which board is their first page.
import { call, Refused } from './api'
import { useQuery, type Query } from './query'
import { peopleHidden } from './question'
import { signal } from './signal'

export interface Me {
  account: string | null     // Null: nobody is signed in by name.
  name: string
  role: string
  scope: string              // A filter: what they may see; "" : everything.
  permissions: string[]
  home: string
  language: string
  single_user: boolean       // There are no accounts.
  granters?: string[]        // Who could let them do more.
}

/** A server without accounts: whoever is here may do everything. */
const alone: Me = { account: null, name: '', role: 'owner', scope: '', home: 'executive', language: '', single_user: true,
  permissions: ['ask', 'people', 'boards', 'record', 'setup', 'accounts', 'personal'] }

/** What a role sees first, where its account says nothing else. */
const homes: Record<string, string> = { analyst: 'analyst', manager: 'service', agent: 'agent' }

/** As the server last told; null: not asked yet. */
export const here = signal<Me | null>(null)

/** One of these is needed. Whom nobody knows yet is not kept from anything: the server refuses by itself. */
export const may = (...needs: string[]): boolean => here.value === null || needs.some(one => here.value!.permissions.includes(one))

export async function me(stop?: AbortSignal): Promise<Me> {
  const known = await call<Me>('GET', '/v1/me', undefined, stop).catch((error: unknown) => {
    if (error instanceof Refused && error.problem.status === 404) return alone
    throw error
  })
  here.value = known
  peopleHidden.value = !known.permissions.includes('people')
  return known
}

export const useMe = (): Query<Me> => useQuery('me', me)

interface Named { name: string; home: string; built_in: boolean }

/** The board that is shown in place of the overview; "" : the overview, also where nobody can tell. */
export async function homeBoard(): Promise<string> {
  try {
    const known = await me()
    if (!may('ask', 'people')) return ''
    const { boards } = await call<{ boards: Named[] }>('GET', '/v1/boards')
    const home = known.home || homes[known.role] || 'executive'
    const own = boards.find(one => one.home === home && !one.built_in)
    return own ? own.name : home === 'executive' ? '' : boards.find(one => one.name === home)?.name ?? ''
  } catch { return '' }
}
