#include "cli/load_result.h"

#include <fmt/core.h>

#include <algorithm>

#include "base/error.h"
#include "base/json.h"
#include "cli/output.h"

namespace segue::cli {
base::JsonObject json_of(const LoadResult& result) {
  base::JsonObject sources;
  for (const auto& [source, count] : result.sources) sources.number(source, count);
  base::JsonObject json;
  json.number("rows", result.rows).number("loaded", result.loaded).number("known", result.known);
  json.number("rejected", result.rejected);
  result.reject_file.empty() ? json.null("reject_file") : json.text("reject_file", result.reject_file);
  json.raw("by_source", sources.str()).number("members_refused", result.members_refused);
  json.flag("deferred", result.deferred);
  return json;
}

void set_exit_code(Context& context, const LoadResult& result) {
  if (result.rejected > 0 || result.members_refused > 0) context.exit_code = static_cast<int>(base::Fault::input);
}

std::string text_of(const LoadResult& result, std::string_view verb) {
  std::string text = fmt::format("{} {} {}: {} new, {} known, {} rejected\n", verb, with_commas(result.rows),
                                 result.rows == 1 ? "row" : "rows", with_commas(result.loaded),
                                 with_commas(result.known), with_commas(result.rejected));
  for (const auto& [source, count] : result.sources)
    text += fmt::format("  {:<22}{:>12}\n", source, with_commas(count));
  for (std::size_t i = 0; i < std::min<std::size_t>(result.refusals.size(), 5); ++i)
    text += "refused: " + result.refusals[i] + "\n";
  if (!result.reject_file.empty()) text += "What was rejected, and why: " + result.reject_file + "\n";
  if (result.deferred) text += "Another segue is building: the next load will load these.\n";
  return text;
}

void show(Context& context, const LoadResult& result, std::string_view verb) {
  set_exit_code(context, result);
  print(context.json ? json_of(result).str() + "\n" : text_of(result, verb));
}

}  // namespace segue::cli
