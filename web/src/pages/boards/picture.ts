// A tile as a PNG, as it stands on the screen, and all of what scrolls in it: copied with the styles that hold for it into one SVG, which a canvas draws.
// Nothing is fetched and nothing runs, so the page's policy allows it.

const scrolling = '[data-scrolls], .scroll'
const scale = 2  // For paper and for sharp screens.

/** The rules in force, without those of other media: a picture has a size of its own. */
function rulesOf(list: CSSRuleList): string {
  return [...list].map(rule => rule instanceof CSSMediaRule
    ? matchMedia(rule.conditionText).matches ? rulesOf(rule.cssRules) : '' : rule.cssText).join('\n')
}

const stylesOf = (): string => [...document.styleSheets].map(sheet => rulesOf(sheet.cssRules)).join('\n')

const isDark = (): boolean => {
  const chosen = document.documentElement.dataset.theme
  return chosen ? chosen === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches
}

function svgOf(element: HTMLElement, width: number, height: number): string {
  const copy = element.cloneNode(true) as HTMLElement
  for (const tool of copy.querySelectorAll('[data-tool], input, button')) tool.remove()
  for (const part of copy.querySelectorAll<HTMLElement>(scrolling)) part.style.overflow = 'visible'
  copy.setAttribute('xmlns', 'http://www.w3.org/1999/xhtml')
  copy.style.cssText = `width:${width}px;height:${height}px;margin:0;overflow:hidden;font:14px/1.45 var(--sans);color:var(--ink)`
  const style = document.createElementNS('http://www.w3.org/2000/svg', 'style')
  style.textContent = stylesOf()
  const write = new XMLSerializer()
  return `<svg xmlns="http://www.w3.org/2000/svg" data-theme="${isDark() ? 'dark' : 'light'}" width="${width}" height="${height}">` +
    `${write.serializeToString(style)}<foreignObject width="100%" height="100%">${write.serializeToString(copy)}</foreignObject></svg>`
}

/** Rejects where the browser draws no such picture. */
export async function pictureOf(element: HTMLElement): Promise<Blob> {
  const box = element.getBoundingClientRect()
  const hidden = [...element.querySelectorAll<HTMLElement>(scrolling)]
  const width = box.width + Math.max(0, ...hidden.map(part => part.scrollWidth - part.clientWidth))
  const height = box.height + Math.max(0, ...hidden.map(part => part.scrollHeight - part.clientHeight))
  const image = new Image()
  const drawn = new Promise((resolve, reject) => { image.onload = resolve; image.onerror = reject })
  image.src = 'data:image/svg+xml;charset=utf-8,' + encodeURIComponent(svgOf(element, width, height))
  await drawn
  const canvas = document.createElement('canvas')
  canvas.width = Math.ceil(width * scale)
  canvas.height = Math.ceil(height * scale)
  const brush = canvas.getContext('2d')
  if (!brush) throw new Error('no canvas')
  brush.scale(scale, scale)
  brush.drawImage(image, 0, 0, width, height)
  return new Promise((resolve, reject) => canvas.toBlob(blob => blob ? resolve(blob) : reject(new Error('no picture')), 'image/png'))
}

export function download(name: string, blob: Blob): void {
  const url = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 1000)
}
