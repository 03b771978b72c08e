// The voice of the customer: what they say, what it costs, and the words that show it.
import { tabNow, type Tab } from './where'
import Feelings from './feelings'
import Obstacles from './obstacles'
import Switching from './switching'
import Themes from './themes'
import Wishes from './wishes'
import type { ComponentType } from 'preact'

const parts: Record<Tab, ComponentType> = { themes: Themes, wishes: Wishes, obstacles: Obstacles, switching: Switching, feelings: Feelings }

export default function VoicePage() {
  const Part = parts[tabNow()]
  return <Part />
}
