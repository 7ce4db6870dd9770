#include "cli/evaluate_output.h"

#include <fmt/core.h>

#include <algorithm>

#include "base/json.h"
#include "cli/output.h"

namespace segue::cli {

std::string json_of(const evaluation::Evaluated& evaluated) {
  base::JsonArray rows;
  for (const evaluation::Score& score : evaluated.scores) {
    base::JsonObject row;
    row.text("name", score.name);
    if (!score.rule.empty()) row.text("rule", score.rule);
    for (const auto& [metric, value] : score.metrics)
      row.raw(metric,
              base::JsonObject{}.number("mean", value.mean).number("low", value.low).number("high", value.high).str());
    rows.raw(row.str());
  }
  base::JsonObject result;
  result.text("protocol", evaluated.protocol).number("seed", evaluated.seed).raw("rows", rows.str());
  for (const auto& [name, size] : evaluated.sizes) result.number(name, size);
  if (!evaluated.predictions.empty()) result.text("predictions", evaluated.predictions);
  base::JsonArray warnings;
  for (const std::string& warning : evaluated.warnings) warnings.text(warning);
  result.raw("warnings", warnings.str());
  return result.str() + "\n";
}

std::string text_of(const evaluation::Evaluated& evaluated) {
  std::string text;
  if (!evaluated.scores.empty()) {
    std::vector<Column> columns{{"contender", 31, false}};
    for (const auto& [metric, value] : evaluated.scores.front().metrics) columns.push_back({metric, 14, true});
    Table table(columns);
    for (const evaluation::Score& score : evaluated.scores) {
      std::vector<std::string> cells{score.rule.empty() ? score.name : fmt::format("{} {}", score.name, score.rule)};
      for (const auto& [metric, value] : score.metrics)
        cells.push_back(fmt::format("{:.4f} ±{:.4f}", value.mean, (value.high - value.low) / 2));
      table.row(cells);
    }
    text += table.str();
  }
  std::string line;
  for (const auto& [name, size] : evaluated.sizes) {
    std::string words = name;
    std::replace(words.begin(), words.end(), '_', ' ');
    const std::string one = fmt::format("{} {}", with_commas(static_cast<std::int64_t>(size)), words);
    if (line.size() + one.size() + 2 > 79) {
      text += line + ",\n";
      line.clear();
    }
    line += (line.empty() ? "" : ", ") + one;
  }
  if (!line.empty()) text += line + "\n";
  for (const std::string& warning : evaluated.warnings) text += "Warning: " + warning + "\n";
  if (!evaluated.predictions.empty()) text += fmt::format("Predictions are in {}\n", evaluated.predictions);
  return text;
}

}  // namespace segue::cli
