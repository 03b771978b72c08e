// What tables.tsx fetches, as one file.
export { download } from '../csv'
export { openFurther } from '../further'
export { AnswerTable } from './answer_table'
export { DataTable } from './data_table'
