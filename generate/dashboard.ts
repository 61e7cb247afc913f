import type { Builder, Dataquery } from '@grafana/grafana-foundation-sdk/cog'
import {
  DashboardBuilder,
  DatasourceVariableBuilder,
  MappingType,
  type Panel,
  ThresholdsConfigBuilder,
  ThresholdsMode,
  type ValueMap,
} from '@grafana/grafana-foundation-sdk/dashboard'
import { DataqueryBuilder, PromQueryFormat } from '@grafana/grafana-foundation-sdk/prometheus'
import { PanelBuilder as StatPanel } from '@grafana/grafana-foundation-sdk/stat'
import { PanelBuilder as StateTimelinePanel } from '@grafana/grafana-foundation-sdk/statetimeline'
import { PanelBuilder as TablePanel } from '@grafana/grafana-foundation-sdk/table'
import { PanelBuilder as TimeseriesPanel } from '@grafana/grafana-foundation-sdk/timeseries'

const source = { type: 'prometheus', uid: `\${datasource}` }
const backend = '{{local_address}}:{{local_port}}{{local_mark}} {{host}}'

/** What is asked of Prometheus, and how each answer is called. */
const asked = (expr: string, legend: string, refId = 'A') =>
  new DataqueryBuilder().expr(expr).legendFormat(legend).refId(refId).datasource(source)
const tabled = (expr: string, refId = 'A') => asked(expr, '', refId).instant().format(PromQueryFormat.Table)

/** Numbers that are words. */
const words = (texts: Readonly<Record<string, readonly [text: string, color: string]>>): ValueMap => ({
  type: MappingType.ValueToText,
  options: Object.fromEntries(Object.entries(texts).map(([value, [text, color]]) => [value, { text, color }])),
})

const anyIsBad = () =>
  new ThresholdsConfigBuilder().mode(ThresholdsMode.Absolute).steps([
    { value: null, color: 'blue' },
    { value: 1, color: 'orange' },
  ])

type Place = readonly [x: number, y: number, w: number, h: number]
type AnyPanel = StatPanel | StateTimelinePanel | TablePanel | TimeseriesPanel

function placed<P extends AnyPanel>(panel: P, title: string, [x, y, w, h]: Place, targets: Builder<Dataquery>[]): P {
  panel.title(title).datasource(source).gridPos({ x, y, w, h }).targets(targets)
  return panel
}

const over = (title: string, place: Place, metric: string, unit: string) =>
  placed(new TimeseriesPanel().unit(unit), title, place, [asked(metric, backend)])

const panels = (): readonly (AnyPanel & Builder<Panel>)[] => [
  placed(
    new StateTimelinePanel().mappings([words({ 0: ['backup', 'text'], 1: ['master', 'blue'] })]),
    'Master',
    [0, 0, 12, 6],
    [asked('lbprov_vrrp_master', '{{vrrp_instance}} {{director}}')],
  ),
  placed(
    new StatPanel(),
    'Real servers that are up',
    [12, 0, 6, 6],
    [asked('sum(lbprov_ipvs_backend_up)', 'up'), asked('count(lbprov_ipvs_backend_up)', 'of', 'B')],
  ),
  placed(
    new StatPanel().thresholds(anyIsBad()),
    'Entries that differ from the model',
    [18, 0, 6, 3],
    [asked('sum by (director) (lbprov_ipvs_table_differences)', '{{director}}')],
  ),
  placed(
    new StatPanel().thresholds(anyIsBad()),
    'What real servers lack',
    [18, 3, 6, 3],
    [asked('sum(lbprov_real_server_faults)', 'faults')],
  ),
  over('Open connections', [0, 6, 12, 8], 'lbprov_ipvs_backend_connections_active', 'short'),
  over('New connections', [12, 6, 12, 8], 'lbprov_ipvs_backend_connections_per_second', 'cps'),
  over('Bytes to real servers', [0, 14, 12, 8], 'lbprov_ipvs_backend_incoming_bytes_per_second', 'Bps'),
  over(
    'Bytes back through the director (NAT)',
    [12, 14, 12, 8],
    'lbprov_ipvs_backend_outgoing_bytes_per_second',
    'Bps',
  ),
  placed(
    new TablePanel().withTransformation({ id: 'merge', options: {} }),
    'Real servers: up, drained, weight',
    [0, 22, 12, 8],
    [
      tabled('lbprov_ipvs_backend_up'),
      tabled('lbprov_ipvs_backend_drained', 'B'),
      tabled('lbprov_ipvs_backend_weight', 'C'),
    ],
  ),
  placed(new TablePanel(), 'Assertions that fail', [12, 22, 12, 8], [tabled('lbprov_verify_failed')]),
]

/** The dashboard for Grafana as its own library writes it, whose types are made from Grafana's schema. */
export function dashboardText(): string {
  const board = new DashboardBuilder('lbprov: clusters')
    .uid('lbprov-clusters')
    .tags(['lvs', 'keepalived', 'lbprov'])
    .refresh('30s')
    .time({ from: 'now-6h', to: 'now' })
    .timezone('browser')
    .withVariable(new DatasourceVariableBuilder('datasource').label('Data source').type('prometheus'))
  for (const [i, panel] of panels().entries()) board.withPanel(panel.id(i + 1))
  return `${JSON.stringify(board.build(), null, 2)}\n`
}
