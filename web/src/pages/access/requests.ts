// Accounts, sessions, tokens and the audit log, as the server tells them.
import { call } from '../../api'
import { useQuery, type Query } from '../../query'

export const roles = ['owner', 'admin', 'analyst', 'manager', 'agent', 'viewer'] as const
export type Role = typeof roles[number]
/** Of roles that may see a part of the record only. */
export const scoped: readonly string[] = ['manager', 'agent', 'viewer']
export const permissionNames = ['ask', 'people', 'boards', 'record', 'setup', 'accounts', 'personal'] as const
/** What reads or changes the record past any scope. */
export const unscoped: readonly string[] = ['record', 'setup', 'accounts']
export const homes = ['', 'executive', 'marketing', 'service', 'agent', 'analyst'] as const

export interface Session { id: string; made: string; used: string; address: string; agent: string; current: boolean }
export interface Account {
  account: string
  name: string
  email: string
  role: Role
  scope: string
  home: string
  language: string
  disabled: boolean
  /** May it see personal data? null: as the role. */
  personal: boolean | null
  has_password: boolean
  made: string | null
  password_set: string | null
  sessions: number
  last_used: string | null
}
export interface Token {
  id: string
  name: string
  account: string | null
  permissions: string[]
  scope: string
  made: string
  expires: string | null
  used: string | null
}
export interface Entry { number: number; at: string; account: string; address: string; action: string; subject: string; detail: string }
export interface Audit { entries: Entry[]; next: number | null }

export const accountPath = (account: string): string => '/v1/accounts/' + encodeURIComponent(account)

export const useAccounts = (): Query<Account[]> => useQuery('accounts', async signal =>
  (await call<{ accounts: Account[] }>('GET', '/v1/accounts', undefined, signal)).accounts)

export const useSessions = (path: string): Query<Session[]> => useQuery('sessions ' + path, async signal =>
  (await call<{ sessions: Session[] }>('GET', path, undefined, signal)).sessions)

export const useTokens = (): Query<Token[]> => useQuery('tokens', async signal =>
  (await call<{ tokens: Token[] }>('GET', '/v1/tokens', undefined, signal)).tokens)
