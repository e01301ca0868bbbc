import { type Category, categories, type Parameter, parameters } from '../../../shared/parameters.ts';

/** docs/configuration.md, made from the table of parameters. */
export function configurationGuide(): string {
  return [opening, ...categories.map(categorySection), closing].join('\n');
}

/** Who reads a parameter, by category and key: the services that the callbacks name, or what reads it when it runs. */
export const followers: {
  readonly [C in Category]: { readonly [K in keyof (typeof parameters)[C]]: string };
} = {
  cache: {
    prediction_cache_ttl_seconds: 'model-service',
    prediction_cache_max_size: 'model-service',
    price_cache_max_size: 'data-service',
    ohlcv_cache_max_size: 'data-service',
    asset_cache_max_size: 'asset-service',
  },
  trading: {
    confidence_threshold: 'mtf-ensemble',
    default_tp_pips: 'experiments',
    default_sl_pips: 'experiments',
    max_holding_hours: 'experiments',
    spread_pips: 'experiments',
  },
  model: {
    weight_1h: 'mtf-ensemble',
    weight_4h: 'mtf-ensemble',
    weight_daily: 'mtf-ensemble',
    agreement_bonus: 'mtf-ensemble',
    use_regime_adjustment: 'mtf-ensemble',
  },
};

const opening = `# Configuration guide

Every parameter of the desk, in three categories. All of them can be changed while it runs; nothing is ever restarted. What a change sets going is told in [hot reload](hot-reload.md), the whole HTTP API in the [API reference](api.md).

This page is made from [\`shared/parameters.ts\`](../shared/parameters.ts) by \`npm run docs\`; a test checks that it is up to date.
`;

function categorySection(category: Category): string {
  const rows = Object.entries(parameters[category]).map(([key, parameter]) =>
    parameterRow(category, key, parameter),
  );
  return `## ${category}

${aboutCategory[category]}

| key | what it does | unit | default | valid | environment variable | followed by |
|---|---|---|---|---|---|---|
${rows.join('\n')}
`;
}

function parameterRow(category: Category, key: string, parameter: Parameter): string {
  const { description, unit, valid, env } = parameter;
  const service = (followers[category] as Readonly<Record<string, string>>)[key];
  const cells = [
    `\`${key}\``,
    description,
    unit || '–',
    `\`${parameter.default}\``,
    valid,
    `\`${env}\``,
    service,
  ];
  return `| ${cells.join(' | ')} |`;
}

const aboutCategory: Readonly<Record<Category, string>> = {
  cache:
    'How much is kept ready and for how long. A lower limit sheds the oldest entries at once; any change of this category empties the prediction cache.',
  trading:
    'When a prediction becomes a trade, and how a trade ends. `experiments` reads these values at the start of each run.',
  model:
    'How the three models are weighed. The three weights must sum to 1 within ±0.01, so change them together; they are also saved together. A known market regime tilts them when `use_regime_adjustment` is on.',
};

const closing = `## Where a value comes from

There are three layers. The highest that holds a value wins, and the panel shows for each value which layer that is and what the others hold.

1. **Default**: the column above.
2. **Environment**: the variable above, read once at the start. Numbers are written with a point; switches as \`true\`, \`1\`, \`yes\`, \`on\` or \`false\`, \`0\`, \`no\`, \`off\`, in any case. A value that is not valid is reported and left out; the desk starts without it.
3. **Stored**: what somebody saved. It is kept in \`config.json\` in the data folder.

Resetting a value takes it out of the stored layer, so that the environment or the default counts again. One reset weight takes the other two along.

## How to change a value

**In the window**: drag the slider or type the number. While you drag, the running system follows but nothing is saved; letting go saves, Escape takes it back.

**With curl**: the name of the category in the address, the changes as JSON. They are taken all together or not at all.

\`\`\`
curl -X PUT http://localhost:8001/api/v1/config/model \\
  -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" \\
  -H "X-Reason: less weight on the hour" -H "X-Updated-By: night-job" \\
  -d '{"weight_1h": 0.5, "weight_4h": 0.4, "weight_daily": 0.1}'
\`\`\`

The copy button beside each parameter in the window gives this line ready made. \`X-Reason\` and \`X-Updated-By\` end up in the audit trail. The line for the token can be left out where the API is open to this machine.

**In the file**: edit \`values\` in \`config.json\` while the desk runs or while it does not. Only what differs from the defaults need be there.

\`\`\`
"values": {
  "trading": { "confidence_threshold": 0.7 },
  "model": { "weight_1h": 0.5, "weight_4h": 0.4, "weight_daily": 0.1 }
}
\`\`\`

A good edit is applied at once and becomes a version, also while others change values. A bad one is refused with the reason, and the running values stay. What happens when both change the same value is told in [hot reload](hot-reload.md#edits-of-the-file).

**By the environment**: for example \`CONFIDENCE_THRESHOLD=0.7 npm start -- --headless\`. A stored value still wins over it. A switch may be written as true, yes, on or 1, or as false, no, off or 0, in any case; space around a value does no harm, and an empty variable counts as not set. A variable that cannot be taken is left out, and a notice says which, what it held and what would be right. Of the three weights set all, or none.

## What is refused

An unknown category or key, a value of the wrong type or out of range, weights that do not sum to 1. All problems are told at once, each with its path; nothing changes, and the refusal stands in the audit trail. \`POST /api/v1/config/validate\` says beforehand what a change would do, and how many cached predictions it would drop.
`;
