#include "cli/evaluate_output.h"

#include <fmt/core.h>

#include <algorithm>

#include "base/json.h"
#include "cli/output.h"

namespace segue::cli {
namespace {

// Returns the table of the metrics `first` to `end` - 1.
std::string table_of(const std::vector<evaluation::Score>& scores, std::size_t first, std::size_t end) {
  std::vector<Column> columns{{"contender", 31, false}};
  std::vector<int> digits;
  for (std::size_t m = first; m < end; ++m) {
    columns.push_back({scores.front().metrics[m].first, 14, true});
    const auto is_above_one = [m](const evaluation::Score& one) { return one.metrics[m].second.high > 1; };
    // Counts have two digits, shares four.
    digits.push_back(std::any_of(scores.begin(), scores.end(), is_above_one) ? 2 : 4);
  }
  Table table(columns);
  for (const evaluation::Score& score : scores) {
    std::vector<std::string> cells{score.rule.empty() ? score.name : fmt::format("{} {}", score.name, score.rule)};
    for (std::size_t m = first; m < end; ++m) {
      const auto& value = score.metrics[m].second;
      cells.push_back(fmt::format("{:.{}f} ±{:.{}f}", value.mean, digits[m - first], (value.high - value.low) / 2,
                                  digits[m - first]));
    }
    table.row(cells);
  }
  return table.str();
}

}  // namespace

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
  constexpr std::size_t kColumns = 3;  // of metrics in one table
  const std::size_t metrics = evaluated.scores.empty() ? 0 : evaluated.scores.front().metrics.size();
  for (std::size_t first = 0; first < metrics; first += kColumns)
    text += (first == 0 ? "" : "\n") + table_of(evaluated.scores, first, std::min(first + kColumns, metrics));
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
