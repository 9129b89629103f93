import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import uPlot from 'uplot';
import { formatCompact } from '../../ui/formats.ts';

export interface ChartLine {
  readonly label: string;
  readonly values: readonly number[];
  /** CSS variable of its colour. */
  readonly token: string;
  readonly form: 'bars' | 'steps';
}

interface ChartProps {
  readonly times: readonly number[];
  readonly lines: readonly ChartLine[];
  readonly description: string;
}

const HEIGHT = 150;

/** Counts over time by uPlot; `times` in seconds: when each step begins, and when the last one ends. The legend is HTML, so that it can be read and wraps. */
export function TimeChart(props: ChartProps) {
  const { lines } = props;
  const { i18n } = useTranslation();
  const scheme = useComputedColorScheme('light');
  const shape = lines.map(({ label, token, form }) => `${label} ${token} ${form}`).join();
  return (
    <figure className="chart">
      <figcaption aria-hidden="true">
        {lines.map(({ label, token }) => (
          <span key={label} className="chart-key" data-token={token}>
            {label}
          </span>
        ))}
      </figcaption>
      {/* Colours, labels and language are fixed when a plot is made: with others it is another plot. */}
      <Plot key={`${scheme} ${i18n.language} ${shape}`} {...props} />
    </figure>
  );
}

function Plot({ times, lines, description }: ChartProps) {
  const { i18n } = useTranslation();
  const holder = useRef<HTMLDivElement>(null);
  const [chart, setChart] = useState<uPlot | null>(null);
  const make = useEffectEvent(
    (element: HTMLElement) =>
      new uPlot(optionsOf(element, lines, i18n.language), [[], ...lines.map(() => [])], element),
  );
  useEffect(() => {
    const element = holder.current;
    if (element === null) return;
    const made = make(element);
    setChart(made);
    const resize = new ResizeObserver(() =>
      made.setSize({ width: Math.max(element.clientWidth, 120), height: HEIGHT }),
    );
    resize.observe(element);
    return () => {
      resize.disconnect();
      made.destroy();
    };
  }, []);
  useEffect(() => {
    chart?.setData([[...times], ...lines.map(({ values, form }) => [...values, endOf(values, form)])]);
  }, [chart, times, lines]);
  return <div ref={holder} role="img" aria-label={description} />;
}

function optionsOf(element: HTMLElement, lines: readonly ChartLine[], language: string): uPlot.Options {
  const style = getComputedStyle(element);
  const colour = (token: string) => style.getPropertyValue(token).trim();
  const axis = { stroke: colour('--d-quiet'), font: `11px ${style.fontFamily}` };
  const grid = { stroke: colour('--d-line'), width: 1 };
  return {
    width: Math.max(element.clientWidth, 120),
    height: HEIGHT,
    padding: [8, 6, 0, 0],
    legend: { show: false },
    cursor: { drag: { x: false, y: false }, points: { show: false }, y: false, sync: { key: 'overview' } },
    scales: { x: { time: true }, y: { range: (_, __, highest) => [0, niceCeiling(highest)] } },
    axes: [
      {
        ...axis,
        grid: { show: false },
        ticks: { show: false },
        size: 24,
        values: (_, ticks) => ticks.map((tick) => clockOf(tick, language)),
      },
      {
        ...axis,
        grid,
        ticks: { show: false },
        size: 44,
        incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 2e4, 5e4, 1e5, 5e5, 1e6, 1e7, 1e8],
        values: (_, ticks) => ticks.map((tick) => formatCompact(tick, language)),
      },
    ],
    series: [{}, ...lines.map((line) => seriesOf(line, colour(line.token)))],
  };
}

function seriesOf({ label, form }: ChartLine, stroke: string): uPlot.Series {
  const paths =
    form === 'bars'
      ? uPlot.paths.bars?.({ size: [0.72, 14], align: 1 })
      : uPlot.paths.stepped?.({ align: 1 });
  const fill = form === 'bars' ? stroke : `color-mix(in srgb, ${stroke} 20%, transparent)`;
  return {
    label,
    stroke,
    fill,
    width: form === 'bars' ? 0 : 1.25,
    points: { show: false },
    ...(paths === undefined ? {} : { paths }),
  };
}

/** A step goes on to the end of its time; a bar stands at its beginning. */
function endOf(values: readonly number[], form: ChartLine['form']): number | null {
  return form === 'steps' ? (values.at(-1) ?? null) : null;
}

function niceCeiling(highest: number | null): number {
  return Math.max(4, Math.ceil((highest ?? 0) * 1.1));
}

function clockOf(seconds: number, language: string): string {
  return new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(
    seconds * 1_000,
  );
}
