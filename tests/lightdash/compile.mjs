// Compiles dbt models as Lightdash does when a project is deployed, with the compiler of @lightdash/common.
//
//   node compile.mjs FOLDER < request     FOLDER: where node_modules lies
//
// Request: {"catalog": {database: {schema: {table: {column: type}}}}, "projects": [[a model of dbt's manifest, …], …]}.
// Answer, one a project: {"explores": [{name, label, joins, tables: {name: {sqlTable, dimensions, metrics}}}], "faults": [text]}.
// A fault is whatever Lightdash calls an error or a warning: it leaves fields out then, and goes on.
import { createRequire } from 'node:module';
import path from 'node:path';

const require = createRequire(path.join(path.resolve(process.argv[2]), 'package.json'));
const common = require('@lightdash/common');

// What Lightdash's PostgreSQL client says of itself; the package with that client is not on the registry.
const AGGREGATES = {
    average: (sql) => `AVG(${sql})`,
    count: (sql) => `COUNT(${sql})`,
    count_distinct: (sql) => `COUNT(DISTINCT ${sql})`,
    max: (sql) => `MAX(${sql})`,
    min: (sql) => `MIN(${sql})`,
    sum: (sql) => `SUM(${sql})`,
    median: (sql) => `PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY ${sql})`,
    percentile: (sql, metric) => `PERCENTILE_CONT(${(metric.percentile ?? 50) / 100}) WITHIN GROUP (ORDER BY ${sql})`,
    number: (sql) => sql,
    string: (sql) => sql,
    date: (sql) => sql,
    boolean: (sql) => sql,
};
const postgres = {
    getAdapterType: () => 'postgres',
    getStartOfWeek: () => undefined,
    getFieldQuoteChar: () => '"',
    getStringQuoteChar: () => "'",
    getEscapeStringQuoteChar: () => "'",
    escapeString: (value) => value.replaceAll("'", "''"),
    getMetricSql: (sql, metric) => {
        if (!AGGREGATES[metric.type]) throw new Error(`metric ${metric.name}: no aggregate ${metric.type} here`);
        return AGGREGATES[metric.type](sql, metric);
    },
};

const fields = (of) =>
    Object.values(of).map(({ name, label, type, description, hidden, compiledSql, timeInterval, timeIntervalBaseDimensionName }) => ({
        name, label, type, description, hidden, sql: compiledSql, interval: timeInterval, base: timeIntervalBaseDimensionName,
    }));

async function compile(models, catalog) {
    const validator = new common.ManifestValidator('v12');
    const faults = [];
    for (const model of models) {
        const [valid, why] = validator.isModelValid(model);
        if (!valid) faults.push(`${model.name}: ${why}`);
    }
    let typed;
    try {
        typed = common.attachTypesToModels(models, catalog, true);
    } catch (error) {
        return { explores: [], faults: [...faults, error.message] };
    }
    const compiled = await common.convertExplores(typed, false, 'postgres', postgres, { spotlight: { default_visibility: 'show' } });
    const explores = [];
    for (const explore of compiled) {
        if (common.isExploreError(explore)) {
            for (const { message } of explore.errors) faults.push(`${explore.name}: ${message}`);
            continue;
        }
        for (const { message } of explore.warnings ?? []) faults.push(`${explore.name}: ${message}`);
        explores.push({
            name: explore.name,
            label: explore.label,
            baseTable: explore.baseTable,
            joins: explore.joinedTables.map(({ table, type, relationship, compiledSqlOn, tablesReferences }) => ({
                table, type: type ?? 'left', relationship, sqlOn: compiledSqlOn, needs: tablesReferences,
            })),
            tables: Object.fromEntries(
                Object.entries(explore.tables).map(([name, table]) => [
                    name,
                    { sqlTable: table.sqlTable, dimensions: fields(table.dimensions), metrics: fields(table.metrics) },
                ]),
            ),
        });
    }
    return { explores, faults };
}

// Read bit by bit: a blocking read of a pipe fails in Node 18 while nothing has been written yet.
let asked = '';
process.stdin.setEncoding('utf8');
for await (const part of process.stdin) asked += part;
const request = JSON.parse(asked);
const answers = [];
for (const models of request.projects) answers.push(await compile(models, request.catalog));
process.stdout.write(JSON.stringify(answers));
