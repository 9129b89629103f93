/** A text in which bytes stand in hexadecimal between bars, as in Snort: `A|42 43|D` gives `ABCD`. */
export function decodeHexBars(text: string): string {
  return text.replace(/\|((?:[0-9a-fA-F]{2} ?)+)\|/g, (_whole, digits: string) =>
    Buffer.from(digits.replaceAll(' ', ''), 'hex').toString('latin1'),
  );
}
