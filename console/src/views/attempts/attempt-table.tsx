import { useMediaQuery } from '@mantine/hooks';
import { FlexRender, useTable } from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useEffectEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Attempt } from '../../../../shield/model/index.ts';
import { features, useColumns } from './columns.tsx';
import { useHeldRows } from './use-held-rows.ts';
import { useRowKeys } from './use-row-keys.ts';

const ROW_PX = 38;
const PHONE_ROW_PX = 84;
const AHEAD_ROWS = 20;

/** Thousands of rows, of which only those in sight are in the page. j and k move, Enter opens. */
export function AttemptTable(props: {
  readonly rows: readonly Attempt[];
  readonly isLoadingMore: boolean;
  readonly onEnd: () => void;
}) {
  const { t, i18n } = useTranslation();
  const scroller = useRef<HTMLDivElement>(null);
  const isPhone = useMediaQuery('(max-width: 47.99em)') ?? false;
  const { shown, freshCount, release, onScroll } = useHeldRows(props.rows, scroller);
  const table = useTable({ features, columns: useColumns(), data: shown, getRowId: (row) => row.id });
  const { rows } = table.getRowModel();
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => (isPhone ? PHONE_ROW_PX : ROW_PX),
    // A row of the other layout is another row, so that its size is not taken for this one's.
    getItemKey: (at) => `${isPhone ? 'phone' : 'wide'} ${rows[at]?.id ?? at}`,
    overscan: 8,
  });
  const keys = useRowKeys({
    ids: rows.map((row) => row.id),
    reveal: (at) => virtual.scrollToIndex(at, { align: 'auto' }),
  });
  const items = virtual.getVirtualItems();
  const lastInSight = items.at(-1)?.index ?? 0;
  // Asked once for each last row in sight, not for each drawing: a page that cannot be read would be asked for without end.
  const askForMore = useEffectEvent(props.onEnd);
  useEffect(() => {
    if (rows.length > 0 && lastInSight >= rows.length - AHEAD_ROWS) askForMore();
  }, [lastInSight, rows.length]);
  return (
    <div className="attempt-table-frame">
      {freshCount > 0 ? (
        <button type="button" className="fresh-rows" onClick={release}>
          {t('attempts.fresh', { count: freshCount, formatted: freshCount.toLocaleString(i18n.language) })}
        </button>
      ) : null}
      <section ref={scroller} className="attempt-table" aria-label={t('attempts.title')} onScroll={onScroll}>
        <table aria-rowcount={rows.length + 1}>
          <thead>
            <tr className="attempt-row attempt-row-head" aria-rowindex={1}>
              {table.getFlatHeaders().map((header) => (
                <th key={header.id} scope="col" data-column={header.column.id}>
                  <FlexRender header={header} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody className="attempt-rows" style={{ height: virtual.getTotalSize() }}>
            {items.map((item) => {
              const row = rows[item.index];
              return row === undefined ? null : (
                <tr
                  key={item.key}
                  aria-rowindex={item.index + 2}
                  className="attempt-row"
                  data-severity={row.original.severity}
                  ref={keys.refOf(item.index)}
                  style={{ height: item.size, transform: `translateY(${item.start}px)` }}
                  onKeyDown={(event) => keys.onRowKey(event, item.index)}
                  onFocus={() => keys.onRowFocus(item.index)}
                >
                  {row.getAllCells().map((cell) => (
                    <td key={cell.id} data-column={cell.column.id}>
                      <FlexRender cell={cell} />
                    </td>
                  ))}
                </tr>
              );
            })}
          </tbody>
        </table>
        {props.isLoadingMore ? <p className="quiet">{t('attempts.loadingMore')}</p> : null}
      </section>
    </div>
  );
}
