// A table as CSV: UTF-8 with BOM, CRLF, and safe to open in a spreadsheet.

export type TableCell = string | number | boolean | null | undefined
export interface TableValues { head: string[]; rows: TableCell[][] }

function cellText(value: TableCell): string {
  if (value === null || value === undefined) return ''
  // A text that a spreadsheet would run as a formula gets a leading quote; numbers stay numbers.
  const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? "'" + value : String(value)
  return /[",\r\n]/.test(text) ? '"' + text.replaceAll('"', '""') + '"' : text
}

export const csvOf = (table: TableValues): string =>
  '\ufeff' + [table.head, ...table.rows].map(row => row.map(cellText).join(',') + '\r\n').join('')

export function download(name: string, table: TableValues): void {
  const url = URL.createObjectURL(new Blob([csvOf(table)], { type: 'text/csv;charset=utf-8' }))
  const link = document.createElement('a')
  link.href = url
  link.download = name + '.csv'
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 1000)
}
