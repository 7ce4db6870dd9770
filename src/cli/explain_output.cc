#include "cli/explain_output.h"

#include <fmt/core.h>

#include "base/json.h"
#include "cli/output.h"
#include "pipeline/explain.h"

namespace segue::cli {
namespace {

using pipeline::RowFate;

std::string to_json(const RowFate& fate) {
  base::JsonObject json;
  json.text("member", fate.member);
  fate.row > 0 ? json.number("row", fate.row) : json.null("row");
  json.text("fate", pipeline::text_of(fate.fate));
  fate.time.empty() ? json.null("time") : json.text("time", fate.time);
  json.text("what", fate.what);
  fate.play_id.empty() ? json.null("play_id") : json.text("play_id", fate.play_id);
  return json.text("detail", fate.detail).str() + "\n";
}

std::string to_text(const RowFate& fate) {
  const std::string row = fate.row > 0 ? with_commas(fate.row) : "all";
  const std::string time = fate.time.empty() ? "" : fate.time.substr(0, 10) + " " + fate.time.substr(11, 8);
  std::string text =
      fmt::format("{:>9}  {:<10}  {:<19}  {}", row, pipeline::text_of(fate.fate), time, fitted(fate.what, 35));
  text.erase(text.find_last_not_of(' ') + 1);
  std::string more = fate.play_id.empty() ? "" : "play " + fate.play_id;
  if (!fate.detail.empty()) more += (more.empty() ? "" : ": ") + fate.detail;
  return text + "\n" + (more.empty() ? "" : fmt::format("{:11}{}\n", "", more));
}

// Returns the sums that end the output.
std::string to_json(const pipeline::Explained& all) {
  base::JsonObject rows;
  for (const auto& [fate, count] : all.rows) rows.number(fate, count);
  base::JsonArray not_read;
  for (const auto& one : all.not_read)
    not_read.raw(base::JsonObject{}.text("name", one.name).text("why", one.why).str());
  return base::JsonObject{}.raw("rows", rows.str()).raw("not_read", not_read.str()).str() + "\n";
}

std::string to_text(const pipeline::Explained& all) {
  std::string text;
  for (const auto& [fate, count] : all.rows)
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", with_commas(count), fate);
  text = text.empty() ? "no rows\n" : text + "\n";
  for (const auto& one : all.not_read)
    text += fmt::format("not read: {}: {}\n", one.name, one.why.empty() ? "holds no listening history" : one.why);
  return text;
}

void add(pipeline::Explained& all, const pipeline::Explained& one) {
  for (const auto& [fate, count] : one.rows) all.rows[fate] += count;
  all.not_read.insert(all.not_read.end(), one.not_read.begin(), one.not_read.end());
}

}  // namespace

void explain_paths(Context& context, const std::vector<std::string>& paths) {
  const pipeline::ExplainScope scope{context.user(), context.config().zones, context.home().clock().now()};
  pipeline::Explained all;
  std::string member;
  const auto show = [&](const RowFate& fate) {
    if (context.json) return print(to_json(fate));
    if (fate.member != member) print((member = fate.member) + "\n");
    print(to_text(fate));
  };
  for (const auto& path : paths)
    add(all, pipeline::explain(context.home().lake(), context.home().warehouse(), scope, path, show));
  print(context.json ? to_json(all) : to_text(all));
}

}  // namespace segue::cli
