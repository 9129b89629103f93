/** Description: ASCII letters become upper case. Example: `t:uppercase` makes `get` `GET`. */
export function uppercase(value: string): string {
  return value.replace(/[a-z]+/g, (run) => run.toUpperCase());
}
