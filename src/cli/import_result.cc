#include "cli/import_result.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/error.h"
#include "base/json.h"
#include "cli/output.h"

namespace segue::cli {
namespace {

constexpr std::size_t kGroups = 12, kNames = 3;

constexpr std::array<std::pair<const char*, const char*>, 6> kKinds{{{"music", "music"},
                                                                     {"local", "local files"},
                                                                     {"podcast", "podcasts"},
                                                                     {"audiobook", "audiobooks"},
                                                                     {"video", "videos"},
                                                                     {"unknown", "of unknown kind"}}};

std::int64_t plays_in(const ImportResult& result) {
  std::int64_t plays = 0;
  for (const auto& [kind, rows] : result.kinds) plays += rows;
  return plays;
}

std::string line(const std::string& what, std::int64_t rows) {
  return fmt::format("  {:<22}{:>12}\n", what, with_commas(rows));
}

std::string kinds_text(const ImportResult& result) {
  std::string text;
  for (const auto& [kind, what] : kKinds)
    if (const auto found = result.kinds.find(kind); found != result.kinds.end()) text += line(what, found->second);
  const std::int64_t others = result.rows.rows - result.rows.rejected - plays_in(result);
  if (others > 0) text += line("lists and playing now", others);
  return text.empty() ? "" : "By kind, new and known (music and local files count as plays):\n" + text;
}

std::string rejects_text(const ImportResult& result) {
  std::vector<std::pair<std::int64_t, std::string>> reasons;
  for (const auto& [why, rows] : result.rejected) reasons.emplace_back(rows, why);
  std::stable_sort(reasons.begin(), reasons.end(), [](const auto& x, const auto& y) { return x.first > y.first; });
  std::string text;
  for (std::size_t i = 0; i < std::min(reasons.size(), kGroups); ++i)
    text += fmt::format("rejected: {} {}: {}\n", with_commas(reasons[i].first), reasons[i].first == 1 ? "row" : "rows",
                        reasons[i].second);
  if (reasons.size() > kGroups) text += fmt::format("rejected: {} other reasons\n", reasons.size() - kGroups);
  return text;
}

// Members with one reason share a line.
std::string not_read_text(const std::vector<capture::NotRead>& members) {
  if (members.empty()) return "";
  std::vector<std::pair<std::string, std::vector<std::string>>> groups;
  // Alarming members come first, so that the limit cuts off others.
  for (const bool alarming : {true, false}) {
    for (const auto& member : members) {
      if (member.alarming != alarming) continue;
      const std::string why = member.why.empty() ? "holds no listening history" : member.why;
      auto group = std::find_if(groups.begin(), groups.end(), [&](const auto& one) { return one.first == why; });
      if (group == groups.end()) group = groups.insert(group, {why, {}});
      group->second.push_back(member.name);
    }
  }
  std::string text = fmt::format("not read: {}\n", with_commas(static_cast<std::int64_t>(members.size())));
  for (std::size_t i = 0; i < groups.size() && i < kGroups; ++i) {
    const auto& [why, names] = groups[i];
    std::string all;
    for (std::size_t n = 0; n < names.size() && n < kNames; ++n) all += (n > 0 ? ", " : "") + names[n];
    if (names.size() > kNames) all += fmt::format(" and {} more", names.size() - kNames);
    text += fmt::format("  {}: {}\n", all, why);
  }
  if (groups.size() > kGroups)
    text += fmt::format("  and {} other reasons (--json has all)\n", groups.size() - kGroups);
  return text;
}

std::string to_json(const ImportResult& result) {
  base::JsonObject kinds, rejected;
  for (const auto& [kind, rows] : result.kinds) kinds.number(kind, rows);
  for (const auto& [why, rows] : result.rejected) rejected.number(why, rows);
  base::JsonArray not_read, wrong, failed;
  for (const auto& member : result.not_read)
    not_read.raw(
        base::JsonObject{}.text("name", member.name).text("why", member.why).flag("alarming", member.alarming).str());
  for (const auto& one : result.looks_wrong) wrong.text(one);
  for (const auto& one : result.failed) failed.text(one);
  return json_of(result.rows)
             .raw("by_kind", kinds.str())
             .raw("rejected_why", rejected.str())
             .raw("not_read", not_read.str())
             .raw("looks_wrong", wrong.str())
             .raw("failed", failed.str())
             .str() +
         "\n";
}

}  // namespace

void show(Context& context, const ImportResult& result, std::string_view verb) {
  const bool alarm = std::any_of(result.not_read.begin(), result.not_read.end(),
                                 [](const capture::NotRead& member) { return member.alarming; });
  set_exit_code(context, result.rows);
  if (alarm) context.exit_code = static_cast<int>(base::Fault::input);
  if (context.json) return print(to_json(result));
  std::string text = text_of(result.rows, verb) + kinds_text(result) + rejects_text(result);
  text += not_read_text(result.not_read);
  for (const auto& one : result.looks_wrong) text += "looks wrong: " + one + "\n";
  print(text + zone_hint(context.config(), context.user()));
}

std::string zone_hint(const settings::Config& config, const std::string& user) {
  if (config.zones.contains(user)) return "";
  if (!std::filesystem::exists(config.config_file()))
    return "No time zone is set: days and hours are counted in UTC. Set your own:\n"
           "`segue init --timezone Europe/Berlin`\n";
  return fmt::format(
      "No time zone is set for {0}: days and hours are counted in UTC. Set it in\n{1}:\n"
      "[users.{0}]\ntimezone = \"Europe/Berlin\"\n",
      user, config.config_file().string());
}

}  // namespace segue::cli
